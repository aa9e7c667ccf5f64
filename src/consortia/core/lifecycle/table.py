"""Looking up a move in a table of moves: what has no row cannot happen."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from consortia.core.errors import IllegalMoveError

State_co = TypeVar("State_co", covariant=True)


class Row(Protocol[State_co]):
    """A move from one state to another."""

    @property
    def state(self) -> str:
        """Where the move begins."""

    @property
    def move(self) -> str:
        """What the move is called."""

    @property
    def becomes(self) -> State_co:
        """Where the move ends."""


def state_after(table: Iterable[Row[State_co]], state: str, verb: str) -> State_co:
    """The state that a move leads to; an error where the table has no such row."""
    for each in table:
        if (each.state, each.move) == (state, verb):
            return each.becomes
    raise IllegalMoveError(state, verb)


def has_row(table: Iterable[Row[object]], state: str, verb: str) -> bool:
    """Whether the table has such a row."""
    return any((each.state, each.move) == (state, verb) for each in table)
