"""Inviting an organisation: one that is on record here, or somebody by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.call import CallDefinition
from consortia.portals.applicant.organisation_forms import vocabulary
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_lead, may_read
from consortia.stages.applications.queries import PRESENT
from consortia.stages.applications.services.consortium import (
    AlreadyInvitedError,
    AlreadyTakesPartError,
    NobodyToAskError,
    TooManyInvitationsError,
    invite_by_email,
    invite_organisation,
)
from consortia.stages.applications.snapshots import view_of
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.queries import organisations_matching

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person

FOUND_A_PAGE: Final = 15
LONGEST_MESSAGE: Final = 1000


class InviteForm(forms.Form):
    """In which role, and what the letter says beside its usual words."""

    role = forms.ChoiceField(
        label=_("In which role?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the role of the organisation.")},
    )
    message = LimitedTextField(
        label=_("Your message"),
        limit=LONGEST_MESSAGE,
        rows=5,
        required=False,
        help_text=_("It stands in the letter: what the project is about, and what you would like them to do."),
    )

    def __init__(self, *args: Any, call: CallDefinition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a field with choices
            (role.code, role.title) for role in call.roles if not role.coordinates
        ]
        self.fields["role"].help_text = " ".join(
            f"{role.title}: {role.text}" for role in call.roles if not role.coordinates
        )


class InviteByEmailForm(InviteForm):
    """The address of somebody who can bring their organisation in."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_(
            "Of a person there. They need no account yet, and register or choose their organisation themselves."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    field_order = ("email", "role", "message")

    def __init__(self, *args: Any, sender: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sender = sender

    def clean_email(self) -> str:
        """Refuse the sender's own address: whoever invites takes part already."""
        email = str(self.cleaned_data["email"])
        if email.casefold() == self.sender.email.casefold():
            raise forms.ValidationError(
                now_("This is your own address. Write that of a person in another organisation.")
            )
        return email


@page(
    "applications/<str:reference>/consortium/invite/",
    name="invite",
    title=_("Invite an organisation"),
    rights=may_lead,
    of=an_application,
    sees=may_read,
)
def invite(request: HttpRequest, application: Application) -> HttpResponse:
    """Look for the organisation, then say in which role; or write to a person."""
    if request.GET.get("way") == "email":
        return _by_email(request, application)
    if wanted := request.GET.get("organisation"):
        return _organisation(request, application, wanted)
    return _search(request, application)


def invitation_link(request: HttpRequest) -> str:
    """Return the address behind which an invitation is answered, with `{token}` where its token goes."""
    address = request.build_absolute_uri(reverse("applicant:invitation", kwargs={"token": "TOKEN"}))
    return address.replace("TOKEN", "{token}")


def _search(request: HttpRequest, application: Application) -> HttpResponse:
    text, country = request.GET.get("text", "").strip()[:200], request.GET.get("country", "")
    asked = bool(text or country)
    found = organisations_matching(text, country=country) if asked else Organisation.objects.none()
    present = application.participations.filter(state__in=PRESENT).values_list("organisation_id", flat=True)
    told = {
        "text": text,
        "country": country,
        "asked": asked,
        "found": Paginator(found, FOUND_A_PAGE).get_page(request.GET.get("page")),
        "present": set(present),
        "words": vocabulary(),
    }
    return _shown(request, application, "applicant/invite.html", told)


def _organisation(request: HttpRequest, application: Application, wanted: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=_uuid(wanted))
    view = view_of(application)
    form = InviteForm(sent(request), call=view.rows.call, initial={"role": "partner"})
    if request.method == "POST" and form.is_valid():
        try:
            invite_organisation(
                person_of(request),
                application,
                organisation,
                role=form.cleaned_data["role"],
                message=form.cleaned_data["message"],
                link=invitation_link(request),
            )
        except AlreadyTakesPartError:
            form.add_error(
                None, now_("This organisation is in your consortium already, or was invited and has not answered.")
            )
        except NobodyToAskError:
            form.add_error(
                None,
                now_(
                    "Nobody of this organisation has an account here, so nobody would read the letter. Invite a person"
                    " there by e-mail."
                ),
            )
        except TooManyInvitationsError:
            form.add_error(None, _too_many())
        else:
            messages.success(
                request, now_("%(name)s is invited. Its people get a letter.") % {"name": organisation.name}
            )
            return redirect("applicant:consortium", reference=application.reference)
    told = {"form": form, "organisation": organisation, "words": vocabulary()}
    return _shown(request, application, "applicant/invite_organisation.html", told)


def _by_email(request: HttpRequest, application: Application) -> HttpResponse:
    view = view_of(application)
    form = InviteByEmailForm(sent(request), call=view.rows.call, sender=person_of(request), initial={"role": "partner"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            invite_by_email(
                person_of(request),
                application,
                given["email"],
                role=given["role"],
                message=given["message"],
                link=invitation_link(request),
            )
        except AlreadyInvitedError:
            form.add_error(
                "email",
                now_(
                    "An invitation to this address is still open. You can send it again from the page of your"
                    " consortium."
                ),
            )
        except TooManyInvitationsError:
            form.add_error(None, _too_many())
        else:
            messages.success(request, now_("The letter to %(email)s is on its way.") % {"email": given["email"]})
            return redirect("applicant:consortium", reference=application.reference)
    return _shown(request, application, "applicant/invite_email.html", {"form": form})


def _shown(request: HttpRequest, application: Application, template: str, told: dict[str, Any]) -> HttpResponse:
    view = view_of(application)
    step = (now_("Consortium"), reverse("applicant:consortium", kwargs={"reference": application.reference}))
    steps = [step]
    if template != "applicant/invite.html":
        steps.append((now_("Invite"), reverse("applicant:invite", kwargs={"reference": application.reference})))
    return render(request, template, page_context(view, *steps, **told))


def _too_many() -> str:
    return now_("Very many of your invitations wait for an answer. Take some back before you send more.")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
