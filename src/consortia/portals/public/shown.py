"""Calls as visitors meet them: a call edition together with the rounds this site runs of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.utils import timezone

from consortia.stages.calls.queries import rounds_with_moves
from consortia.stages.calls.snapshots import call_of_edition, newest_calls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consortia.core.call import CallDefinition
    from consortia.core.call.dates import Round as PlannedRound
    from consortia.stages.calls.models import DeadlineMove, Round

SOON: Final = timedelta(days=14)
TRAINING: Final = "-training-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRound:
    """One deadline as a visitor meets it; `number` is the round's own key on this site, where it runs here."""

    planned: PlannedRound
    deadline: datetime
    now: datetime
    pk: int | None = None
    moves: tuple[DeadlineMove, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether one can still submit to it on this site."""
        return self.pk is not None and self.deadline >= self.now

    @property
    def state(self) -> str:
        """The code of its state."""
        if not self.is_open:
            return "closed"
        return "closing" if self.deadline - self.now <= SOON else "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCall:
    """A call edition as this site runs it: by its own dates, or for training with all dates moved."""

    call: CallDefinition
    rounds: tuple[ShownRound, ...]

    @property
    def key(self) -> str:
        """Its part of an address."""
        return f"{self.call.code}{TRAINING}{self.year}" if self.training else self.call.code

    @property
    def training(self) -> bool:
        """Whether its dates are moved for practice."""
        return self.call.training

    @property
    def year(self) -> int:
        """The year in which it runs."""
        return self.call.call.year + self.call.years_moved

    @property
    def open_rounds(self) -> tuple[ShownRound, ...]:
        """The rounds one can still submit to, the nearest deadline first."""
        return tuple(each for each in self.rounds if each.is_open)

    @property
    def moves(self) -> tuple[DeadlineMove, ...]:
        """Every deadline that was moved."""
        return tuple(move for each in self.rounds for move in each.moves)


def shown_calls(now: datetime | None = None) -> tuple[ShownCall, ...]:
    """Return every call as it runs here, those with the nearest open deadline first, then the closed ones."""
    now = now or timezone.now()
    rounds = sorted(rounds_with_moves(), key=_edition_and_years)
    running = [_running(list(of_edition), now) for _key, of_edition in groupby(rounds, _edition_and_years)]
    by_own_dates = {shown.call.code for shown in running if not shown.training}
    read_only = [_as_published(call, now) for call in newest_calls() if call.code not in by_own_dates]
    return tuple(sorted([*running, *read_only], key=_nearest_first))


def a_call(key: str) -> ShownCall:
    """Return the call that an address names."""
    found = next((shown for shown in shown_calls() if shown.key == key), None)
    if found is None:
        raise Http404
    return found


def _edition_and_years(round_: Round) -> tuple[str, int, int]:
    return round_.edition.code, round_.edition_id, round_.years_later


def _running(rounds: list[Round], now: datetime) -> ShownCall:
    first = rounds[0]
    call = call_of_edition(first.edition.edition_hash)
    call = call.years_later(first.years_later) if first.years_later else call
    for round_ in rounds:
        call = call.with_deadline(round_.number, fields=round_.fields, deadline=round_.deadline)
    planned = {(each.number, each.fields): each for each in call.rounds}
    shown = tuple(_shown_round(round_, planned[round_.number, tuple(round_.fields)], now) for round_ in rounds)
    return ShownCall(call=call, rounds=tuple(sorted(shown, key=lambda each: each.deadline)))


def _shown_round(round_: Round, planned: PlannedRound, now: datetime) -> ShownRound:
    return ShownRound(planned=planned, deadline=round_.deadline, now=now, pk=round_.pk, moves=tuple(round_.moves.all()))


def _as_published(call: CallDefinition, now: datetime) -> ShownCall:
    rounds = (
        ShownRound(planned=each, deadline=call.deadline(each.fields[0], each.number), now=now) for each in call.rounds
    )
    return ShownCall(call=call, rounds=tuple(sorted(rounds, key=lambda each: each.deadline)))


def _nearest_first(shown: ShownCall) -> tuple[bool, float]:
    deadlines: Iterable[ShownRound] = shown.open_rounds
    nearest = min((each.deadline.timestamp() for each in deadlines), default=None)
    latest = max((each.deadline.timestamp() for each in shown.rounds), default=0.0)
    return (True, -latest) if nearest is None else (False, nearest)
