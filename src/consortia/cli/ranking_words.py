"""Ranking lists as tables for the terminal."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from consortia.cli.printing import counted
from consortia.core.call import CallDefinition
from consortia.core.errors import NoValueError
from consortia.core.ranking import Envelope, Ranked
from consortia.core.ranking.reasons import plain_points
from consortia.core.values import ZERO, Parameter, euros, message
from consortia.rulebook.wording import money_written, say, unbroken

WIDTH = 100
HEADS = ("", "Application", "Points", "Outcome", "Grant")
_SUM: Final = re.compile(r"[0-9]+\.[0-9]{2}")
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def lines_of(call: CallDefinition, ranked: Sequence[Ranked], envelopes: Sequence[Envelope]) -> Iterator[str]:
    """Yield the ranking list of each envelope, every row with its reason below it."""
    yield call.title
    for envelope in sorted(envelopes, key=lambda each: each.code):
        rows = [each for each in ranked if each.envelope == envelope.code]
        yield ""
        yield from _summary(envelope, rows)
        if rows:
            yield ""
            yield from _table(rows)


def wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield a text in lines of the terminal that never end within an amount."""
    for line in textwrap.wrap(unbroken(text), WIDTH, initial_indent=indent, subsequent_indent=indent):
        yield line.replace(_NO_BREAK, " ")


def reason_written(reason: str) -> str:
    """Return the reason of a row in words, quoted; as it stands in the package where it is none that has words."""
    try:
        record = json.loads(reason)
        facts = {name: _fact(fact) for name, fact in record["facts"].items()}
        return f"“{say(message(record['code'], **facts))}”"
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, NoValueError):
        return reason


def _fact(fact: Any) -> Parameter:
    if isinstance(fact, list):
        return tuple(str(each) for each in fact)
    if isinstance(fact, str) and _SUM.fullmatch(fact):
        return euros(fact)
    return fact if isinstance(fact, int) else str(fact)


def _summary(envelope: Envelope, rows: Sequence[Ranked]) -> Iterator[str]:
    yield f"{envelope.code}: {money_written(envelope.amount)}, {counted(len(rows), 'application')}"
    awarded = sum((each.grant for each in rows), start=ZERO)
    number = {outcome: sum(each.outcome == outcome for each in rows) for outcome in ("awarded", "reserve")}
    below = len(rows) - sum(number.values())
    left = money_written(envelope.amount - awarded)
    yield (
        f"{number['awarded']} awarded with {money_written(awarded)}, {left} left; "
        f"{number['reserve']} on the reserve list; {below} below the threshold"
    )


def _table(rows: Sequence[Ranked]) -> Iterator[str]:
    """Columns as wide as what stands in them, numbers to the right, then the reason."""
    cells = [HEADS, *(_cells(each) for each in rows)]
    place, application, points, outcome, grant = (max(map(len, column)) for column in zip(*cells, strict=True))
    indent = " " * (place + 4)
    for number, (at, code, total, told, money) in enumerate(cells):
        line = f"  {at:>{place}}  {code:<{application}}  {total:>{points}}  {told:<{outcome}}  {money:>{grant}}"
        yield line.rstrip()
        if number:
            yield from wrapped(say(rows[number - 1].reason), indent)


def _cells(ranked: Ranked) -> tuple[str, str, str, str, str]:
    outcome = ranked.outcome.replace("-", " ")
    grant = money_written(ranked.grant) if ranked.outcome == "awarded" else ""
    return str(ranked.position), ranked.application, f"{_number(ranked.total)}", outcome, grant


def _number(points: Decimal) -> str:
    plain = plain_points(points)
    return str(plain) if isinstance(plain, int) else f"{plain:f}"
