"""How long ranking takes: 10 000 applications in several envelopes, in the process and from the command line.

Usage: python benchmarks/ranking.py [--applications 10000]. Beside ranking stand two bounds on the same rows in the same
run: a sort of tuples with a running sum in plain Python, and a lexsort with a cumulative sum in numpy. Both award the
same applications (that is checked) but give no positions, outcomes or reasons. In the process: medians of processor
time; commands: wall time, beside a command that only starts. The applications are made up from a fixed seed.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np

from consortia.core.call import CallDefinition
from consortia.core.ranking import Assessed, Declined, Envelope, rank_applications
from consortia.core.ranking.package import Selected, pack, package_bytes, rules_of
from consortia.core.ranking.replaying import replay
from consortia.core.values import euros
from consortia.rulebook import load_calls
from consortia.rulebook.wording import say

CALL = "erasmus-2016-ka2-strategic-partnerships"
ENVELOPES = ("AE", "HE", "SCH", "VET", "YOUTH")
FUNDED = Decimal("0.25")
TIMES = 5


def made_up(call: CallDefinition, number: int) -> tuple[list[Assessed], list[Envelope]]:
    """Return so many applications, and envelopes that pay for about a quarter of what is asked for."""
    dice = random.Random(2016)
    applications = [
        Assessed(
            application=f"2016-{code:05}",
            envelope=dice.choice(ENVELOPES),
            requested=euros(dice.randint(40_000, 450_000)),
            points={
                each.code: Decimal(min(each.maximum, round(dice.gauss(0.7, 0.12) * each.maximum)))
                for each in call.criteria
            },
        )
        for code in range(number)
    ]
    asked: dict[str, Decimal] = defaultdict(Decimal)
    for each in applications:
        asked[each.envelope] += each.requested.amount
    return applications, [Envelope(code=code, amount=euros(int(asked[code] * FUNDED))) for code in ENVELOPES]


def plain_sort(call: CallDefinition, applications: Sequence[Assessed], envelopes: Sequence[Envelope]) -> set[str]:
    """Return the awarded applications by a sort of tuples and a running sum, equals together."""
    award, rules = rules_of(call)
    awarded: set[str] = set()
    for envelope in envelopes:
        rows = sorted(
            ((each.total, *(each.points[code] for code in rules.ties)), each.application, each.requested.amount)
            for each in applications
            if each.envelope == envelope.code
            and each.total >= award.threshold_total
            and all(each.points[criterion.code] >= criterion.threshold for criterion in award.criteria)
        )[::-1]
        left, at = envelope.amount.amount, 0
        while at < len(rows):
            equals = [row for row in rows[at : at + 50] if row[0] == rows[at][0]]
            left -= sum(row[2] for row in equals)
            if left < 0:
                break
            awarded |= {row[1] for row in equals}
            at += len(equals)
    return awarded


def numpy_sort(call: CallDefinition, applications: Sequence[Assessed], envelopes: Sequence[Envelope]) -> set[str]:
    """Return the awarded applications by a lexsort and a cumulative sum, equals together."""
    award, rules = rules_of(call)
    codes = [each.code for each in award.criteria]
    points = np.array([[int(each.points[code]) for code in codes] for each in applications])
    money = np.array([int(each.requested.amount) for each in applications])
    fields = np.array([each.envelope for each in applications])
    names = np.array([each.application for each in applications])
    passes = (points.sum(1) >= award.threshold_total) & (points >= [each.threshold for each in award.criteria]).all(1)
    keys = np.column_stack([points.sum(1), *(points[:, codes.index(code)] for code in rules.ties)])
    awarded: set[str] = set()
    for envelope in envelopes:
        there = np.flatnonzero(passes & (fields == envelope.code))
        order = there[np.lexsort(-keys[there][:, ::-1].T)]
        ends = np.append((keys[order][1:] != keys[order][:-1]).any(1), True).nonzero()[0]
        fits = money[order].cumsum()[ends] <= int(envelope.amount.amount)
        last = ends[fits.argmin() - 1] if not fits.all() else ends[-1]
        awarded |= set(names[order[: last + 1 if fits[0] else 0]].tolist())
    return awarded


def median_ms(act: Callable[[], object]) -> float:
    """Return the median processor time of an action in milliseconds."""
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def in_process(call: CallDefinition, applications: Sequence[Assessed], envelopes: Sequence[Envelope]) -> None:
    """Print what ranking costs in the process, beside the two bounds."""
    award, rules = rules_of(call)
    ranked = rank_applications(award, rules, applications, envelopes=envelopes)
    awarded = {each.application for each in ranked if each.outcome == "awarded"}
    assert awarded == plain_sort(call, applications, envelopes) == numpy_sort(call, applications, envelopes)
    events = [Declined(application=each) for each in sorted(awarded)[::10]]
    selected = Selected(applications=tuple(applications), envelopes=tuple(envelopes), about={})
    package = json.loads(package_bytes(pack(call, selected)))
    rows: list[tuple[str, Callable[[], object]]] = [
        ("rank, with a reason each", lambda: rank_applications(award, rules, applications, envelopes=envelopes)),
        (
            f"the same after {len(events)} declines",
            lambda: rank_applications(award, rules, applications, envelopes=envelopes, events=events),
        ),
        ("the reasons in words", lambda: [say(each.reason) for each in ranked]),
        ("make a package", lambda: package_bytes(pack(call, selected))),
        ("replay a package", lambda: replay(package, call)),
        ("bound: plain Python sort and sum", lambda: plain_sort(call, applications, envelopes)),
        ("bound: numpy lexsort and cumsum", lambda: numpy_sort(call, applications, envelopes)),
    ]
    print(
        f"{len(ranked):,} applications, {len(envelopes)} envelopes, {len(awarded):,} awarded; the bounds award the same"
    )
    for name, act in rows:
        print(f"  {name:<38}{median_ms(act):9.0f} ms")


def from_the_command_line(applications: Sequence[Assessed], envelopes: Sequence[Envelope]) -> None:
    """Print how long the whole command takes, beside one that only starts and reads the call."""
    with tempfile.TemporaryDirectory() as folder:
        scores, money = Path(folder) / "scores.csv", Path(folder) / "envelopes.csv"
        with scores.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["application", "envelope", "requested", *applications[0].points])
            writer.writerows(
                [each.application, each.envelope, each.requested, *each.points.values()] for each in applications
            )
        money.write_text(
            "envelope,amount\n" + "".join(f"{each.code},{each.amount}\n" for each in envelopes), encoding="utf-8"
        )
        rank, ranked = _run("rank", str(scores), "--call", CALL, "--envelopes", str(money), "--format", "json")
        assert len(json.loads(ranked)["ranking"]) == len(applications)
        start, _ = _run("calls")
    print(f"  {'consortia rank --format json':<38}{rank:9.2f} s")
    print(f"  {'consortia calls, which only reads calls':<38}{start:9.2f} s")


def _run(*words: str) -> tuple[float, bytes]:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "consortia", *words], capture_output=True, check=True)
    return time.perf_counter() - began, done.stdout


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applications", type=int, default=10_000)
    call = load_calls()[CALL]
    applications, envelopes = made_up(call, parser.parse_args().applications)
    in_process(call, applications, envelopes)
    from_the_command_line(applications, envelopes)


if __name__ == "__main__":
    main()
