"""Organisations: mine, others, a new one, and the people in them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from consortia.analysis.places import search_places
from consortia.portals.applicant.organisation_forms import (
    JoinForm,
    OrganisationForm,
    StandingForm,
    standing_of,
    vocabulary,
)
from consortia.portals.applicant.subjects import an_organisation
from consortia.portals.shared.page import page, signed_in
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.permissions import may_keep, may_see_people
from consortia.stages.organisations.queries import memberships_of, organisations_matching, people_of
from consortia.stages.organisations.services import (
    LastKeeperError,
    TakenNumberError,
    admit_person,
    ask_to_join,
    change_organisation,
    change_standing,
    part_with_person,
    record_of,
    refuse_person,
    register_organisation,
)
from consortia.stages.partnering.queries import pairs_waiting
from consortia.stages.past_projects.permissions import may_link_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from consortia.stages.people.models import Person

FOUND_A_PAGE: Final = 20


def a_membership(organisation_id: str, membership_id: int) -> Membership:
    """Return a person's part in an organisation."""
    found = Membership.objects.select_related("organisation", "person")
    return get_object_or_404(found, pk=membership_id, organisation_id=organisation_id)


def may_keep_its_organisation(user: Person, membership: Membership) -> bool:
    """Whether the person keeps the organisation of this membership."""
    return may_keep(user, membership.organisation)


@page("organisations/", name="organisations", title=_("My organisations"), rights=signed_in)
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations a person belongs to or has asked to join."""
    person = _person(request)
    told = {
        "memberships": memberships_of(person),
        "doubles": pairs_waiting(person),
        "words": vocabulary(),
        "place": "organisations",
    }
    return render(request, "applicant/organisations.html", told)


@page("organisations/find/", name="organisation_search", title=_("Find an organisation"), rights=signed_in)
def organisation_search(request: HttpRequest) -> HttpResponse:
    """Look whether an organisation is on record, before somebody registers it twice."""
    words = vocabulary()
    text = request.GET.get("text", "").strip()[:200]
    country = request.GET.get("country", "")
    found = organisations_matching(text, country=country) if text or country else Organisation.objects.none()
    told = {
        "text": text,
        "country": country,
        "asked": bool(text or country),
        "found": Paginator(found, FOUND_A_PAGE).get_page(request.GET.get("page")),
        "mine": {membership.organisation_id for membership in memberships_of(_person(request))},
        "onward": _onward(request),
        "words": words,
        "place": "organisations",
    }
    return render(request, "applicant/organisation_search.html", told)


@page("organisations/new/", name="organisation_new", title=_("Register an organisation"), rights=signed_in)
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Register an organisation; whoever does becomes its keeper."""
    given = {"name": request.GET.get("name", ""), "country": request.GET.get("country", "")}
    form = OrganisationForm(_sent(request), words=vocabulary(), initial=given)
    join = JoinForm(_sent(request))
    if request.method == "POST" and form.is_valid() and join.is_valid():
        try:
            made = register_organisation(_person(request), form.record(), position=join.cleaned_data["position"])
        except TakenNumberError as taken:
            _say_taken(form, taken.organisation)
        else:
            messages.success(request, now_("The organisation is registered, and you keep its record."))
            return redirect(_onward(request) or reverse("applicant:organisation", args=[made.pk]))
    told = {"form": form, "join": join, "onward": _onward(request), "place": "organisations"}
    return render(request, "applicant/organisation_form.html", told)


@page(
    "organisations/<uuid:organisation_id>/",
    name="organisation",
    title=_("Organisation"),
    rights=signed_in,
    of=an_organisation,
)
def organisation(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Show an organisation, and to those who belong to it also its people."""
    person = _person(request)
    people = people_of(subject) if may_see_people(person, subject) else Membership.objects.none()
    told = {
        "organisation": subject,
        "mine": Membership.objects.filter(person=person, organisation=subject).first(),
        "keeps": may_keep(person, subject),
        "links": may_link_organisation(person, subject),
        "people": [each for each in people if each.admitted_at],
        "waiting": [each for each in people if not each.admitted_at],
        "doubles": pairs_waiting(person, subject),
        "words": vocabulary(),
        "join": JoinForm(),
        "place": "organisations",
    }
    return render(request, "applicant/organisation.html", told)


@page(
    "organisations/<uuid:organisation_id>/change/",
    name="organisation_change",
    title=_("Change the record"),
    rights=may_keep,
    of=an_organisation,
)
def organisation_change(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Correct what is known of an organisation."""
    form = OrganisationForm(_sent(request), words=vocabulary(), known=subject, initial=asdict(record_of(subject)))
    if request.method == "POST" and form.is_valid():
        try:
            change_organisation(_person(request), subject, form.record())
        except TakenNumberError as taken:
            _say_taken(form, taken.organisation)
        else:
            messages.success(request, now_("The record is changed."))
            return redirect("applicant:organisation", subject.pk)
    told = {"form": form, "organisation": subject, "place": "organisations"}
    return render(request, "applicant/organisation_form.html", told)


@page(
    "organisations/<uuid:organisation_id>/join/",
    name="organisation_join",
    title=_("Ask to join"),
    rights=signed_in,
    of=an_organisation,
)
@require_POST
def organisation_join(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Ask to belong to an organisation."""
    form = JoinForm(request.POST)
    position = form.cleaned_data["position"] if form.is_valid() else ""
    ask_to_join(_person(request), subject, position=position)
    messages.success(request, now_("Your request is sent. You get a letter as soon as a keeper has answered."))
    return redirect("applicant:organisation", subject.pk)


@page(
    "organisations/<uuid:organisation_id>/leave/",
    name="organisation_leave",
    title=_("Leave the organisation"),
    rights=signed_in,
    of=an_organisation,
)
def organisation_leave(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Leave an organisation, or take a request back."""
    person = _person(request)
    own = get_object_or_404(Membership, person=person, organisation=subject)
    problems = []
    if request.method == "POST":
        try:
            part_with_person(person, own)
        except LastKeeperError:
            problems = [_last_keeper()]
        else:
            messages.success(request, now_("You no longer belong to %(name)s.") % {"name": subject.name})
            return redirect("applicant:organisations")
    told = {"organisation": subject, "own": own, "problems": problems, "place": "organisations"}
    return render(request, "applicant/organisation_leave.html", told)


@page(
    "organisations/<uuid:organisation_id>/people/<int:membership_id>/",
    name="organisation_person",
    title=_("A person of the organisation"),
    rights=may_keep_its_organisation,
    of=a_membership,
)
def organisation_person(request: HttpRequest, subject: Membership) -> HttpResponse:
    """Admit a person, change what they may do, refuse them or part with them."""
    form = StandingForm(_sent(request), initial=standing_of(subject))
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            said = _decide(request, subject, form)
        except LastKeeperError:
            said, problems = "", [_last_keeper()]
        if said:
            messages.success(request, said)
            return redirect("applicant:organisation", subject.organisation_id)
    told = {"membership": subject, "form": form, "problems": problems, "place": "organisations"}
    return render(request, "applicant/organisation_person.html", told)


@page("places/", name="places", title=_("Places"), rights=signed_in)
def places(request: HttpRequest) -> HttpResponse:
    """Suggest towns for what has been typed so far."""
    text, country = request.GET.get("text", "")[:100], request.GET.get("country", "")
    found = search_places(text, country, FOUND_A_PAGE // 2) if text.strip() and country else ()
    return JsonResponse({"places": [{"name": each.name, "near": each.near} for each in found]})


def _decide(request: HttpRequest, membership: Membership, form: StandingForm) -> str:
    """Do what the keeper chose and say so; nothing where the form has to be looked at again."""
    keeper, name = _person(request), {"name": membership.person.name}
    if "part" in request.POST:
        if membership.admitted_at:
            part_with_person(keeper, membership)
            return now_("%(name)s no longer belongs to your organisation.") % name
        refuse_person(keeper, membership)
        return now_("The request of %(name)s is refused. They get a letter.") % name
    if not form.is_valid():
        return ""
    if membership.admitted_at:
        change_standing(keeper, membership, form.standing())
        return now_("What %(name)s may do is changed.") % name
    admit_person(keeper, membership, form.standing())
    return now_("%(name)s belongs to your organisation now and gets a letter.") % name


def _say_taken(form: OrganisationForm, taken: Organisation) -> None:
    address = reverse("applicant:organisation", args=[taken.pk])
    for name in ("oid", "pic"):
        if form.cleaned_data.get(name) and form.cleaned_data[name] == getattr(taken, name):
            told = {"name": taken.name, "number": form.cleaned_data[name]}
            form.add_error(name, now_("%(name)s has the number %(number)s. If it is yours, join it instead.") % told)
    form.taken, form.taken_address = taken, address


def _last_keeper() -> dict[str, str]:
    text = now_("This is the last person who keeps the record and admits others. Name another keeper first.")
    return {"text": text, "href": ""}


def _onward(request: HttpRequest) -> str:
    """Return where the person was going when they found that their organisation is not here yet."""
    going = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(going, {request.get_host()}, require_https=request.is_secure())
    return going if safe else ""


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _person(request: HttpRequest) -> Person:
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
