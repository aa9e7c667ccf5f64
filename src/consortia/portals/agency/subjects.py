"""What the pages of an agency are about, from the parts of their addresses."""

from __future__ import annotations

from django.http import Http404

from consortia.rulebook.agencies import FOLDER, Agency, agencies_of


def an_agency(agency: str) -> str:
    """Return the code of an agency of the rulebook."""
    if agency not in agencies_by_code():
        raise Http404
    return agency


def agencies_by_code() -> dict[str, Agency]:
    """Return every agency that the rulebook knows, the newest year's words for each."""
    years = sorted(int(path.stem.rpartition("-")[2]) for path in FOLDER.glob("erasmus-*.toml"))
    return {each.code: each for year in years for each in agencies_of(year)}
