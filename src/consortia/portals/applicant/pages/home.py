"""My applications: what waits for me, how far each one is, how much time there is, and where I can begin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy, ngettext

from consortia.portals.applicant.answering import place_name
from consortia.portals.applicant.beginning import round_words
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page, signed_in
from consortia.stages.applications.mine import applications_of, invitations_to, rows_of_each
from consortia.stages.applications.models import Application, Comment
from consortia.stages.applications.permissions import is_open_for_writing
from consortia.stages.applications.snapshots import Rows, View, view_from
from consortia.stages.applications.talk import open_tasks_of
from consortia.stages.calls.queries import rounds_open_at
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.organisations.models import Membership
from consortia.stages.organisations.queries import memberships_of
from consortia.stages.selection.results import outcomes_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from consortia.core.call import CallDefinition
    from consortia.stages.calls.models import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownApplication:
    """One of my applications as its card shows it; `needs` is empty where nothing stands in the way."""

    application: Application
    call: CallDefinition
    parts: tuple[str, ...]
    needs: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTask:
    """Something I was asked to do beside a question."""

    task: Comment
    question: str
    place: str
    status: str


@page("applications/", name="home", title=gettext_lazy("My applications"), rights=signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """Show my applications, what others asked me to do, who invites me, and the rounds one can start in."""
    person, now = person_of(request), timezone.now()
    memberships, rounds = list(memberships_of(person)), list(rounds_open_at(now))
    mine = list(applications_of(person))
    rows = rows_of_each(mine)
    organisations = {each.organisation_id for each in memberships if each.admitted_at is not None}
    shown = [_shown(rows[each.pk], organisations, now) for each in mine]
    results = outcomes_of(each.application.pk for each in shown if not each.is_open)
    context = {
        "place": "applications",
        "open": sorted((each for each in shown if each.is_open), key=lambda each: each.application.deadline),
        "closed": [(each, results.get(each.application.pk, "")) for each in shown if not each.is_open],
        "tasks": [_task(task) for task in open_tasks_of(person)],
        "invitations": [(each, call_of_round(each.application.round)) for each in invitations_to(person)],
        "rounds": [(each, round_words(each)) for each in rounds],
        "writes": any(each.admitted_at and each.role != Membership.Role.READER for each in memberships),
        "onward": urlencode({"next": _start_address(rounds)}),
        "steps": _first_steps(memberships) if not shown else [],
        "now": now,
    }
    return render(request, "applicant/home.html", context)


def _start_address(rounds: Sequence[Round]) -> str:
    """Return where one begins, with the round where only one is open."""
    return reverse("applicant:start", query={"round": rounds[0].pk} if len(rounds) == 1 else None)


def _shown(rows: Rows, organisations: Collection[UUID], now: datetime) -> ShownApplication:
    application = rows.application
    roles = {role.code: role.title for role in rows.call.roles}
    is_open = is_open_for_writing(application) and not application.is_late(now)
    return ShownApplication(
        application=application,
        call=rows.call,
        parts=tuple(
            gettext("%(organisation)s: %(role)s") % {"organisation": each.organisation.name, "role": roles[each.role]}
            for each in rows.participations
            if each.organisation_id in organisations
        ),
        needs=_needs(view_from(rows)) if is_open else (),
        is_open=is_open,
    )


def _needs(view: View) -> tuple[str, ...]:
    """Return what stands between an application and its submission, in words."""
    failed, missing = len(view.failed), len(view.missing)
    rules = ngettext("%(count)d rule does not hold", "%(count)d rules do not hold", failed)
    words = ngettext("%(count)d answer or paper is missing", "%(count)d answers and papers are missing", missing)
    return tuple(text % {"count": count} for count, text in ((failed, rules), (missing, words)) if count)


def _task(task: Comment) -> ShownTask:
    questions = call_of_round(task.application.round).questions
    overdue = task.due is not None and task.due < timezone.localdate()
    return ShownTask(
        task=task,
        question=next((each.title for each in questions if each.code == task.question), task.question),
        place=place_name(task.question, task.scope),
        status="overdue" if overdue else "waiting",
    )


def _first_steps(memberships: list[Membership]) -> list[dict[str, Any]]:
    """Return the way from an account to an application, with what is done."""
    admitted = any(each.admitted_at is not None for each in memberships)
    waiting = [each.organisation.name for each in memberships if each.admitted_at is None]
    if waiting and not admitted:
        words = gettext("You asked to join %(name)s and wait for its people.") % {"name": ", ".join(waiting)}
    else:
        words = gettext("An organisation applies, not a person. Join yours, or register it.")
    return [
        {"title": gettext("Your account"), "text": gettext("It is ready."), "done": True},
        {"title": gettext("Your organisation"), "text": words, "done": admitted, "here": not admitted},
        {
            "title": gettext("Your application"),
            "text": gettext("Choose a round and give the project a working title. You can change everything later."),
            "here": admitted,
        },
        {"title": gettext("Your partners"), "text": gettext("Invite them; each writes its own part.")},
    ]
