"""Offers of contact: those that came, those that were sent, and the answer to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page, signed_in
from consortia.stages.partnering.contacts import Contact, contact_for
from consortia.stages.partnering.models import Block, Offer
from consortia.stages.partnering.permissions import may_see_offer
from consortia.stages.partnering.queries import blocks_of, offers_from, offers_to, written_for
from consortia.stages.partnering.services.offering import (
    OfferClosedError,
    accept_offer,
    block_organisation,
    decline_offer,
    take_back_offer,
    unblock_organisation,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def an_offer(offer_id: str) -> Offer:
    """Return an offer with both its sides."""
    found = Offer.objects.select_related("from_organisation", "to_organisation", "advert", "sender", "answered_by")
    return get_object_or_404(found, pk=offer_id)


@page("offers/", name="offers", title=_("Offers of contact"), rights=signed_in)
def offers(request: HttpRequest) -> HttpResponse:
    """List what came and what was sent; lift a block."""
    person = person_of(request)
    own = list(written_for(person))
    if request.method == "POST":
        chosen = request.POST.get("unblock", "")
        block = get_object_or_404(Block, pk=int(chosen) if chosen.isdecimal() else 0, organisation__in=own)
        unblock_organisation(person, block)
        messages.success(request, now_("Offers from them reach you again."))
        return redirect("applicant:offers")
    told = {
        "own": own,
        "came": [contact_for(person, each, own) for each in offers_to(own)],
        "went": [contact_for(person, each, own) for each in offers_from(own)],
        "blocks": blocks_of(own),
        "place": "partners",
    }
    return render(request, "applicant/offers.html", told)


@page(
    "offers/<uuid:offer_id>/",
    name="offer",
    title=_("Offer of contact"),
    rights=may_see_offer,
    of=an_offer,
    sees=may_see_offer,
)
def offer(request: HttpRequest, subject: Offer) -> HttpResponse:
    """Read an offer; accept, decline, block or take back."""
    person = person_of(request)
    if request.method == "POST":
        try:
            said = _act(request, subject)
        except OfferClosedError:
            said = now_("This offer was answered in the meantime. Look at what stands now.")
        messages.info(request, said)
        return redirect("applicant:offers")
    contact: Contact = contact_for(person, subject, list(written_for(person)))
    return render(request, "applicant/offer.html", {"contact": contact, "offer": subject, "place": "partners"})


def _act(request: HttpRequest, subject: Offer) -> str:
    """Do what a button asks for and say so; the services look at the rights."""
    person = person_of(request)
    if "accept" in request.POST:
        accept_offer(person, subject)
        return now_("You agreed. Both of you have the other's address by letter.")
    if "take-back" in request.POST:
        take_back_offer(person, subject)
        return now_("The offer is taken back.")
    if "block" in request.POST:
        block_organisation(person, subject.to_organisation, subject.from_organisation)
        return now_("Nothing more from them reaches you. Nobody is told.")
    decline_offer(person, subject)
    return now_("The offer is declined. Nobody is told.")
