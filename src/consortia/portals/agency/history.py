"""What happened to a file, in sentences for officers: the journal's verbs with their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consortia.portals.agency.points import answer_words
from consortia.portals.shared.moments import moment_words
from consortia.stages.people.models import Person

if TYPE_CHECKING:
    from consortia.stages.journal.models import Event
    from consortia.stages.screening.points import Point

ANSWER: Final = "answer-point"
TOGETHER: Final = timedelta(minutes=2)

SENTENCES: Final[Mapping[str, Promise]] = {
    "begin": gettext_lazy("The formal check began."),
    "pass": gettext_lazy("The formal check was passed."),
    "ask": gettext_lazy("The applicant was asked to explain something."),
    "answer": gettext_lazy("The applicant answered."),
    "go-on": gettext_lazy("The check went on without an answer."),
    "propose-refusal": gettext_lazy("It was proposed as ineligible."),
    "refuse": gettext_lazy("A second person found it ineligible; the applicant got a letter."),
    "send-back": gettext_lazy("A second person refused the proposal; the check went on."),
    "take-back": gettext_lazy("The proposal was taken back; the check went on."),
    "look-again": gettext_lazy("The check was opened again."),
    "follow-version": gettext_lazy("A later version came in; it counts from here on."),
    "withdraw": gettext_lazy("The applicant withdrew the application."),
    "see-concern-in-copy": gettext_lazy("Text shared with another application was looked at: a concern."),
    "see-no-concern-in-copy": gettext_lazy("Text shared with another application was looked at: no concern."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened, or several answers given at one go with each of them as a line."""

    at: datetime
    by: str
    words: str
    reason: str = ""
    lines: tuple[str, ...] = ()


def steps_of(events: Iterable[Event], points: Sequence[Point]) -> list[Step]:
    """Return what happened in sentences, in the order of the events; answers given together are one step."""
    listed = list(events)
    names = _names(listed)
    titles = {each.code: each for each in points}
    return [
        _answers(run, titles) if run[0].verb == ANSWER else _step(run[0], names)
        for _key, group in groupby(_marked(listed), key=lambda each: each[0])
        if (run := [event for _mark, event in group])
    ]


def _marked(events: Sequence[Event]) -> Iterable[tuple[int, Event]]:
    """Number the events, with one number for answers of one person that follow each other closely."""
    mark, before = 0, None
    for event in events:
        if before is None or not _together(before, event):
            mark += 1
        yield mark, event
        before = event


def _together(one: Event, other: Event) -> bool:
    same = (one.verb, one.actor) == (other.verb, other.actor)
    return same and one.verb == ANSWER and abs(one.at - other.at) < TOGETHER


def _answers(run: Sequence[Event], points: Mapping[str, Point]) -> Step:
    words = ngettext("One point was answered.", "%(number)s points were answered.", len(run)) % {"number": len(run)}
    lines = tuple(_answer(each.facts, points) for each in reversed(run))
    return Step(at=run[0].at, by=run[0].actor_name, words=words, lines=lines)


def _answer(facts: Mapping[str, Any], points: Mapping[str, Point]) -> str:
    point = points.get(str(facts["point"]))
    # A call that was corrected meanwhile may have lost the point; its code still says which it was.
    title = point.title if point else str(facts["point"])
    said = answer_words(str(facts["holds"]), point.group if point else "eligibility")
    return _("%(point)s: %(answer)s") % {"point": title, "answer": said}


def _step(event: Event, names: Mapping[str, str]) -> Step:
    facts = event.facts
    if event.verb == "assign":
        name = names.get(str(facts["after"]), "")
        words = _("Handed over to %(name)s.") % {"name": name} if name else _("Taken from its handler.")
    elif event.verb == "ask" and "due" in facts:
        due = moment_words(datetime.fromisoformat(str(facts["due"])))
        words = _("The applicant was asked to explain something, with an answer due by %(due)s.") % {"due": due}
    elif event.verb == "answer" and facts.get("late"):
        words = _("The applicant answered, after the time given.")
    else:
        words = str(SENTENCES.get(event.verb, event.verb))
    reason = str(facts.get("reason") or facts.get("words") or "")
    return Step(at=event.at, by=event.actor_name, words=words, reason=reason)


def _names(events: Iterable[Event]) -> Mapping[str, str]:
    """Return the names of whom files were handed to; no query where none was."""
    wanted = {UUID(str(each.facts["after"])) for each in events if each.verb == "assign" and each.facts["after"]}
    return {str(each.pk): str(each) for each in Person.objects.filter(pk__in=wanted)} if wanted else {}
