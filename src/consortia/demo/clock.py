"""The clock of the demo world: its people worked for weeks, and each deed keeps the moment at which it was done."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from unittest.mock import patch

from django.utils import timezone

# A tale does something and yields the moment at which it goes on.
Tale: TypeAlias = Generator[datetime, None, None]

TICK = timedelta(milliseconds=20)


@dataclass(slots=True)
class Clock:
    """A clock that goes only when somebody looks at it or turns it on."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment; each look is a little later than the one before, so that order can be told."""
        self.moment += TICK
        return self.moment

    def turn_to(self, moment: datetime) -> None:
        """Go on to a moment, never back."""
        self.moment = max(self.moment, moment)


@contextmanager
def going_by(clock: Clock) -> Iterator[None]:
    """Let everything that asks Django for the time get it from this clock.

    The services take no moment where people act at once, and no clock of theirs should be bent for a demo. Nobody
    is served while the world is made, so nobody else meets this clock.
    """
    with patch.object(timezone, "now", clock.now):
        yield


def tell_in_order(tales: Iterable[Tale], clock: Clock, *, heard: Callable[[int], None]) -> None:
    """Let all tales happen at once, each deed at its moment; `heard` gets how many tales have ended."""
    for moment in together(tales, heard=heard):
        clock.turn_to(moment)


def together(tales: Iterable[Tale], *, heard: Callable[[int], None] = lambda _ended: None) -> Tale:
    """Make one tale of several, each deed at its moment; `heard` gets how many of them have ended."""
    waiting: list[tuple[datetime, int, Tale]] = []
    ended = 0
    for number, tale in enumerate(tales):
        moment = next(tale, None)
        if moment is not None:
            heapq.heappush(waiting, (moment, number, tale))
    while waiting:
        moment, number, tale = heapq.heappop(waiting)
        yield moment
        following = next(tale, None)
        if following is None:
            ended += 1
            heard(ended)
        else:
            heapq.heappush(waiting, (following, number, tale))
