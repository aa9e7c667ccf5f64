"""The pages of an agency that stand beside each other, one entry a line; an entry whose page is absent stays out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortia.stages.agencies.models import Post
from consortia.stages.screening.permissions import READING

EVERYBODY: Final = frozenset(Post.Role)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that everybody in one of these roles finds in the navigation."""

    page: str
    text: Promise
    roles: frozenset[Post.Role]


ENTRIES: Final = (
    Entry("agency", _("Overview"), EVERYBODY),
    Entry("applications", _("Applications"), READING),
    Entry("rounds", _("Rounds"), READING),
    Entry("experts", _("Experts"), READING),
    Entry("assessment_rounds", _("Assessments"), READING),
    Entry("selection", _("Selection"), EVERYBODY),
    Entry("decisions", _("Decisions"), READING),
    Entry("people", _("People"), READING),
)


def navigation_for(agency: str, roles: Collection[str], *, here: str) -> list[dict[str, object]]:
    """Return what somebody in these roles finds, with the page they are on."""
    shown = []
    for entry in ENTRIES:
        address = _address(entry.page, agency)
        if address and entry.roles & set(roles):
            shown.append({"text": entry.text, "href": address, "here": entry.page == here})
    return shown


def _address(page: str, agency: str) -> str:
    try:
        return reverse(f"agency:{page}", kwargs={"agency": agency})
    except NoReverseMatch:
        return ""
