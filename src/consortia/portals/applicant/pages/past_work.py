"""An organisation and the names under which it took part in past projects: said by its keepers, undone as easily."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.organisation_forms import vocabulary
from consortia.portals.applicant.subjects import an_organisation
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.portals.shared.partner_words import same_words
from consortia.stages.organisations.models import Organisation
from consortia.stages.past_projects.models import PastOrganisation
from consortia.stages.past_projects.naming import (
    LikelyName,
    free_names,
    likely_names_of,
    names_free_for,
    names_linked_to,
)
from consortia.stages.past_projects.permissions import may_link_organisation
from consortia.stages.past_projects.queries import projects_of_names
from consortia.stages.past_projects.services.linking import link_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FOUND_A_PAGE: Final = 20
# A number of more digits is the key of nothing.
_LONG: Final = len(str(2**63))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownName:
    """A name as it is shown: in how many projects it stands, and what makes it likely where something does."""

    name: PastOrganisation
    projects: int
    percent: int | None = None
    reasons: tuple[str, ...] = ()


@page(
    "organisations/<uuid:organisation_id>/past/",
    name="past_work",
    title=_("Past projects of an organisation"),
    rights=may_link_organisation,
    of=an_organisation,
)
def past_work(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show which names of past projects stand for an organisation, and which may; link one, or take a link back."""
    if request.method == "POST":
        return _linked(request, organisation)
    text = request.GET.get("text", "").strip()[:200]
    found = Paginator(free_names(organisation, text), FOUND_A_PAGE).get_page(request.GET.get("page")) if text else None
    linked, likely = list(names_linked_to(organisation)), likely_names_of(organisation)
    names = [*linked, *(each.name for each in likely), *(found or ())]
    projects = projects_of_names(names)
    told = {
        "organisation": organisation,
        "linked": [ShownName(name=each, projects=projects.get(each.pk, 0)) for each in linked],
        "likely": [_likely(each, projects.get(each.name.pk, 0)) for each in likely],
        "found": found,
        "hits": [ShownName(name=each, projects=projects.get(each.pk, 0)) for each in _unnamed(found or (), likely)],
        "text": text,
        "words": vocabulary(),
        "place": "organisations",
    }
    return render(request, "applicant/past_work.html", told)


def _unnamed(found: Iterable[PastOrganisation], likely: Iterable[LikelyName]) -> list[PastOrganisation]:
    """Return what was found and does not stand among the likely ones."""
    shown = {each.name.pk for each in likely}
    return [each for each in found if each.pk not in shown]


def _likely(likely: LikelyName, projects: int) -> ShownName:
    reasons = tuple(same_words(reason) for reason in likely.reasons)
    return ShownName(name=likely.name, projects=projects, percent=int(likely.confidence * 100), reasons=reasons)


def _linked(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    number, wish = request.POST.get("name", ""), request.POST.get("wish", "")
    if wish not in {"link", "undo"}:
        raise BadRequest
    own = names_linked_to(organisation) if wish == "undo" else names_free_for(organisation)
    past = get_object_or_404(own, pk=int(number) if number.isdecimal() and len(number) < _LONG else 0)
    link_organisation(person_of(request), past, organisation if wish == "link" else None)
    said = (
        now_("The past projects of “%(name)s” count for this organisation now.")
        if wish == "link"
        else now_("The past projects of “%(name)s” count for this organisation no longer.")
    )
    messages.success(request, said % {"name": past.name})
    return HttpResponseRedirect(request.get_full_path())
