"""What a plan is reckoned from, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from consortia.analysis.assignment.demands import Demand
from consortia.analysis.fit import Brief, Expertise

# An expert and an application, by their ids.
Pair: TypeAlias = tuple[str, str]
Mask: TypeAlias = Literal["conflict", "country", "language", "field", "away", "forbidden"]
MASKS: Final[tuple[Mask, ...]] = ("conflict", "country", "language", "field", "away", "forbidden")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An application: how many experts it needs, whether one of them comes from outside, and what they must read."""

    brief: Brief
    needs: int
    external: bool
    language: str

    @property
    def id(self) -> str:
        """Its reference."""
        return self.brief.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An expert who accepted and declared: how many applications they take, and for whom they work."""

    expertise: Expertise
    load: int
    employer: str
    external: bool
    languages: frozenset[str]
    away: bool = False

    @property
    def id(self) -> str:
        """The number of the engagement."""
        return self.expertise.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """That nobody can count on a pair: none that is not pinned is likelier than `most`, and `seed` draws the plan."""

    most: Fraction
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInputs:
    """Everything that a plan depends on; pairs are expert first.

    `kept` are pairs that change only if they must; with a `chance` the plan is drawn instead.
    """

    applications: tuple[Asked, ...]
    experts: tuple[Ready, ...]
    conflicts: frozenset[Pair] = frozenset()
    same_country: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    pinned: frozenset[Pair] = frozenset()
    kept: frozenset[Pair] = frozenset()
    chance: Chance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPair:
    """An expert for an application, the score of their fit and what it rests on.

    `chance` says, from 0 to 1, how likely a draw was to put the two together; `None` where nothing was drawn.
    """

    application: str
    expert: str
    score: int
    words: tuple[str, ...]
    priorities: tuple[str, ...]
    pinned: bool
    kept: bool
    chance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """An application that stays short, and the fewest demands that contradict each other, where some were found.

    `barred_alone` says by mask how many experts could have it were that one demand given up.
    """

    application: str
    missing: int
    demands: tuple[Demand, ...]
    room: int
    barred_alone: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is known of a draw before it: the total to be expected, and the highest chance of a pair not pinned.

    `best` is the highest total without chance; `held_back` are the applications that could have all their experts then.
    """

    expected: float
    likeliest: float
    best: int
    held_back: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """The plan: pairs, who stays short, the total and the worst-off application, each with what is proven of it.

    Of a plan that was `drawn`, `bound` is the highest total of a plan without chance.
    """

    status: Literal["optimal", "feasible", "infeasible"]
    pairs: tuple[PlannedPair, ...]
    unserved: tuple[Unserved, ...]
    total: int
    bound: int
    worst_off: int | None
    worst_off_bound: int | None
    scores_sha256: str = field(default="")
    drawn: Drawn | None = None
