"""Pairs of applications that share text, as an officer sees them: passages side by side, as far as they may be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from consortia.rulebook.agencies import known_agencies
from consortia.stages.applications.models import Submission
from consortia.stages.screening.compared import text_of
from consortia.stages.screening.points import frozen_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from consortia.stages.screening.models import CopyLook, CopyPair, File


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The other side of a pair: an application of this agency, one of another agency, or a past project."""

    reference: str
    title: str = ""
    href: str = ""
    agency: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One passage as it stands on both sides."""

    here: str
    there: str
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A pair with what the agency said of it; no passages where the other side belongs to another agency."""

    pair: CopyPair
    side: Side
    passages: tuple[Shared, ...]
    looks: Sequence[CopyLook]
    typed: str = ""
    lacking: bool = False

    @property
    def key(self) -> str:
        """What the pair's field is called on the page."""
        return f"words-{self.pair.pk}"

    @property
    def share(self) -> int:
        """The part of the shorter text, in whole per cent."""
        return round(100 * self.pair.share)

    @property
    def standing(self) -> str:
        """What the agency's latest look says; empty before the first."""
        if not self.looks:
            return ""
        return "concern" if self.looks[-1].concern else "no-concern"


def shown_of(file: File, pairs: Sequence[CopyPair], *, typed: Mapping[int, str] | None = None) -> list[Shown]:
    """Return pairs as the agency of a file may see them; one query for all the texts."""
    there = {pair.pk: _there(file, pair) for pair in pairs}
    wanted = {each.pk for each in there.values() if each is not None and each.application.agency == file.agency}
    texts = _texts([file.submission_id, *wanted]) if pairs else {}
    return [_shown(file, pair, there[pair.pk], texts, typed or {}) for pair in pairs]


def _there(file: File, pair: CopyPair) -> Submission | None:
    return pair.other if pair.one_id == file.submission_id else pair.one


def _texts(ids: Sequence[UUID]) -> dict[UUID, str]:
    return {each.pk: text_of(frozen_of(each)) for each in Submission.objects.filter(pk__in=ids)}


def _shown(
    file: File, pair: CopyPair, there: Submission | None, texts: Mapping[UUID, str], typed: Mapping[int, str]
) -> Shown:
    other = pair.past.summary if pair.past is not None else texts.get(there.pk if there else file.submission_id)
    lacking = pair.pk in typed and not typed[pair.pk].strip()
    return Shown(
        pair=pair,
        side=_side(file, pair, there),
        passages=_passages(file, pair, texts[file.submission_id], other),
        looks=pair.looks_here,  # type: ignore[attr-defined]  # fetched beside the pair by with_both_sides
        typed=typed.get(pair.pk, ""),
        lacking=lacking,
    )


def _side(file: File, pair: CopyPair, there: Submission | None) -> Side:
    if there is None:
        past = pair.past
        assert past is not None  # noqa: S101  # the table demands one of the two
        href = reverse("public:project", kwargs={"number": past.pk})
        return Side(reference=past.identifier, title=past.title, href=href, past=True)
    application = there.application
    if application.agency != file.agency:
        return Side(reference=application.reference, agency=known_agencies()[application.agency].title)
    href = reverse("agency:screening", kwargs={"agency": file.agency, "reference": application.reference})
    return Side(reference=application.reference, title=application.title, href=href)


def _passages(file: File, pair: CopyPair, here: str, there: str | None) -> tuple[Shared, ...]:
    if there is None:
        return ()
    turned = pair.one_id != file.submission_id
    found = []
    for a_start, a_end, b_start, b_end, words in pair.passages:
        ours, theirs = ((b_start, b_end), (a_start, a_end)) if turned else ((a_start, a_end), (b_start, b_end))
        found.append(Shared(here=here[slice(*ours)], there=there[slice(*theirs)], words=words))
    return tuple(found)
