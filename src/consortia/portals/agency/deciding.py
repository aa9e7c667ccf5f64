"""Decisions in four eyes by kind: what each is called, how it reads, which service decides it.

One entry a kind; a kind without one is listed and cannot be decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.portals.shared.moments import moment_words
from consortia.stages.agencies.models import Proposal
from consortia.stages.people.models import Person
from consortia.stages.screening.models import EXTENSION, INELIGIBLE
from consortia.stages.screening.services.extending import decide_extension, take_back_extension
from consortia.stages.screening.services.refusing import decide_ineligible, take_back_ineligible


class Decide(Protocol):
    """A service that decides a proposal and does what follows from it."""

    def __call__(self, person: Person, proposal: Proposal, *, approve: bool, words: str) -> Proposal:
        """Decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of decision: its title, what it says in lines of a term and a text, what deciding it calls."""

    title: Promise
    facts: Callable[[Proposal], list[tuple[str, str]]]
    decide: Decide
    take_back: Callable[[Person, Proposal], Proposal]


def _ineligible(proposal: Proposal) -> list[tuple[str, str]]:
    facts = proposal.facts
    points = [(str(each["title"]), f"{each['words']} ({each['source']})") for each in facts["points"]]
    return [
        (_("Application"), f"{facts['reference']}, {facts['title']}"),
        (_("Version"), str(facts["receipt"])),
        *points,
        (_("Appeal terms in the letter"), str(facts["appeal"])),
    ]


def _extension(proposal: Proposal) -> list[tuple[str, str]]:
    facts = proposal.facts
    moment = str(facts["until"])
    until = moment_words(datetime.fromisoformat(moment)) if moment else _("no: the request is refused")
    return [
        (_("Application"), f"{facts['reference']}, {facts['title']}"),
        (_("What happened"), str(facts["what"])),
        (_("Submission possible until"), until),
        (_("Words to the applicant"), str(facts["words"])),
    ]


KINDS: Final[Mapping[str, Kind]] = {
    INELIGIBLE: Kind(
        title=gettext_lazy("Ineligible"), facts=_ineligible, decide=decide_ineligible, take_back=take_back_ineligible
    ),
    EXTENSION: Kind(
        title=gettext_lazy("Submission after the deadline"),
        facts=_extension,
        decide=decide_extension,
        take_back=take_back_extension,
    ),
}
