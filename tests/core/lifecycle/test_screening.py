from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle import ScreeningState, may_move_file, move_file
from consortia.core.lifecycle.screening import SCREENING

STATES = sorted(get_args(ScreeningState))
MOVES = sorted({each.move for each in SCREENING})
DEEPEST = 6


def paths(state: str = "received", length: int = DEEPEST) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every path of moves of up to so many steps, as pairs of a move and where it led."""
    yield ()
    if length:
        for each in SCREENING:
            if each.state == state:
                for rest in paths(each.becomes, length - 1):
                    yield ((each.move, each.becomes), *rest)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", MOVES)
def test_only_moves_of_the_table_are_made(state: str, verb: str) -> None:
    rows = [each.becomes for each in SCREENING if (each.state, each.move) == (state, verb)]

    assert may_move_file(state, verb) == bool(rows)
    if rows:
        assert move_file(state, verb) == rows[0]
    else:
        with pytest.raises(IllegalMoveError):
            move_file(state, verb)


def test_no_move_has_two_ends() -> None:
    assert len({(each.state, each.move) for each in SCREENING}) == len(SCREENING)


def test_every_state_can_be_reached_from_the_start_and_left() -> None:
    reached = {"received"} | {state for path in paths() for _move, state in path}

    assert reached == set(STATES)
    assert {each.state for each in SCREENING} == set(STATES)


def test_nothing_becomes_ineligible_without_a_proposal_and_a_second_person() -> None:
    ending = [path for path in paths() if path and path[-1][1] == "ineligible"]

    assert ending
    assert {tuple(move for move, _state in path[-2:]) for path in ending} == {("propose-refusal", "refuse")}
    assert {each.by for each in SCREENING if each.becomes == "ineligible"} == {"second-person"}


def test_nothing_passes_without_having_been_checked() -> None:
    passing = [path for path in paths() if path and path[-1][1] == "eligible"]

    assert passing
    assert {path[-1][0] for path in passing} == {"pass"}
    assert all(len(path) > 1 and path[-2][1] == "checking" for path in passing)


def test_a_later_version_begins_anew_from_every_state() -> None:
    assert {state: move_file(state, "replace") for state in STATES} == dict.fromkeys(STATES, "received")


def test_an_applicant_may_withdraw_in_every_state() -> None:
    others = [state for state in STATES if state != "withdrawn"]

    assert {state: move_file(state, "withdraw") for state in others} == dict.fromkeys(others, "withdrawn")
