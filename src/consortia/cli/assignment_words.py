"""Why an application stays short of experts, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from consortia.analysis.assignment import Contradiction, Problem, Request, any_contradiction, blocking, contradiction_of
from consortia.analysis.assignment.demands import NEVER
from consortia.analysis.assignment.network import fill_most, network_of
from consortia.analysis.assignment.values import Truth
from consortia.cli.printing import counted

MOST_NAMED = 12
# Of more applications that lack several experts, the fewest demands that contradict each other take minutes to find,
# and nobody would read them: then the sums are told.
MOST_SHRUNK = 200


class Reasons:
    """The reasons in one assignment, given which applications it serves in full."""

    def __init__(self, problem: Problem, chosen: Truth) -> None:
        self._problem = problem
        self._served: Truth = (problem.needs > 0) & (problem.filled(chosen) == problem.needs)
        # What experts could still take if only those served in full had theirs.
        self._free = problem.loads - problem.taken(chosen & self._served[problem.of])
        allowed = np.bincount(problem.of, minlength=len(problem.applications))
        self._too_few: Truth = allowed < problem.needs
        self._told: list[tuple[str, Truth, str]] = []
        self._told_of_all: list[tuple[Truth, str]] = []

    def of(self, application: str) -> str:
        """Return why this application stays short."""
        place = self._problem.applications.index(application)
        if self._too_few[place]:
            only: Truth = np.arange(len(self._served)) == place
            return self._in_words(application, self._contradiction(application, only))
        blocked = None if self._has_room(place) else blocking(self._problem, application, self._served)
        if blocked is None:
            return f"the experts it could have are with others that stay short as well: {self._of_all(application)}"
        others = blocked & self._served
        for first, same, told in self._told:
            if others.any() and not (others & ~same).any():
                return f"the applications told of for {first} stand in its way too: {told}"
        if self._lacking(blocked) > 1 and blocked.sum() > MOST_SHRUNK:
            self._told.append((application, others, self._in_sums(blocked)))
            return self._told[-1][2]
        found = self._contradiction(application, blocked)
        # Told again for another application, "it" would mean that one.
        self._told.append((application, others, self._in_words("", found)))
        return self._in_words(application, found)

    def _has_room(self, place: int) -> bool:
        """Whether an application could have its experts beside all that are served: surely so, found without a flow."""
        free = self._free[self._problem.by[self._problem.of == place]] > 0
        return bool(free.sum() >= self._problem.needs[place])

    def _of_all(self, application: str) -> str:
        """What contradicts itself among the applications that hang together with this one, whoever stays short."""
        place = self._problem.applications.index(application)
        for rows, told in self._told_of_all:
            if rows[place]:
                return told
        rows = self._connected(application)
        # Who has too few by itself is told so; here it would only hide what the others contend for.
        enough: Truth = rows & ~self._too_few
        lacking = self._lacking(enough)
        told = (
            self._in_sums(enough)
            if lacking > 1 and enough.sum() > MOST_SHRUNK
            else self._any_in_words(enough if lacking else rows)
        )
        self._told_of_all.append((rows, told))
        return told

    def _any_in_words(self, rows: Truth) -> str:
        found = any_contradiction(_request_of(self._problem, rows))
        assert found is not None  # noqa: S101  # some stay short; this is for the type checker
        return self._in_words("", found)

    def _lacking(self, rows: Truth) -> int:
        """How many places stay empty when only these applications ask."""
        network = network_of(self._problem, needs=np.where(rows, self._problem.needs, 0))
        filled = int(fill_most(network)[: len(network.free)].sum())
        return int(self._problem.needs[rows].sum()) - filled

    def _in_sums(self, rows: Truth) -> str:
        number, wanted = int(rows.sum()), int(self._problem.needs[rows].sum())
        places = counted(wanted, "expert")
        return (
            f"{number} applications that contend for the same experts together need {places} "
            f"and can have at most {wanted - self._lacking(rows)}"
        )

    def _connected(self, application: str) -> Truth:
        """The applications that contend for experts with this one, by way of others as well."""
        problem = self._problem
        blocked = blocking(problem, application, problem.needs > 0)
        assert blocked is not None  # noqa: S101  # some stay short; this is for the type checker
        inside = blocked[problem.of]
        nodes = len(problem.applications) + len(problem.experts)
        ends = (problem.of[inside], len(problem.applications) + problem.by[inside])
        links = sparse.coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(nodes, nodes))
        _, labels = csgraph.connected_components(links, directed=False)
        same: Truth = labels[: len(problem.applications)] == labels[problem.applications.index(application)]
        return blocked & same

    def _contradiction(self, application: str, blocked: Truth) -> Contradiction:
        problem = self._problem
        names = [each for place, each in enumerate(problem.applications) if blocked[place]]
        found = contradiction_of(_request_of(problem, blocked), application, names)
        assert found is not None  # noqa: S101  # they block each other; this is for the type checker
        return found

    def _in_words(self, application: str, found: Contradiction) -> str:
        needing = [each.application for each in found.demands if each.kind == "need"]
        full = [each.expert for each in found.demands if each.kind == "load"]
        places = counted(found.places, "expert")
        who = "it" if needing == [application] else _named(needing)
        needs = "need" if len(needing) > 1 else "needs"
        if not full:
            return f"{who} {needs} {places}, and {self._allowed(needing[0])}"
        loads = _named([f"{each} takes at most {self._load(each)}" for each in full])
        together = "together " if len(needing) > 1 else ""
        allowed = f"of those allowed for {'them' if len(needing) > 1 else 'it'}, {loads}"
        return (
            f"{who} {together}{needs} {places} and can have at most {found.room}: {allowed}. "
            "Without one of these demands the rest can be met"
        )

    def _allowed(self, application: str) -> str:
        problem = self._problem
        by = problem.by[problem.of == problem.applications.index(application)]
        names = [problem.experts[each] for each in by]
        if not names:
            return "no expert is allowed for it"
        return f"only {counted(len(names), 'expert is', 'experts are')} allowed for it: {_named(names)}"

    def _load(self, expert: str) -> int:
        return int(self._problem.loads[self._problem.experts.index(expert)])


def _named(names: Sequence[str]) -> str:
    """Names as a list in a sentence; of many only the first."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _request_of(problem: Problem, rows: Truth) -> Request:
    """Some applications as demands: needs and loads can be taken away, pairs that are not listed stay impossible."""
    names = tuple(each for place, each in enumerate(problem.applications) if rows[place])
    shape = (len(names), len(problem.experts))
    row = np.cumsum(rows) - 1
    inside = rows[problem.of]
    barred = np.full(shape, NEVER, dtype=np.uint32)
    barred[row[problem.of[inside]], problem.by[inside]] = 0
    return Request(
        applications=names,
        needs=problem.needs[rows],
        experts=problem.experts,
        loads=problem.loads,
        score=np.zeros(shape, dtype=np.int64),
        barred=barred,
    )
