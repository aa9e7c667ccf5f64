"""An application at a glance: what is done, what is to do, who works here, how much time there is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from consortia.core.call.content import Section
from consortia.portals.applicant.acting import person_of
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.steps import Progresses, Step, steps_of
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, Participation, Submission
from consortia.stages.applications.permissions import may_lead, may_read, standing_of
from consortia.stages.applications.services.mandates import mandate_states
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.applications.talk import comments_on
from consortia.stages.applications.writers import writers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of the task list."""

    title: str
    href: str
    status: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tasks that belong together."""

    title: str
    tasks: tuple[Task, ...]


@page(
    "applications/<str:reference>/",
    name="application",
    title=gettext_lazy("Application"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the way from here to the receipt."""
    view, now = view_of(application), timezone.now()
    groups = (_deciding(view), _writing(view), _planning(view), _finishing(view))
    tasks = [task for group in groups for task in group.tasks]
    standing = standing_of(person_of(request), application)
    context = page_context(
        view,
        groups=groups,
        complete=sum(task.status == "complete" for task in tasks),
        tasks=len(tasks),
        writers=writers_of(application),
        standing=standing,
        own=[p.organisation for p in standing.participations],
        leads=may_lead(request.user, application),
        late=now > application.round.deadline,
        submission=application.submissions.filter(state=Submission.State.CURRENT).first(),
        open_comments=sum(comment.done_at is None for comment in comments_on(application)),
        now=now,
    )
    context["trail"] = [{"text": gettext("My applications"), "href": reverse("applicant:home")}]
    return render(request, "applicant/application.html", context)


def _address(view: View, name: str, **more: str) -> str:
    return reverse(f"applicant:{name}", kwargs={"reference": view.rows.application.reference, **more})


def _deciding(view: View) -> Group:
    progress = Progresses(view)
    choices, priorities, consortium = (_address(view, name) for name in ("choices", "priorities", "consortium"))
    chosen = len(view.rows.application.priorities)
    waiting = sum(p.state == Participation.State.INVITED for p in view.rows.participations)
    tasks = (
        Task(
            title=gettext("Field, type, format and dates"),
            href=choices,
            status="needs-attention" if progress.is_failing(choices) else "complete",
        ),
        Task(
            title=gettext("Priorities"),
            href=priorities,
            status="not-started"
            if not chosen
            else "needs-attention"
            if progress.is_failing(priorities)
            else "complete",
            hint=ngettext("%(count)d chosen", "%(count)d chosen", chosen) % {"count": chosen} if chosen else "",
        ),
        Task(
            title=gettext("Consortium"),
            href=consortium,
            status=_consortium_status(view, progress, consortium, waiting),
            hint=_consortium_words(len(view.rows.participations), waiting),
        ),
    )
    return Group(title=gettext("Decide"), tasks=tasks)


def _consortium_status(view: View, progress: Progresses, href: str, waiting: int) -> str:
    parts = (_address(view, "participation", key=p.key) for p in view.rows.participations)
    if progress.is_failing(href) or any(progress.is_failing(part) for part in parts):
        return "not-started" if len(view.rows.participations) == 1 else "needs-attention"
    return "in-progress" if waiting else "complete"


def _consortium_words(count: int, waiting: int) -> str:
    words = ngettext("%(count)d organisation", "%(count)d organisations", count) % {"count": count}
    if not waiting:
        return words
    asked = ngettext("%(count)d has not answered yet", "%(count)d have not answered yet", waiting) % {"count": waiting}
    return f"{words}, {asked}"


def _writing(view: View) -> Group:
    """List the sections in which something is written; those that only show plan and money stand below."""
    progress = Progresses(view)
    sections = [section for section in view.rows.call.sections if not _is_planned(section)]
    tasks = [task for section in sections if (task := _section_task(progress, section, steps_of(view)))]
    return Group(title=gettext("Write"), tasks=tuple(tasks))


def _section_task(progress: Progresses, section: Section, steps: tuple[Step, ...]) -> Task | None:
    own = [step for step in steps if step.section == section]
    if not any(step.asked for step in own):
        return None
    found = progress.of(own[0]) if len(own) == 1 else progress.of_all(own)
    return Task(title=section.title, href=own[0].href, status=found.status, hint=found.hint)


def _is_planned(section: Section) -> bool:
    """Whether a section is mostly tables: budget, or papers that go along."""
    kinds = [question.kind for question in section.questions]
    return all(kind == "facts" for kind in kinds) or kinds.count("table") > len(kinds) / 2


def _planning(view: View) -> Group:
    tasks = [_heading_task(view, question.heading) for question in view.rows.call.questions if question.heading]
    over = view.budget.requested_total.amount > view.budget.maximum_grant.amount
    planned = bool(view.rows.plan_rows)
    tasks.append(
        Task(
            title=gettext("Budget"),
            href=_address(view, "budget"),
            status="needs-attention" if over else "complete" if planned else "not-started",
            hint=gettext("More than the ceiling of the project") if over else "",
        )
    )
    tasks.append(
        Task(
            title=gettext("Timetable"),
            href=_address(view, "timetable"),
            status="complete" if any(row.first_month for row in view.rows.plan_rows) else "not-started",
        )
    )
    return Group(title=gettext("Plan and budget"), tasks=tuple(dict.fromkeys(task for task in tasks if task)))


def _heading_task(view: View, code: str) -> Task | None:
    heading = view.rows.call.heading(code)
    rows = sum(row.heading == code for row in view.rows.plan_rows)
    if not heading.is_open_to(view.value.type) and not rows:
        return None
    href = _address(view, "plan", heading=code)
    failing = Progresses(view).is_failing(href)
    words = (
        ngettext("%(count)d entry", "%(count)d entries", rows) % {"count": rows} if rows else gettext("If you need it")
    )
    return Task(
        title=heading.title,
        href=href,
        status="needs-attention" if failing else "complete" if rows else "not-started",
        hint=words,
    )


def _finishing(view: View) -> Group:
    blocking = len(view.blocking)
    mandates = list(mandate_states(view).values())
    given = sum(state == "given" for state in mandates)
    papers = sum(finding.rule == "form.annex-missing" for finding in view.missing)
    submitted = view.rows.application.state == Application.State.SUBMITTED
    tasks = [
        Task(
            title=gettext("Check everything"),
            href=_address(view, "check"),
            status="needs-attention" if view.failed else "in-progress" if blocking else "complete",
            hint=ngettext("%(count)d thing to do", "%(count)d things to do", blocking) % {"count": blocking}
            if blocking
            else "",
        ),
        _papers_task(view, given=given, all_=len(mandates), papers=papers),
        Task(
            title=gettext("Submit"),
            href=_address(view, "submit"),
            status="complete" if submitted else "not-started",
            hint="" if submitted or not blocking else gettext("Possible as soon as nothing stands in the way"),
        ),
    ]
    return Group(title=gettext("Check and submit"), tasks=tuple(tasks))


def _papers_task(view: View, *, given: int, all_: int, papers: int) -> Task:
    done = given == all_ and not papers
    words = gettext("%(given)d of %(all)d mandates given") % {"given": given, "all": all_} if all_ else ""
    return Task(
        title=gettext("Mandates and annexes"),
        href=_address(view, "annexes"),
        status="complete" if done else "in-progress" if given else "not-started",
        hint=words,
    )
