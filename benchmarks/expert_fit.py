"""How well scores of fit order applications for an expert: the loss on a published gold standard, beside its baselines.

Usage: python benchmarks/expert_fit.py [folder of data]. Experts rated papers from 1 to 5 by how well they know the
subject. Loss, as the authors define it: over pairs of papers of one expert with different ratings, the share that the
scores order wrongly, ties half, each pair weighed by the difference of its ratings. Baselines: the authors' own scores.
Interval: 95 %, by drawing experts anew 1000 times. Computer science, in English; experts of a programme write less.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from consortia.analysis.fit import Brief, Expertise, fits_of

DRAWS = 1000
FOLDER = "reviewer-expertise-goldstandard"
Rated = Mapping[str, Mapping[str, float]]


def main() -> None:
    folder = (Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data")) / FOLDER
    rated = grouped(folder / "evaluations.csv", "expertise")
    with gzip.open(folder / "papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers = {each["paper_id"]: f"{each['title']}. {each['abstract'] or ''}" for each in map(json.loads, lines)}
    ours = losses(rated, our_scores(folder, rated, papers))
    low, high = interval(ours)
    print(f"{len(rated)} experts, {sum(map(len, rated.values()))} ratings")
    print(f"ours (words, mean of the 3 closest texts): {total(ours):.3f}, 95 % {low:.3f} to {high:.3f}")
    for name in sorted({row["algorithm"] for row in rows(folder / "baseline_similarities.csv")}):
        theirs = grouped(folder / "baseline_similarities.csv", "mean_similarity", algorithm=name)
        print(f"{name}: {total(losses(rated, theirs)):.3f}")


def our_scores(folder: Path, rated: Rated, papers: Mapping[str, str]) -> Rated:
    """Score every rated paper for every expert by the texts of the expert's own papers."""
    own: dict[str, list[str]] = defaultdict(list)
    for row in rows(folder / "reviewer_profiles.csv"):
        if row["paper_id"] in papers:
            own[row["reviewer_id"]].append(papers[row["paper_id"]])
    names = sorted({paper for each in rated.values() for paper in each})
    experts = [Expertise(id=name, texts=tuple(own[name])) for name in rated]
    fits = fits_of(experts, [Brief(id=name, text=papers[name]) for name in names])
    at = {name: place for place, name in enumerate(names)}
    return {
        expert: {paper: float(fits.likeness[at[paper], place]) for paper in rated[expert]}
        for place, expert in enumerate(rated)
    }


def losses(rated: Rated, scores: Rated) -> list[tuple[float, float]]:
    """Return, for each expert, the weight ordered wrongly and the whole weight."""
    found = []
    for expert, ratings in rated.items():
        wrong = whole = 0.0
        for one, other in combinations(sorted(ratings), 2):
            weight = ratings[one] - ratings[other]
            ahead = scores[expert][one] - scores[expert][other]
            whole += abs(weight)
            wrong += abs(weight) * (0.5 if ahead == 0 else float(ahead * weight < 0))
        found.append((wrong, whole))
    return found


def total(found: Sequence[tuple[float, float]]) -> float:
    return sum(wrong for wrong, _whole in found) / sum(whole for _wrong, whole in found)


def interval(found: Sequence[tuple[float, float]]) -> tuple[float, float]:
    chance = np.random.default_rng(1)
    table = np.array(found)
    drawn = [table[chance.integers(0, len(table), len(table))].sum(axis=0) for _draw in range(DRAWS)]
    low, high = np.percentile([wrong / whole for wrong, whole in drawn], [2.5, 97.5])
    return float(low), float(high)


def grouped(path: Path, column: str, **only: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(path):
        if all(row[name] == value for name, value in only.items()):
            found[row["reviewer_id"]][row["paper_id"]] = float(row[column])
    return dict(found)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
