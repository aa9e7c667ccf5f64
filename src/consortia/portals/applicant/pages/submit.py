"""Submitting: look at everything once more, declare on honour, press one button."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.documents.words import ENGLISH
from consortia.portals.applicant.panel import Panel, panel_of
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.moments import day_words
from consortia.portals.shared.money import short_euro_words
from consortia.portals.shared.page import page
from consortia.rulebook.wording import say
from consortia.stages.applications.models import Application, Participation
from consortia.stages.applications.permissions import may_lead, may_read, may_submit
from consortia.stages.applications.queries import counting_submission, same_consortium_elsewhere
from consortia.stages.applications.services.agencies import (
    UnknownAgencyError,
    agencies_of_view,
    agency_of,
    choose_agency,
)
from consortia.stages.applications.services.mandates import mandate_states
from consortia.stages.applications.services.submitting import (
    DeadlinePassedError,
    NotReadyError,
    StaleRequestError,
    open_points,
    submit_application,
)
from consortia.stages.applications.snapshots import View, view_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing that stands in the way, with the place where it can be put right."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartInTheWay:
    """A part of the form with everything in it that stands in the way."""

    title: str
    obstacles: tuple[Obstacle, ...]


class SubmitForm(forms.Form):
    """The declaration on honour; the number of the request makes a click sent twice one submission."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    declared_by = forms.CharField(
        label=_("Legal representative who declares this"),
        max_length=200,
        help_text=_("Name and surname of the person who may sign for the coordinator."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    declares = forms.BooleanField(
        label=_("This person makes the declaration above, and I submit in their name"),
        error_messages={"required": _("Tick this once the person has agreed to the declaration.")},
    )


class AgencyForm(forms.Form):
    """Which of several agencies takes the application."""

    agency = forms.ChoiceField(
        label=_("Which agency takes your application?"),
        widget=forms.RadioSelect,
        help_text=_("Your country has several. Choose the one of your community or your field."),
        error_messages={"required": _("Choose the agency.")},
    )

    def __init__(self, *args: Any, view: View, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].choices = [(each.code, each.title) for each in agencies_of_view(view)]  # type: ignore[attr-defined]  # a field with choices


@page(
    "applications/<str:reference>/submit/",
    name="submit",
    title=_("Submit"),
    rights=may_submit,
    of=an_application,
    sees=may_read,
)
def submit(request: HttpRequest, application: Application) -> HttpResponse:
    """Show what stands in the way and what is sent; submit on one click."""
    # First of all: the clock at arrival decides, not how long anything below takes.
    arrived_at = timezone.now()
    form = SubmitForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and (number := _submitted(request, application, form, arrived_at)):
        return HttpResponseRedirect(reverse("applicant:receipt", kwargs={"number": number}))
    view = view_of(application, submitted_at=arrived_at)
    form = form or SubmitForm(initial=_initial(view))
    answer = render(request, "applicant/submit.html", _told(view, form, arrived_at))
    # Going back must show what stands now, with a number of its own: an old page would give an old receipt.
    answer["Cache-Control"] = "no-store"
    return answer


@page(
    "applications/<str:reference>/agency/",
    name="agency",
    title=_("Agency"),
    rights=may_lead,
    of=an_application,
    sees=may_read,
)
def agency(request: HttpRequest, application: Application) -> HttpResponse:
    """Choose the agency where the coordinator's country has several."""
    view = view_of(application)
    options = agencies_of_view(view)
    form = AgencyForm(sent(request), view=view, initial={"agency": application.agency})
    if form.is_bound and form.is_valid():
        country = next(each.country for each in options)
        try:
            choose_agency(person_of(request), application, form.cleaned_data["agency"], country=country)
        except UnknownAgencyError:
            form.add_error("agency", now_("The coordinator changed in the meantime. Choose among these."))
        else:
            return HttpResponseRedirect(reverse("applicant:submit", kwargs={"reference": application.reference}))
    told = {"form": form, "options": options, "chosen": agency_of(view)}
    return render(request, "applicant/agency.html", page_context(view, **told))


def _initial(view: View) -> dict[str, Any]:
    lead = _lead(view)
    return {"request_id": uuid.uuid4(), "declared_by": lead.legal_representative if lead else ""}


def _lead(view: View) -> Participation | None:
    return next((p for p in view.rows.participations if p.role == Participation.Role.COORDINATOR), None)


def _submitted(request: HttpRequest, application: Application, form: SubmitForm, arrived_at: datetime) -> str:
    """Submit and return the number of the receipt; nothing where the page has to be looked at again."""
    try:
        submission = submit_application(
            person_of(request),
            application,
            request_id=form.cleaned_data["request_id"].hex,
            declared_by=" ".join(form.cleaned_data["declared_by"].split()),
            arrived_at=arrived_at,
        )
    except (NotReadyError, DeadlinePassedError):
        # The page itself says what stands in the way.
        return ""
    except StaleRequestError:
        form.add_error(
            None, now_("This page belongs to another application. Look at this one and press the button again.")
        )
        return ""
    if submission.received_at != arrived_at:
        messages.info(request, now_("Nothing has changed since you submitted. This receipt still counts."))
    return submission.number


def _told(view: View, form: SubmitForm, arrived_at: datetime) -> dict[str, Any]:
    application = view.rows.application
    panel = panel_of(view)
    late = application.is_late(arrived_at)
    obstacles = [] if late else _obstacles(view, panel)
    unfinished = [] if late else _unfinished(view, panel)
    lead = _lead(view)
    name = lead.organisation.name if lead else ""
    before = counting_submission(application)
    return page_context(
        view,
        panel=panel,
        form=form,
        late=late,
        zone=view.rows.call.call.zone,
        obstacles=obstacles,
        unfinished=unfinished,
        in_the_way=len(obstacles) + sum(len(part.obstacles) for part in unfinished),
        ready=not (late or obstacles or unfinished),
        sent=_sent(view),
        declaration=[sentence.format(organisation=name) for sentence in ENGLISH.declaration_text],
        look_at=[*panel.warnings, *panel.attention],
        unsigned=_unsigned(view),
        twins=same_consortium_elsewhere(application, view.rows.participations),
        before=before,
    )


def _obstacles(view: View, panel: Panel) -> list[Obstacle]:
    """Return everything that stands in the way of this submission, each with where to put it right."""
    found = [Obstacle(text=item.text, href=_first(item.places)) for item in panel.failed]
    for point in open_points(view):
        if point.participation is not None:
            name = {"name": point.participation.organisation.name}
            words = now_("%(name)s has not answered your invitation. Wait for the answer, or take the invitation back.")
            found.append(Obstacle(text=words % name, href=_address("consortium", view.rows.application)))
        else:
            words = now_("Your country has several agencies. Choose the one that takes your application.")
            found.append(Obstacle(text=words, href=_address("agency", view.rows.application)))
    return found


def _unfinished(view: View, panel: Panel) -> list[PartInTheWay]:
    """Return the parts of the form that still lack something; that an answer is missing goes without saying."""
    plain = {say(finding.message) for finding in view.missing if finding.rule == "form.answer-missing"}
    return [
        PartInTheWay(
            title=part.title,
            obstacles=tuple(
                Obstacle(
                    text=next((place.label for place in item.places), part.title),
                    href=_first(item.places) or part.href,
                    about="" if item.text in plain else item.text,
                )
                for item in part.items
            ),
        )
        for part in panel.missing
    ]


def _first(places: Any) -> str:
    return next((place.href for place in places), "")


def _sent(view: View) -> list[dict[str, str]]:
    """Return what is sent, as rows to look at once more."""
    application, call, value = view.rows.application, view.rows.call, view.value
    goes_to = agency_of(view)
    lead = _lead(view)
    partners = [each.name for each in value.organisations if not call.look.roles[each.role].coordinates]
    several = len(agencies_of_view(view)) > 1
    months = ngettext("%(count)d month", "%(count)d months", value.months) % {"count": value.months}
    rows = [
        (_("Title"), value.title, _address("section", application, section=_section_of(view, "title"))),
        (_("Coordinator"), lead.organisation.name if lead else "", _address("consortium", application)),
        (_("Other organisations"), "\n".join(partners), _address("consortium", application)),
        (_("Agency"), goes_to.title if goes_to else "", _address("agency", application) if several else ""),
        (
            _("Project"),
            now_("%(months)s from %(start)s") % {"months": months, "start": day_words(value.start)},
            _address("choices", application),
        ),
        (_("Priorities"), _priorities(view), _address("priorities", application)),
        (_("Grant asked for"), short_euro_words(view.budget.grant.amount), _address("budget", application)),
        (_("Mandates"), _mandates(view), _address("consortium", application)),
        (
            _("Files"),
            "\n".join(annex.name for annex in view.rows.annexes) or now_("none"),
            _address("annexes", application),
        ),
    ]
    return [{"term": str(term), "value": text, "href": href} for term, text, href in rows]


def _address(name: str, application: Application, **parts: str) -> str:
    return reverse(f"applicant:{name}", kwargs={"reference": application.reference, **parts})


def _section_of(view: View, key: str) -> str:
    question = view.rows.call.question_that_fills(key)
    sections = view.rows.call.sections
    return next((each.code for each in sections if question in each.questions), sections[0].code if sections else "")


def _priorities(view: View) -> str:
    titles = {each.code: each.title for each in view.rows.call.priorities}
    return "\n".join(f"{code} {titles.get(code, '')}".strip() for code in view.value.priorities)


def _mandates(view: View) -> str:
    states = mandate_states(view)
    if not states:
        return now_("none needed")
    given = sum(state == "given" for state in states.values())
    return now_("%(given)d of %(all)d given") % {"given": given, "all": len(states)}


def _unsigned(view: View) -> list[Participation]:
    """Return the partners whose mandate is missing or needs a new look."""
    states = mandate_states(view)
    return [p for p in view.rows.participations if states.get(p.key, "given") != "given"]
