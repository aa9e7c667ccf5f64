"""Dates out of order, and fields that have none."""

from collections.abc import Iterator
from itertools import pairwise

from consortia.core.call import CallDefinition
from consortia.rulebook.consistency.finding import Contradiction


def date_contradictions(call: CallDefinition) -> Iterator[Contradiction]:
    """Every field has a round and a duration, and what begins comes before what ends."""
    yield from _rounds(call)
    yield from _durations(call)
    for index, window in enumerate(call.start_windows):
        if window.first > window.last:
            yield _order(f"start_windows[{index}].last", window.last.isoformat(), f"{window.first} or later")
        if call.latest_end and window.first > call.latest_end.day:
            yield _order("latest_end.day", call.latest_end.day.isoformat(), f"{window.first} or later")


def _rounds(call: CallDefinition) -> Iterator[Contradiction]:
    for field in call.fields:
        own = [(index, each) for index, each in enumerate(call.rounds) if field.code in each.fields]
        if not own:
            yield Contradiction(key="rounds", found=f"no round for {field.code}", expected="a round for each field")
        for (_, earlier), (index, later) in pairwise(own):
            if later.number <= earlier.number:
                yield _order(f"rounds[{index}].number", str(later.number), f"a number above {earlier.number}")
            if later.deadline <= earlier.deadline:
                expected = f"later than round {earlier.number}, {earlier.deadline.isoformat()}"
                yield _order(f"rounds[{index}].deadline", later.deadline.isoformat(), expected)


def _durations(call: CallDefinition) -> Iterator[Contradiction]:
    for index, each in enumerate(call.durations):
        if each.from_months > each.to_months:
            yield _order(f"durations[{index}].to_months", str(each.to_months), f"{each.from_months} or more")
    for field in call.fields:
        own = [each for each in call.durations if field.code in each.fields]
        if len(own) != 1:
            found = f"{len(own)} durations for {field.code}"
            yield Contradiction(key="durations", found=found, expected="one duration for each field")


def _order(key: str, found: str, expected: str) -> Contradiction:
    return Contradiction(key=key, found=found, expected=expected)
