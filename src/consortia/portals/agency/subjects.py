"""What the pages of an agency are about, from the parts of their addresses."""

from __future__ import annotations

from functools import cache

from django.http import Http404

from consortia.rulebook.agencies import FOLDER, Agency, agencies_of
from consortia.stages.screening.models import File
from consortia.stages.screening.services.filing import filed
from consortia.stages.selection.models import Selection
from consortia.stages.selection.queries import selection_in


def an_agency(agency: str) -> str:
    """Return the code of an agency of the rulebook."""
    if agency not in agencies_by_code():
        raise Http404
    return agency


def a_file(agency: str, reference: str) -> File:
    """Return an agency's file on an application, with the version that counts now."""
    file = filed(an_agency(agency), reference.upper())
    if file is None:
        raise Http404
    return file


@cache
def agencies_by_code() -> dict[str, Agency]:
    """Return every agency that the rulebook knows, the newest year's words for each."""
    years = sorted(int(path.stem.rpartition("-")[2]) for path in FOLDER.glob("erasmus-*.toml"))
    return {each.code: each for year in years for each in agencies_of(year)}


def a_selection(agency: str, number: int) -> Selection:
    """Return the selection of an agency in a round, by the round's number in its address."""
    selection = selection_in(an_agency(agency), number)
    if selection is None:
        raise Http404
    return selection
