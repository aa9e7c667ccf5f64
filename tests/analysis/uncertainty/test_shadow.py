from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from consortia.analysis.uncertainty import Assessment, Requested, Shadow, Spread, shadow_ranking
from consortia.analysis.uncertainty.drawing import drawn
from consortia.analysis.uncertainty.funding import Money, funded
from consortia.analysis.uncertainty.grid import nodes_of
from consortia.analysis.uncertainty.shadow import deviations
from consortia.analysis.uncertainty.sums import sums_of
from consortia.analysis.uncertainty.turning import fits_of, turned


@dataclass(frozen=True)
class Round:
    """A made-up round whose truth is known."""

    assessments: tuple[Assessment, ...]
    quality: dict[str, float]
    severity: dict[str, float]

    @property
    def requested(self) -> tuple[Requested, ...]:
        return tuple(Requested(application=each, envelope="all", amount=1.0) for each in self.quality)


def made_up(
    applications: int, experts: int, *, each: int = 2, deviations: Sequence[float] = (10.0, 6.0, 9.0), seed: int = 1
) -> Round:
    chance = random.Random(seed)  # noqa: S311  # made-up points, nothing secret
    quality = {f"a{at:03}": chance.gauss(65, deviations[0]) for at in range(applications)}
    severity = {f"e{at:03}": chance.gauss(0, deviations[1]) for at in range(experts)}
    names = list(severity)
    assessments = []
    for application, worth in quality.items():
        chance.shuffle(names)
        assessments += [
            Assessment(
                application=application, expert=name, points=worth - severity[name] + chance.gauss(0, deviations[2])
            )
            for name in names[:each]
        ]
    return Round(tuple(assessments), quality, severity)


def shadow(of: Round, *, places: float = 10, seed: int = 7, draws: int = 1_000) -> Shadow:
    return shadow_ranking(of.assessments, of.requested, {"all": places}, seed=seed, draws=draws)


def dense(of: Round, tau: float, nu: float, sigma: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Means of severity and quality and the likelihood with a flat mean, straight from the whole covariance."""
    applications, experts = list(of.quality), list(of.severity)
    points = np.array([each.points for each in of.assessments])
    a = np.array([[each.application == name for name in applications] for each in of.assessments], dtype=float)
    e = np.array([[each.expert == name for name in experts] for each in of.assessments], dtype=float)
    whole = sigma**2 * np.eye(len(points)) + tau**2 * a @ a.T + nu**2 * e @ e.T
    inverse = np.linalg.inv(whole)
    ones = np.ones(len(points))
    precision = ones @ inverse @ ones
    mean = ones @ inverse @ points / precision
    left = inverse @ (points - mean)
    likelihood = -0.5 * (np.linalg.slogdet(whole)[1] + np.log(precision) + (points - mean) @ left)
    return -(nu**2) * e.T @ left, mean + tau**2 * a.T @ left, likelihood


@pytest.mark.parametrize("at", [(10.0, 6.0, 9.0), (3.0, 8.0, 2.0), (0.5, 0.2, 12.0)])
def test_eliminating_applications_gives_what_the_whole_covariance_gives(at: tuple[float, float, float]) -> None:
    of = made_up(14, 6, each=3)
    tau, nu, sigma = at
    sums = sums_of(of.assessments)
    turned_ = turned(sums, tau / sigma, mean_known=False)
    fits = fits_of(turned_, np.array([(sigma / nu) ** 2]))

    coefficients = (turned_.points - fits.mean[0] * turned_.ones) / (turned_.values + fits.added[0])
    leniency = turned_.vectors @ coefficients
    left = sums.application_points - sums.application_counts * fits.mean[0] - sums.met @ leniency
    quality = turned_.weights * left + fits.mean[0] + sums.centre
    severity_expected, quality_expected, likelihood = dense(of, tau, nu, sigma)

    assert -leniency == pytest.approx(severity_expected)
    assert quality == pytest.approx(quality_expected)
    ours = -fits.freedom * np.log(sigma) - 0.5 * fits.log_volume[0] - 0.5 * fits.rest[0] / sigma**2
    other = dense(of, 5.0, 5.0, 5.0)[2]
    reference = turned(sums, 1.0, mean_known=False)
    base = fits_of(reference, np.array([1.0]))
    theirs = -base.freedom * np.log(5.0) - 0.5 * base.log_volume[0] - 0.5 * base.rest[0] / 25.0
    assert ours - theirs == pytest.approx(likelihood - other)


def test_the_grid_is_fine_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    of = made_up(20, 6, each=2)
    sums = sums_of(of.assessments)
    spread = Spread(application=25, severity=25, residual=25)
    coarse = deviations(nodes_of(sums, spread))

    for name, finer in (("RATIOS", 41), ("SEVERITIES", 121), ("SCALES", 61)):
        monkeypatch.setattr(f"consortia.analysis.uncertainty.grid.{name}", finer)
    fine = deviations(nodes_of(sums, spread))

    assert coarse == pytest.approx(fine, rel=0.02)


def test_draws_have_the_mean_that_is_known_exactly() -> None:
    of = made_up(12, 5)
    sums = sums_of(of.assessments)
    nodes = nodes_of(sums, Spread(application=25, severity=25, residual=25))

    found = drawn(sums, nodes, draws=20_000, chance=np.random.default_rng(3))

    assert found.leniencies.mean(axis=0) == pytest.approx(found.leniency, abs=0.25)
    assert found.qualities.mean(axis=0) == pytest.approx(found.quality, abs=0.25)
    assert (found.again.std(axis=0) > found.qualities.std(axis=0)).all()


def test_severity_is_recovered_where_there_is_enough_to_learn_from() -> None:
    of = made_up(150, 12, each=3, deviations=(10, 8, 3))

    found = shadow(of).severities

    told = [each.severity for each in found]
    true = [of.severity[each.expert] for each in found]
    assert stats.pearsonr(told, true).statistic > 0.97
    assert {each.part for each in found} == {1}


def test_deviations_are_recovered() -> None:
    found = shadow(made_up(300, 40, each=3)).deviations

    assert found == pytest.approx({"application": 10, "severity": 6, "residual": 9}, rel=0.2)


def test_intervals_hold_as_often_as_they_say() -> None:
    held: list[bool] = []
    for seed in range(25):
        of = made_up(40, 10, seed=seed)
        found = shadow(of, draws=400, seed=seed)
        order = sorted(of.quality, key=lambda name: -of.quality[name])
        held += [each.interval.low <= of.severity[each.expert] <= each.interval.high for each in found.severities]
        held += [each.rank.low <= order.index(each.application) + 1 <= each.rank.high for each in found.standings]

    assert 0.86 < np.mean(held) < 0.97


@pytest.mark.parametrize("deviations_", [(10, 6, 9), (10, 0.1, 9), (10, 10, 9), (5, 3, 12)])
def test_quality_shrunk_finds_the_best_no_worse_than_plain_means(deviations_: tuple[float, float, float]) -> None:
    ours = plain = 0.0
    for seed in range(8):
        of = made_up(120, 30, deviations=deviations_, seed=seed)
        found = {each.application: each.quality for each in shadow(of, draws=50).standings}
        means = {
            name: np.mean([each.points for each in of.assessments if each.application == name]) for name in of.quality
        }
        true = list(of.quality.values())
        ours += stats.pearsonr([found[name] for name in of.quality], true).statistic
        plain += stats.pearsonr([means[name] for name in of.quality], true).statistic

    assert ours > plain - 0.02


def test_the_order_of_rows_does_not_matter() -> None:
    of = made_up(20, 6)

    turned_round = shadow_ranking(of.assessments[::-1], of.requested[::-1], {"all": 10.0}, seed=7, draws=1_000)

    assert turned_round == shadow(of)


def test_the_same_seed_gives_the_same_numbers_and_it_is_recorded() -> None:
    of = made_up(20, 6)

    assert shadow(of) == shadow(of)
    assert (shadow(of).seed, shadow(of).draws) == (7, 1_000)
    assert shadow(of, seed=8).standings != shadow(of).standings


@settings(max_examples=10, deadline=None)
@given(shift=st.floats(-50, 50))
def test_points_all_moved_alike_move_quality_and_nothing_else(shift: float) -> None:
    of = made_up(15, 5)
    moved = replace(of, assessments=tuple(replace(each, points=each.points + shift) for each in of.assessments))

    one, other = shadow(of), shadow(moved)

    assert [each.expected_rank for each in other.standings] == pytest.approx(
        [each.expected_rank for each in one.standings], abs=0.02
    )
    assert [each.severity for each in other.severities] == pytest.approx([each.severity for each in one.severities])
    assert [each.quality - shift for each in other.standings] == pytest.approx([each.quality for each in one.standings])


def test_points_on_another_scale_say_the_same() -> None:
    of = made_up(15, 5)
    wide = replace(of, assessments=tuple(replace(each, points=each.points * 10) for each in of.assessments))

    assert [each.severity / 10 for each in shadow(wide).severities] == pytest.approx(
        [each.severity for each in shadow(of).severities]
    )


def test_parts_that_nothing_connects_are_counted_and_numbered() -> None:
    left, right = made_up(8, 3, seed=1), made_up(5, 3, seed=2)
    others = tuple(
        replace(each, application=f"x{each.application}", expert=f"x{each.expert}") for each in right.assessments
    )

    found = shadow_ranking([*left.assessments, *others], [*left.requested], {"all": 3.0}, seed=1, draws=200)

    assert found.parts == 2
    assert {each.expert: each.part for each in found.severities} == {
        "e000": 1, "e001": 1, "e002": 1, "xe000": 2, "xe001": 2, "xe002": 2,
    }  # fmt: skip
    assert {each.part for each in found.standings} == {1}


def test_a_single_expert_says_nothing_of_severity() -> None:
    points = {"a": 80.0, "b": 60.0, "c": 70.0}
    assessments = [Assessment(application=name, expert="only", points=each) for name, each in points.items()]
    requested = [Requested(application=name, envelope="all", amount=1.0) for name in points]

    found = shadow_ranking(assessments, requested, {"all": 1.0}, seed=1)

    (severity,) = found.severities
    assert severity.severity == pytest.approx(0, abs=1e-9)
    assert severity.interval.high > 5
    assert severity.interval.low < -5
    ranks = {each.application: each.expected_rank for each in found.standings}
    assert ranks["a"] < ranks["c"] < ranks["b"]


@pytest.mark.parametrize("count", [1, 6])
def test_points_that_are_all_the_same_leave_the_order_open(count: int) -> None:
    of = made_up(count, 2)
    same = [replace(each, points=70.0) for each in of.assessments]

    found = shadow_ranking(same, of.requested, {"all": 1.0}, seed=1)

    assert [each.expected_rank for each in found.standings] == pytest.approx([(count + 1) / 2] * count, abs=0.2)
    assert [each.quality for each in found.standings] == pytest.approx([70.0] * count, abs=1e-6)


def test_nothing_assessed_gives_nothing_and_names_who_waits() -> None:
    requested = [
        Requested(application="b", envelope="all", amount=1.0),
        Requested(application="a", envelope="all", amount=1.0),
    ]

    found = shadow_ranking([], requested, {"all": 3.0}, seed=1)

    assert (found.standings, found.severities, found.parts, found.unassessed) == ((), (), 0, ("a", "b"))
    assert shadow_ranking([], [], {}, seed=1).unassessed == ()


def test_chances_follow_the_money() -> None:
    of = made_up(12, 6)

    none, some, all_ = (shadow(of, places=places).standings for places in (0, 4, 12))

    assert {each.chance for each in none} == {0.0}
    assert sum(each.chance for each in some) == pytest.approx(4)
    assert {(each.chance, each.grey, each.unsettled) for each in all_} == {(1.0, False, False)}


def test_the_grey_band_is_where_chances_are_neither_small_nor_large() -> None:
    found = shadow(made_up(60, 20), places=15).standings

    assert all(each.grey == (0.05 < each.chance < 0.95) for each in found)
    assert 5 < sum(each.grey for each in found) < 60
    assert all(each.error == pytest.approx((each.chance * (1 - each.chance) / 1_000) ** 0.5) for each in found)


def test_envelopes_are_ranked_apart() -> None:
    of = made_up(10, 5)
    requested = [
        replace(each, envelope="even" if int(each.application[1:]) % 2 == 0 else "odd") for each in of.requested
    ]

    found = shadow_ranking(of.assessments, requested, {"even": 1.0, "odd": 2.0}, seed=1, draws=500).standings

    assert [each.envelope for each in found] == ["even"] * 5 + ["odd"] * 5
    assert sum(each.chance for each in found if each.envelope == "odd") == pytest.approx(2)
    assert max(each.rank.high for each in found) <= 5


def test_what_does_not_fit_stops_the_list_or_is_passed_over() -> None:
    qualities = np.array([[90, 80, 70, 60]], dtype=np.float32)
    amounts = np.array([60.0, 50.0, 30.0, 10.0])

    stopped = funded(qualities, amounts, Money(envelope=100, threshold=None, not_fitting="stop"))
    passed = funded(qualities, amounts, Money(envelope=100, threshold=None, not_fitting="go-on"))
    threshold = funded(qualities, amounts, Money(envelope=1_000, threshold=75, not_fitting="go-on"))

    assert stopped[0].tolist() == [[1, 2, 3, 4]]
    assert stopped[1].tolist() == [[True, False, False, False]]
    assert passed[1].tolist() == [[True, False, True, True]]
    assert threshold[1].tolist() == [[True, True, False, False]]


def test_sums_that_use_an_envelope_up_to_the_last_cent_fit() -> None:
    reached = funded(
        np.array([[3, 2, 1]], dtype=np.float32),
        np.array([0.1, 0.2, 0.01]),
        Money(envelope=0.3, threshold=None, not_fitting="stop"),
    )[1]

    assert reached.tolist() == [[True, True, False]]


@settings(max_examples=25, deadline=None)
@given(
    amounts=st.lists(st.integers(1, 50), min_size=1, max_size=8),
    envelope=st.integers(0, 120),
    seed=st.integers(0, 5),
    way=st.sampled_from(["stop", "go-on"]),
)
def test_no_draw_spends_more_than_the_envelope(amounts: list[int], envelope: int, seed: int, way: str) -> None:
    qualities = np.random.default_rng(seed).standard_normal((20, len(amounts)), dtype=np.float32)

    _, reached = funded(
        qualities, np.array(amounts, dtype=float), Money(envelope=envelope, threshold=None, not_fitting=way)
    )

    assert (reached @ np.array(amounts) <= envelope).all()


@pytest.mark.parametrize(
    ("assessments", "requested", "told"),
    [
        ([("a", "e", 1.0), ("a", "e", 2.0)], [], "expert e assessed application a twice"),
        ([("a", "e", float("nan"))], [], "points must be numbers"),
        ([], [("a", "all", 1.0), ("a", "all", 2.0)], "application a requests twice"),
        ([], [("a", "other", 1.0)], "application a: there is no envelope other"),
        ([], [("a", "all", -1.0)], "application a: an amount must be a number from 0 up"),
    ],
)
def test_what_contradicts_itself_is_refused(assessments: list, requested: list, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        shadow_ranking(
            [Assessment(application=a, expert=e, points=p) for a, e, p in assessments],
            [Requested(application=a, envelope=e, amount=m) for a, e, m in requested],
            {"all": 1.0},
            seed=1,
        )


def test_a_fixed_severity_and_mean_are_kept() -> None:
    of = made_up(12, 4, each=4, deviations=(0.8, 0.5, 0.7))
    spread = Spread(application=2, severity=2, residual=2, severity_fixed=0.5, mean=65.0, tastes_apart=True)

    found = shadow_ranking(of.assessments, of.requested, {"all": 4.0}, seed=1, spread=spread, draws=500)

    assert found.deviations["severity"] == pytest.approx(0.5)
    assert found.deviations["application"] < 2
