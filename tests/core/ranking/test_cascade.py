"""Who moves up when somebody declines or an envelope grows."""

from __future__ import annotations

from itertools import permutations

from consortia.rulebook.wording import say
from tests.factories.ranking import envelopes, ranked, told

VET = envelopes(VET=100_000)
FOUR = ["A VET 60000 25 15 15 25", "B VET 40000 24 15 15 25", "C VET 50000 23 15 15 25", "D VET 1000 22 15 15 25"]


def test_the_next_one_moves_up_when_somebody_declines() -> None:
    rows = ranked(FOUR, VET, events=["decline A"])

    assert told(rows) == ["1 A declined", "2 B awarded 40000.00", "3 C awarded 50000.00", "4 D awarded 1000.00"]
    assert say(rows[0].reason) == "Declined by the applicant: position 1 of 4 in VET with 80 points; no grant is paid."
    assert say(rows[2].reason) == (
        "Awarded € 50 000.00 from the reserve list: position 3 of 4 in VET with 78 points; money that became free "
        "reaches this far."
    )


def test_nobody_passes_a_reserve_that_does_not_fit_yet() -> None:
    rows = ranked(FOUR, VET, events=["decline B"])

    assert told(rows) == ["1 A awarded 60000.00", "2 B declined", "3 C reserve", "4 D reserve"]
    assert say(rows[2].reason).endswith("; it needs € 50 000.00 and € 40 000.00 is left, so awarding stops here.")


def test_a_reserve_that_declines_lets_the_next_one_pass() -> None:
    rows = ranked(FOUR, VET, events=["decline B", "decline C"])

    assert told(rows) == ["1 A awarded 60000.00", "2 B declined", "3 C declined", "4 D awarded 1000.00"]


def test_an_envelope_that_grows_is_used_from_the_top_of_the_reserve_list() -> None:
    rows = ranked(FOUR, VET, events=["grow VET 49999.99", "grow VET 0.01"])

    assert told(rows)[2:] == ["3 C awarded 50000.00", "4 D reserve"]


def test_money_of_one_envelope_helps_no_other() -> None:
    rows = ranked([*FOUR, "E SCH 10 25 15 15 25"], envelopes(VET=100_000, SCH=5), events=["decline A"])

    assert told(rows)[0] == "1 E reserve"


def test_equals_move_up_once_those_who_stay_fit_together() -> None:
    tied = ["A VET 60000 25 15 15 25", "B VET 30000 20 15 15 25", "C VET 30000 20 15 15 25"]

    assert told(ranked(tied, VET)) == ["1 A awarded 60000.00", "2 B reserve", "2 C reserve"]
    assert told(ranked(tied, VET, events=["decline B"])) == [
        "1 A awarded 60000.00",
        "2 B declined",
        "2 C awarded 30000.00",
    ]


def test_an_award_that_was_made_by_going_on_is_not_taken_away() -> None:
    three = ["A VET 60000 25 15 15 25", "B VET 80000 24 15 15 25", "C VET 40000 23 15 15 25"]
    goes_on = "skip-and-continue"

    assert told(ranked(three, VET, when_money_ends=goes_on)) == [
        "1 A awarded 60000.00", "2 B reserve", "3 C awarded 40000.00",
    ]  # fmt: skip
    assert told(ranked(three, VET, when_money_ends=goes_on, events=["decline A"])) == [
        "1 A declined", "2 B reserve", "3 C awarded 40000.00",
    ]  # fmt: skip
    assert told(ranked(three, VET, when_money_ends=goes_on, events=["decline A", "grow VET 20000"])) == [
        "1 A declined", "2 B awarded 80000.00", "3 C awarded 40000.00",
    ]  # fmt: skip


def test_it_does_not_matter_who_declined_first_where_the_call_goes_on() -> None:
    five = [
        "X VET 30000 25 15 15 25", "Y VET 20000 24 15 15 25", "Z VET 50000 23 15 15 25",
        "R VET 50000 22 15 15 25", "S VET 30000 21 15 15 25",
    ]  # fmt: skip

    one, other = (
        ranked(five, VET, when_money_ends="skip-and-continue", events=list(order))
        for order in permutations(["decline X", "decline Y"])
    )

    assert one == other
    assert told(one)[3:] == ["4 R awarded 50000.00", "5 S reserve"]
