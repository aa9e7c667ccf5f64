"""What waits for whom, thing by thing: each with its page, whose turn it is, and for how long."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consortia.portals.agency.deciding import named, page_of, readable
from consortia.portals.shared.moments import day_words
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.queries import open_proposals
from consortia.stages.people.models import Person
from consortia.stages.screening.queries import (
    TO_LOOK_AT,
    kept_from,
    open_extensions,
    overdue_questions,
    unseen_pairs,
)
from consortia.stages.selection.models import Appeal
from consortia.stages.selection.permissions import sight_of
from consortia.stages.selection.services.appealing import KIND as APPEAL
from consortia.stages.selection.waiting import (
    late_assessments,
    open_appeals,
    rounds_without_experts,
    unsettled,
    unsettled_files,
)

MOST: Final = 10

UNSETTLED: Final[Mapping[str, Promise]] = {
    "third-expert": gettext_lazy("A third expert is needed"),
    "consolidating": gettext_lazy("Not consolidated yet"),
    "signing": gettext_lazy("Not signed yet"),
}
APPEALS: Final[Mapping[str, Promise]] = {
    Appeal.State.SENT: gettext_lazy("an officer, to receive it"),
    Appeal.State.RECEIVED: gettext_lazy("an officer, to have it assessed anew or to propose its outcome"),
    Appeal.State.REASSESSING: gettext_lazy("the expert who assesses it anew"),
    Appeal.State.PROPOSED: gettext_lazy("a team lead or director who did not propose the outcome"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """One thing that waits: what it is, about what, for whom, since when."""

    what: str
    about: str
    href: str
    whom: str
    since: datetime
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """How many more of a kind wait than are named, and the page that lists them."""

    words: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Everything that waits in an agency, the longest wait first."""

    named: tuple[Waits, ...]
    further: tuple[Further, ...]


def waiting_in(agency: str, reader: Person, *, now: datetime) -> Waiting:
    """Return what waits in an agency, without what would tell the reader of applications they keep away from."""
    kept = dict(kept_from(reader, agency).values_list("pk", "reference"))
    own = [each for each in kept.values() if each]
    late, further_late = _late(agency, now, kept)
    open_files, further_open = _unsettled(agency, kept)
    found = [
        *_proposals(agency, own),
        *_extensions(agency, own),
        *_questions(agency, now, own),
        *_copies(agency, kept),
        *_rounds(agency, now),
        *late,
        *open_files,
        *_appeals(agency, reader),
    ]
    return Waiting(named=tuple(sorted(found, key=lambda each: each.since)), further=(*further_late, *further_open))


def _proposals(agency: str, kept: Collection[str]) -> Iterator[Waits]:
    for each, title in named(readable(open_proposals(agency), kept)):
        if each.kind != APPEAL:
            yield Waits(
                what=str(title),
                about=_named(each),
                href=page_of(each) or _address("decision", agency, number=each.pk),
                whom=_("a team lead or director other than %(name)s") % {"name": each.proposed_by},
                since=each.proposed_at,
            )


def _extensions(agency: str, kept: Collection[str]) -> Iterator[Waits]:
    for each in open_extensions(agency):
        if each.application.reference not in kept:
            yield Waits(
                what=_("Request to submit late"),
                about=f"{each.application.reference}, {each.application.title}",
                href=_address("extension", agency, number=each.pk),
                whom=_("an officer, to propose what to decide"),
                since=each.asked_at,
            )


def _questions(agency: str, now: datetime, kept: Collection[str]) -> Iterator[Waits]:
    for each in overdue_questions(agency, now):
        if each.file.reference not in kept:
            yield Waits(
                what=_("No answer to a question"),
                about=f"{each.file.reference}, {each.file.title}",
                href=_address("screening", agency, reference=each.file.reference),
                whom=_("the applicant"),
                since=each.due,
                late=True,
            )


def _copies(agency: str, kept: Collection[UUID]) -> Iterator[Waits]:
    """Name all applications with shared text together: somebody looks at each pair on the page of its application."""
    pairs = unseen_pairs(agency, kept)
    sides = ("one", "one__application__agency", "other", "other__application__agency")
    rows = list(pairs.values_list("found_at", *sides))
    own = {side for _at, *both in rows for side, whose in (both[:2], both[2:]) if whose == agency}
    since = min((row[0] for row in rows), default=None)
    if since is not None:
        about = ngettext("%(number)s application", "%(number)s applications", len(own))
        yield Waits(
            what=_("Text shared with others was not looked at"),
            about=about % {"number": len(own)},
            href=f"{_address('applications', agency)}?copies={TO_LOOK_AT}",
            whom=_("whoever handles the applications"),
            since=since,
        )


def _rounds(agency: str, now: datetime) -> Iterator[Waits]:
    for each in rounds_without_experts(agency, now=now):
        day = day_words(timezone.localtime(each.round.deadline).date())
        about = ngettext(
            "%(number)s application of the round of %(day)s is with no expert",
            "%(number)s applications of the round of %(day)s are with no expert",
            each.number,
        )
        yield Waits(
            what=_("Experts are missing") if each.planned else _("No plan of experts"),
            about=about % {"number": each.number, "day": day},
            href=_address("plan", agency, round_id=each.round.pk),
            whom=_("an officer or team lead, to say who assesses what"),
            since=each.since,
        )


def _late(agency: str, now: datetime, kept: Mapping[UUID, str]) -> tuple[list[Waits], list[Further]]:
    today = timezone.localtime(now).date()
    late = late_assessments(agency, today=today, without=kept)
    listed = list(late[: MOST + 1])
    further = _further(late.count(), _("more assessments are late"), agency) if len(listed) > MOST else []
    return [
        Waits(
            what=_("Assessment is late"),
            about=f"{each.application.reference}, {each.application.title}",
            href=_address("assessment", agency, reference=each.application.reference),
            whom=str(each.engagement.expert),
            since=datetime.combine(each.engagement.due_on, datetime.min.time(), tzinfo=timezone.get_current_timezone()),
            late=True,
        )
        for each in listed[:MOST]
        if each.engagement.due_on
    ], further


def _unsettled(agency: str, kept: Mapping[UUID, str]) -> tuple[list[Waits], list[Further]]:
    files = unsettled_files(agency, without=kept)
    listed = list(files[: MOST + 1])
    further = _further(files.count(), _("more assessments are not final"), agency) if len(listed) > MOST else []
    return [
        Waits(
            what=str(UNSETTLED[each.state]),
            about=f"{each.application.reference}, {each.application.title}",
            href=_address("assessment", agency, reference=each.application.reference),
            whom=", ".join(each.experts) or _("an officer or team lead"),
            since=each.since,
        )
        for each in unsettled(listed[:MOST])
        if each.state in UNSETTLED
    ], further


def _further(number: int, words: str, agency: str) -> list[Further]:
    return [Further(words=f"{number - MOST} {words}", href=_address("assessment_rounds", agency))]


def _appeals(agency: str, reader: Person) -> Iterator[Waits]:
    """Tell of appeals only where nothing of the selection is hidden: each tells of the list it is about."""
    found = list(open_appeals(agency))
    selections = {each.selection_id: each.selection for each in found}
    seen = {number for number, selection in selections.items() if sight_of(reader, selection).sees_all}
    for each in (appeal for appeal in found if appeal.selection_id in seen):
        parts = {"number": each.selection.round_id, "reference": each.application.reference}
        yield Waits(
            what=_("Appeal"),
            about=f"{each.application.reference}, {each.application.title}",
            href=_address("selection_appeal", agency, **parts),
            whom=str(APPEALS[each.state]),
            since=each.sent_at,
        )


def _named(proposal: Proposal) -> str:
    """Return which application a proposal is about; nothing where it is about more than one."""
    facts = proposal.facts
    reference = str(facts.get("reference") or facts.get("application") or "")
    return ", ".join(each for each in (reference, str(facts.get("title") or "")) if each)


def _address(name: str, agency: str, **parts: object) -> str:
    return reverse(f"agency:{name}", kwargs={"agency": agency, **parts})
