"""The reader's clock, for people without an account: kept in a cookie, nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.zones import zones_by_region
from consortia.portals.shared.page import anyone, page
from consortia.portals.shared.reader import ZONE_COOKIE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_YEAR = 365 * 24 * 60 * 60


class ReaderForm(forms.Form):
    """The time zone in which times are shown."""

    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=zones_by_region,
        help_text=_("Deadlines always show Brussels time, which decides, and yours beside it."),
        error_messages={"invalid_choice": _("Choose a place from the list whose clock is the same as yours.")},
        widget=forms.Select(attrs={"data-own-zone-offer": ""}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


@page("reader/", name="reader", title=_("Your time zone"), rights=anyone)
def reader(request: HttpRequest) -> HttpResponse:
    """Choose the time zone in which times are shown."""
    if request.user.is_authenticated:
        return redirect("public:profile")
    came_from = request.GET.get("next") or request.headers.get("Referer", "")
    known = {"time_zone": str(timezone.get_current_timezone()), "next": came_from}
    form = ReaderForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(_back(request, form.cleaned_data["next"]))
        response.set_cookie(
            ZONE_COOKIE,
            form.cleaned_data["time_zone"],
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
    return render(request, "public/reader.html", {"form": form, "now": timezone.now()})


def _back(request: HttpRequest, address: str) -> str:
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure())
    own = reverse("public:reader")
    return address if safe and own not in address else reverse("public:home")
