"""Demands that contradict each other, as few as can be: without any one of them the others can all be met.

A place stays empty where the experts whom some applications may have cannot take all the places that these need (Hall's
condition). The cut that stops the flow shows those applications and experts. What the contradiction does not need is
then taken away: where one place is missing, what is needed can be read from the flow; else it is tried (whole groups
first: Junker 2004, "QuickXplain").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from consortia.analysis.assignment.certifying import fills_all
from consortia.analysis.assignment.demands import Bits, Demand, Request, problem_for, rows_of
from consortia.analysis.assignment.network import (
    Network,
    NotNestedError,
    fill_most,
    leading_to_sink,
    network_of,
    reached,
)
from consortia.analysis.assignment.values import Problem, Truth, Whole

SIDES = frozenset({"two-employers", "one-external"})
Fits = Callable[[Sequence[Demand]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Demands that cannot all be met, though all but any one of them can.

    `places` is how many experts the applications among them need; `room` how many of these can be filled at most.
    """

    demands: tuple[Demand, ...]
    places: int
    room: int


def contradiction_of(request: Request, short: str, served: Sequence[str]) -> Contradiction | None:
    """Return why an application stays short of experts, beside those that are served in full.

    `None` where it could be served beside them: then others that stay short hold what it would need.
    """
    names = {*served, short}
    small = rows_of(request, [place for place, each in enumerate(request.applications) if each in names])
    demands = small.demands()
    return None if can_be_met(small, demands) else _shrunk(small, demands, short)


def any_contradiction(request: Request) -> Contradiction | None:
    """Return demands that contradict each other, `None` where all can be met."""
    demands = request.demands()
    if can_be_met(request, demands):
        return None
    rows = _first_rows_that_contradict(request)
    small = rows_of(request, rows)
    return _shrunk(small, small.demands())


def _first_rows_that_contradict(request: Request) -> list[int]:
    """The applications that one assignment serves, and as few of the others as contradict them."""
    every = list(range(len(request.applications)))
    problem = problem_for(request)
    try:
        network = network_of(problem)
    except NotNestedError:
        return every
    chosen = network.chosen(fill_most(network))
    short = problem.filled(chosen) < problem.needs
    order = [*np.flatnonzero(~short).tolist(), *np.flatnonzero(short).tolist()]
    enough, few = len(order), int((~short).sum())
    while few < enough:
        middle = (few + enough) // 2
        small = rows_of(request, order[:middle])
        if can_be_met(small, small.demands()):
            few = middle + 1
        else:
            enough = middle
    return order[:enough]


def blocking(problem: Problem, short: str, served: Truth) -> Truth | None:
    """Return the applications among those served that keep another one short, with it; `None` where none do.

    For a problem without pins, in one flow: what is left of the problem without the others contradicts itself still.
    """
    asked = served.copy()
    asked[problem.applications.index(short)] = True
    network = network_of(problem, needs=np.where(asked, problem.needs, 0))
    flows = fill_most(network)
    if _filled(network, flows) == int(problem.needs[asked].sum()):
        return None
    blocked: Truth = asked & reached(network, flows)[: len(asked)]
    return blocked


def can_be_met(request: Request, demands: Sequence[Demand]) -> bool:
    """Whether an assignment meets these demands."""
    problem = problem_for(request, demands)
    if _pins_too_many(problem):
        return False
    try:
        network = network_of(problem)
    except NotNestedError:
        return fills_all(problem)
    return _filled(network, fill_most(network)) == int(problem.needs.sum())


def smallest(background: Sequence[Demand], demands: Sequence[Demand], fits: Fits) -> list[Demand]:
    """Return the fewest of these demands, none of them to spare, that do not fit beside the background.

    Those that come first are kept by preference. `fits` must say no for all of them together.
    """
    if not fits(background):
        return []
    if len(demands) == 1:
        return list(demands)
    half = len(demands) // 2
    first, second = demands[:half], demands[half:]
    if not fits([*background, *first]):
        return smallest(background, first, fits)
    of_second = smallest([*background, *first], second, fits)
    return [*smallest([*background, *of_second], first, fits), *of_second]


def _shrunk(request: Request, demands: Sequence[Demand], short: str = "") -> Contradiction:
    """Take away what the contradiction does not need, and tell what is left."""

    def fits(kept: Sequence[Demand]) -> bool:
        return can_be_met(request, kept)

    kept, missing = _by_the_flow(request, demands, fits)
    if missing != 1 or any(each.kind in SIDES for each in kept):
        # Where a flow was read, no need can be spared; else that of the application itself is kept by preference.
        last = [each for each in kept if each.kind == "need" and (missing or each.application == short)]
        order = sorted((each for each in kept if each not in last), key=lambda each: (each.application != short, each))
        kept = [*last, *smallest(last, order, fits)]
    places = sum(int(request.needs[request.applications.index(e.application)]) for e in kept if e.kind == "need")
    return Contradiction(demands=tuple(sorted(kept)), places=places, room=_room(request, kept, places))


def _by_the_flow(request: Request, demands: Sequence[Demand], fits: Fits) -> tuple[Sequence[Demand], int]:
    """Take away what the flow shows not to be needed; say how many places are missing, 0 where no flow can show it.

    Where one place is missing and no side demand is left, nothing is to spare: without an application before the cut,
    or the load of an expert before it, the place could be filled along the path that leads there; and each mask left
    bars an expert from whom a path leads on. A side demand may stand in that path as well, so a mask may be to spare.
    """
    problem = problem_for(request, demands)
    try:
        network = network_of(problem)
    except NotNestedError:
        return demands, 0
    if problem.pinned.any():
        return demands, 0
    fewest = _fewest_applications(network)
    names = {each for place, each in enumerate(request.applications) if fewest[place]}
    needs = [each for each in demands if each.kind == "need" and each.application in names]
    asked = set(needs)
    sides = [each for each in demands if each.kind in SIDES and _need(each) in asked]
    rest = [each for each in demands if each.kind in {"load", "mask"}]
    sides = smallest([*needs, *rest], sides, fits) if fits([*needs, *rest]) else []
    return _without_idle_masks(request, [*needs, *sides], rest)


def _fewest_applications(network: Network) -> Truth:
    """Applications that cannot all be served, though all but any one of them can.

    Each is left out in turn, the last first, and stays out where the others are still too many. Where they are too many
    by one place, none of those before the cut can be left out.
    """
    from_source = np.flatnonzero(network.tail == network.source)
    asked = np.ones(len(from_source), dtype=np.bool_)
    missing, asked = _still_missing(network, asked)
    for place in np.flatnonzero(asked)[::-1].tolist():
        if missing == 1:
            break
        if not asked[place]:
            continue
        fewer = asked.copy()
        fewer[place] = False
        less, fewer = _still_missing(network, fewer)
        if less:
            missing, asked = less, fewer
    return asked


def _still_missing(network: Network, asked: Truth) -> tuple[int, Truth]:
    """How many places stay empty when only some applications ask, and which of these stand before the cut."""
    capacity = network.capacity.copy()
    capacity[np.flatnonzero(network.tail == network.source)[~asked]] = 0
    smaller = replace(network, capacity=capacity)
    flows = fill_most(smaller)
    wanted = int(capacity[network.tail == network.source].sum())
    before: Truth = asked & reached(smaller, flows)[: len(asked)]
    return wanted - int(flows[: len(network.free)].sum()), before


def _need(demand: Demand) -> Demand:
    return Demand(kind="need", application=demand.application)


def _without_idle_masks(request: Request, fixed: Sequence[Demand], rest: Sequence[Demand]) -> tuple[list[Demand], int]:
    """Leave out loads and masks before which nothing is held up, and count what is missing without them."""
    asked = set(fixed)
    masks = [each for each in rest if each.kind == "mask" and _need(each) in asked]
    network = network_of(problem_for(request, [*fixed, *masks, *(each for each in rest if each.kind == "load")]))
    before = reached(network, fill_most(network))[len(request.applications) :]
    full = {each for place, each in enumerate(request.experts) if before[place]}
    loads = [each for each in rest if each.kind == "load" and each.expert in full]
    network = network_of(problem_for(request, [*fixed, *masks, *loads]))
    network, spared = _without_spare_loads(network, [request.experts.index(each.expert) for each in loads])
    loads = [each for each in loads if request.experts.index(each.expert) not in spared]
    flows = fill_most(network)
    onward = leading_to_sink(network, flows)[len(request.applications) :][: len(request.experts)]
    idle = set(_idle(request, masks, onward))
    kept = [each for each in masks if each not in idle]
    missing = int(network.problem.needs.sum()) - _filled(network, flows)
    return [*fixed, *kept, *loads], missing


def _without_spare_loads(network: Network, experts: Sequence[int]) -> tuple[Network, set[int]]:
    """Let experts take everything, one after the other, where places stay empty even so; say which ones."""
    applications = len(network.problem.applications)
    into_sink = np.flatnonzero(network.head == network.sink)
    wanted = int(network.capacity[network.tail == network.source].sum())
    missing = wanted - _filled(network, fill_most(network))
    spared: set[int] = set()
    for expert in experts if missing > 1 else ():
        capacity = network.capacity.copy()
        capacity[into_sink[expert]] = applications
        wider = replace(network, capacity=capacity)
        if _filled(wider, fill_most(wider)) < wanted:
            network = wider
            spared.add(expert)
    return network, spared


def _idle(request: Request, masks: Sequence[Demand], onward: Truth) -> list[Demand]:
    """Masks that can go, one after the other, without letting an application reach an expert who leads onward."""
    found, open_bits = [], dict.fromkeys((each.application for each in masks), np.uint32(0))
    row = {each: place for place, each in enumerate(request.applications)}
    for demand in masks:
        bit = np.uint32(1 << request.masks.index(demand.mask))
        wider = open_bits[demand.application] | bit
        barred: Bits = request.barred[row[demand.application]]
        newly = ((barred & ~wider) == 0) & ((barred & ~open_bits[demand.application]) != 0)
        if not (newly & onward).any():
            open_bits[demand.application] = wider
            found.append(demand)
    return found


def _room(request: Request, demands: Sequence[Demand], places: int) -> int:
    """How many of the places can be filled; where no network can count them, one less than are needed."""
    problem = problem_for(request, demands)
    try:
        network = network_of(problem)
    except NotNestedError:
        return places - 1
    return min(_filled(network, fill_most(network)), places)


def _filled(network: Network, flows: Whole) -> int:
    return int(flows[: len(network.free)].sum() + network.problem.pinned.sum())


def _pins_too_many(problem: Problem) -> bool:
    """Whether pinned pairs alone ask for more than an application needs, an expert takes, or a limit lets through."""
    over = (problem.filled(problem.pinned) > problem.needs).any() or (
        problem.taken(problem.pinned) > problem.loads
    ).any()
    return bool(over) or any(
        (np.bincount(limit.group[problem.pinned & (limit.group >= 0)], minlength=len(limit.most)) > limit.most).any()
        for limit in problem.limits
    )
