"""What every tale of the demo world plays on, and the pace at which it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from consortia.demo.clock import Clock
from consortia.demo.population import Population
from consortia.demo.rounds import Rounds

ZONE: Final = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every tale plays on."""

    population: Population
    rounds: Rounds
    clock: Clock
    today: datetime
    invitation_link: str


class Pace:
    """Spreads the deeds of a tale over its days, within the hours when people work."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        self._begin, self._end = begin, end

    def at(self, share: float) -> datetime:
        """Return the moment at which this share of the time has passed."""
        moment = (self._begin + (self._end - self._begin) * share).astimezone(ZONE)
        midnight = datetime.combine(moment.date(), time(), tzinfo=ZONE)
        worked = midnight + timedelta(hours=8.3) + (moment - midnight) * 0.42
        return min(worked, self._end)

    def through(self, first: float, last: float, count: int) -> Iterator[datetime]:
        """Yield as many moments as there are deeds, between two shares of the time."""
        for number in range(count):
            yield self.at(first + (last - first) * number / count)
