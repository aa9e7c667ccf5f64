"""Rounds: opening an edition, moving a deadline, an agency's money and team in a round."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.call.provisional import provisional_parts
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.subjects import AgencyEdition, AgencyRound, a_round, an_agency, an_edition
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField, MomentField
from consortia.portals.shared.page import page
from consortia.stages.agencies.queries import working_for
from consortia.stages.applications.services.deadlines import move_deadline_of_round
from consortia.stages.assessments.models import AssessmentFile
from consortia.stages.assessments.queries import applications_in, states_in
from consortia.stages.calls.permissions import may_run_rounds, may_set_envelopes
from consortia.stages.calls.queries import (
    changes_of_envelopes,
    editions_to_open,
    envelopes_of,
    rounds_with_moves,
    team_of,
)
from consortia.stages.calls.services import ProvisionalPartsError, open_rounds, set_envelope, set_team
from consortia.stages.calls.snapshots import call_of_edition, call_of_round
from consortia.stages.experts.models import Engagement
from consortia.stages.experts.queries import engagements_in
from consortia.stages.screening.permissions import may_read_files
from consortia.stages.screening.queries import counts_by_round
from consortia.stages.selection.queries import selection_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person


@page(
    "<str:agency>/rounds/", name="rounds", title=_("Rounds"), rights=may_read_files, of=an_agency, sees=may_read_files
)
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    """List every round with what this agency received and has to give, and the editions one can open."""
    received = counts_by_round(code)
    money: defaultdict[int, Decimal] = defaultdict(Decimal)
    for each in envelopes_of(code):
        money[each.round_id] += each.amount
    told = {
        "rounds": [
            {"round": each, "received": received.get(each.pk, 0), "money": money.get(each.pk)}
            for each in rounds_with_moves().defer("edition__content")
        ],
        "editions": editions_to_open(),
        "runs": may_run_rounds(request.user),
    }
    return render(request, "agency/rounds/list.html", agency_context(request, code, "rounds", **told))


def may_read_round(person: Person | AnonymousUser, subject: AgencyRound) -> bool:
    """Whether the person sees the agency's side of a round."""
    return may_read_files(person, subject.agency)


def may_move_round(person: Person | AnonymousUser, subject: AgencyRound) -> bool:
    """Whether the person may move the deadline of a round."""
    return may_read_round(person, subject) and may_run_rounds(person)


def may_open_edition(person: Person | AnonymousUser, subject: AgencyEdition) -> bool:
    """Whether the person may open the rounds of an edition."""
    return may_read_files(person, subject.agency) and may_run_rounds(person)


def may_see_edition(person: Person | AnonymousUser, subject: AgencyEdition) -> bool:
    """Whether the person sees the editions of the site from an agency."""
    return may_read_files(person, subject.agency)


class EnvelopeForm(forms.Form):
    """The money of one field, and why."""

    amount = forms.DecimalField(
        label=_("Amount in euros"), min_value=0, max_digits=14, decimal_places=2, widget=forms.TextInput
    )
    reason = forms.CharField(label=_("Why"), max_length=500)


@page(
    "<str:agency>/rounds/<int:number>/",
    name="round",
    title=_("A round"),
    rights=may_read_round,
    of=a_round,
    sees=may_read_round,
)
def round_(request: HttpRequest, subject: AgencyRound) -> HttpResponse:
    """Show dates, money and team of a round; a team lead or director sets money and team."""
    leads = may_set_envelopes(request.user, subject.agency)
    if request.method == "POST" and not leads:
        raise PermissionDenied
    forms_ = _envelope_forms(request, subject)
    if request.method == "POST" and "team" in request.POST:
        return _team_set(request, subject)
    sent = next((form for field, form in forms_.items() if request.POST.get("envelope") == field), None)
    if sent is not None and sent.is_valid():
        return _envelope_set(request, subject, sent)
    held = {each.field: each for each in envelopes_of(subject.agency, subject.round)}
    team = list(team_of(subject.agency, subject.round))
    told = {
        "round": subject.round,
        "call": call_of_round(subject.round),
        "moves": subject.round.moves.select_related("by"),
        "envelopes": [{"field": field, "envelope": held.get(field), "form": form} for field, form in forms_.items()],
        "form": sent or EnvelopeForm(),
        "changes": changes_of_envelopes(subject.agency, subject.round),
        "team": team,
        "members": _members(subject, {(each.person_id, each.field) for each in team}),
        "leads": leads,
        "runs": may_run_rounds(request.user),
        "steps": _steps(subject),
        "trail": _trail(subject.agency),
    }
    return render(request, "agency/rounds/round.html", agency_context(request, subject.agency, "rounds", **told))


def _steps(subject: AgencyRound) -> list[dict[str, str]]:
    """Return where the work on a round goes on: each page with how far it is."""
    agency, number = subject.agency, subject.round.pk
    received = counts_by_round(agency).get(number, 0)
    asked = engagements_in(agency, subject.round)
    accepted = asked.filter(state=Engagement.State.ACCEPTED).count()
    given = applications_in(agency, subject.round).count()
    final = states_in(agency, subject.round).get(AssessmentFile.State.FINAL, 0)
    selection = selection_in(agency, number)
    in_round, chosen = {"agency": agency, "round_id": number}, {"agency": agency, "number": number}
    listed = reverse("agency:applications", kwargs={"agency": agency})
    return [
        {
            "title": now_("Applications"),
            "href": f"{listed}?round={number}",
            "hint": now_("%(number)s received") % {"number": received},
        },
        {
            "title": now_("Experts"),
            "href": reverse("agency:engagements", kwargs=in_round),
            "hint": now_("%(accepted)s of %(asked)s who were asked accepted")
            % {"accepted": accepted, "asked": asked.count()},
        },
        {"title": now_("Conflicts of interest"), "href": reverse("agency:conflicts", kwargs=in_round), "hint": ""},
        {
            "title": now_("Who assesses what"),
            "href": reverse("agency:plan", kwargs=in_round),
            "hint": now_("%(given)s of %(received)s applications are with experts")
            % {"given": given, "received": received},
        },
        {
            "title": now_("Assessments"),
            "href": reverse("agency:assessments", kwargs=in_round),
            "hint": now_("%(final)s of %(given)s are final") % {"final": final, "given": given},
        },
        {
            "title": now_("Selection"),
            "href": reverse("agency:selection_round", kwargs=chosen)
            if selection
            else reverse("agency:selection", kwargs={"agency": agency}),
            "hint": str(selection.get_state_display()) if selection else now_("not begun"),
        },
    ]


def _trail(agency: str) -> list[dict[str, str]]:
    return [{"text": now_("Rounds"), "href": reverse("agency:rounds", kwargs={"agency": agency})}]


def _envelope_forms(request: HttpRequest, subject: AgencyRound) -> dict[str, EnvelopeForm]:
    """Return a form for the money of each field of the round, filled where it was sent."""
    chosen = request.POST.get("envelope") if request.method == "POST" else None
    return {
        field: EnvelopeForm(request.POST if field == chosen else None, prefix=field, initial={})
        for field in subject.round.fields
    }


def _envelope_set(request: HttpRequest, subject: AgencyRound, form: EnvelopeForm) -> HttpResponse:
    field, said = request.POST["envelope"], form.cleaned_data
    set_envelope(
        person_of(request),
        subject.agency,
        subject.round,
        field=field,
        amount=said["amount"],
        reason=said["reason"],
    )
    messages.success(request, now_("The envelope of %(field)s is set, and the change recorded.") % {"field": field})
    return redirect(request.path)


def _members(subject: AgencyRound, held: set[tuple[Any, str]]) -> list[dict[str, Any]]:
    """Return who could handle what: each person with a box for every field and one for all."""
    return [
        {
            "person": person,
            "boxes": [
                {"field": field, "value": f"{person.pk}:{field}", "ticked": (person.pk, field) in held}
                for field in ("", *subject.round.fields)
            ],
        }
        for person in working_for(subject.agency)
    ]


def _team_set(request: HttpRequest, subject: AgencyRound) -> HttpResponse:
    people = {str(each.pk): each for each in working_for(subject.agency)}
    pairs = [each.partition(":") for each in request.POST.getlist("member")]
    members = [(people[key], field) for key, _colon, field in pairs if key in people]
    set_team(person_of(request), subject.agency, subject.round, members)
    messages.success(request, now_("The team of the round is set."))
    return redirect(request.path)


class MoveForm(forms.Form):
    """Until when, and why."""

    deadline = MomentField(label=_("New deadline"), help_text=_("Brussels time."))
    reason = LimitedTextField(
        limit=1000, rows=4, label=_("Why it moves"), help_text=_("Everybody who applies reads it in a letter.")
    )


@page(
    "<str:agency>/rounds/<int:number>/deadline/",
    name="round_move",
    title=_("Move a deadline"),
    rights=may_move_round,
    of=a_round,
    sees=may_read_round,
)
def round_move(request: HttpRequest, subject: AgencyRound) -> HttpResponse:
    """Move the deadline for every agency of the site, as a recorded event."""
    usual = {"deadline": subject.round.deadline}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["deadline"] == subject.round.deadline:
            form.add_error("deadline", now_("This is the deadline already."))
        else:
            move_deadline_of_round(person_of(request), subject.round, said["deadline"], reason=said["reason"])
            messages.success(request, now_("The deadline has moved. Everybody who applies in the round gets a letter."))
            return redirect("agency:round", agency=subject.agency, number=subject.round.pk)
    call = call_of_round(subject.round)
    told = {"form": form, "round": subject.round, "call": call}
    trail = [*_trail(subject.agency), {"text": call.title, "href": _round_address(subject)}]
    return render(
        request, "agency/rounds/move.html", agency_context(request, subject.agency, "rounds", trail=trail, **told)
    )


def _round_address(subject: AgencyRound) -> str:
    return reverse("agency:round", kwargs={"agency": subject.agency, "number": subject.round.pk})


class OpenForm(forms.Form):
    """By which dates the rounds are opened, and what was accepted."""

    years = forms.IntegerField(
        label=_("Years later than the call's own dates"),
        min_value=0,
        max_value=100,
        initial=0,
        help_text=_("0 opens it for real, by its own dates. Any other number opens training rounds."),
        widget=forms.TextInput(attrs={"class": "width-4", "inputmode": "numeric"}),
    )


@page(
    "<str:agency>/rounds/open/<int:number>/",
    name="round_open",
    title=_("Open an edition"),
    rights=may_open_edition,
    of=an_edition,
    sees=may_see_edition,
)
def round_open(request: HttpRequest, subject: AgencyEdition) -> HttpResponse:
    """Open every round of an edition; each provisional part of the call is accepted by name."""
    call = call_of_edition(subject.edition.edition_hash)
    form = OpenForm(request.POST if request.method == "POST" else None)
    accepted = set(request.POST.getlist("accept"))
    if request.method == "POST" and request.POST.get("act") == "all-shown":
        # Ticks every box and shows them: nothing is accepted before the button below the list is pressed.
        accepted = {each.place for each in provisional_parts(call)}
        form = OpenForm(initial={"years": request.POST.get("years", "0")})
    elif request.method == "POST" and form.is_valid() and _opened(request, subject, form, accepted):
        return redirect("agency:rounds", agency=subject.agency)
    told = {
        "form": form,
        "edition": subject.edition,
        "call": call,
        "documents": {each.code: each.title for each in call.documents},
        "parts": [{"part": each, "ticked": each.place in accepted} for each in provisional_parts(call)],
        "trail": _trail(subject.agency),
    }
    return render(request, "agency/rounds/open.html", agency_context(request, subject.agency, "rounds", **told))


def _opened(request: HttpRequest, subject: AgencyEdition, form: OpenForm, accepted: set[str]) -> bool:
    years = form.cleaned_data["years"]
    try:
        opened = open_rounds(person_of(request), subject.edition, years_later=years, accepted=accepted)
    except ProvisionalPartsError as error:
        said = now_("%(number)s provisional parts of the call are not accepted yet. Tick each of them to open it.")
        form.add_error(None, said % {"number": len(error.places)})
        return False
    messages.success(request, now_("%(number)s rounds are open.") % {"number": len(opened)})
    return True
