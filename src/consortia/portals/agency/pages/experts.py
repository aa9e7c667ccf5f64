"""The experts an agency may ask: the list, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.engaging.exporting import head, rows_of
from consortia.portals.agency.engaging.forms import ExpertSearchForm
from consortia.portals.agency.engaging.frame import experts_context
from consortia.portals.agency.engaging.subjects import AgencyExpert, an_agency_expert, reads_expert
from consortia.portals.agency.sheets import sheet_answer
from consortia.portals.agency.subjects import an_agency
from consortia.portals.shared.call_words import call_words
from consortia.portals.shared.languages import language_words
from consortia.portals.shared.page import page
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.permissions import may_see_experts
from consortia.stages.experts.queries import experts_known_to, rounds_with_files

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

FOUND_A_PAGE: Final = 25


@page(
    "<str:agency>/experts/",
    name="experts",
    title=_("Experts"),
    rights=may_see_experts,
    of=an_agency,
    sees=may_see_experts,
)
def experts(request: HttpRequest, code: str) -> HttpResponse:
    """List the experts whose profile the agency may read, and the rounds they can be asked for."""
    words = call_words()
    form = ExpertSearchForm(request.GET, words=words)
    found = Paginator(experts_known_to(code, form.sought()), FOUND_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "form": form,
        "found": found,
        "asked": any(request.GET.get(name) for name in ("field", "language", "country")),
        "words": words,
        "languages": {spoken: language_words(spoken) for each in found for spoken in each.languages},
        "query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)}),
        "rounds": [(each, call_of_round(each).title) for each in rounds_with_files(code)],
    }
    return render(request, "agency/experts/list.html", experts_context(request, code, **told))


@page(
    "<str:agency>/experts.<str:kind>",
    name="experts_file",
    title=_("Experts as a file"),
    rights=may_see_experts,
    of=an_agency,
    sees=may_see_experts,
)
def experts_file(request: HttpRequest, code: str, kind: str) -> StreamingHttpResponse:
    """Give the experts that were searched for as CSV or as a workbook, row by row."""
    words = call_words()
    found = experts_known_to(code, ExpertSearchForm(request.GET, words=words).sought())
    return sheet_answer(kind, f"{code}-experts", title=now_("Experts"), head=head(), rows=rows_of(found, words))


@page(
    "<str:agency>/experts/<int:expert_id>/",
    name="expert",
    title=_("An expert"),
    rights=reads_expert,
    of=an_agency_expert,
    sees=reads_expert,
)
def expert(request: HttpRequest, subject: AgencyExpert) -> HttpResponse:
    """Show what an expert says of themselves, and what the agency asked of them."""
    words, known = call_words(), subject.expert
    told = {
        "expert": known,
        "fields": [words.fields.get(code, code) for code in known.fields],
        "priorities": [words.priority(code) for code in known.priorities],
        "languages": [language_words(code) for code in known.languages],
        "country": words.countries.get(known.country, known.country),
        "engagements": known.engagements.filter(agency=subject.agency).select_related("round__edition"),
        "rounds": [(each, call_of_round(each).title) for each in rounds_with_files(subject.agency)],
    }
    return render(request, "agency/experts/expert.html", experts_context(request, subject.agency, **told))
