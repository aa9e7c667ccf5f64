"""What the consortium has chosen: field, format, type, dates, language."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext

from consortia.portals.applicant.choosing import ChoicesForm
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.remembering import keep_choices
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.moments import day_words
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_lead, may_read
from consortia.stages.applications.services.agencies import agencies_of_view, agency_of
from consortia.stages.applications.services.starting import choices_of
from consortia.stages.applications.snapshots import view_of
from consortia.stages.applications.timing import project_ends
from consortia.stages.journal.models import Event

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.portals.applicant.remembering import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """One choice that two people changed differently, in words."""

    label: str
    stands: str
    mine: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChange:
    """Who changed the choices last, and when."""

    name: str
    at: datetime


@page(
    "applications/<str:reference>/choices/",
    name="choices",
    title=gettext_lazy("Choices and dates"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def choices(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the choices; the coordinator's writers change them."""
    leads = may_lead(request.user, application)
    form = ChoicesForm(
        request.POST if request.method == "POST" and leads else None,
        application=application,
        initial=asdict(choices_of(application)),
    )
    apart: tuple[ShownDifference, ...] = ()
    if form.is_bound and form.is_valid():
        found = keep_choices(person_of(request), application, form.cleaned_data, form.before)
        if not found:
            messages.success(request, gettext("Saved. Questions, findings and budget follow your choices."))
            return redirect("applicant:application", reference=application.reference)
        apart = _shown(form, found)
        form = _second_look(form, application)
    view = view_of(application)
    context = page_context(
        view,
        form=form,
        leads=leads,
        apart=apart,
        last=_last_change(application) if apart else None,
        rows=() if leads else _rows(form, application),
        agency=agency_of(view),
        agencies=len(agencies_of_view(view)),
    )
    return render(request, "applicant/choices.html", context)


def _shown(form: ChoicesForm, found: tuple[Difference, ...]) -> tuple[ShownDifference, ...]:
    return tuple(
        ShownDifference(
            label=str(form.fields[each.name].label),
            stands=_words(form, each.name, each.stands),
            mine=_words(form, each.name, each.mine),
            href=f"#{form[each.name].id_for_label}",
        )
        for each in found
    )


def _second_look(form: ChoicesForm, application: Application) -> ChoicesForm:
    """Return the form with what both changed as this person has it, and everything else as it stands now."""
    stands = {name: value for name, value in asdict(choices_of(application)).items() if name in form.fields}
    before = form.before
    kept = {name: value for name, value in form.cleaned_data.items() if name not in before or value != before[name]}
    data = {name: _as_sent(value) for name, value in {**stands, **kept}.items()}
    data |= {form.add_initial_prefix(name): _as_sent(value) for name, value in stands.items()}
    return ChoicesForm(data, application=application)


def _as_sent(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _last_change(application: Application) -> LastChange | None:
    """Return who changed the choices last, as the journal has it."""
    event = Event.objects.filter(
        verb="change-choices",
        subject_kind=Application._meta.label_lower,  # noqa: SLF001  # _meta is Django's documented model API
        subject=str(application.pk),
    ).first()
    return LastChange(name=event.actor_name, at=event.at) if event else None


def _rows(form: ChoicesForm, application: Application) -> list[dict[str, str]]:
    """Return the choices as those read them who do not change them."""
    stands = asdict(choices_of(application))
    rows = [
        {"term": str(bound.label), "value": _words(form, bound.name, stands[bound.name])}
        for bound in form
        if stands[bound.name]
    ]
    ends = day_words(project_ends(application.start, application.months))
    return [*rows, {"term": gettext("Last day of the project"), "value": ends}]


def _words(form: ChoicesForm, name: str, value: Any) -> str:
    if isinstance(value, date):
        return day_words(value)
    if name == "months":
        return ngettext("%(count)d month", "%(count)d months", value) % {"count": value}
    return str(form.words(name, value))
