"""What happened to a file, as the agency reads it: a sentence for each verb of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.stages.journal.models import Event
from consortia.stages.screening.models import PointAnswer
from consortia.stages.screening.points import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened, with the words somebody gave for it."""

    at: datetime
    by: str
    words: str
    said: str


def happened_to(events: Iterable[Event], points: Iterable[Point]) -> list[Happened]:
    """Return what happened in the order given; answers that one person gave in a row are told together."""
    titles = {each.code: each.title for each in points}
    rows = groupby(events, key=lambda event: (event.verb == ANSWERED, event.actor, event.verb == ANSWERED or event.pk))
    return [_told(list(row), titles) for _same, row in rows]


def _told(row: Sequence[Event], titles: Mapping[str, str]) -> Happened:
    latest = row[0]
    return Happened(
        at=latest.at,
        by=latest.actor_name,
        words=_answers(row, titles) if latest.verb == ANSWERED else str(VERBS.get(latest.verb, latest.verb)),
        said=str(latest.facts.get("reason") or latest.facts.get("words") or ""),
    )


def _answers(row: Sequence[Event], titles: Mapping[str, str]) -> str:
    """Name one answer, or those that say that something does not hold; the others are counted."""
    by_point = {str(each.facts.get("point", "")): str(each.facts.get("holds", "")) for each in reversed(row)}
    if len(by_point) == 1:
        [(point, holds)] = by_point.items()
        told = {"point": titles.get(point, point), "holds": dict(PointAnswer.Holds.choices).get(holds, holds)}
        return str(_("Answered: %(point)s, %(holds)s")) % told
    counted = ngettext(
        "%(number)d point of the check was answered", "%(number)d points of the check were answered", len(by_point)
    ) % {"number": len(by_point)}
    failing = [titles.get(point, point) for point, holds in by_point.items() if holds == PointAnswer.Holds.NO]
    if not failing:
        return counted
    return str(_("%(counted)s; these do not hold: %(points)s")) % {"counted": counted, "points": ", ".join(failing)}


ANSWERED: Final = "answer-point"
VERBS: Final[Mapping[str, Promise]] = {
    "begin": _("The formal check began"),
    "ask": _("The applicant was asked a question"),
    "answer": _("The applicant answered"),
    "go-on": _("The check went on without an answer"),
    "pass": _("The formal check was passed"),
    "look-again": _("The check was opened again"),
    "propose-refusal": _("Proposed as ineligible"),
    "refuse": _("Found ineligible"),
    "send-back": _("The proposal was sent back"),
    "take-back": _("The proposal was taken back"),
    "follow-version": _("A later version came in; it is the one that counts"),
    "withdraw": _("The applicant withdrew"),
    "assign": _("Handed to somebody else"),
    "see-concern-in-copy": _("A concern about shared text was noted"),
    "see-no-concern-in-copy": _("Shared text was looked at, without a concern"),
}
