"""The table of one budget heading: what is planned under it, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from consortia.core.call import Heading
from consortia.core.call.headings import LumpSumTerms, RealCostsTerms
from consortia.portals.applicant.entry import form_class
from consortia.portals.applicant.entry.costs import EuroField
from consortia.portals.applicant.entry.months import span_words
from consortia.portals.applicant.entry.rates import rates_of
from consortia.portals.applicant.entry.words import size_label, size_words, venue_words
from consortia.portals.applicant.panel import ATTENTION_WORDS
from consortia.portals.applicant.planned import budget_step, page_context, planned_heading
from consortia.portals.applicant.reckoning import row_name
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.money import short_euro_words
from consortia.portals.shared.page import page
from consortia.stages.applications.attention import attention_to
from consortia.stages.applications.models import Application, PlanRow
from consortia.stages.applications.permissions import may_plan, may_read
from consortia.stages.applications.services.planning import change_guarantee, choose_lump_sum
from consortia.stages.applications.services.starting import ChangedMeanwhileError
from consortia.stages.applications.snapshots import View, view_of

UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A planned row as its line in the table shows it."""

    row: PlanRow
    name: str
    where: str
    when: str
    size: str
    amount: Decimal
    notes: tuple[str, ...]
    href: str


class OutsideForm(forms.Form):
    """The cost that stands outside the ceiling of its heading."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, terms: RealCostsTerms, **options: Any) -> None:
        super().__init__(*args, **options)
        if terms.outside is None:
            raise TypeError("asked only where the heading has such a cost")
        self.key = terms.outside.key
        self.fields[self.key] = EuroField(
            label=terms.outside.title,
            help_text=gettext("The real cost, only if the agency asks for one. 0 if not."),
        )


class LumpSumForm(forms.Form):
    """The lump sum of the whole project."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, terms: LumpSumTerms, **options: Any) -> None:
        super().__init__(*args, **options)
        sums = [(f"{choice.amount:.2f}", short_euro_words(choice.amount)) for choice in terms.choices]
        self.fields["chosen"] = forms.ChoiceField(
            label=gettext("Which lump sum do you ask for?"),
            choices=[*sums, (UNDECIDED, gettext("Not decided yet"))],
            widget=forms.RadioSelect,
        )


@page(
    "applications/<str:reference>/plan/<str:heading>/",
    name="plan",
    title=gettext_lazy("Plan under one heading"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def plan(request: HttpRequest, application: Application, heading: str) -> HttpResponse:
    """Show the rows of a heading, and take the sums that belong to it as a whole."""
    view = view_of(application)
    found = planned_heading(view.rows.call, heading)
    writes = may_plan(request.user, application)
    form = _sum_form(request.POST if request.method == "POST" and writes else None, view, found)
    if form is not None and form.is_bound and form.is_valid():
        try:
            _keep_sum(request, application, form)
        except ChangedMeanwhileError:
            form.add_error(
                None,
                gettext("Somebody else changed this in the meantime. Look at what stands now, then enter yours again."),
            )
        else:
            messages.success(request, gettext("Saved. The budget follows."))
            return HttpResponseRedirect(_address("plan", application, found))
    return render(request, "applicant/plan.html", _context(view, found, form=form, writes=writes))


def _context(view: View, heading: Heading, *, form: forms.Form | None, writes: bool) -> dict[str, Any]:
    application = view.rows.application
    questions = [q for section in view.rows.call.sections for q in section.questions if q.heading == heading.code]
    return page_context(
        view,
        budget_step(application),
        heading=heading,
        question=questions[0] if questions else None,
        closed=not heading.is_open_to(view.value.type),
        budget=view.budget.heading(heading.code),
        rows=_shown_rows(view, heading),
        size_label=size_label(heading),
        rates=rates_of(heading, view.rows),
        sum_form=form,
        writes=writes,
        takes_rows=form_class(heading) is not None,
        add_href=_address("plan_row_new", application, heading),
        history_href=_address("plan_history", application, heading),
    )


def _shown_rows(view: View, heading: Heading) -> tuple[ShownRow, ...]:
    application = view.rows.application
    notes: dict[str, list[str]] = {}
    for each in attention_to(view):
        if each.row.heading == heading.code:
            notes.setdefault(each.row.key, []).append(str(ATTENTION_WORDS[each.reason] % {"count": each.count}))
    return tuple(
        ShownRow(
            row=row,
            name=row_name(row),
            where=venue_words(row, view.rows),
            when=span_words(application.start, row.first_month, row.last_month),
            size=size_words(row, heading),
            amount=view.amount_of(row),
            notes=tuple(notes.get(row.key, ())),
            href=reverse(
                "applicant:plan_row",
                kwargs={"reference": application.reference, "heading": heading.code, "key": row.key},
            ),
        )
        for row in view.rows.plan_rows
        if row.heading == heading.code
    )


def _address(name: str, application: Application, heading: Heading) -> str:
    return reverse(f"applicant:{name}", kwargs={"reference": application.reference, "heading": heading.code})


def _sum_form(data: Any, view: View, heading: Heading) -> OutsideForm | LumpSumForm | None:
    """Return the form for the sum that belongs to the heading as a whole, where it has one."""
    application = view.rows.application
    seen = {"seen": application.facts_version}
    if isinstance(heading.terms, LumpSumTerms):
        return LumpSumForm(data, terms=heading.terms, initial={**seen, "chosen": application.lump_sum or UNDECIDED})
    if isinstance(heading.terms, RealCostsTerms) and heading.terms.outside:
        cost = {heading.terms.outside.key: application.bank_guarantee_cost}
        return OutsideForm(data, terms=heading.terms, initial={**seen, **cost})
    return None


def _keep_sum(request: HttpRequest, application: Application, form: OutsideForm | LumpSumForm) -> None:
    seen = form.cleaned_data["seen"]
    if isinstance(form, LumpSumForm):
        chosen = form.cleaned_data["chosen"].replace(UNDECIDED, "")
        choose_lump_sum(request.user, application, chosen, seen=seen)  # type: ignore[arg-type]  # the page's rights keep others out
    else:
        change_guarantee(request.user, application, form.cleaned_data[form.key], seen=seen)  # type: ignore[arg-type]  # as above
