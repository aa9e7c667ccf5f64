"""The moves of an application, one row each; what is not in the table cannot happen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consortia.core.lifecycle.table import state_after

ApplicationState: TypeAlias = Literal["draft", "submitted", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A move from one state to another, and whether it is possible only until the deadline."""

    state: ApplicationState
    move: str
    becomes: ApplicationState
    until_deadline: bool


TRANSITIONS: tuple[Transition, ...] = (
    Transition(state="draft", move="submit", becomes="submitted", until_deadline=True),
    # Until the deadline one may submit again: the last version counts, the earlier ones stay on record.
    Transition(state="submitted", move="submit", becomes="submitted", until_deadline=True),
    Transition(state="submitted", move="withdraw", becomes="withdrawn", until_deadline=False),
    Transition(state="draft", move="withdraw", becomes="withdrawn", until_deadline=False),
    Transition(state="withdrawn", move="resume", becomes="draft", until_deadline=True),
)


def move(state: str, verb: str) -> ApplicationState:
    """The state that a move leads to; an error where the table has no such row."""
    return state_after(TRANSITIONS, state, verb)


def moves_from(state: str) -> tuple[Transition, ...]:
    """All moves that an application in this state can make."""
    return tuple(each for each in TRANSITIONS if each.state == state)
