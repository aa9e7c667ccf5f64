"""The states of an application and of the agency's file on it, and the moves between them."""

from consortia.core.lifecycle.screening import ScreeningMove, ScreeningState, may_move_file, move_file
from consortia.core.lifecycle.transitions import ApplicationState, Transition, move, moves_from

__all__ = [
    "ApplicationState",
    "ScreeningMove",
    "ScreeningState",
    "Transition",
    "may_move_file",
    "move",
    "move_file",
    "moves_from",
]
