"""Whether two spellings mean one body: precision and recall where the PIC is known; and how long 50 000 names take.

Usage: python benchmarks/same_body.py [folder of data]. Three registers that name many bodies twice; two entries are
one body where their PIC is the same. Bodies are split in two by their PIC: weights are learnt on one half, tried on the
other. Precision counts every likely pair of two PICs as wrong, though some are one body registered twice. "Spelled
differently" leaves out pairs whose names are equal but for capitals and accents. Hard: two PICs, one town, names alike.
Intervals: 95 %, by drawing bodies anew 1000 times.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from consortia.analysis.places import fold_name
from consortia.analysis.same_body import Written
from consortia.analysis.same_body.clusters import clusters_of
from consortia.analysis.same_body.pairs import (
    LIKELY,
    MEASURES,
    SUGGESTED,
    WEIGHTS,
    candidates,
    compare,
    confidence_of,
    likely_pairs,
    measures_of,
)

DRAWS = 1000
MANY = 50_000
ALIKE = 0.6


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data")
    entries = list(dict.fromkeys(registered(folder)))
    learn_on = [each for each in entries if in_first_half(each.id)]
    try_on = [each for each in entries if not in_first_half(each.id)]
    print(f"{len(entries)} spellings of {len({pic(each) for each in entries})} bodies; learnt on {len(learn_on)}")
    weights = learn(learn_on)
    print("learnt: " + ", ".join(f"{name} {weight:.1f}" for name, weight in weights.items()))
    report("weights learnt here", try_on, weights)
    report("weights in the code", try_on, WEIGHTS)
    speed(entries)


def registered(folder: Path) -> Iterator[Written]:
    """Yield every spelling; its id is the PIC with what tells it apart from the next."""
    for row in opened(folder / "h2020-participations-2023" / "h2020_participations.csv.gz"):
        yield entry(row["organisationID"], row["name"], row["country"], row["city"])
    for row in opened(folder / "h2020-organisations-2017" / "h2020_organisations.csv.gz"):
        yield entry(row["pic"], row["name"], row["country"], row["city"])
    for row in opened(folder / "eche-holders-2024" / "eche_holders.csv"):
        yield entry(row["pic"], row["legal_name"], row["country_cd"], row["city"])


def entry(number: str, name: str, country: str, town: str) -> Written:
    return Written(id=f"{number} {name} {town}", name=name, country=country, town=town)


def pic(written: Written) -> str:
    return written.id.partition(" ")[0]


def in_first_half(key: str) -> bool:
    return hashlib.sha256(key.partition(" ")[0].encode()).digest()[0] % 2 == 0


def opened(path: Path) -> Iterable[Mapping[str, str]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def learn(entries: Sequence[Written]) -> Mapping[str, float]:
    compared = compare(entries)
    places = sorted(candidates(compared))
    measured = measures_of(compared, places)
    right = np.array([pic(entries[a]) == pic(entries[b]) for a, b in places])
    # What the rule about numbers decides is not for the weights.
    measured[:, MEASURES.index("other-number")] = 0
    found = LogisticRegression(C=10, fit_intercept=False, max_iter=2000).fit(measured, right)
    return {name: float(weight) for name, weight in zip(MEASURES, found.coef_[0], strict=True)}


def report(title: str, entries: Sequence[Written], weights: Mapping[str, float]) -> None:
    compared = compare(entries)
    places = sorted(candidates(compared))
    measured = measures_of(compared, places)
    confidence = confidence_of(measured, weights)
    right = np.array([pic(entries[a]) == pic(entries[b]) for a, b in places])
    differ = np.array([fold_name(entries[a].name) != fold_name(entries[b].name) for a, b in places])
    owners = np.array([pic(entries[a]) for a, _ in places])
    missed = missed_by_blocking(entries, set(places))
    print(f"\n{title}: {len(places)} pairs compared, {int(right.sum())} of one body, {len(missed)} more never met")
    for least in (SUGGESTED, LIKELY, 0.9):
        likely = confidence >= least
        told = [
            f"precision {ratio(right[likely], owners[likely])}",
            recall("recall", likely, right, owners, missed),
            recall("spelled differently", likely, right & differ, owners, [each for each in missed if each[1]]),
        ]
        print(f"  from {least}: " + "; ".join(told))
    towns = measured[:, MEASURES.index("elsewhere")] == 0
    hard = ~right & towns & (measured[:, MEASURES.index("letters")] >= ALIKE)
    print(f"  hard: {int(hard.sum())} pairs of two PICs, kept apart {ratio(confidence[hard] < LIKELY, owners[hard])}")
    for low, high in ((0, 0.1), (0.1, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        within = (confidence >= low) & (confidence < high)
        if within.any():
            said, true = confidence[within].mean(), right[within].mean()
            print(f"  said {said:.2f}, true {true:.2f} of {int(within.sum())}")


def missed_by_blocking(entries: Sequence[Written], places: set[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return the pairs of one body that were never compared, and whether they are spelled differently."""
    by_pic: dict[str, list[int]] = {}
    for place, each in enumerate(entries):
        by_pic.setdefault(pic(each), []).append(place)
    return [
        (number, fold_name(entries[a].name) != fold_name(entries[b].name))
        for number, found in by_pic.items()
        for at, a in enumerate(found)
        for b in found[at + 1 :]
        if (a, b) not in places
    ]


def recall(
    title: str, likely: np.ndarray, right: np.ndarray, owners: np.ndarray, missed: Sequence[tuple[str, bool]]
) -> str:
    values = np.concatenate([likely[right], np.zeros(len(missed), dtype=bool)])
    return (
        f"{title} {ratio(values, np.concatenate([owners[right], np.array([each for each, _ in missed], dtype=str)]))}"
    )


def ratio(values: np.ndarray, owners: np.ndarray) -> str:
    """Return the share with its interval; pairs of one body are drawn together."""
    if not len(values):
        return "none"
    chance = np.random.default_rng(2016)
    _, of = np.unique(owners, return_inverse=True)
    sums, counts = np.bincount(of, weights=values), np.bincount(of)
    drawn = chance.integers(0, len(counts), (DRAWS, len(counts)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{values.mean():.3f} ({low:.3f} to {high:.3f}, {len(values)})"


def speed(entries: Sequence[Written]) -> None:
    """Time a register of 50 000 names: those at hand, and as many again with a syllable exchanged."""
    chance = np.random.default_rng(2016)
    many = list(entries)
    while len(many) < MANY:
        each = entries[int(chance.integers(len(entries)))]
        words = each.name.split()
        words[int(chance.integers(len(words)))] = f"w{int(chance.integers(30_000))}"
        many.append(Written(id=f"{each.id} {len(many)}", name=" ".join(words), country=each.country, town=each.town))
    began = time.process_time()
    pairs = likely_pairs(many)
    clusters = clusters_of(pairs)
    taken = time.process_time() - began
    print(f"\n{len(many)} names: {len(pairs)} likely pairs, {len(clusters)} clusters, {taken:.1f} s of processor time")


if __name__ == "__main__":
    main()
