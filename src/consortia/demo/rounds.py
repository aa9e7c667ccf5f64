"""The training rounds of the demo world: one set ahead of today, one closed, one deadline within the hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from consortia.core.call import CallDefinition
from consortia.stages.calls.models import Edition, Round
from consortia.stages.calls.services import move_deadline, open_training_rounds
from consortia.stages.calls.snapshots import call_of_edition

# Time enough for a visitor to write and invite before the main deadline.
AHEAD = timedelta(weeks=5)
WITHIN_THE_HOUR = timedelta(minutes=50)
LAST_HOUR_REASON = (
    "Brought to today for a training session on submitting in the last hour. Nothing else about this round changes."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The rounds of the tales, by field: ahead, closed last, closed first; the deadline of `last_hour` is near."""

    ahead: Mapping[str, Round]
    closed: Mapping[str, Round]
    closed_early: Mapping[str, Round]
    last_hour: Round

    def of(self, when: str, field: str) -> Round:
        """Return the round of a field: `ahead`, `closed`, `closed-early` or `last-hour`."""
        if when == "last-hour":
            return self.last_hour
        return {"closed": self.closed, "closed-early": self.closed_early, "ahead": self.ahead}[when][field]


def open_rounds(edition: Edition, today: datetime) -> Rounds:
    """Open both sets of training rounds, as many years later as today asks for."""
    call = call_of_edition(edition.edition_hash)
    ahead = open_training_rounds(edition, years_until_ahead(call, today))
    closed = open_training_rounds(edition, years_until_closed(call, today))
    near = _nearest_small(ahead, today)
    return Rounds(
        ahead=_by_field((each for each in ahead if each != near), latest=False),
        closed=_by_field(closed, latest=True),
        closed_early=_by_field(closed, latest=False),
        last_hour=near,
    )


def move_to_the_last_hour(round_: Round, today: datetime) -> None:
    """Move a deadline to within the hour, as a recorded event with its reason."""
    deadline = (today + WITHIN_THE_HOUR).replace(second=0, microsecond=0)
    move_deadline(round_, deadline, reason=LAST_HOUR_REASON, by=None)


def years_until_ahead(call: CallDefinition, today: datetime) -> int:
    """Return how many years later the deadline of most fields lies well ahead of a day."""
    return next(years for years in range(1, 200) if _main_deadline(call.years_later(years)) > today + AHEAD)


def years_until_closed(call: CallDefinition, today: datetime) -> int:
    """Return how many years later, at most, every deadline of the call lies behind a day."""
    behind = (
        years for years in range(years_until_ahead(call, today), 0, -1) if _latest(call.years_later(years)) < today
    )
    return next(behind)


def _main_deadline(call: CallDefinition) -> datetime:
    main = max(call.rounds, key=lambda each: len(each.fields))
    return call.deadline(main.fields[0], main.number)


def _latest(call: CallDefinition) -> datetime:
    return max(call.deadline(each.fields[0], each.number) for each in call.rounds)


def _nearest_small(rounds: Iterable[Round], today: datetime) -> Round:
    """Return the next round of a field that has several: moving one of them closes the field to nobody."""
    listed = list(rounds)
    often = Counter(field for each in listed for field in each.fields)
    several = [each for each in listed if all(often[field] > 1 for field in each.fields)]
    return min(several, key=lambda each: abs(each.deadline - today))


def _by_field(rounds: Iterable[Round], *, latest: bool) -> dict[str, Round]:
    """Return for each field its last or its first round."""
    ordered = sorted(rounds, key=lambda each: each.deadline, reverse=not latest)
    return {field: each for each in ordered for field in each.fields}
