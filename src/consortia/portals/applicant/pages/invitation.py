"""The page behind an invitation's link: for people with and without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import anyone, page
from consortia.stages.applications.models import Application, Invitation, Participation
from consortia.stages.applications.permissions import is_open_for_writing, may_read
from consortia.stages.applications.services.consortium import (
    AlreadyTakesPartError,
    InvitationClosedError,
    accept_invitation,
    decline_invitation,
)
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.queries import organisations_written_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person


class AcceptForm(forms.Form):
    """With which organisation a person takes part."""

    organisation = forms.ModelChoiceField(
        label=_("With which organisation do you take part?"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the organisation that takes part.")},
    )

    def __init__(self, *args: Any, person: Person, application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        present = application.participations.filter(state=Participation.State.ACCEPTED).values("organisation")
        mine = organisations_written_for(person).exclude(pk__in=present).order_by("name")
        self.fields["organisation"].queryset = mine  # type: ignore[attr-defined]  # a field that chooses a row
        if mine.count() == 1:
            self.initial["organisation"] = mine.get()


def an_invitation(token: str) -> Invitation:
    """Return the invitation behind a link."""
    found = Invitation.objects.select_related(
        "application__round__edition", "participation__organisation", "invited_by"
    )
    return get_object_or_404(found, token=token)


@page("invitations/<str:token>/", name="invitation", title=_("Invitation"), rights=anyone, of=an_invitation)
def invitation(request: HttpRequest, subject: Invitation) -> HttpResponse:
    """Explain the invitation, lead to an account and an organisation, and take the answer."""
    form = None
    if request.user.is_authenticated:
        form = AcceptForm(_accepting(request), person=person_of(request), application=subject.application)
    if request.method == "POST":
        try:
            answer = _answer(request, subject, form)
        except InvitationClosedError:
            answer = redirect(request.path)
        if answer is not None:
            return answer
    return render(request, "applicant/invitation.html", _told(request, subject, form))


def _accepting(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" and "accept" in request.POST else None


def _answer(request: HttpRequest, subject: Invitation, form: AcceptForm | None) -> HttpResponse | None:
    """Do what was answered; nothing where the form has to be looked at again."""
    if "decline" in request.POST:
        decline_invitation(person_of(request) if request.user.is_authenticated else None, subject)
        return redirect(request.path)
    if form is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    asked = subject.participation
    if asked is None and not form.is_valid():
        return None
    organisation = asked.organisation if asked is not None else form.cleaned_data["organisation"]
    try:
        accept_invitation(person_of(request), subject, organisation)
    except AlreadyTakesPartError:
        form.add_error(
            "organisation", now_("%(name)s takes part in this application already.") % {"name": organisation.name}
        )
        return None
    messages.success(request, now_("You take part. This is the application; your part waits for you."))
    return redirect("applicant:application", reference=subject.application.reference)


def _told(request: HttpRequest, subject: Invitation, form: AcceptForm | None) -> dict[str, Any]:
    application, asked = subject.application, subject.participation
    call = call_of_round(application.round)
    closed = subject.answered_at is not None or subject.cancelled_at is not None
    mine = list(form.fields["organisation"].queryset) if form is not None else []  # type: ignore[attr-defined]  # as above
    onward = urlencode({"next": request.path})
    return {
        "invitation": subject,
        "application": application,
        "call": call,
        "zone": call.call.zone,
        "role": next(role for role in call.roles if role.code == subject.role),
        "asked": asked.organisation if asked is not None else None,
        "partners": _partners(application),
        "state": "open" if not closed and is_open_for_writing(application) else _closing(subject),
        "late": application.is_late(timezone.now()),
        "form": form,
        "mine": mine,
        "is_mine": asked is not None and asked.organisation in mine,
        "reads": request.user.is_authenticated and may_read(request.user, application),
        "sign_up": f"{reverse('account_signup')}?{onward}",
        "sign_in": f"{reverse('account_login')}?{onward}",
        "register": f"{reverse('applicant:organisation_new')}?{onward}",
        "training": application.round.training,
    }


def _closing(subject: Invitation) -> str:
    if subject.cancelled_at is not None:
        return "taken-back"
    if subject.answered_at is not None:
        return "accepted" if subject.accepted else "declined"
    return "withdrawn"


def _partners(application: Application) -> list[Participation]:
    """Return who takes part already: somebody who is asked wants to know with whom."""
    accepted = application.participations.filter(state=Participation.State.ACCEPTED)
    return list(accepted.select_related("organisation").order_by("position"))
