"""Every assignment there is, one by one: slow, and with nothing of the solver in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st

Assigned = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """A round small enough to try everything."""

    needs: Mapping[str, int]
    loads: Mapping[str, int]
    scores: Mapping[tuple[str, str], Decimal]

    def total(self, assigned: Assigned) -> Decimal:
        return sum((self.scores[of, by] for of, experts in assigned.items() for by in experts), Decimal(0))

    def lowest(self, assigned: Assigned) -> Decimal | None:
        """The smallest sum among the applications that got all they need."""
        served = [of for of, need in self.needs.items() if need and len(assigned[of]) == need]
        return min((sum((self.scores[of, by] for by in assigned[of]), Decimal(0)) for of in served), default=None)


def every_fullest(small: Small) -> list[Assigned]:
    """All assignments that fill as many places as any does."""
    found = list(_from(small, list(small.needs), dict(small.loads)))
    most = max(places(each) for each in found)
    return [each for each in found if places(each) == most]


def places(assigned: Assigned) -> int:
    return sum(len(experts) for experts in assigned.values())


def pattern(assigned: Assigned) -> dict[str, int]:
    """How many experts each application has."""
    return {of: len(experts) for of, experts in assigned.items()}


def _from(small: Small, left: list[str], loads: dict[str, int]) -> Iterator[Assigned]:
    if not left:
        yield {}
        return
    of, *others = left
    allowed = [by for by in small.loads if (of, by) in small.scores and loads[by] > 0]
    for number in range(min(small.needs[of], len(allowed)) + 1):
        for experts in combinations(allowed, number):
            after = {by: load - (by in experts) for by, load in loads.items()}
            for rest in _from(small, others, after):
                yield {of: experts, **rest}


@st.composite
def small_rounds(draw: st.DrawFn, *, loads: tuple[int, int] = (0, 3), decimals: int = 2) -> Small:
    applications = [f"a{number}" for number in range(draw(st.integers(1, 4)))]
    experts = [f"e{number}" for number in range(draw(st.integers(1, 4)))]
    score = st.one_of(
        st.integers(-2, 3).map(Decimal),
        st.integers(-(3 * 10**decimals), 9 * 10**decimals).map(lambda whole: Decimal(whole).scaleb(-decimals)),
    )
    pairs = [(of, by) for of in applications for by in experts]
    return Small(
        needs={of: draw(st.integers(0, 3)) for of in applications},
        loads={by: draw(st.integers(*loads)) for by in experts},
        scores={pair: draw(score) for pair in pairs if draw(st.integers(0, 4))},
    )
