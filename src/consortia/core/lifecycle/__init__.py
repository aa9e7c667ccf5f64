"""The states of an application and the moves between them."""

from consortia.core.lifecycle.transitions import ApplicationState, Transition, move, moves_from

__all__ = ["ApplicationState", "Transition", "move", "moves_from"]
