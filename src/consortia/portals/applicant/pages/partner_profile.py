"""What our organisation offers and seeks, and its adverts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.partnering_forms import AdvertForm, ProfileForm, RenewForm
from consortia.portals.applicant.subjects import an_organisation
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.call_words import call_words
from consortia.portals.shared.moments import day_words
from consortia.portals.shared.page import page
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import Advert
from consortia.stages.partnering.permissions import may_change_advert, may_describe
from consortia.stages.partnering.queries import adverts_of, profile_of
from consortia.stages.partnering.services.advertising import (
    MOST_ADVERTS,
    RunsTooLongError,
    TooManyAdvertsError,
    publish_advert,
    renew_advert,
    withdraw_advert,
)
from consortia.stages.partnering.services.describing import Description, describe_organisation, description_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


def an_advert(advert_id: str) -> Advert:
    """Return an advert."""
    return get_object_or_404(Advert.objects.select_related("organisation", "round__edition"), pk=advert_id)


@page(
    "organisations/<uuid:organisation_id>/profile/",
    name="partner_profile",
    title=_("Partner profile"),
    rights=may_describe,
    of=an_organisation,
)
def partner_profile(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Write what the organisation offers and seeks."""
    form = ProfileForm(sent(request), words=call_words(), initial=_initial(organisation))
    if request.method == "POST" and form.is_valid():
        describe_organisation(person_of(request), organisation, form.description())
        messages.success(request, now_("The profile is saved. Those who look for partners find it now."))
        return redirect("applicant:partner", organisation.pk)
    told = {"form": form, "organisation": organisation, "place": "organisations"}
    return render(request, "applicant/partner_profile.html", told)


@page(
    "organisations/<uuid:organisation_id>/adverts/",
    name="own_adverts",
    title=_("Our adverts"),
    rights=may_describe,
    of=an_organisation,
)
def own_adverts(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the adverts of the organisation, those that ended too."""
    told = {
        "organisation": organisation,
        "adverts": adverts_of([organisation]),
        "today": timezone.localdate(),
        "profile": profile_of(organisation),
        "place": "organisations",
    }
    return render(request, "applicant/own_adverts.html", told)


@page(
    "organisations/<uuid:organisation_id>/adverts/new/",
    name="advert_new",
    title=_("Write an advert"),
    rights=may_describe,
    of=an_organisation,
)
def advert_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Write an advert."""
    form = AdvertForm(sent(request), words=call_words())
    if request.method == "POST" and form.is_valid():
        try:
            publish_advert(person_of(request), organisation, form.advert())
        except (RunsTooLongError, TooManyAdvertsError) as trouble:
            _say(form, trouble)
        else:
            messages.success(request, now_("The advert is published."))
            return redirect("applicant:own_adverts", organisation.pk)
    told = {"form": form, "organisation": organisation, "place": "organisations"}
    return render(request, "applicant/advert_form.html", told)


@page(
    "organisations/adverts/<uuid:advert_id>/",
    name="advert_change",
    title=_("Renew or withdraw an advert"),
    rights=may_change_advert,
    of=an_advert,
)
def advert_change(request: HttpRequest, advert: Advert) -> HttpResponse:
    """Let an advert run longer, or take it down."""
    if "withdraw" in request.POST:
        withdraw_advert(person_of(request), advert)
        messages.success(request, now_("The advert is taken down. You can renew it at any time."))
        return redirect("applicant:own_adverts", advert.organisation_id)
    form = RenewForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            renew_advert(person_of(request), advert, form.cleaned_data["expires_on"])
        except (RunsTooLongError, TooManyAdvertsError) as trouble:
            _say(form, trouble)
        else:
            messages.success(request, now_("The advert runs on."))
            return redirect("applicant:own_adverts", advert.organisation_id)
    running = advert.withdrawn_at is None and advert.expires_on >= timezone.localdate()
    told = {"form": form, "advert": advert, "running": running, "place": "organisations"}
    return render(request, "applicant/advert_change.html", told)


def _initial(organisation: Organisation) -> dict[str, Any]:
    profile = profile_of(organisation)
    known = asdict(description_of(profile) if profile is not None else Description())
    return {**known, "fields_": known["fields"]}


def _say(form: Form, trouble: RunsTooLongError | TooManyAdvertsError) -> None:
    if isinstance(trouble, RunsTooLongError):
        told = {"today": day_words(timezone.localdate()), "latest": day_words(trouble.latest)}
        form.add_error("expires_on", now_("Choose a day between today, %(today)s, and %(latest)s.") % told)
        return
    words = now_("Your organisation has %(most)d running adverts, which is the most. Withdraw one first.")
    form.add_error(None, words % {"most": MOST_ADVERTS})
