"""The answers of an application as they were written: every version with its author, as the core's own values."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from consortia.core.application.cowriting import Version, View
from consortia.core.application.drafting import Draft, Own, Run, whole
from consortia.stages.applications.models import Answer, AnswerVersion


class KeptVersions:
    """The versions of one answer as the database keeps them."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def latest(self) -> Version | None:
        """Return the version that stands."""
        return self.numbered(self.answer.version) if self.answer.version else None

    def numbered(self, number: int) -> Version | None:
        """Return a version by its number."""
        return _value(self._rows().filter(number=number).first())

    def saved_as(self, save_id: str) -> Version | None:
        """Return the version that a save became."""
        return _value(self._rows().filter(save_id=save_id).first())

    def own(self, author: str, page: str) -> Own:
        """Return which versions came from an author, and which of them from one open page."""
        numbers = dict(self._rows().filter(author_id=author).values_list("number", "page"))
        return Own(
            page=frozenset(number for number, sent_from in numbers.items() if sent_from == page),
            person=frozenset(numbers),
        )

    def _rows(self) -> QuerySet[AnswerVersion]:
        return AnswerVersion.objects.filter(answer=self.answer)


def _value(row: AnswerVersion | None) -> Version | None:
    if row is None:
        return None
    stands = _draft(row.text, row.runs, row.number)
    return Version(
        number=row.number,
        author=str(row.author_id or ""),
        page=row.page,
        save_id=row.save_id,
        grew_from=View(version=row.base, sent=row.grew_from_sent),
        sent=_draft(row.sent, row.sent_runs, row.number) if row.merged else stands,
        stands=stands,
    )


def _draft(text: str, runs: Sequence[Sequence[int]], number: int) -> Draft:
    if not runs:
        return whole(text, save=number)
    return Draft(text=text, runs=tuple(Run(length=length, save=save, at=at) for length, save, at in runs))


def runs_as_kept(draft: Draft) -> list[list[int]]:
    """Return the runs of a draft in the form the database keeps."""
    return [[run.length, run.save, run.at] for run in draft.runs]
