"""The way from a draft to its receipt as a list of tasks, each with how far it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from consortia.core.call import Heading
from consortia.core.call.content import Section
from consortia.portals.applicant.addresses import address_of
from consortia.portals.applicant.steps import Progresses, Step, steps_of
from consortia.portals.shared.money import short_euro_words
from consortia.stages.applications.attention import attention_to
from consortia.stages.applications.models import Application, Participation
from consortia.stages.applications.permissions import Standing
from consortia.stages.applications.services.mandates import mandate_states
from consortia.stages.applications.snapshots import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of the task list; `word` replaces the usual word of the state, `needed` says that it must be done."""

    title: str
    status: str
    href: str = ""
    hint: str = ""
    word: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tasks that belong together."""

    title: str
    tasks: tuple[Task, ...]


class Overview:
    """All tasks of one application for one person."""

    def __init__(self, view: View, standing: Standing) -> None:
        self.view = view
        self.standing = standing
        self.progress = Progresses(view)
        self.to_look_at: Collection[str] = {each.row.heading for each in attention_to(view)}
        self.failing = {address_of(place, view).partition("#")[0] for finding in view.failed for place in finding.where}

    @property
    def groups(self) -> tuple[Group, ...]:
        """The tasks in the order in which most people do them."""
        return (
            Group(title=gettext("Decide"), tasks=(self._choices(), self._priorities(), self._consortium())),
            Group(title=gettext("Write"), tasks=tuple(self._sections())),
            Group(title=gettext("Plan and budget"), tasks=(*self._headings(), self._budget(), self._timetable())),
            Group(
                title=gettext("Check and submit"),
                tasks=(self._mandates(), self._annexes(), self._check(), self._submit()),
            ),
        )

    def _address(self, name: str, **more: str) -> str:
        return reverse(f"applicant:{name}", kwargs={"reference": self.view.rows.application.reference, **more})

    def _fails_within(self, href: str) -> bool:
        return any(each.startswith(href) for each in self.failing)

    def _choices(self) -> Task:
        href = self._address("choices")
        status = "needs-attention" if self._fails_within(href) else "complete"
        return Task(title=gettext("Choices and dates"), href=href, status=status)

    def _priorities(self) -> Task:
        href, chosen = self._address("priorities"), len(self.view.rows.application.priorities)
        status = "needs-attention" if self._fails_within(href) else "complete"
        words = ngettext("%(count)d chosen", "%(count)d chosen", chosen) % {"count": chosen}
        return Task(
            title=gettext("Priorities"),
            href=href,
            status=status if chosen else "not-started",
            hint=words if chosen else "",
        )

    def _consortium(self) -> Task:
        href, parts = self._address("consortium"), self.view.rows.participations
        waiting = sum(each.state == Participation.State.INVITED for each in parts)
        words = ngettext("%(count)d organisation", "%(count)d organisations", len(parts)) % {"count": len(parts)}
        if waiting:
            asked = ngettext("%(count)d has not answered yet", "%(count)d have not answered yet", waiting)
            words = gettext("%(organisations)s, %(waiting)s") % {
                "organisations": words,
                "waiting": asked % {"count": waiting},
            }
        return Task(title=gettext("Consortium"), href=href, status=self._consortium_status(href, waiting), hint=words)

    def _consortium_status(self, href: str, waiting: int) -> str:
        parts = self.view.rows.participations
        own = (self._address("participation", key=each.key) for each in parts)
        if self._fails_within(href) or any(map(self._fails_within, own)):
            return "not-started" if len(parts) == 1 else "needs-attention"
        return "in-progress" if waiting else "complete"

    def _sections(self) -> Iterator[Task]:
        """Yield the sections in which something is written; plan, money and papers have tasks of their own."""
        steps = steps_of(self.view)
        for section in self.view.rows.call.sections:
            own = [step for step in steps if step.section == section and step.asked]
            if own and not _is_planned(section):
                yield self._section(section, own)

    def _section(self, section: Section, steps: list[Step]) -> Task:
        found = self.progress.of(steps[0]) if len(steps) == 1 else self.progress.of_all(steps)
        href = self._address("section", section=section.code)
        hint = {"complete": "", "needs-attention": found.hint}.get(found.status, self._answered(steps))
        if (own := self._own_part(steps)) and found.status != "needs-attention":
            href, hint = own.href, gettext("Your part: %(answered)s") % {"answered": self._answered([own])}
        return Task(title=section.title, href=href, status=found.status, hint=hint)

    def _own_part(self, steps: list[Step]) -> Step | None:
        """Return the page that a partner writes about its own organisation, until it is complete."""
        if self.standing.leads or not self.standing.writes:
            return None
        own = (step for step in steps if step.key in self.standing.keys)
        return next((step for step in own if self.progress.of(step).status != "complete"), None)

    def _answered(self, steps: list[Step]) -> str:
        """Return "3 of 7 answered"."""
        written = {(each.question, each.scope) for each in self.view.rows.answers if each.text.strip()}
        asked = [(each.question.code, each.scope) for step in steps for each in step.written]
        done = sum(each in written for each in asked)
        return gettext("%(done)d of %(all)d answered") % {"done": done, "all": len(asked)}

    def _headings(self) -> Iterator[Task]:
        """Yield the tables of the plan: those open to the type, and those that hold something all the same."""
        call = self.view.rows.call
        planned = {question.heading for question in call.questions if question.heading}
        for heading in call.headings:
            rows = sum(row.heading == heading.code for row in self.view.rows.plan_rows)
            if heading.code in planned and (rows or heading.is_open_to(self.view.value.type)):
                yield self._heading(heading, rows)

    def _heading(self, heading: Heading, rows: int) -> Task:
        href = self._address("plan", heading=heading.code)
        attention = self._fails_within(href) or heading.code in self.to_look_at
        words = ngettext("%(count)d entry, %(sum)s", "%(count)d entries, %(sum)s", rows) % {
            "count": rows,
            "sum": short_euro_words(self.view.budget.heading(heading.code).amount.amount),
        }
        return Task(
            title=heading.title,
            href=href,
            status="needs-attention" if attention else "complete" if rows else "not-started",
            hint=words if rows else gettext("Only if you need it"),
            word="" if rows or attention else gettext("Nothing planned"),
            needed=False,
        )

    def _budget(self) -> Task:
        budget, href = self.view.budget, self._address("budget")
        asked, ceiling = budget.requested_total.amount, budget.maximum_grant.amount
        over = asked > ceiling
        words = gettext("%(asked)s, above the ceiling of %(ceiling)s") if over else gettext("%(asked)s asked for")
        facts = {"asked": short_euro_words(asked), "ceiling": short_euro_words(ceiling)}
        status = "complete" if self.view.rows.plan_rows else "not-started"
        return Task(
            title=gettext("Budget"), href=href, status="needs-attention" if over else status, hint=words % facts
        )

    def _timetable(self) -> Task:
        rows = [each for each in self.view.rows.plan_rows if each.first_month is not None]
        return Task(
            title=gettext("Timetable"),
            href=self._address("timetable"),
            status="complete" if rows else "not-started",
        )

    def _mandates(self) -> Task:
        states = mandate_states(self.view)
        given = sum(state == "given" for state in states.values())
        changed = sum(state.endswith("changed") for state in states.values())
        words = gettext("%(given)d of %(all)d given") % {"given": given, "all": len(states)}
        if changed:
            again = ngettext("%(count)d needs a new look", "%(count)d need a new look", changed) % {"count": changed}
            words = gettext("%(given)s, %(again)s") % {"given": words, "again": again}
        status = "complete" if given == len(states) else "in-progress" if given else "not-started"
        own = next((key for key in states if key in self.standing.signs_for), None)
        return Task(
            title=gettext("Mandates of the partners"),
            href=self._address("mandate", key=own) if own else self._address("consortium"),
            status="needs-attention" if changed else status,
            hint=words if states else gettext("None needed so far"),
            needed=bool(states),
        )

    def _annexes(self) -> Task:
        missing = sum(finding.rule == "form.annex-missing" for finding in self.view.missing)
        here = len(self.view.rows.annexes)
        words = ngettext("%(count)d paper missing", "%(count)d papers missing", missing) % {"count": missing}
        return Task(
            title=gettext("Annexes"),
            href=self._address("annexes"),
            status="complete" if not missing else "in-progress" if here else "not-started",
            hint=words if missing else "",
        )

    def _check(self) -> Task:
        blocking = len(self.view.blocking)
        words = ngettext("%(count)d thing to do", "%(count)d things to do", blocking) % {"count": blocking}
        return Task(
            title=gettext("Check everything"),
            href=self._address("check"),
            status="needs-attention" if self.view.failed else "in-progress" if blocking else "complete",
            hint=words if blocking else "",
        )

    def _submit(self) -> Task:
        if self.view.rows.application.state == Application.State.SUBMITTED:
            status, word, hint = "complete", gettext("Submitted"), ""
        elif self.view.blocking:
            status, word, hint = "not-started", gettext("Not yet"), gettext("As soon as nothing stands in the way")
        else:
            status, word, hint = "in-progress", gettext("Ready"), ""
        if not self.standing.leads:
            return Task(title=gettext("Submit"), status=status, word=word, hint=gettext("The coordinator does this."))
        return Task(title=gettext("Submit"), href=self._address("submit"), status=status, word=word, hint=hint)


def _is_planned(section: Section) -> bool:
    """Whether a section is mostly tables, or only shows what is entered elsewhere."""
    kinds = [question.kind for question in section.questions]
    return all(kind == "facts" for kind in kinds) or kinds.count("table") > len(kinds) / 2
