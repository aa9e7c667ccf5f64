from __future__ import annotations

import pytest

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle import move, moves_from
from consortia.core.lifecycle.transitions import TRANSITIONS

STATES = sorted({each.state for each in TRANSITIONS} | {each.becomes for each in TRANSITIONS})
MOVES = sorted({each.move for each in TRANSITIONS})


def test_an_application_goes_from_draft_to_receipt_and_back() -> None:
    assert move(move("draft", "submit"), "submit") == "submitted"
    assert move("submitted", "withdraw") == "withdrawn"
    assert move("withdrawn", "resume") == "draft"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", MOVES)
def test_only_moves_of_the_table_are_made(state: str, verb: str) -> None:
    rows = [each for each in moves_from(state) if each.move == verb]

    if rows:
        assert move(state, verb) == rows[0].becomes
    else:
        with pytest.raises(IllegalMoveError):
            move(state, verb)


def test_no_move_has_two_ends() -> None:
    assert len({(each.state, each.move) for each in TRANSITIONS}) == len(TRANSITIONS)


def test_every_state_can_be_reached_and_left() -> None:
    assert {each.becomes for each in TRANSITIONS} == {each.state for each in TRANSITIONS} == set(STATES)
