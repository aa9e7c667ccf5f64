"""What the pages of an agency are about, from the parts of their addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from consortia.rulebook.agencies import known_agencies
from consortia.stages.agencies.models import Proposal
from consortia.stages.calls.models import Edition, Round
from consortia.stages.calls.queries import editions_to_open
from consortia.stages.screening.models import Extension, File
from consortia.stages.screening.queries import extensions_of
from consortia.stages.screening.services.filing import filed
from consortia.stages.selection.models import Selection
from consortia.stages.selection.queries import selection_in


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRound:
    """A round together with the agency from whose pages one looks at it."""

    agency: str
    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEdition:
    """An edition together with the agency from whose pages one opens it."""

    agency: str
    edition: Edition


def an_agency(agency: str) -> str:
    """Return the code of an agency of the rulebook."""
    if agency not in known_agencies():
        raise Http404
    return agency


def a_file(agency: str, reference: str) -> File:
    """Return an agency's file on an application, with the version that counts now."""
    file = filed(an_agency(agency), reference.upper())
    if file is None:
        raise Http404
    return file


def a_proposal(agency: str, number: int) -> Proposal:
    """Return a decision in four eyes of an agency."""
    found = Proposal.objects.filter(agency=an_agency(agency), pk=number).select_related("proposed_by", "decided_by")
    proposal = found.first()
    if proposal is None:
        raise Http404
    return proposal


def an_extension(agency: str, number: int) -> Extension:
    """Return a request of an agency to submit late."""
    found = extensions_of(an_agency(agency)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def a_round(agency: str, number: int) -> AgencyRound:
    """Return a round as an agency sees it."""
    found = Round.objects.filter(pk=number).select_related("edition").defer("edition__content").first()
    if found is None:
        raise Http404
    return AgencyRound(agency=an_agency(agency), round=found)


def an_edition(agency: str, number: int) -> AgencyEdition:
    """Return an edition that somebody of an agency may open."""
    found = editions_to_open().filter(pk=number).first()
    if found is None:
        raise Http404
    return AgencyEdition(agency=an_agency(agency), edition=found)


def a_selection(agency: str, number: int) -> Selection:
    """Return the selection of an agency in a round, by the round's number in its address."""
    selection = selection_in(an_agency(agency), number)
    if selection is None:
        raise Http404
    return selection
