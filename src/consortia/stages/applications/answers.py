"""The answers of an application as they were written: every version with its author, as the core's own values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import Final
from uuid import UUID

from django.db.models import Q

from consortia.core.application.cowriting import Version, View, draft_seen, moves_since
from consortia.core.application.differing import difference
from consortia.core.application.drafting import Own, draft_from
from consortia.core.application.merging import Move
from consortia.stages.applications.models import Answer, AnswerVersion, Application
from consortia.stages.people.models import Person
from consortia.stages.prepared import Given, Prepared

# Saves follow each other by seconds; a longer pause begins a new entry in the list of versions.
ONE_SITTING: Final = timedelta(minutes=20)
# Who takes out more than this many characters begins a new entry too, so that the text before stays within reach.
TAKEN_OUT: Final = 40

_GIVEN: Final = {name: Given(AnswerVersion, name) for name in ("answer", "number", "save_id", "author")}
_saved_or_standing: Final = Prepared(
    lambda: AnswerVersion.objects.filter(
        Q(save_id=_GIVEN["save_id"]) | Q(number=_GIVEN["number"]), answer=_GIVEN["answer"]
    )
)
_numbered: Final = Prepared(lambda: AnswerVersion.objects.filter(answer=_GIVEN["answer"], number=_GIVEN["number"]))
_pages_of: Final = Prepared(
    lambda: AnswerVersion.objects.filter(answer=_GIVEN["answer"], author=_GIVEN["author"]).values_list("number", "page")
)


class KeptVersions:
    """The versions of one answer as the database keeps them; what is kept never changes, so it is read once."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self._known: dict[int, Version] = {}
        self._pages: dict[str, dict[int, str]] = {}

    def latest(self) -> Version | None:
        """Return the version that stands."""
        return self.numbered(self.answer.version) if self.answer.version else None

    def numbered(self, number: int) -> Version | None:
        """Return a version by its number."""
        if number not in self._known and self._begun:
            rows = _numbered(answer=self.answer.pk, number=number)
            if not rows:
                return None
            self._known[number] = _value(rows[0])
        return self._known.get(number)

    def saved_as(self, save_id: str) -> Version | None:
        """Return the version that a save became."""
        # The version that stands is asked for next, so it comes with the same question.
        for row in _saved_or_standing(answer=self.answer.pk, save_id=save_id, number=self.answer.version):
            self._known[row.number] = _value(row)
        return next((each for each in self._known.values() if each.save_id == save_id), None)

    def own(self, author: str, page: str) -> Own:
        """Return which versions came from an author, and which of them from one open page."""
        if author not in self._pages and self._begun:
            self._pages[author] = dict(_pages_of(answer=self.answer.pk, author=UUID(author)))
        numbers = self._pages.get(author, {})
        return Own(
            page=frozenset(number for number, sent_from in numbers.items() if sent_from == page),
            person=frozenset(numbers),
        )

    @property
    def _begun(self) -> bool:
        """Whether the answer has a row, which it has from its first version on."""
        return self.answer.pk is not None

    def add(self, version: Version) -> None:
        """Know a version that was stored just now."""
        self._known[version.number] = version
        if version.author in self._pages:
            self._pages[version.author][version.number] = version.page


def _value(row: AnswerVersion) -> Version:
    stands = draft_from(row.text, row.runs, save=row.number)
    return Version(
        number=row.number,
        author=str(row.author_id or ""),
        page=row.page,
        save_id=row.save_id,
        grew_from=View(version=row.base, sent=row.grew_from_sent),
        sent=draft_from(row.sent, row.sent_runs, save=row.number) if row.merged else stands,
        stands=stands,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands as an answer now, and how it came from what somebody has before their eyes."""

    answer: Answer
    seen: str
    moves: tuple[Move, ...]


def standing_since(person: Person, versions: KeptVersions, view: View, *, page: str) -> Standing:
    """Return what stands, seen from a view: the moves tell where the words of that view are now."""
    own = versions.own(str(person.pk), page)
    return Standing(
        answer=versions.answer, seen=draft_seen(versions, view).text, moves=moves_since(versions, view, own=own)
    )


def answer_to(application: Application, question: str, scope: str) -> Answer:
    """Return an answer, an empty one where nobody has written yet."""
    found = Answer.objects.select_related("changed_by").filter(application=application, question=question, scope=scope)
    return found.first() or Answer(application=application, question=question, scope=scope)


def versions_of_answers(application: Application) -> dict[tuple[str, str], int]:
    """Return which version of each answer stands, by question and scope."""
    rows = Answer.objects.filter(application=application).values_list("question", "scope", "version")
    return {(question, scope): version for question, scope, version in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Versions that one person wrote in one go, the newest last; `before` is the text they began with."""

    author: Person | None
    versions: tuple[AnswerVersion, ...]
    before: str

    @property
    def last(self) -> AnswerVersion:
        """The version the sitting ended with."""
        return self.versions[-1]


def sittings_of(answer: Answer) -> tuple[Sitting, ...]:
    """Return the versions of an answer by who wrote them in one go, the newest first."""
    sittings: list[list[AnswerVersion]] = []
    within_reach, taking_out = "", False
    for version in AnswerVersion.objects.filter(answer_id=answer.pk).select_related("author").order_by("number"):
        last = sittings[-1][-1] if sittings else None
        goes_on = last and last.author_id == version.author_id and version.at - last.at < ONE_SITTING
        if last is None or not goes_on:
            sittings.append([version])
            within_reach, taking_out = version.text, False
        elif not taking_out and _taken_out(within_reach, version.text) > TAKEN_OUT:
            sittings.append([version])
            within_reach, taking_out = version.text, True
        else:
            sittings[-1].append(version)
            if taking_out or len(version.text) >= len(within_reach):
                within_reach, taking_out = version.text, taking_out and len(version.text) <= len(last.text)
    before = ""
    found: list[Sitting] = []
    for versions in sittings:
        found.append(Sitting(author=versions[0].author, versions=tuple(versions), before=before))
        before = versions[-1].text
    return tuple(reversed(found))


def _taken_out(before: str, after: str) -> int:
    """Count the characters that went; words are compared only where the quick look at both ends finds many."""
    same = _same_at_the_start(before, after)
    same += _same_at_the_start(before[same:][::-1], after[same:][::-1])
    if len(before) - same <= TAKEN_OUT:
        return len(before) - same
    return sum(len(piece.text) for piece in difference(before, after) if piece.kind == "removed")


def _same_at_the_start(one: str, other: str) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
