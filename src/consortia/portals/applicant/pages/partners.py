"""Finding partners: a search over profiles, and what one organisation says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.offering import offer_contact
from consortia.portals.applicant.partnering_forms import OfferForm, SearchForm
from consortia.portals.applicant.subjects import an_organisation
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.call_words import call_words
from consortia.portals.shared.page import page, signed_in
from consortia.portals.shared.profiles import told_of
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.queries import (
    an_open_advert,
    experienced,
    offers_waiting_for,
    profile_of,
    profiles_matching,
    written_for,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FOUND_A_PAGE: Final = 15


@page("partners/", name="partners", title=_("Find partners"), rights=signed_in)
def partners(request: HttpRequest) -> HttpResponse:
    """Search the profiles of organisations that look for partners."""
    words = call_words()
    asked = bool(request.GET)
    form = SearchForm(request.GET, words=words)
    found = Paginator(profiles_matching(form.wanted()), FOUND_A_PAGE).get_page(request.GET.get("page"))
    known = experienced()
    person = person_of(request)
    told = {
        "form": form,
        "asked": asked,
        "found": found,
        "words": words,
        "newcomers": {each.organisation_id for each in found if str(each.organisation_id) not in known},
        "mine": written_for(person),
        "waiting": offers_waiting_for(person),
        "place": "partners",
    }
    return render(request, "applicant/partners.html", told)


@page("partners/<uuid:organisation_id>/", name="partner", title=_("Profile"), rights=signed_in, of=an_organisation)
def partner(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show what an organisation offers and seeks."""
    person = person_of(request)
    mine = written_for(person)
    profile = profile_of(organisation)
    told = {
        **told_of(organisation, profile),
        "mine": mine.filter(pk=organisation.pk).exists(),
        "may_offer": _takes_offers(profile) and mine.exclude(pk=organisation.pk).exists(),
        "place": "partners",
    }
    return render(request, "applicant/partner.html", told)


@page(
    "partners/<uuid:organisation_id>/offer/",
    name="partner_offer",
    title=_("Offer contact"),
    rights=signed_in,
    of=an_organisation,
)
def partner_offer(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Write an offer of contact; addresses are shown only when both agree."""
    person = person_of(request)
    own = written_for(person).exclude(pk=organisation.pk)
    advert = an_open_advert(organisation, request.GET.get("advert", ""))
    form = OfferForm(sent(request), organisations=own, initial={"own": own.first()})
    if request.method == "POST" and form.is_valid() and offer_contact(request, organisation, form, advert):
        return redirect("applicant:offers")
    told = {"form": form, "organisation": organisation, "own": own, "advert": advert, "place": "partners"}
    return render(request, "applicant/partner_offer.html", told)


def _takes_offers(profile: PartnerProfile | None) -> bool:
    return profile is not None and profile.welcomes_offers
