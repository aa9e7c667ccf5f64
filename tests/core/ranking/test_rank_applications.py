"""The ranking list: order, thresholds, the funding line, ties, and what cannot be ranked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from consortia.core.errors import NoValueError
from consortia.core.ranking import rank_applications
from consortia.core.ranking.ordering import lot
from consortia.core.values import euros
from consortia.rulebook.wording import say
from tests.factories.ranking import assessed, envelopes, event, ranked, the_award, the_rules, told

VET = envelopes(VET=100_000)


def reason_of(code: str, rows: tuple) -> str:
    return next(say(each.reason) for each in rows if each.application == code)


def test_the_money_goes_from_the_top_until_the_next_one_does_not_fit() -> None:
    rows = ranked(
        ["A VET 60000 25 15 15 25", "B VET 40000.01 24 15 15 25", "C VET 100 20 15 15 20"], VET
    )  # fmt: skip

    assert told(rows) == ["1 A awarded 60000.00", "2 B reserve", "3 C reserve"]


def test_what_fills_the_envelope_to_the_cent_fits() -> None:
    rows = ranked(["A VET 60000 25 15 15 25", "B VET 40000.00 24 15 15 25", "C VET 0.01 20 15 15 20"], VET)

    assert told(rows) == ["1 A awarded 60000.00", "2 B awarded 40000.00", "3 C reserve"]


def test_a_call_may_go_on_to_the_next_one_that_fits() -> None:
    rows = ranked(
        ["A VET 60000 25 15 15 25", "B VET 50000 24 15 15 25", "C VET 40000 20 15 15 20", "D VET 1 19 15 15 20"],
        VET,
        when_money_ends="skip-and-continue",
    )

    assert told(rows) == ["1 A awarded 60000.00", "2 B reserve", "3 C awarded 40000.00", "4 D reserve"]


def test_each_envelope_has_its_own_list() -> None:
    rows = ranked(
        ["A VET 60000 25 15 15 25", "B SCH 60000 20 15 15 20", "C VET 60000 24 15 15 25"],
        envelopes(VET=70_000, SCH=60_000, HE=0),
    )

    assert told(rows) == ["1 B awarded 60000.00", "1 A awarded 60000.00", "2 C reserve"]
    assert [each.envelope for each in rows] == ["SCH", "VET", "VET"]


@pytest.mark.parametrize(
    ("points", "outcome"),
    [
        ("15 15 15 15", "awarded"),
        ("15 15 15 14", "below-threshold"),
        ("15 14 15 15", "below-threshold"),
        ("15 10 20 15", "awarded"),
        ("15 9 20 16", "below-threshold"),
        ("14 20 20 30", "below-threshold"),
    ],
)
def test_both_thresholds_count_at_below_and_above_their_boundary(points: str, outcome: str) -> None:
    rows = ranked([f"A VET 1000 {points}"], VET)

    assert [each.outcome for each in rows] == [outcome]


@pytest.mark.parametrize(
    ("points", "outcome"),
    [("18 12 12 18", "awarded"), ("17 13 12 18", "below-threshold"), ("15 20 20 30", "below-threshold")],
)
def test_the_share_that_a_call_asks_of_each_criterion_counts_where_it_is_more(points: str, outcome: str) -> None:
    award = the_award(threshold_share=Decimal("0.6"))

    rows = rank_applications(award, the_rules(), [assessed(f"A VET 1000 {points}")], envelopes=VET)

    assert [each.outcome for each in rows] == [outcome]


def test_those_below_the_threshold_stand_after_all_that_passed_whatever_their_total() -> None:
    rows = ranked(["A VET 1000 14 20 20 30", "B VET 1000 15 15 15 15"], VET)

    assert told(rows) == ["1 B awarded 1000.00", "2 A below-threshold"]
    assert [each.total for each in rows] == [Decimal(60), Decimal(84)]


def test_equal_totals_are_told_apart_by_the_criteria_in_the_order_of_the_call() -> None:
    applications = ["A VET 1000 20 15 15 20", "B VET 1000 21 15 15 19", "C VET 1000 20 14 15 21"]

    by_impact = ranked(applications, VET, ties=("C1", "C4", "C2", "C3"))
    by_design = ranked(applications, VET, ties=("C1", "C2", "C3", "C4"))

    assert [each.application for each in by_impact] == ["B", "C", "A"]
    assert [each.application for each in by_design] == ["B", "A", "C"]
    assert [each.position for each in by_impact] == [1, 2, 3]


def test_what_is_equal_after_all_tie_breaks_shares_its_position() -> None:
    rows = ranked(
        ["B VET 1000 20 15 15 20", "C VET 1000 19 15 15 20", "A VET 2000 20 15 15 20", "D VET 1 25 15 15 20"], VET
    )

    assert [(each.application, each.position) for each in rows] == [("D", 1), ("A", 2), ("B", 2), ("C", 4)]


def test_equals_at_the_funding_line_are_awarded_together_or_not_at_all() -> None:
    equals = ["A VET 60000 20 15 15 20", "B VET 40000 20 15 15 20"]

    assert told(ranked(equals, envelopes(VET=100_000))) == ["1 A awarded 60000.00", "1 B awarded 40000.00"]
    assert told(ranked(equals, envelopes(VET="99999.99"))) == ["1 A reserve", "1 B reserve"]


def test_where_the_call_goes_on_equals_that_do_not_fit_are_passed_over_together() -> None:
    rows = ranked(
        ["A VET 60000 20 15 15 20", "B VET 60000 20 15 15 20", "C VET 60000 19 15 15 20"],
        VET,
        when_money_ends="skip-and-continue",
    )

    assert told(rows) == ["1 A reserve", "1 B reserve", "3 C awarded 60000.00"]


def test_lots_give_equals_positions_of_their_own() -> None:
    equals = [f"{code} VET 60000 20 15 15 20" for code in "ABCDEFGH"]

    rows = ranked(equals, VET, when_ties_remain="draw-lots", seed="drawn on 3 May")
    again = ranked(equals[::-1], VET, when_ties_remain="draw-lots", seed="drawn on 3 May")
    other = ranked(equals, VET, when_ties_remain="draw-lots", seed="drawn on 4 May")

    assert [each.position for each in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [each.outcome for each in rows] == ["awarded"] + ["reserve"] * 7
    assert rows == again
    assert [each.application for each in rows] != [each.application for each in other]
    lots = [lot("drawn on 3 May", assessed(f"{each.application} VET 1 20 15 15 20")) for each in rows]
    assert lots == sorted(lots)


def test_a_lot_is_a_hash_that_anybody_can_reckon() -> None:
    drawn = lot("seed", assessed("A VET 1 20 15 15 20"))

    assert drawn == "cc6eac65b96e4e9a49428c57bdfb0735bdeadfd65519c7759a9e0fe65bedcabc"


def test_lots_without_a_seed_are_refused_and_those_below_the_threshold_need_none() -> None:
    with pytest.raises(NoValueError) as refused:
        ranked(["A VET 1 20 15 15 20", "B VET 1 20 15 15 20"], VET, when_ties_remain="draw-lots")

    assert str(refused.value) == "A, B are equal and the call lets lots be drawn among them: a seed is needed"
    below = ranked(["A VET 1 1 15 15 20", "B VET 1 1 15 15 20"], VET, when_ties_remain="draw-lots")
    assert told(below) == ["1 A below-threshold", "1 B below-threshold"]


def test_a_lower_grant_that_was_proposed_is_what_is_awarded() -> None:
    rows = ranked(["A VET 80000/60000 25 15 15 25", "B VET 40000 24 15 15 25"], VET)

    assert told(rows) == ["1 A awarded 60000.00", "2 B awarded 40000.00"]
    assert reason_of("A", rows) == (
        "Awarded € 60 000.00 of the € 80 000.00 requested, the lower grant that was proposed: position 1 of 2 in VET "
        "with 80 points; the money reaches this far."
    )


def test_fractions_of_points_are_exact() -> None:
    tenths = assessed("A VET 1000 20.1 14.9 15 10")
    criteria = tuple(replace(each, threshold=10) for each in the_award().criteria)
    award = the_award(whole_points=False, threshold_share=Decimal("0.3"), criteria=criteria)

    rows = rank_applications(award, the_rules(), [tenths], envelopes=VET)

    assert (rows[0].total, rows[0].outcome) == (Decimal("60.0"), "awarded")
    assert (
        say(rows[0].reason) == "Awarded € 1 000.00: position 1 of 1 in VET with 60 points; the money reaches this far."
    )


def test_every_reason_says_why_in_one_sentence() -> None:
    rows = ranked(
        [
            "A VET 60000 25 15 15 25",
            "B VET 50000 21 15 15 20",
            "C VET 30000 20 15 15 21",
            "D VET 30000 20 15 15 21",
            "E VET 1000 20 15 15 9",
            "F VET 1000 1 0 0 0",
            "G VET 1000 29 2 9 20",
        ],
        VET,
    )

    c1, c2, c3, c4 = (f"“{each.title}”" for each in the_award().criteria)
    assert {each.application: say(each.reason) for each in rows} == {
        "A": "Awarded € 60 000.00: position 1 of 4 in VET with 80 points; the money reaches this far.",
        "B": "On the reserve list: position 2 of 4 in VET with 71 points, ordered among the three with that total by "
        f"the points for {c1}; it needs € 50 000.00 and € 40 000.00 is left, so awarding stops here.",
        "C": "On the reserve list: position 3 of 4 in VET with 71 points, ordered among the three with that total by "
        f"the points for {c1}, shared by two; awarding stopped at position 2, and nobody behind it is awarded first.",
        "D": "On the reserve list: position 3 of 4 in VET with 71 points, ordered among the three with that total by "
        f"the points for {c1}, shared by two; awarding stopped at position 2, and nobody behind it is awarded first.",
        "E": "Below the quality threshold in VET: 59 points in total, where at least 60 are needed, and 9 for "
        f"{c4}, where at least 15 are needed.",
        "F": "Below the quality threshold in VET: 1 point in total, where at least 60 are needed, and 1, 0, 0 and 0 "
        f"for {c1}, {c2}, {c3} and {c4}, where at least 15, 10, 10 and 15 are needed.",
        "G": "Below the quality threshold in VET: 60 points in total, but 2 and 9 for "
        f"{c2} and {c3}, where at least 10 and 10 are needed.",
    }


def test_equals_that_do_not_fit_and_what_was_passed_over_say_what_was_left() -> None:
    together = ranked(["A VET 60000 20 15 15 20", "B VET 60000 20 15 15 20"], VET)
    passed_over = ranked(["A VET 100001 20 15 15 20"], VET, when_money_ends="skip-and-continue")

    assert reason_of("A", together) == (
        "On the reserve list: position 1 of 2 in VET with 70 points, shared by two; together they need "
        "€ 120 000.00 and € 100 000.00 is left, and equals are awarded together or not at all."
    )
    assert reason_of("A", passed_over) == (
        "On the reserve list: position 1 of 1 in VET with 70 points; it needs € 100 001.00 and € 100 000.00 was left "
        "when its turn came."
    )


def test_the_reason_names_as_many_tie_breaks_as_were_needed_and_the_lot() -> None:
    rows = ranked(
        ["A VET 1 20 16 15 20", "B VET 1 20 15 16 20", "C VET 1 21 15 15 20", "D VET 1 21 15 15 20"],
        VET,
        ties=("C1", "C2"),
        when_ties_remain="draw-lots",
        seed="x",
    )

    assert "among the four with that total by the points for “Relevance of the project” and “Quality" in reason_of(
        "A", rows
    )
    assert reason_of("D", rows).count(", ordered among two equals by lot;") == 1
    assert "and" not in reason_of("D", rows).partition("“")[2].partition(", ordered among two")[0]


@pytest.mark.parametrize(
    ("applications", "happened", "told_"),
    [
        (["A SCH 1 20 15 15 20"], [], "there is no envelope SCH, which A names"),
        (["A VET 1 20 15 15 20", "A VET 2 20 15 15 20"], [], "A stands twice in what is to be ranked"),
        (["A VET 1 20 15 15 20"], ["decline B"], "B declines but is in no ranking list"),
        (["A VET 1 1 15 15 20"], ["decline A"], "A: below the threshold there is nothing to decline"),
        (["A VET 1 20 15 15 20"], ["grow HE 5"], "HE cannot grow by 5.00: there is no such envelope"),
        (["A VET 1 20 15 15 20"], ["grow VET 0"], "VET cannot grow by 0.00: it grows by more than nothing"),
    ],
)
def test_what_cannot_be_ranked_is_refused(applications: list[str], happened: list[str], told_: str) -> None:
    with pytest.raises(NoValueError) as refused:
        ranked(applications, VET, events=[event(each) for each in happened])

    assert str(refused.value) == told_


def test_points_that_do_not_fit_the_criteria_are_refused() -> None:
    whole = assessed("A VET 1 20 15 15 20")
    partial = replace(whole, points={"C1": Decimal(20)})

    with pytest.raises(NoValueError) as refused:
        ranked([partial], VET)

    assert str(refused.value) == "A has not one number of points for each criterion of the call"


def test_nothing_to_rank_is_an_empty_list() -> None:
    assert ranked([], VET) == ()
    assert euros(0) == envelopes(VET=0)[0].amount
