"""One edit of an application, as a repair tries it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from consortia.core.application import Application, Organisation
from consortia.core.values import Message

Change: TypeAlias = Callable[[Application], Application]
TO_BE_NAMED = "?"
EVERYTHING = frozenset({"type", "format", "priorities", "start", "months", "round", "organisations", "rows"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change: what it does, in words, how much it takes from the applicant (lower is gentler), what it is of.

    `of` names the parts of the application that it changes, as checks name those they read.
    """

    change: Change
    told: Message
    cost: int
    of: frozenset[str]
    adds: Organisation | None = None
