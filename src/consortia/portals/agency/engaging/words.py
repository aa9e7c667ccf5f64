"""Conflicts of interest in words: what leads from the expert to the application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from consortia.analysis.conflicts import Conflict
from consortia.portals.shared.call_words import CallWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A conflict as a reader meets it."""

    kind: str
    text: str
    bars: bool
    lifted: bool


def shown_conflicts(ties: Iterable[Conflict], lifted: Iterable[str], words: CallWords) -> list[Shown]:
    """Return the ties of a pair in words, the gravest first."""
    gone = frozenset(lifted)
    return [
        Shown(kind=tie.kind, text=conflict_words(tie, words), bars=tie.severity == "bars", lifted=tie.kind in gone)
        for tie in ties
    ]


def conflict_words(tie: Conflict, words: CallWords) -> str:
    """Return the path that shows a tie."""
    return _WORDS[tie.kind](tie.path, words)


def _same_organisation(path: Mapping[str, Any], _words: CallWords) -> str:
    told = {**path, "role": _role(path["role"])}
    if path["how"] == "employer":
        return _("Works for %(own)s, which takes part in this application as %(role)s.") % told
    return _("Belongs to %(own)s, which takes part in this application as %(role)s.") % told


def _role(role: str) -> str:
    roles = {"coordinator": _("coordinator"), "partner": _("partner"), "associated": _("associated partner")}
    return roles.get(role, role)


def _in_round(who: str) -> Callable[[Mapping[str, Any], CallWords], str]:
    def said(path: Mapping[str, Any], _words: CallWords) -> str:
        known = bool(path["application"])
        texts = {
            ("person", True): _("Belongs to %(own)s, which takes part in %(application)s in the same round."),
            ("person", False): _("Belongs to %(own)s, which takes part in the same round at another agency."),
            ("employer", True): _("Works for %(own)s, which takes part in %(application)s in the same round."),
            ("employer", False): _("Works for %(own)s, which takes part in the same round at another agency."),
        }
        return texts[who, known] % path

    return said


def _worked_together(path: Mapping[str, Any], _words: CallWords) -> str:
    told = {**path, "title": path["title"] or path["project"], "year": path["year"] or _("an unknown year")}
    return (
        _("Works for %(own)s, which was a partner of %(organisation)s in “%(title)s” (%(project)s, %(year)s).") % told
    )


_WORDS: Final[Mapping[str, Callable[[Mapping[str, Any], CallWords], str]]] = {
    "declared": lambda path, _words: _("The expert says: “%(reason)s”") % path,
    "tie": lambda path, _words: _("The expert named “%(tie)s” as a tie; %(organisation)s takes part.") % path,
    "same-organisation": _same_organisation,
    "same-name": lambda path, _words: _("Works for “%(own)s”; %(organisation)s takes part, named the same.") % path,
    "same-domain": lambda path, _words: (
        _("Has the e-mail domain %(own)s; addresses or the site of %(organisation)s are at %(domain)s.") % path
    ),
    "person-in-round": _in_round("person"),
    "employer-in-round": _in_round("employer"),
    "worked-together": _worked_together,
    "same-family": lambda path, _words: (
        _("Works for %(own)s; %(organisation)s takes part, also in %(town)s, and both names have “%(word)s”.") % path
    ),
    "same-country": lambda path, words: (
        _("Lives in the applicant's country, %(country)s.")
        % {"country": words.countries.get(path["country"], path["country"])}
    ),
}
