from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from consortia.analysis.uncertainty import ExpertFigures, Marked, expert_figures

NOON = datetime(2030, 4, 1, 12, tzinfo=UTC)


def marked(application: str, expert: str, points: float, *, day: int | None = None, took: float = 2) -> Marked:
    handed_in = None if day is None else NOON + timedelta(days=day)
    assigned = None if handed_in is None else handed_in - timedelta(days=took)
    return Marked(application=application, expert=expert, points=points, assigned=assigned, handed_in=handed_in)


def test_figures_are_counted_beside_the_others_who_marked_the_same() -> None:
    found = expert_figures(
        [
            marked("a", "one", 80, day=1, took=1),
            marked("b", "one", 60, day=2, took=3),
            marked("a", "two", 70),
            marked("a", "three", 66),
            marked("b", "two", 64),
        ]
    )

    assert found[0] == ExpertFigures(
        expert="one",
        assessments=2,
        mean=70,
        spread=pytest.approx(200**0.5),
        leniency=pytest.approx((12 - 4) / 2),
        drift=None,
        turn_around=2,
    )
    assert [each.expert for each in found] == ["one", "three", "two"]


def test_an_expert_who_marked_alone_has_no_leniency() -> None:
    (found,) = expert_figures([marked("a", "one", 80)])

    assert found == ExpertFigures(
        expert="one", assessments=1, mean=80, spread=None, leniency=None, drift=None, turn_around=None
    )


def test_drift_is_the_change_of_leniency_from_one_assessment_to_the_next() -> None:
    rows = [marked(f"a{at}", "one", 70 + 3 * at, day=at) for at in range(4)]
    rows += [marked(f"a{at}", "two", 70) for at in range(4)]

    one, two = expert_figures(rows[::-1])

    assert (one.drift, two.drift) == (pytest.approx(3), None)


def test_no_assessments_give_no_figures() -> None:
    assert expert_figures([]) == ()
