"""Every way through the states of a selection and of an appeal."""

from __future__ import annotations

import pytest

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle.selection import (
    APPEALS,
    SELECTION,
    may_move_appeal,
    may_move_selection,
    move_appeal,
    move_selection,
)

STATES = ("drawing-up", "proposed", "approved", "published")
APPEAL_STATES = ("sent", "received", "reassessing", "proposed", "decided")
VERBS = sorted({each.move for each in SELECTION})
APPEAL_VERBS = sorted({each.move for each in APPEALS})


def ways(start: str, table: tuple[object, ...], *, avoiding: str) -> set[str]:
    """Every state that is reached without one move."""
    reached = {start}
    while (
        more := {
            each.becomes  # type: ignore[attr-defined]  # rows of either table
            for each in table
            if each.state in reached and each.move != avoiding  # type: ignore[attr-defined]  # as above
        }
        - reached
    ):
        reached |= more
    return reached


@pytest.mark.parametrize("needed", ["propose", "approve", "publish"])
def test_nothing_is_published_without_each_of_the_three_acts(needed: str) -> None:
    assert "published" not in ways("drawing-up", SELECTION, avoiding=needed)


def test_every_state_is_reached() -> None:
    assert ways("drawing-up", SELECTION, avoiding="") == set(STATES)
    assert ways("sent", APPEALS, avoiding="") == set(APPEAL_STATES)


def test_what_is_published_stays_published() -> None:
    assert ways("published", SELECTION, avoiding="") == {"published"}


def test_amounts_change_only_while_a_list_is_drawn_up() -> None:
    assert [state for state in STATES if may_move_selection(state, "lower")] == ["drawing-up"]


def test_each_decision_needs_a_hand_that_did_not_propose() -> None:
    assert {each.by for each in SELECTION if each.move in {"approve", "refuse"}} == {"director"}
    assert {each.by for each in SELECTION if each.move == "propose"} == {"committee"}
    assert {each.by for each in APPEALS if each.move in {"decide", "send-back"}} == {"second-person"}


def test_only_a_complete_list_is_proposed_or_approved() -> None:
    assert {each.move for each in SELECTION if each.complete} == {"propose", "approve"}


@pytest.mark.parametrize("needed", ["receive", "propose", "decide"])
def test_no_appeal_is_decided_without_each_of_its_acts(needed: str) -> None:
    assert "decided" not in ways("sent", APPEALS, avoiding=needed)


@pytest.mark.parametrize("state", STATES)
def test_a_move_outside_the_table_is_refused(state: str) -> None:
    legal = {each.move: each.becomes for each in SELECTION if each.state == state}

    for verb in VERBS:
        if verb in legal:
            assert move_selection(state, verb) == legal[verb]
        else:
            with pytest.raises(IllegalMoveError):
                move_selection(state, verb)


@pytest.mark.parametrize("state", APPEAL_STATES)
def test_a_move_of_an_appeal_outside_the_table_is_refused(state: str) -> None:
    legal = {each.move: each.becomes for each in APPEALS if each.state == state}

    for verb in APPEAL_VERBS:
        assert may_move_appeal(state, verb) == (verb in legal)
        if verb in legal:
            assert move_appeal(state, verb) == legal[verb]
        else:
            with pytest.raises(IllegalMoveError):
                move_appeal(state, verb)
