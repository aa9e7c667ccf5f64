"""The shadow ranking: seconds, beside JAGS on the same model, and what it is worth where the truth is known.

OPENBLAS_NUM_THREADS=1 .venv/bin/python -m benchmarks.shadow_ranking
    [--panels FILE.csv] [--data ../shared/data] [--repeats 5] [--long]

1. Seconds for 2 000 and 10 000 applications with two experts each.
2. Beside `jags` (Debian package; left out where it is not there): the default model of ERforResearch (Heyard, Ott,
   Salanti, Egger 2022), as published, on panels of 15 applications and 5 experts. `--panels` names a CSV with panel,
   application, expert, points, such as the mock panels of that package; else panels are made up. JAGS runs as the
   package runs it (2 chains of 10 000 after 5 000), and once long (40 000) for the truth. `--long` adds a panel of 352
   applications (JAGS alone: many minutes). Ratios are of processor time, which other work on the machine changes least.
3. Made-up rounds with a known truth: how many of the truly best quarter are funded by plain means and by the shadow
   ranking's quality, and how often its 90 % intervals hold.
4. Two committees that judged the same submissions (ESA 2018): how well one tells the other's list.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from consortia.analysis.uncertainty import Assessment, Requested, Shadow, Spread, shadow_ranking

ROOT = Path(__file__).resolve().parent.parent
# True deviation of applications and noise, in points; then applications an expert, deviation of severity.
WORTH, NOISE = 10.0, 9.0
CELLS = ((4, 6.0), (8, 6.0), (20, 6.0), (8, 3.0), (8, 10.0), (8, 0.0))
# The prior that the ERforResearch model has: experts' habits with a deviation of a half, the others uniform up to two.
HABIT, BOUND = 0.5, 2.0
PANEL_DRAWS = 20_000
# Iterations: those the package asks for unless told otherwise, many more, and those thrown away first.
USUAL, LONG, WARM = 10_000, 40_000, 5_000
COMMITTEES = "panel-scores/esa2018_two_committees.csv"
# The model in words of our own: a mark is the middle, the worth of the work, the judge's view of just this work (around
# the judge's habit), and chance.
MODEL = """model {
  for (k in 1:marks) {
    mark[k] ~ dnorm(middle + worth[work[k]] + view[work[k], judge[k]], 1 / (chance * chance))
  }
  for (w in 1:works) {
    worth[w] ~ dnorm(0, 1 / (spread * spread))
    for (j in 1:judges) { view[w, j] ~ dnorm(habit[j], 1 / (taste * taste)) }
  }
  for (j in 1:judges) { habit[j] ~ dnorm(0, 1 / (0.5 * 0.5)) }
  place[1:works] <- rank(-worth[])
  chance ~ dunif(0.000001, 2)
  spread ~ dunif(0.000001, 2)
  taste ~ dunif(0.000001, 2)
}
"""


def main() -> None:
    options = _options()
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for applications, experts in ((2_000, 500), (10_000, 1_000)):
        report_seconds(applications, experts)
    report_jags(options)
    report_cells(options.repeats)
    report_committees(Path(options.data) / COMMITTEES)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=str(ROOT.parent / "shared" / "data"), help="folder with scores of panels")
    parser.add_argument("--panels", type=Path, help="CSV with panel, application, expert, points")
    parser.add_argument("--repeats", type=int, default=5, help="rounds made up for each kind")
    parser.add_argument("--long", action="store_true", help="add a panel of 352 applications")
    return parser.parse_args()


def made_up(
    applications: int, experts: int, severity: float, seed: int
) -> tuple[list[Assessment], dict[str, float], dict[str, float]]:
    """Return a round of two experts an application in whole points, with true quality and severity."""
    chance = random.Random(seed)
    quality = {f"a{at:05}": chance.gauss(65, WORTH) for at in range(applications)}
    severities = {f"e{at:04}": chance.gauss(0, severity) for at in range(experts)}
    turn: list[str] = []
    found = []
    for application, worth in quality.items():
        if len(turn) < 2:
            turn = [*turn, *chance.sample([each for each in severities if each not in turn], experts - len(turn))]
        for expert in turn[:2]:
            points = round(worth - severities[expert] + chance.gauss(0, NOISE))
            found.append(Assessment(application=application, expert=expert, points=points))
        turn = turn[2:]
    return found, quality, severities


def requests(names: Sequence[str], amount: float = 1.0) -> list[Requested]:
    return [Requested(application=name, envelope="all", amount=amount) for name in names]


def report_seconds(applications: int, experts: int) -> None:
    assessments, quality, _ = made_up(applications, experts, 6.0, 1)
    began, worked = time.perf_counter(), time.process_time()
    found = shadow_ranking(assessments, requests(list(quality)), {"all": applications / 4}, seed=1)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    grey = sum(each.grey for each in found.standings)
    unsettled = sum(each.unsettled for each in found.standings)
    print(
        f"{applications:,} applications, two of {experts:,} experts each: {took:.1f} s ({worked:.1f} s of processor "
        f"time), {grey:,} in the grey band; of {unsettled:,} it is open for numerical reasons whether they are"
    )


def report_jags(options: argparse.Namespace) -> None:
    if shutil.which("jags") is None:
        print("JAGS: left out, there is no command jags (Debian package jags)")
        return
    panels = dict(read_panels(options.panels)) if options.panels else {f"made up {at}": a_panel(at) for at in (1, 2, 3)}
    if options.long:
        panels["made up, 352 applications"] = a_panel(4, applications=352, experts=36, each=9)
    for name, panel in panels.items():
        large = name.endswith("applications")
        began = time.process_time()
        ours = our_ranks(panel)
        seconds = time.process_time() - began
        usual, jags_seconds = jags_ranks(panel, USUAL)
        truth = usual if large else jags_ranks(panel, LONG)[0]
        away, usual_away = (max(abs(each[key] - truth[key]) for key in truth) for each in (ours, usual))
        told = "" if large else f"; the usual run of JAGS is {usual_away:.3f} away"
        print(
            f"panel {name}: ours {seconds:.2f} s, JAGS {jags_seconds:.1f} s ({jags_seconds / seconds:.0f} times); "
            f"expected rank at most {away:.3f} from {'JAGS' if large else 'the long run'}{told}"
        )


def read_panels(path: Path) -> Iterator[tuple[str, list[Assessment]]]:
    found: dict[str, list[Assessment]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assessment = Assessment(application=row["application"], expert=row["expert"], points=float(row["points"]))
            found[row["panel"]].append(assessment)
    yield from found.items()


def a_panel(seed: int, *, applications: int = 15, experts: int = 5, each: int = 5) -> list[Assessment]:
    """Return marks from 1 to 6 as a panel gives them."""
    chance = random.Random(seed)
    habit = [chance.gauss(0, 0.5) for _ in range(experts)]
    found = []
    for application in range(applications):
        worth = chance.gauss(3.5, 1.2)
        for expert in chance.sample(range(experts), each):
            points = min(6, max(1, round(worth + habit[expert] + chance.gauss(0, 0.7))))
            found.append(Assessment(application=f"a{application:03}", expert=f"e{expert:02}", points=points))
    return found


def our_ranks(panel: Sequence[Assessment]) -> Mapping[str, float]:
    middle = statistics.fmean(each.points for each in panel)
    spread = Spread(
        application=BOUND, severity=BOUND, residual=BOUND, severity_fixed=HABIT, mean=middle, tastes_apart=True
    )
    names = sorted({each.application for each in panel})
    found = shadow_ranking(panel, requests(names), {"all": 1.0}, seed=1, spread=spread, draws=PANEL_DRAWS)
    return {each.application: each.expected_rank for each in found.standings}


def jags_ranks(panel: Sequence[Assessment], iterations: int) -> tuple[Mapping[str, float], float]:
    """Return expected ranks by JAGS, two chains, and its seconds of processor time."""
    works = sorted({each.application for each in panel})
    judges = sorted({each.expert for each in panel})
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "model.bug").write_text(MODEL, "utf-8")
        (place / "data.R").write_text(jags_data(panel, works, judges), "utf-8")
        for chain in (1, 2):
            start = f'".RNG.name" <- "base::Mersenne-Twister"\n".RNG.seed" <- {chain}\n'
            (place / f"start{chain}.R").write_text(start, "utf-8")
        steps = [
            'model in "model.bug"',
            'data in "data.R"',
            "compile, nchains(2)",
            *(f'parameters in "start{chain}.R", chain({chain})' for chain in (1, 2)),
            "initialize",
            f"update {WARM}",
            "monitor place",
            f"update {iterations}",
            "coda *",
        ]
        (place / "steps.txt").write_text("\n".join(steps) + "\n", "utf-8")
        began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(["jags", "steps.txt"], cwd=place, check=True, capture_output=True)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began
        chains = [np.loadtxt(place / f"CODAchain{chain}.txt")[:, 1] for chain in (1, 2)]
    ranks = np.mean([chain.reshape(len(works), -1).mean(axis=1) for chain in chains], axis=0)
    return dict(zip(works, ranks.tolist(), strict=True)), seconds


def jags_data(panel: Sequence[Assessment], works: Sequence[str], judges: Sequence[str]) -> str:
    def vector(values: Iterator[object]) -> str:
        return f"c({', '.join(str(each) for each in values)})"

    return "\n".join(
        [
            f'"marks" <- {len(panel)}',
            f'"works" <- {len(works)}',
            f'"judges" <- {len(judges)}',
            f'"middle" <- {statistics.fmean(each.points for each in panel)}',
            f'"mark" <- {vector(each.points for each in panel)}',
            f'"work" <- {vector(works.index(each.application) + 1 for each in panel)}',
            f'"judge" <- {vector(judges.index(each.expert) + 1 for each in panel)}',
            "",
        ]
    )


def report_cells(repeats: int) -> None:
    print(f"\n1,000 applications, two experts each, money for a quarter, {repeats} rounds; funded of the best quarter:")
    for load, severity in CELLS:
        plain, ours, held, ranked = [], [], [], []
        for seed in range(repeats):
            assessments, quality, severities = made_up(1_000, 2_000 // load, severity, seed)
            found = shadow_ranking(assessments, requests(list(quality)), {"all": 250.0}, seed=seed, draws=1_000)
            plain.append(hit(means(assessments), quality))
            ours.append(hit({each.application: each.quality for each in found.standings}, quality))
            held += [each.interval.low <= severities[each.expert] <= each.interval.high for each in found.severities]
            ranked += held_ranks(found, quality)
        print(
            f"  {load:2} an expert, severity {severity:4.1f}: plain mean {statistics.fmean(plain):.3f}, shadow "
            f"{statistics.fmean(ours):.3f}; 90 % intervals hold: severity {np.mean(held):.3f}, rank "
            f"{np.mean(ranked):.3f}"
        )


def means(assessments: Sequence[Assessment]) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for each in assessments:
        found[each.application].append(each.points)
    return {name: statistics.fmean(points) for name, points in found.items()}


def hit(told: Mapping[str, float], true: Mapping[str, float]) -> float:
    best = [set(sorted(each, key=lambda name: (-each[name], name))[: len(true) // 4]) for each in (told, true)]
    return len(best[0] & best[1]) / len(best[1])


def held_ranks(found: Shadow, quality: Mapping[str, float]) -> list[bool]:
    places = {name: at for at, name in enumerate(sorted(quality, key=lambda name: -quality[name]), 1)}
    return [each.rank.low <= places[each.application] <= each.rank.high for each in found.standings]


def report_committees(path: Path) -> None:
    if not path.exists():
        print(f"two committees: left out, there is no {path.name}")
        return
    committees: dict[str, list[Assessment]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if row["phase"] == "1" and row["source"].startswith("review"):
                # Nobody says who reviewed what, so each review is an expert's only one.
                assessment = Assessment(application=row["submission"], expert=f"{number}", points=float(row["score"]))
                committees[row["committee"]].append(assessment)
    both = sorted(set.intersection(*({each.application for each in rows} for rows in committees.values())))
    print(f"\ntwo committees, {len(both)} submissions; squared error of one on the other's best, both ways:")
    for best in (9, 12, 19):
        errors = defaultdict(list)
        for told, true in (("1", "2"), ("2", "1")):
            for name, error in errors_on(committees[told], committees[true], both, best):
                errors[name].append(error)
        print(f"  best {best:2}: " + ", ".join(f"{name} {statistics.fmean(each):.3f}" for name, each in errors.items()))


def errors_on(
    told: Sequence[Assessment], true: Sequence[Assessment], both: Sequence[str], best: int
) -> Iterator[tuple[str, float]]:
    averages = [means([each for each in rows if each.application in both]) for rows in (told, true)]
    said, came = (
        {name: at < best for at, name in enumerate(sorted(each, key=lambda name: (-each[name], name)))}
        for each in averages
    )
    bound = 4.0
    spread = Spread(application=bound, severity=bound, residual=bound, severity_fixed=0.01)
    found = shadow_ranking(told, requests(both), {"all": float(best)}, seed=1, spread=spread, draws=PANEL_DRAWS)
    chances = {each.application: (each.chance, each.chance_again) for each in found.standings}
    yield "yes or no", statistics.fmean((said[name] - came[name]) ** 2 for name in both)
    yield "chance", statistics.fmean((chances[name][0] - came[name]) ** 2 for name in both)
    yield "chance with experts drawn anew", statistics.fmean((chances[name][1] - came[name]) ** 2 for name in both)
    yield "the same for all", best / len(both) * (1 - best / len(both))


if __name__ == "__main__":
    main()
