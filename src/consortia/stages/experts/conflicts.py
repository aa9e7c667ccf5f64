"""The conflicts of interest of a round: found, lifted in four eyes, or standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from consortia.analysis.conflicts import Candidate, Conflict, conflicts_of, open_conflicts
from consortia.stages.agencies.models import Proposal
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Expert
from consortia.stages.experts.snapshots import candidates_from, cases_from, parts_in_round, past_of
from consortia.stages.partnering.joined import Joined, joined_records

LIFTING: Final = "lift-conflict"
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """All ties of experts (by id) to the applications (by reference) that an agency received in a round."""

    applications: tuple[str, ...]
    found: Mapping[Pair, tuple[Conflict, ...]]
    lifted: Mapping[Pair, frozenset[str]] = field(default_factory=dict)

    def of(self, expert: str, application: str) -> tuple[Conflict, ...]:
        """Return every tie of a pair, lifted or not."""
        return self.found.get((expert, application), ())

    def standing(self, expert: str, application: str) -> tuple[Conflict, ...]:
        """Return the ties that close a pair."""
        return open_conflicts(self.of(expert, application), self.lifted.get((expert, application), ()))


def conflicts_in(agency: str, round_: Round, experts: Sequence[Expert]) -> Conflicts:
    """Return the ties of experts, read with person and employer, to all applications of a round; eight queries."""
    joined = joined_records()
    return _between(agency, round_, candidates_from(experts, joined), joined)


def conflicts_of_stranger(agency: str, round_: Round, candidate: Candidate) -> Conflicts:
    """Return the ties of somebody who is no expert here yet, as far as their details tell."""
    return _between(agency, round_, (candidate,), joined_records())


def lifting_subject(expert: str, application: str) -> str:
    """Return how a proposal to lift the ties of a pair names it."""
    return f"{application}:{expert}"


def _between(agency: str, round_: Round, candidates: Sequence[Candidate], joined: Joined) -> Conflicts:
    parts = parts_in_round(round_)
    cases = cases_from(agency, round_, parts, joined)
    found = conflicts_of(candidates, cases, past_of(agency, candidates, parts, joined))
    return Conflicts(
        applications=tuple(case.id for case in cases),
        found=found,
        lifted=_lifted(agency, found),
    )


def _lifted(agency: str, pairs: Iterable[Pair]) -> dict[Pair, frozenset[str]]:
    approved = Proposal.objects.filter(agency=agency, kind=LIFTING, outcome=Proposal.Outcome.APPROVED)
    kinds: dict[str, set[str]] = {}
    for subject, facts in approved.values_list("subject", "facts"):
        kinds.setdefault(subject, set()).update(facts["kinds"])
    return {
        (expert, application): frozenset(kinds[lifting_subject(expert, application)])
        for expert, application in pairs
        if lifting_subject(expert, application) in kinds
    }
