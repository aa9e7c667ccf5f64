"""Made-up rounds for `benchmarks/assignment.py`: applications and experts with subjects, countries and languages.

Five fields share 60 subjects; experts and applications mix a few of their field's. A pair is not allowed where the
expert's country is in the consortium, the expert does not read the language, knows the field only from afar, or has
declared a conflict. About one pair in six is left. How often each language and country occurs is our assumption.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from consortia.analysis.assignment import Problem
from consortia.analysis.assignment.demands import Request, bits_of, problem_for

SUBJECTS, FIELDS, COUNTRIES, LANGUAGES = 60, 5, 33, 12
SCALE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A made-up round: what is asked for, and the problem it makes."""

    title: str
    request: Request
    problem: Problem


def made_up(applications: int, experts: int, *, needed: int = 2, slack: float = 1.35, seed: int = 2016) -> Round:
    chance = np.random.default_rng(seed)
    their_field, its_field = chance.integers(0, FIELDS, experts), chance.integers(0, FIELDS, applications)
    second = chance.integers(0, FIELDS, experts)
    fit = (its_subjects(chance, its_field) @ their_subjects(chance, their_field, second).T) ** 0.5
    common = 1 / np.arange(2, COUNTRIES + 2)
    country = chance.choice(COUNTRIES, experts, p=common / common.sum())
    involved = np.zeros((applications, COUNTRIES), dtype=np.bool_)
    for row in involved:
        row[chance.choice(COUNTRIES, chance.integers(3, 8), replace=False, p=common / common.sum())] = True
    spoken = np.array([0.5, *(0.5 / (LANGUAGES - 1) for _ in range(LANGUAGES - 1))])
    language = chance.choice(LANGUAGES, applications, p=spoken)
    reads = chance.random((experts, LANGUAGES)) < 0.33
    reads[:, 0] |= chance.random(experts) < 0.9
    masks = {
        "country": ~involved[:, country],
        "language": reads[:, language].T,
        "field": (its_field[:, None] == their_field) | (its_field[:, None] == second),
        "conflict": chance.random((applications, experts)) > 0.01,
    }
    names, barred = bits_of(masks)
    request = Request(
        applications=tuple(f"a{number:05}" for number in range(applications)),
        needs=np.full(applications, needed),
        experts=tuple(f"e{number:05}" for number in range(experts)),
        loads=np.full(experts, int(np.ceil(slack * needed * applications / experts))),
        score=np.rint(fit * SCALE).astype(np.int64),
        barred=barred,
        masks=names,
        unit=Decimal(1) / SCALE,
    )
    return Round(title=f"{applications} x {experts}", request=request, problem=problem_for(request))


def its_subjects(chance: np.random.Generator, field: np.ndarray) -> np.ndarray:
    return _mixed(chance, field, field)


def their_subjects(chance: np.random.Generator, field: np.ndarray, second: np.ndarray) -> np.ndarray:
    return _mixed(chance, field, second)


def _mixed(chance: np.random.Generator, field: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Shares of subjects: most of the field's own, some of a second one, a little of all."""
    of_field = np.arange(SUBJECTS) % FIELDS
    weight = 0.02 + (of_field == field[:, None]) + 0.5 * (of_field == second[:, None])
    drawn = chance.gamma(0.25, size=weight.shape) * weight
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
