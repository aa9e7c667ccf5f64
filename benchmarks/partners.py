"""Hide one member of a real consortium and find it again: suggestions beside three plain ways.

Usage: python benchmarks/partners.py [folder of data]. Two collections, split by time: weights are learnt on the earlier
consortia alone, then every member of every later, completely listed consortium is hidden once and sought among all
bodies of the collection, those included that appear only later. "Among the experienced" seeks only members that had
a past, and only among such. Intervals: 95 %, by drawing projects anew 1000 times. Equal scores share their ranks.
"""

from __future__ import annotations

import csv
import gzip
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from consortia.analysis.partners import Body, Consortium, Hidden, hide_each_member, history_of, learn_weights, score
from consortia.analysis.partners.history import History
from consortia.analysis.partners.signals import SIGNALS
from consortia.analysis.same_body import Written, clusters_of, likely_pairs

EARLIER = 0.6
DRAWS = 1000
FIRST_YEAR = 2007


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Consortia in the order of time; only `complete` ones are tried."""

    title: str
    bodies: tuple[Body, ...]
    consortia: tuple[Consortium, ...]
    complete: frozenset[str]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data")
    for read in (research, culture):
        report(read(folder))


def research(folder: Path) -> Collection:
    """Research consortia; their numbers rise with time, and no other date is published with them."""
    rows = list(opened(folder / "h2020-participations-2023" / "h2020_participations.csv.gz"))
    bodies = {
        row["organisationID"]: Body(
            id=row["organisationID"],
            name=row["name"],
            country=row["country"],
            kind=row["activityType"],
            words=f"{row['name']} {row['shortName']} {row['city']}",
        )
        for row in rows
    }
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row["projectID"], []).append(row["organisationID"])
    consortia = [Consortium(project=each, year=0, members=tuple(members[each])) for each in sorted(members, key=int)]
    complete = frozenset(row["projectID"] for row in rows if row["consortium_complete"] == "1")
    return Collection(
        title="Research (Horizon 2020)", bodies=tuple(bodies.values()), consortia=tuple(consortia), complete=complete
    )


def culture(folder: Path) -> Collection:
    """Culture consortia, whose names are typed in many ways: bodies are resolved without looking at who met whom."""
    folder = folder / "eac-culture-2007-2013"
    rows = list(opened(folder / "culture_participations.csv.gz"))
    begun = {row["Project Identifier"]: row["Start date"] for row in opened(folder / "culture_projects_wide.csv.gz")}
    written = {
        (row["organisation_name"], row["country"]): Written(
            id=f"{row['organisation_name']}|{row['country']}", name=row["organisation_name"], country=row["country"]
        )
        for row in rows
    }
    same = {
        each: cluster.ids[0] for cluster in clusters_of(likely_pairs(list(written.values()))) for each in cluster.ids
    }
    bodies: dict[str, Body] = {}
    members: dict[str, list[str]] = {}
    for row in rows:
        own = written[row["organisation_name"], row["country"]].id
        body = same.get(own, own)
        words = f"{row['organisation_name']} {row['town']}"
        bodies.setdefault(body, Body(id=body, name=row["organisation_name"], country=row["country"], words=words))
        members.setdefault(row["project_identifier"], []).append(body)
    order = sorted(members, key=lambda project: (tuple(reversed(begun.get(project, "").split("/"))), project))
    consortia = [
        Consortium(project=each, year=int(begun.get(each, "")[-4:] or FIRST_YEAR), members=tuple(members[each]))
        for each in order
    ]
    return Collection(
        title=f"Culture 2007-2013 ({len(written)} names, {len(bodies)} bodies)",
        bodies=tuple(bodies.values()),
        consortia=tuple(consortia),
        complete=frozenset(order),
    )


def opened(path: Path) -> Iterable[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def report(collection: Collection) -> None:
    began = time.process_time()
    tried = [each for each in collection.consortia if each.project in collection.complete]
    first_later = tried[int(len(tried) * EARLIER)]
    cut = collection.consortia.index(first_later)
    earlier, later = collection.consortia[:cut], collection.consortia[cut:]
    weights = learn_weights(collection.bodies, earlier)
    learnt = time.process_time() - began
    history = history_of(collection.bodies, earlier)
    hidden = list(hide_each_member(history, [each for each in later if each.project in collection.complete]))
    print(
        f"\n{collection.title}: {len(earlier)} earlier consortia, {len(later)} later; {len(collection.bodies)} bodies"
    )
    print("weights: " + ", ".join(f"{name} {weight:.2f}" for name, weight in weights.items()))
    print(f"learnt in {learnt:.1f} s of processor time")
    table("Among all bodies", history, hidden, weights)
    experienced = [each for each in hidden if history.projects[each.place]]
    table("Among the experienced", history, experienced, weights, only_experienced=True)


def table(
    title: str,
    history: History,
    hidden: Sequence[Hidden],
    weights: Mapping[str, float],
    *,
    only_experienced: bool = False,
) -> None:
    print(f"\n{title}: {len(hidden)} hidden members of {len({each.project for each in hidden})} consortia")
    print(f"{'':14} {'recall@10':24} {'recall@50':24} {'MRR':24} newcomers in 10")
    new = history.projects == 0
    for name, scored in ways(weights).items():
        ranks, shares = [], []
        for each in hidden:
            fit = scored(each.signals)
            fit[list(each.present)] = -np.inf
            if only_experienced:
                fit[new] = -np.inf
            right = fit[each.place]
            ranks.append(float((fit > right).sum() + ((fit == right).sum() + 1) / 2))
            shares.append(float(new[np.argsort(-fit, kind="stable")[:10]].mean()))
        figures = [within(hidden, values) for values in measures(ranks)]
        print(f"{name:14} {figures[0]:24} {figures[1]:24} {figures[2]:24} {np.mean(shares):.2f}")


def ways(weights: Mapping[str, float]) -> Mapping[str, Callable[[np.ndarray], np.ndarray]]:
    at = {name: column for column, name in enumerate(SIGNALS)}
    return {
        "popularity": lambda found: found[:, at["experience"]].copy(),
        "same country": lambda found: found[:, at["same-country"]] + found[:, at["experience"]] / 1000,
        "keyword": lambda found: found[:, at["words-experienced"]] + found[:, at["words-newcomer"]],
        "shared projects": lambda found: found[:, at["closeness"]].copy(),
        "suggestions": lambda found: score(found, weights),
    }


def measures(ranks: Sequence[float]) -> list[np.ndarray]:
    found = np.array(ranks)
    return [(found <= 10).astype(float), (found <= 50).astype(float), 1 / found]


def within(hidden: Sequence[Hidden], values: np.ndarray) -> str:
    """Return the mean with its interval; members of one project are drawn together, since they are alike."""
    chance = np.random.default_rng(2016)
    projects = {name: number for number, name in enumerate(dict.fromkeys(each.project for each in hidden))}
    of = np.array([projects[each.project] for each in hidden])
    sums = np.bincount(of, weights=values, minlength=len(projects))
    counts = np.bincount(of, minlength=len(projects))
    drawn = chance.integers(0, len(projects), (DRAWS, len(projects)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{values.mean():.3f} ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    main()
