"""Why an application stays short of experts, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from consortia.analysis.assignment import Contradiction, Problem, Request, contradiction_of
from consortia.analysis.assignment.demands import NEVER
from consortia.cli.printing import counted

MOST_NAMED = 12


class Reasons:
    """The reasons in one assignment, given which applications are served in full."""

    def __init__(self, problem: Problem, served: Sequence[str]) -> None:
        self._problem = problem
        self._served = served
        self._request: Request | None = None

    def of(self, application: str) -> str:
        """Return why this application stays short."""
        if self._request is None:
            self._request = _request_of(self._problem)
        found = contradiction_of(self._request, application, self._served)
        if found is None:
            return (
                "its experts could be found beside all applications that are served in full, but other applications "
                "that stay short as well have them"
            )
        return self._in_words(application, found)

    def _in_words(self, application: str, found: Contradiction) -> str:
        needing = [each.application for each in found.demands if each.kind == "need"]
        full = [each.expert for each in found.demands if each.kind == "load"]
        places = counted(found.places, "expert")
        if needing == [application] and not full:
            return f"it needs {places}, and {self._allowed(application)}"
        who = "it needs" if needing == [application] else f"{_named(needing)} together need"
        loads = [f"{each} takes at most {self._load(each)}" for each in full]
        because = f": of those allowed for {_them(needing)}, {_named(loads)}" if loads else ""
        return f"{who} {places} and can have {found.room}{because}. Without one of these demands the rest can be met"

    def _allowed(self, application: str) -> str:
        problem = self._problem
        by = problem.by[problem.of == problem.applications.index(application)]
        names = [problem.experts[each] for each in by]
        if not names:
            return "no expert is allowed for it"
        return f"only {counted(len(names), 'expert is', 'experts are')} allowed for it: {_named(names)}"

    def _load(self, expert: str) -> int:
        return int(self._problem.loads[self._problem.experts.index(expert)])


def _them(needing: Sequence[str]) -> str:
    return "it" if len(needing) == 1 else "them"


def _named(names: Sequence[str]) -> str:
    """Names as a list in a sentence; of many only the first."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _request_of(problem: Problem) -> Request:
    """The problem as demands: needs and loads can be taken away, pairs that are not listed stay impossible."""
    shape = (len(problem.applications), len(problem.experts))
    barred = np.full(shape, NEVER, dtype=np.uint32)
    barred[problem.of, problem.by] = 0
    return Request(
        applications=problem.applications,
        needs=problem.needs,
        experts=problem.experts,
        loads=problem.loads,
        score=np.zeros(shape, dtype=np.int64),
        barred=barred,
    )
