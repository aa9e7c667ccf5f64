"""Requests to submit after the deadline: listed, written down for somebody who telephoned, proposed for a decision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.subjects import an_agency, an_extension
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField, MomentField
from consortia.portals.shared.page import page
from consortia.stages.agencies.services import AlreadyProposedError, NoReasonError
from consortia.stages.screening.models import Extension
from consortia.stages.screening.permissions import (
    may_read_extension,
    may_read_files,
    may_screen_extension,
    may_screen_files,
)
from consortia.stages.screening.queries import application_by_reference, extensions_of
from consortia.stages.screening.services.extending import (
    AskedAlreadyError,
    NoAgencyError,
    StillOpenError,
    UntilPassedError,
    ask_for_extension,
    propose_extension,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE: Final = 50
USUAL_TIME: Final = timedelta(days=1)


class TelephonedForm(forms.Form):
    """What an applicant said who reached the agency in another way."""

    reference = forms.CharField(
        label=_("Reference of the application"), max_length=12, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    happened_at = MomentField(label=_("When did it fail"), help_text=_("Brussels time."))
    what = LimitedTextField(limit=4000, rows=6, label=_("What happened, as the applicant told it"))


@page(
    "<str:agency>/extensions/",
    name="extensions",
    title=_("Requests to submit late"),
    rights=may_read_files,
    of=an_agency,
    sees=may_read_files,
)
def extensions(request: HttpRequest, code: str) -> HttpResponse:
    """List the requests; write one down."""
    works = may_screen_files(request.user, code)
    form = TelephonedForm(request.POST if request.method == "POST" and works else None)
    if request.method == "POST" and form.is_valid() and _written_down(request, code, form):
        return redirect(request.path)
    pages = Paginator(extensions_of(code), PAGE_SIZE)
    told = {"page": pages.get_page(request.GET.get("page")), "form": form, "works": works, "trail": []}
    return render(request, "agency/extensions.html", agency_context(request, code, "applications", **told))


def _written_down(request: HttpRequest, code: str, form: TelephonedForm) -> bool:
    said = form.cleaned_data
    application = application_by_reference(code, said["reference"].strip().upper())
    unknown = now_("No application that goes to this agency has this reference.")
    if application is None:
        form.add_error("reference", unknown)
        return False
    try:
        ask_for_extension(
            person_of(request),
            application,
            happened_at=said["happened_at"],
            what=said["what"],
            now=timezone.now(),
        )
    except (PermissionDenied, NoAgencyError):
        # It is another agency's, or nobody's yet: neither is told.
        form.add_error("reference", unknown)
    except StillOpenError:
        form.add_error("reference", now_("This application can still be submitted; no request is needed."))
    except AskedAlreadyError:
        form.add_error("reference", now_("An earlier request for this application is not decided yet."))
    else:
        messages.success(request, now_("The request is written down. Propose what to decide."))
    return not form.errors


class ProposalForm(forms.Form):
    """What to decide about a request, and why."""

    grant = forms.ChoiceField(
        label=_("What do you propose"),
        choices=[("yes", _("grant more time")), ("no", _("refuse the request"))],
        widget=forms.RadioSelect,
    )
    until = MomentField(
        label=_("Submission possible until"), required=False, help_text=_("Brussels time. Only where you grant it.")
    )
    reason = LimitedTextField(
        limit=2400, rows=4, label=_("Why, for whoever decides"), help_text=_("What the records of the site say.")
    )
    words = LimitedTextField(limit=2400, rows=4, label=_("Words to the applicant"))

    def clean_until(self) -> object:
        """Ask for the moment where more time is granted."""
        if self.cleaned_data.get("grant") == "yes" and self.cleaned_data["until"] is None:
            raise forms.ValidationError(now_("Give the day and time until when it can be submitted."), code="until")
        return self.cleaned_data["until"]


@page(
    "<str:agency>/extensions/<int:number>/",
    name="extension",
    title=_("A request to submit late"),
    rights=may_read_extension,
    of=an_extension,
    sees=may_read_extension,
)
def extension(request: HttpRequest, asked: Extension) -> HttpResponse:
    """Show a request and propose what to decide."""
    works = may_screen_extension(request.user, asked)
    usual = {"until": (timezone.now() + USUAL_TIME).replace(minute=0)}
    form = ProposalForm(request.POST if request.method == "POST" and works else None, initial=usual)
    if request.method == "POST" and form.is_valid() and _proposed(request, asked, form):
        return redirect("agency:decisions", agency=asked.agency)
    told = {
        "form": form,
        "asked": asked,
        "may_propose": works and asked.outcome == Extension.Outcome.ASKED,
        "trail": [
            {
                "text": now_("Requests to submit late"),
                "href": reverse("agency:extensions", kwargs={"agency": asked.agency}),
            }
        ],
    }
    return render(request, "agency/extension.html", agency_context(request, asked.agency, "applications", **told))


def _proposed(request: HttpRequest, asked: Extension, form: ProposalForm) -> bool:
    said = form.cleaned_data
    until = said["until"] if said["grant"] == "yes" else None
    try:
        propose_extension(
            person_of(request), asked, until=until, reason=said["reason"], words=said["words"], now=timezone.now()
        )
    except UntilPassedError:
        form.add_error("until", now_("Choose a time that lies ahead and after the present deadline."))
    except NoReasonError as error:
        form.add_error("reason", str(error))
    except AlreadyProposedError:
        form.add_error(None, now_("Somebody has proposed a decision meanwhile."))
    else:
        messages.success(request, now_("It is proposed. A team lead or director other than you decides."))
    return not form.errors
