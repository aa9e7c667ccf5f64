"""Decisions in four eyes by kind: what each is called, how it reads, which service decides it.

One entry a kind; a kind without one is listed and cannot be decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.portals.shared.moments import moment_words
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import decide, take_back
from consortia.stages.applications.models import Application
from consortia.stages.experts.conflicts import LIFTING
from consortia.stages.experts.models import Expert
from consortia.stages.people.models import Person
from consortia.stages.screening.models import EXTENSION, INELIGIBLE
from consortia.stages.screening.services.extending import decide_extension, take_back_extension
from consortia.stages.screening.services.refusing import decide_ineligible, take_back_ineligible
from consortia.stages.selection.services.appealing import KIND as APPEAL
from consortia.stages.selection.services.deciding import KIND as AWARD


class Decide(Protocol):
    """A service that decides a proposal and does what follows from it."""

    def __call__(self, person: Person, proposal: Proposal, *, approve: bool, words: str) -> Proposal:
        """Decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind: its title, what it says in lines of a term and a text, the page it is about, what deciding it calls."""

    title: Promise
    facts: Callable[[Proposal], list[tuple[str, str]]]
    about: Callable[[Proposal], str]
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


def _lifting(proposal: Proposal) -> list[tuple[str, str]]:
    facts = proposal.facts
    expert = Expert.objects.filter(pk=facts["expert"]).select_related("person").first()
    ties = [str(TIES.get(str(kind), kind)) for kind in facts["kinds"]]
    return [
        (_("Expert"), str(expert or "")),
        (_("Application"), str(facts["application"])),
        (_("What would no longer close the pair"), "\n".join(ties)),
    ]


def _file_page(proposal: Proposal) -> str:
    parts = {"agency": proposal.agency, "reference": proposal.facts["reference"]}
    return reverse("agency:screening", kwargs=parts)


def _extension_page(proposal: Proposal) -> str:
    return reverse("agency:extension", kwargs={"agency": proposal.agency, "number": int(proposal.subject)})


def _pair_page(proposal: Proposal) -> str:
    facts = proposal.facts
    round_id = Application.objects.values_list("round", flat=True).get(reference=facts["application"])
    parts = {"round_id": round_id, "expert_id": facts["expert"], "reference": facts["application"]}
    return reverse("agency:conflict_pair", kwargs={"agency": proposal.agency, **parts})


# What a person may lift, by kind; whatever bars an expert never comes before anybody.
TIES: Final[Mapping[str, Promise]] = {
    "same-name": gettext_lazy("works for an organisation named like one that takes part"),
    "same-domain": gettext_lazy("has an e-mail domain of an organisation that takes part"),
    "person-in-round": gettext_lazy("belongs to an organisation that takes part in the same round"),
    "employer-in-round": gettext_lazy("works for an organisation that takes part in the same round"),
    "worked-together": gettext_lazy("the employer was a partner of an organisation that takes part"),
    "same-family": gettext_lazy("works in the same town for an employer of the same family"),
    "same-country": gettext_lazy("lives in the applicant's country"),
}

KINDS: Final[Mapping[str, Kind]] = {
    INELIGIBLE: Kind(
        title=gettext_lazy("Ineligible"),
        facts=_ineligible,
        about=_file_page,
        decide=decide_ineligible,
        take_back=take_back_ineligible,
    ),
    EXTENSION: Kind(
        title=gettext_lazy("Submission after the deadline"),
        facts=_extension,
        about=_extension_page,
        decide=decide_extension,
        take_back=take_back_extension,
    ),
    LIFTING: Kind(
        title=gettext_lazy("Conflict of interest to lift"),
        facts=_lifting,
        about=_pair_page,
        decide=decide,
        take_back=take_back,
    ),
}

# Decided on pages of their own, which know what is kept from each reader; here they stand with their name only.
ELSEWHERE: Final[Mapping[str, Promise]] = {
    AWARD: gettext_lazy("Ranking lists"),
    APPEAL: gettext_lazy("Appeal"),
}


def titles() -> dict[str, Promise]:
    """Return what each kind of decision is called."""
    return {**{name: kind.title for name, kind in KINDS.items()}, **ELSEWHERE}


def named(proposals: QuerySet[Proposal]) -> list[tuple[Proposal, Promise | str]]:
    """Return proposals each with what its kind is called, or the kind itself where nobody has named it."""
    known = titles()
    return [(each, known.get(each.kind, each.kind)) for each in proposals]


def readable(proposals: QuerySet[Proposal], kept: Collection[str]) -> QuerySet[Proposal]:
    """Return the proposals without those about applications that the reader keeps away from, by reference.

    An appeal tells of the list in which its application stands, so whoever keeps away from any sees none here.
    """
    if not kept:
        return proposals
    own = sorted(kept)
    # Facts that a kind does not name are kept beside those it names: what is absent excludes nothing.
    about_own = Q(facts__has_key="reference", facts__reference__in=own)
    lifted_own = Q(facts__has_key="application", facts__application__in=own)
    return proposals.exclude(about_own).exclude(lifted_own).exclude(kind=APPEAL)


def is_about_training(proposal: Proposal) -> bool:
    """Whether a proposal is about an application of a training round."""
    reference = proposal.facts.get("reference") or proposal.facts.get("application")
    about = Application.objects.filter(agency=proposal.agency, reference=reference, round__years_later__gt=0)
    return bool(reference) and about.exists()


def page_of(proposal: Proposal) -> str | None:
    """Return the address of the page on which a proposal is decided; None where that is the page of decisions."""
    if proposal.kind not in ELSEWHERE:
        return None
    parts = {"agency": proposal.agency, "number": proposal.facts["round"]}
    if proposal.kind == AWARD:
        return reverse("agency:selection_round", kwargs=parts)
    return reverse("agency:selection_appeal", kwargs={**parts, "reference": proposal.facts["reference"]})
