"""How long assigning experts takes, what it costs in memory, and how good it is: beside HiGHS and scipy's milp.

Usage: python -m benchmarks.assignment [--large] [folder of data]. Made-up rounds (two experts an application, room for
a third more, `benchmarks/rounds.py` says how) and one nearly full; real matrices of conferences (three an application).
Every way gets the same whole-number scores and allowed pairs, in a process of its own after a small warm-up. Seconds
are processor time; memory is the peak above what the loaded problem takes. Objective and worst-off as the problem
counts them. "proven": the bound is reached. openreview-matcher is in no registry: its figures at the end are quoted.
"""

from __future__ import annotations

import csv
import ctypes
import gzip
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from scipy import optimize, sparse

from benchmarks.rounds import made_up
from consortia.analysis.assignment import (
    Problem,
    any_contradiction,
    assign,
    draw,
    lottery_of,
    problem_of,
    reasons_of,
    repair,
)
from consortia.analysis.assignment.checking import faults_of

DROPPED = 20
# HiGHS and milp take minutes beyond this.
MOST_FOR_PEERS = 600_000
Answer = Mapping[str, Any]

QUOTED = """
Quoted, measured on 23 November 2026 on other made-up rounds of the same kind, wall seconds (not run here):
  openreview MinMax (best total)      500 x 500 1.08 s 74 MB   2000 x 1000 38.7 s 276 MB   5000 x 2000 325 s 1104 MB
  openreview FairFlow (worst-off)     500 x 500 9.3 s          2000 x 1000 73 s            5000 x 2000 229 s
  openreview Randomized, pairs <= .5  500 x 500 3.3 s          2000 x 1000 69.2 s
  FairFlow's total is 5 to 7 % below the best one at the same worst-off application (MIDL 187 653 of 201 879)."""


def main() -> None:
    large = "--large" in sys.argv
    words = [each for each in sys.argv[1:] if not each.startswith("--")]
    folder = Path(words[0]) if words else Path("../shared/data")
    sizes = [(5000, 2000, 1.35)] if large else [(500, 500, 1.35), (2000, 1000, 1.35), (1990, 1000, 0.99)]
    for applications, experts, slack in sizes:
        report(f"{applications} x {experts}", made_up(applications, experts, slack=slack).problem)
    if large:
        return
    for title, problem in real(folder / "reviewer-assignment-matrices"):
        report(title, problem)
    around(made_up(2000, 1000).problem)
    contradiction()
    print(QUOTED)


def report(title: str, problem: Problem) -> None:
    share = len(problem.of) / (len(problem.applications) * len(problem.experts))
    filled = problem.needs.sum() / problem.loads.sum()
    print(f"\n{title}: {len(problem.of)} pairs allowed ({share:.0%}), {filled:.0%} of the loads needed")
    print(f"{'':34} {'seconds':>8} {'MB':>6} {'objective':>14} {'worst-off':>10}")
    for name, way in WAYS.items():
        if way in {highs, milp} and len(problem.of) > MOST_FOR_PEERS:
            print(f"{name:34} left out: takes minutes at this size")
            continue
        told = apart(way, problem)
        if "why" in told:
            print(f"{name:34} left out: {told['why']}")
            continue
        figures = f"{told['seconds']:8.2f} {told['memory']:6.0f} {told['total']:14} {told['worst']:10}"
        print(f"{name:34} {figures} {told['note']}", flush=True)


def apart(way: Callable[[Problem], tuple[np.ndarray, str]], problem: Problem) -> Answer:
    """Run a way in a process of its own, so that one's memory and imports do not count for another."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_measured, args=(way, problem, theirs))
    child.start()
    told: Answer = ours.recv()
    child.join()
    return told


def _measured(way: Callable[[Problem], tuple[np.ndarray, str]], problem: Problem, told: Any) -> None:
    try:
        way(warm_up())
    except ImportError as error:
        told.send({"why": f"{error.name} is not installed"})
        return
    # Memory that earlier work gave back must not be had for nothing.
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    before, began = memory("VmRSS"), time.process_time()
    chosen, note = way(problem)
    seconds = time.process_time() - began
    assert faults_of(problem, chosen) == []
    assert chosen.sum() == problem.needs.sum()
    worst = int(problem.sums(chosen)[problem.needs > 0].min())
    peak = memory("VmHWM") - before
    told.send({"seconds": seconds, "memory": peak, "total": problem.total(chosen), "worst": worst, "note": note})


def warm_up() -> Problem:
    pairs = {(f"a{a}", f"e{e}"): Decimal(a * e % 7) for a in range(9) for e in range(9)}
    return problem_of({f"a{each}": 2 for each in range(9)}, {f"e{each}": 3 for each in range(9)}, pairs)


def memory(key: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(key))


def our_total(problem: Problem) -> tuple[np.ndarray, str]:
    found = assign(problem, "total")
    return found.chosen, "proven" if found.status == "optimal" else f"at most {found.bound}"


def our_worst_off(problem: Problem) -> tuple[np.ndarray, str]:
    found = assign(problem, "worst-off")
    unproven = f"worst-off at most {found.worst_off_bound}, total at most {found.bound}"
    return found.chosen, "proven" if found.status == "optimal" else unproven


def highs(problem: Problem) -> tuple[np.ndarray, str]:
    """HiGHS' simplex on the linear programme, whose corners are whole."""
    import highspy

    places, loads = rows_of(problem)
    columns = sparse.vstack([places, loads], format="csc")
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = columns.shape[1], columns.shape[0]
    programme.col_cost_ = -problem.score.astype(np.float64)
    programme.col_lower_, programme.col_upper_ = np.zeros(columns.shape[1]), np.ones(columns.shape[1])
    programme.row_lower_ = np.concatenate([problem.needs, np.zeros(len(problem.loads))]).astype(np.float64)
    programme.row_upper_ = np.concatenate([problem.needs, problem.loads]).astype(np.float64)
    programme.a_matrix_.start_, programme.a_matrix_.index_ = columns.indptr, columns.indices
    programme.a_matrix_.value_ = columns.data
    with quiet():
        solver = highspy.Highs()
        solver.silent()
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("threads", 1)
    solver.passModel(programme)
    solver.run()
    return np.array(solver.getSolution().col_value) > 0.5, ""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what a library prints by itself out of the table."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def milp(problem: Problem) -> tuple[np.ndarray, str]:
    places, loads = rows_of(problem)
    found = optimize.milp(
        -problem.score.astype(np.float64),
        integrality=np.ones(len(problem.of)),
        bounds=optimize.Bounds(0, 1),
        constraints=[
            optimize.LinearConstraint(places, problem.needs, problem.needs),
            optimize.LinearConstraint(loads, 0, problem.loads),
        ],
        options={"mip_rel_gap": 0},
    )
    return found.x > 0.5, ""


def rows_of(problem: Problem) -> tuple[Any, Any]:
    every, ones = np.arange(len(problem.of)), np.ones(len(problem.of))
    return (
        sparse.csr_matrix((ones, (problem.of, every)), shape=(len(problem.needs), len(every))),
        sparse.csr_matrix((ones, (problem.by, every)), shape=(len(problem.loads), len(every))),
    )


WAYS: Mapping[str, Callable[[Problem], tuple[np.ndarray, str]]] = {
    "consortia, best total": our_total,
    "consortia, worst-off first": our_worst_off,
    "HiGHS simplex, best total": highs,
    "scipy.optimize.milp, best total": milp,
}


def real(folder: Path) -> Iterator[tuple[str, Problem]]:
    """Real matrices, three experts an application; conflicts are pairs that are not allowed."""
    for name, conflicts, load in (
        ("midl2018_scores", "", 4),
        ("preflib1_bids", "preflib1_bids_conflicts", 6),
        ("preflib3_bids", "preflib3_bids_conflicts", 4),
        ("sigir_multitopic", "", 2),
    ):
        if not (folder / f"{name}.csv.gz").is_file():
            print(f"\n{name}: skipped, {folder / name}.csv.gz is not there")
            continue
        scores = matrix(folder / f"{name}.csv.gz")
        barred = matrix(folder / f"{conflicts}.csv.gz") if conflicts else np.zeros(scores.shape)
        yield name, conference(scores, allowed=(scores.astype(float) > -1) & (barred.astype(float) == 0), load=load)


def matrix(path: Path) -> np.ndarray:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return np.array(list(csv.reader(file)))


def conference(scores: np.ndarray, *, allowed: np.ndarray, load: int) -> Problem:
    pairs = {(f"a{a:03}", f"e{e:03}"): Decimal(scores[e, a]) for e, a in zip(*np.nonzero(allowed), strict=True)}
    needs = {f"a{a:03}": 3 for a in range(scores.shape[1])}
    return problem_of(needs, {f"e{e:03}": load for e in range(scores.shape[0])}, pairs)


def around(problem: Problem) -> None:
    """What else is asked of an assignment, at 2000 x 1000."""
    print(f"\nAround it, at {len(problem.applications)} x {len(problem.experts)} (processor seconds)")
    solution = assign(problem, "total")
    timed("why each pair was taken", lambda: reasons_of(problem, solution.chosen))
    repairs(problem, solution.chosen)
    for title, most, spread in (
        ("no pair likelier than 1/2", Fraction(1, 2), Fraction(0)),
        ("spread 1/10", Fraction(1), Fraction(1, 10)),
        ("spread 1/5", Fraction(1), Fraction(1, 5)),
        ("spread 1/2", Fraction(1), Fraction(1, 2)),
    ):
        lottery = timed(
            f"lottery, {title}", lambda most=most, spread=spread: lottery_of(problem, most=most, spread=spread)
        )
        chances = lottery.chance / lottery.parts
        first = np.searchsorted(problem.of, np.arange(len(problem.applications)))
        likeliest = np.maximum.reduceat(chances, first).mean()
        share = float(lottery.expected / solution.total)
        print(
            f"    {share:.3f} of the best total; likeliest pair of an application {likeliest:.2f} on average, ", end=""
        )
        print(f"{int((chances > 0).sum())} pairs possible")
        timed("  a draw", lambda lottery=lottery: draw(lottery, 1))


def repairs(problem: Problem, chosen: np.ndarray) -> None:
    seconds, moved = [], []
    busy = np.argsort(-problem.taken(chosen), kind="stable")[:DROPPED]
    for expert in busy.tolist():
        loads = problem.loads.copy()
        loads[expert] = 0
        kept = chosen & (problem.by != expert)
        began = time.process_time()
        mended = repair(replace(problem, loads=loads), kept)
        seconds.append(time.process_time() - began)
        assert mended.missing.sum() == 0
        moved.append(len(mended.added) / int((chosen & (problem.by == expert)).sum()))
    print(
        f"  an expert drops out: {statistics.median(seconds) * 1000:.0f} ms (longest {max(seconds) * 1000:.0f} ms), ",
        end="",
    )
    print(f"at most {max(moved):.1f} new pairs for each that was lost")


def contradiction() -> None:
    round_ = made_up(500, 250, slack=0.7)
    found = timed(
        "a contradiction of 500 x 250 with loads for three in four", lambda: any_contradiction(round_.request)
    )
    print(f"    {len(found.demands)} demands, {found.places} places, room for {found.room}")


def timed(title: str, does: Callable[[], Any]) -> Any:
    began = time.process_time()
    found = does()
    print(f"  {title}: {time.process_time() - began:.2f} s")
    return found


if __name__ == "__main__":
    main()
