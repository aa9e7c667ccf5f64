"""Which versions share text: looked for by the worker, found by what is missing, kept as pairs to look at.

A version is compared with all that is kept when its turn comes, and each later one is compared with it: so every two
meet, in whatever order they came in. Versions of one agency meet across rounds; those of two agencies within a round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from consortia.analysis.copies import Index, Met, Pair, Text, compare, fingerprints_of, is_worth_a_look
from consortia.stages.applications.models import Submission
from consortia.stages.past_projects.models import ImportRun, PastProject
from consortia.stages.past_projects.queries import described_projects
from consortia.stages.screening.compared import Numbers, bodies_of, kept, known_of, read, text_of
from consortia.stages.screening.models import CopyPair, File, Prints
from consortia.stages.screening.points import Frozen, frozen_of

# So many versions are compared in one go; so many others are set side by side with one of them.
BATCH: Final = 200
MOST: Final = 40
# Behind every id of a version, so that the version is the first of its pair.
_PAST: Final = "past:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a version belongs."""

    agency: str
    round: int

    def meets(self, other: _Place) -> bool:
        """Whether two versions are compared."""
        return self.agency == other.agency or self.round == other.round


def compare_waiting() -> int:
    """Make the fingerprints that are missing and compare what waits; returns how many versions were compared.

    Doing it twice, or by two at once, changes nothing: two versions make one pair.
    """
    while _make_prints():
        pass
    return sum(_compare(training=training) for training in (False, True))


def _make_prints() -> int:
    outdated = Q(prints=None) | ~Q(prints__submission=F("submission"))
    found = File.objects.filter(outdated, submission__state=Submission.State.CURRENT).select_related("submission")
    batch = list(found.order_by("id")[:BATCH])
    for file in batch:
        frozen = frozen_of(file.submission)
        numbers = fingerprints_of(text_of(frozen), known_of(frozen.content["edition_hash"]))
        values = {"submission": file.submission, "numbers": kept(numbers), "compared_at": None, "beyond": 0}
        Prints.objects.update_or_create(file=file, defaults=values)
    return len(batch)


def _counting(*, training: bool) -> QuerySet[Prints]:
    """Return the fingerprints of versions that count; training rounds never meet real ones."""
    years = Q(file__round__years_later=0)
    return Prints.objects.filter(~years if training else years, submission__state=Submission.State.CURRENT)


def _compare(*, training: bool) -> int:
    waiting = list(_counting(training=training).filter(compared_at=None).order_by("id")[:BATCH])
    if not waiting:
        return 0
    places, prints = _everything(training=training)
    index, past = Index(prints), _past_index(_state_of_past())
    # A later version may have come in since the list was read; its turn comes next.
    found = [each for each in waiting if str(each.submission_id) in places]
    for each in found:
        own = str(each.submission_id)
        near = [met for met in index.ask(prints[own]) if met.key != own and places[own].meets(places[met.key])]
        _keep(each, near, past.ask(prints[own]))
    return len(found)


def _everything(*, training: bool) -> tuple[dict[str, _Place], dict[str, Numbers]]:
    """Return where each version that counts belongs, and its fingerprints."""
    rows = _counting(training=training).values_list("submission", "file__agency", "file__round", "numbers")
    places, prints = {}, {}
    for submission, agency, round_, numbers in rows.iterator():
        places[str(submission)] = _Place(agency=agency, round=round_)
        prints[str(submission)] = read(numbers)
    return places, prints


@transaction.atomic
def _keep(prints: Prints, near: Sequence[Met], past: Sequence[Met]) -> None:
    """Set a version side by side with those that share most with it, and keep the pairs worth a look."""
    pairs = [*_pairs_with_versions(prints, near[:MOST]), *_pairs_with_past(prints, past[:MOST])]
    CopyPair.objects.bulk_create(pairs, ignore_conflicts=True)
    beyond = max(0, len(near) - MOST) + max(0, len(past) - MOST)
    same = Prints.objects.filter(pk=prints.pk, submission=prints.submission_id)
    same.update(compared_at=timezone.now(), beyond=beyond)


def _pairs_with_versions(prints: Prints, near: Sequence[Met]) -> Iterator[CopyPair]:
    ids = [str(prints.submission_id), *(met.key for met in near)]
    read_once = {str(each.pk): frozen_of(each) for each in Submission.objects.filter(pk__in=ids)}
    own = read_once[ids[0]]
    for key in ids[1:]:
        pair = _compared(Text(id=ids[0], text=text_of(own)), _text(key, read_once), own)
        if is_worth_a_look(pair):
            sides = {"one_id": pair.a, "other_id": pair.b}
            yield CopyPair(**sides, bodies=bodies_of(own, read_once[key]), **_columns(pair))


def _pairs_with_past(prints: Prints, past: Sequence[Met]) -> Iterator[CopyPair]:
    keys = [int(met.key) for met in past]
    if not keys:
        return
    own = frozen_of(prints.submission)
    for project in PastProject.objects.filter(pk__in=keys).order_by("id"):
        there = Text(id=f"{_PAST}{project.pk}", text=project.summary)
        pair = _compared(Text(id=str(prints.submission_id), text=text_of(own)), there, own)
        if is_worth_a_look(pair):
            bodies = CopyPair.Bodies.PAST
            yield CopyPair(one_id=prints.submission_id, past=project, bodies=bodies, **_columns(pair))


def _text(key: str, read_once: Mapping[str, Frozen]) -> Text:
    return Text(id=key, text=text_of(read_once[key]))


def _compared(one: Text, other: Text, own: Frozen) -> Pair:
    return compare(one, other, known_of(own.content["edition_hash"]))


def _columns(pair: Pair) -> dict[str, object]:
    passages = [[each.a_start, each.a_end, each.b_start, each.b_end, each.words] for each in pair.passages]
    return {"words": pair.shared_words, "share": pair.containment, "passages": passages}


def _state_of_past() -> tuple[int, int, int]:
    """Return what differs once the past projects do: the last import that changed some, their number, the newest."""
    last = ImportRun.objects.filter(touched=True).aggregate(last=Max("id"))["last"]
    told = described_projects().aggregate(number=Count("id"), newest=Max("id"))
    return last or 0, told["number"], told["newest"] or 0


@lru_cache(maxsize=1)
def _past_index(_state: tuple[int, int, int]) -> Index:
    """Return the summaries of past projects, read anew when they changed; kept between rounds."""
    rows = described_projects().exclude(summary="").order_by("id").values_list("id", "summary")
    return Index({str(key): fingerprints_of(summary) for key, summary in rows.iterator()})
