"""Why an application stays short of experts, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from consortia.analysis.assignment import Contradiction, Problem, Request, any_contradiction, blocking, contradiction_of
from consortia.analysis.assignment.demands import NEVER
from consortia.analysis.assignment.values import Truth
from consortia.cli.printing import counted

MOST_NAMED = 12


class Reasons:
    """The reasons in one assignment, given which applications are served in full."""

    def __init__(self, problem: Problem, served: Truth) -> None:
        self._problem = problem
        self._served = served
        self._among_all = ""
        self._told: list[tuple[str, Truth, str]] = []

    def of(self, application: str) -> str:
        """Return why this application stays short."""
        if self._too_few(application):
            return self._in_words(application, self._contradiction(application, self._only(application)))
        blocked = blocking(self._problem, application, self._served)
        if blocked is None:
            return f"the experts it could have are with others that stay short as well: {self._of_all(application)}"
        others = blocked & self._served
        for first, same, told in self._told:
            if others.any() and not (others & ~same).any():
                return f"the applications told of for {first} stand in its way too: {told}"
        found = self._contradiction(application, blocked)
        # Told again for another application, "it" would mean that one.
        self._told.append((application, others, self._in_words("", found)))
        return self._in_words(application, found)

    def _only(self, application: str) -> Truth:
        rows: Truth = np.arange(len(self._problem.applications)) == self._problem.applications.index(application)
        return rows

    def _too_few(self, application: str) -> bool:
        """Whether fewer experts are allowed for an application than it needs, whatever others have."""
        only = self._only(application)
        return bool(only[self._problem.of].sum() < self._problem.needs[only].sum())

    def _of_all(self, application: str) -> str:
        """What contradicts itself among all applications, whoever of them stays short."""
        if not self._among_all:
            rows = blocking(self._problem, application, self._problem.needs > 0)
            assert rows is not None  # noqa: S101  # some stay short; this is for the type checker
            found = any_contradiction(_request_of(self._problem, rows))
            assert found is not None  # noqa: S101  # as above
            self._among_all = self._in_words("", found)
        return self._among_all

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
