"""One row of the plan: adding, changing, taking out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from consortia.core.call import Heading
from consortia.core.errors import DocumentError
from consortia.portals.applicant.entry import EntryForm, form_class
from consortia.portals.applicant.entry.rates import rates_of
from consortia.portals.applicant.entry.stays import GROUPS, MOST_GROUPS
from consortia.portals.applicant.entry.words import Fact, facts_of
from consortia.portals.applicant.planned import budget_step, heading_step, page_context, planned_heading
from consortia.portals.applicant.reckoning import ReckonedLine, reckoned_line, row_name
from consortia.portals.applicant.subjects import a_plan_row, an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, PlanRow
from consortia.stages.applications.permissions import may_plan, may_read
from consortia.stages.applications.services.planning import (
    PlanEntry,
    add_plan_row,
    change_plan_row,
    entry_of,
    next_key,
    remove_plan_row,
    set_aside,
    tried_out,
)
from consortia.stages.applications.services.starting import ChangedMeanwhileError
from consortia.stages.applications.snapshots import View, view_from, view_of


def may_plan_row(user: Any, row: PlanRow) -> bool:
    """Whether the person may change this row."""
    return may_plan(user, row.application)


def may_see_row(user: Any, row: PlanRow) -> bool:
    """Whether the person sees this row at all."""
    return may_read(user, row.application)


@page(
    "applications/<str:reference>/plan/<str:heading>/new/",
    name="plan_row_new",
    title=gettext_lazy("Add to the plan"),
    rights=may_plan,
    of=an_application,
    sees=may_read,
)
def plan_row_new(request: HttpRequest, application: Application, heading: str) -> HttpResponse:
    """Add a row under a heading."""
    view = view_of(application)
    begun = PlanEntry(heading=heading, values={"format": request.GET.get("format", "")})
    return _Editing(request, view, planned_heading(view.rows.call, heading), row=None, begun=begun).answer()


@page(
    "applications/<str:reference>/plan/<str:heading>/<str:key>/",
    name="plan_row",
    title=gettext_lazy("Change the plan"),
    rights=may_plan_row,
    of=a_plan_row,
    sees=may_see_row,
)
def plan_row(request: HttpRequest, row: PlanRow) -> HttpResponse:
    """Change a row."""
    view = view_of(row.application)
    heading = planned_heading(view.rows.call, row.heading)
    return _Editing(request, view, heading, row=row, begun=entry_of(row)).answer()


@page(
    "applications/<str:reference>/plan/<str:heading>/<str:key>/remove/",
    name="plan_row_remove",
    title=gettext_lazy("Take out of the plan"),
    rights=may_plan_row,
    of=a_plan_row,
    sees=may_see_row,
)
def plan_row_remove(request: HttpRequest, row: PlanRow) -> HttpResponse:
    """Ask once more, then take the row out; it can be brought back."""
    application = row.application
    view = view_of(application)
    heading = planned_heading(view.rows.call, row.heading)
    if request.method == "POST":
        name = row_name(row)
        remove_plan_row(request.user, row)  # type: ignore[arg-type]  # the page's rights keep others out
        messages.success(
            request,
            gettext("“%(name)s” is out of the plan. You can bring it back under “Earlier versions”.") % {"name": name},
        )
        return HttpResponseRedirect(heading_step(application, heading)[1])
    context = page_context(
        view,
        budget_step(application),
        heading_step(application, heading),
        heading=heading,
        row=row,
        name=row_name(row),
        facts=facts_of(row, heading, view.rows),
        amount=view.amount_of(row),
        presenting=[each for each in view.rows.plan_rows if each.values.get("output") == row.key],
    )
    return render(request, "applicant/plan_row_remove.html", context)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a row would come to as it is filled in now."""

    amount: Decimal
    lines: tuple[ReckonedLine, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of two versions side by side."""

    label: str
    yours: str
    theirs: str

    @property
    def differs(self) -> bool:
        """Whether the two versions say different things here."""
        return self.yours != self.theirs


class _Editing:
    """One visit to the page of a row: looking, trying out, saving."""

    def __init__(
        self, request: HttpRequest, view: View, heading: Heading, *, row: PlanRow | None, begun: PlanEntry
    ) -> None:
        kind = form_class(heading)
        if kind is None:
            raise Http404(heading.code)
        self.request, self.view, self.heading, self.row = request, view, heading, row
        self.step = request.POST.get("do", "save") if request.method == "POST" else ""
        data = _after(self.step, request.POST) if self.step else None
        self.form: EntryForm = kind(data, rows=view.rows, heading=heading, entry=begun, quiet=self.step != "save")
        self.differences: tuple[Difference, ...] = ()

    def answer(self) -> HttpResponse:
        """Save and go back to the table, or show the form with everything that was typed."""
        if self.step == "save" and self.form.is_valid():
            saved = self._save()
            if saved is not None:
                messages.success(
                    self.request, gettext("“%(name)s” is saved. The budget follows.") % {"name": row_name(saved)}
                )
                there = heading_step(self.view.rows.application, self.heading)[1]
                return HttpResponseRedirect(f"{there}#row-{saved.key}")
        return render(self.request, "applicant/plan_row.html", self._context(), status=409 if self.differences else 200)

    def _save(self) -> PlanRow | None:
        person: Any = self.request.user
        entry = self.form.entry()
        try:
            if self.row is None:
                free_key = self.request.POST.get("free_key", "")
                return add_plan_row(person, self.view.rows.application, entry, key=free_key)
            return change_plan_row(person, self.row, entry, seen=self._seen())
        except DocumentError as error:
            self.form.blame(error, self._place())
        except ChangedMeanwhileError:
            set_aside(person, self.row, entry, reason=gettext("two people changed it at once")) if self.row else None
            self.differences = self._compare(entry)
        return None

    def _seen(self) -> int:
        seen = self.request.POST.get("seen", "")
        return int(seen) if seen.isdecimal() else 0

    def _place(self) -> str:
        """Return the place in the document where the row stands, or would stand if it is new."""
        if self.row is not None:
            return self.view.place_of(self.row)
        within = ".activities" if self.heading.basis == "lump-sum" else ""
        return f"{self.heading.key}{within}[{len(self.view.rows.rows_under(self.heading))}]"

    def _compare(self, entry: PlanEntry) -> tuple[Difference, ...]:
        """Put what was typed beside what somebody else saved meanwhile."""
        mine = tried_out(self.view.rows, entry)[1]
        yours = {fact.label: fact.value for fact in facts_of(mine, self.heading, self.view.rows)}
        theirs = {fact.label: fact.value for fact in self._standing_facts()}
        return tuple(Difference(label, yours.get(label, ""), theirs.get(label, "")) for label in {**yours, **theirs})

    def _standing_facts(self) -> tuple[Fact, ...]:
        return facts_of(self.row, self.heading, self.view.rows) if self.row else ()

    def _preview(self) -> Preview | None:
        """Reckon the row as it is filled in, where that can be read already."""
        key = self.row.key if self.row else ""
        rows, row = tried_out(self.view.rows, self.form.entry_so_far(), key=key)
        try:
            view = view_from(rows)
        except DocumentError:
            return None
        lines = tuple(reckoned_line(view, self.heading, line) for line in view.lines_of(row))
        return Preview(view.amount_of(row), lines)

    def _context(self) -> dict[str, Any]:
        application = self.view.rows.application
        return page_context(
            self.view,
            budget_step(application),
            heading_step(application, self.heading),
            heading=self.heading,
            row=self.row,
            free_key="" if self.row else self.request.POST.get("free_key") or next_key(application, self.heading.code),
            form=self.form,
            entry_template=self.form.template,
            preview=self._preview(),
            rates=rates_of(self.heading, self.view.rows),
            differences=self.differences,
            back_href=heading_step(application, self.heading)[1],
            draft_key=f"{application.reference}/{self.heading.code}/{self.row.key if self.row else 'new'}",
        )


def _after(step: str, data: QueryDict) -> QueryDict:
    """Return what was sent with a line more, or without one, as a button asked for."""
    changed = data.copy()
    total = f"{GROUPS}-TOTAL_FORMS"
    count = int(changed.get(total, "")) if changed.get(total, "").isdecimal() else 0
    number = step.removeprefix("drop-line-")
    if step == "add-line" and total in changed:
        changed[total] = str(min(count + 1, MOST_GROUPS))
    elif number.isdecimal() and count <= MOST_GROUPS:
        _drop_line(changed, int(number), count)
        changed[total] = str(max(count - 1, 1))
    return changed


def _drop_line(data: QueryDict, number: int, count: int) -> None:
    """Take a line out and let those below move up."""
    names = {name.removeprefix(f"{GROUPS}-").partition("-")[2] for name in data if name.startswith(f"{GROUPS}-")}
    for line in range(number, count):
        for name in names:
            below = data.pop(f"{GROUPS}-{line + 1}-{name}", None)
            data.pop(f"{GROUPS}-{line}-{name}", None)
            if below:
                data.setlist(f"{GROUPS}-{line}-{name}", below)
