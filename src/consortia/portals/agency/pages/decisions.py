"""Decisions in four eyes: what waits for a second person, what was decided, and deciding one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.deciding import KINDS, Kind, is_about_training, named, page_of, readable, titles
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.subjects import a_proposal, an_agency
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import page
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.permissions import may_decide
from consortia.stages.agencies.queries import open_proposals, settled_proposals
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.people.models import Person
from consortia.stages.screening.permissions import may_read_files
from consortia.stages.screening.queries import references_kept_from

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE: Final = 50


@page(
    "<str:agency>/decisions/",
    name="decisions",
    title=_("Decisions"),
    rights=may_read_files,
    of=an_agency,
    sees=may_read_files,
)
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    """List what waits for a second person, and what was decided."""
    kept = references_kept_from(person_of(request), code)
    pages = Paginator(readable(settled_proposals(code), kept), PAGE_SIZE)
    told = {
        "waiting": named(readable(open_proposals(code), kept)),
        "page": pages.get_page(request.GET.get("page")),
        "kinds": titles(),
    }
    return render(request, "agency/decisions.html", agency_context(request, code, "decisions", **told))


class DecisionForm(forms.Form):
    """What is decided, in words."""

    words = LimitedTextField(
        limit=2400,
        rows=4,
        required=False,
        label=_("Your words"),
        help_text=_("Needed where you refuse: whoever proposed it reads what to change."),
    )


def may_read_proposal(person: Person | AnonymousUser, proposal: Proposal) -> bool:
    """Whether the person reads the decisions of the agency it was put before: not on what they keep away from."""
    if not may_read_files(person, proposal.agency) or not isinstance(person, Person):
        return False
    about = Proposal.objects.filter(pk=proposal.pk)
    return readable(about, references_kept_from(person, proposal.agency)).exists()


@page(
    "<str:agency>/decisions/<int:number>/",
    name="decision",
    title=_("A decision in four eyes"),
    rights=may_read_proposal,
    of=a_proposal,
    sees=may_read_proposal,
)
def decision(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Show one proposal; decide it, or take one's own back. Some are decided on a page of their own."""
    if elsewhere := page_of(proposal):
        return redirect(elsewhere)
    kind = KINDS.get(proposal.kind)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _decided(request, proposal, form, kind):
        return redirect("agency:decisions", agency=proposal.agency)
    is_open = proposal.outcome == Proposal.Outcome.OPEN
    told = {
        "form": form,
        "proposal": proposal,
        "kind": kind,
        "facts": kind.facts(proposal) if kind else [],
        "about": kind.about(proposal) if kind else "",
        "training": is_about_training(proposal),
        "may_decide": kind is not None and may_decide(person_of(request), proposal),
        "may_take_back": kind is not None and is_open and proposal.proposed_by_id == person_of(request).pk,
        "trail": [{"text": now_("Decisions"), "href": reverse("agency:decisions", kwargs={"agency": proposal.agency})}],
    }
    return render(request, "agency/decision.html", agency_context(request, proposal.agency, "decisions", **told))


def _decided(request: HttpRequest, proposal: Proposal, form: DecisionForm, kind: Kind | None) -> bool:
    if kind is None:
        raise Http404
    person, act, words = person_of(request), request.POST.get("act"), form.cleaned_data["words"]
    try:
        if act == "take-back":
            kind.take_back(person, proposal)
        else:
            kind.decide(person, proposal, approve=act == "approve", words=words)
    except NoReasonError as error:
        form.add_error("words", str(error))
        return False
    except PermissionDenied:
        proposal.refresh_from_db()
        if proposal.outcome == Proposal.Outcome.OPEN:
            raise
        form.add_error(None, now_("It was settled meanwhile; nothing was changed. What you wrote still stands here."))
        return False
    messages.success(request, now_("It is settled and recorded."))
    return True
