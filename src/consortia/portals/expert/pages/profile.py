"""An expert's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.expert.forms import ProfileForm
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.call_words import call_words
from consortia.portals.shared.page import page, signed_in
from consortia.stages.experts.models import Expert
from consortia.stages.experts.services.describing import Profile, keep_profile, profile_of, usual_domain

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person


@page("profile/", name="profile", title=_("Profile as an expert"), rights=signed_in)
def profile(request: HttpRequest) -> HttpResponse:
    """Say what one knows, where one works, how much one can take, and who may read it."""
    person = person_of(request)
    expert = Expert.objects.select_related("employer").filter(person=person).first()
    form = ProfileForm(sent(request), words=call_words(), person=person, initial=_initial(person, expert))
    if request.method == "POST" and form.is_valid():
        keep_profile(person, form.profile())
        messages.success(request, now_("The profile is saved."))
        return redirect("expert:home")
    return render(request, "expert/profile.html", {"form": form, "place": "expert"})


def _initial(person: Person, expert: Expert | None) -> dict[str, Any]:
    said = profile_of(expert) if expert is not None else Profile(domain=usual_domain(person))
    known = {name: getattr(said, name) for name in Profile.__dataclass_fields__}
    return {**known, "fields_": known["fields"]}
