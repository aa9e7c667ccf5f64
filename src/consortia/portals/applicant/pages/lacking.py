"""What the consortium of an application lacks, and whom it could ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.pages.consortium import consortium_step
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.call_words import CallWords, call_words
from consortia.portals.shared.page import page
from consortia.portals.shared.partner_words import helps_words, lacks_words, reason_words
from consortia.stages.applications.lacking import PartnerSuggestion, what_is_lacking
from consortia.stages.applications.permissions import may_lead, may_read
from consortia.stages.applications.snapshots import view_of
from consortia.stages.partnering.models import PartnerProfile

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.applications.models import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A suggestion with its reasons in words."""

    profile: PartnerProfile
    reasons: tuple[str, ...]
    newcomer: bool


@page(
    "applications/<str:reference>/partners/",
    name="lacking",
    title=_("Partners you may need"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def lacking(request: HttpRequest, application: Application) -> HttpResponse:
    """Show what lacks, and suggest whom to ask, each with its reasons."""
    view = view_of(application)
    words = call_words()
    found = what_is_lacking(view)
    context = page_context(
        view,
        consortium_step(application),
        lacks=lacks_words(found.lacks, words),
        suggestions=[_suggested(each, words) for each in found.suggestions],
        words=words,
        leads=may_lead(request.user, application),
    )
    return render(request, "applicant/lacking.html", context)


def _suggested(suggestion: PartnerSuggestion, words: CallWords) -> Suggested:
    helps = helps_words(suggestion.fit.helps, words)
    past = [reason_words(reason, words) for reason in suggestion.reasons]
    return Suggested(profile=suggestion.profile, reasons=(*helps, *past), newcomer=suggestion.newcomer)
