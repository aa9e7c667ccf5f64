"""`consortia backtest`: whether a call forbids what was really funded."""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from consortia.cli.calls_option import one_call, refuse, with_calls
from consortia.cli.printing import counted, show, show_json
from consortia.cli.reading import why_unread
from consortia.core.application.loading import described, shortened
from consortia.core.call import CallDefinition
from consortia.core.eligibility.backtest import FundedProject, backtest_project, ways_of
from consortia.core.values import Money
from consortia.rulebook.wording import say

COLUMNS = ("project_identifier", "call_year", "action", "grant_eur", "num_countries", "num_organisations")

# Far above any project; a slip of the keyboard must not make up a consortium of millions.
MOST = 10_000
LARGEST_SUM = 10**12
# Summaries of projects are longer than the field limit that Python's reader starts with.
LONGEST_FIELD = 16 * 1024 * 1024


class UnreadableRowError(Exception):
    """A row that cannot be understood; it is listed and left out."""


@click.command()
@click.argument("call")
@click.argument("records", type=click.Path(path_type=Path))
@with_calls
def backtest(call: str, records: Path, form: str, folders: tuple[Path, ...]) -> None:
    """Run CALL against RECORDS of funded projects (CSV, or CSV in gzip).

    Exit code 0: no contradiction; 1: at least one; 2: the records could not be read.
    """
    found = one_call(call, folders)
    csv.field_size_limit(LONGEST_FIELD)
    result = _run(found, _rows(records))
    if form == "json":
        show_json(result)
    else:
        show("\n".join(_lines(result)))
    sys.exit(1 if result["contradictions"] else 0)


def _run(call: CallDefinition, rows: Iterator[tuple[int, Mapping[str, str | None]]]) -> dict[str, Any]:
    result: dict[str, Any] = {"call": call.code, "records": 0, "checked": 0, "contradictions": []}
    result |= {"special_cases": [], "unreadable": []}
    for line, row in rows:
        result["records"] += 1
        try:
            project = _project(row)
        except UnreadableRowError as error:
            result["unreadable"].append({"line": line, "reason": str(error)})
            continue
        if project.year != call.call.year or not ways_of(call, project.action):
            continue
        result["checked"] += 1
        outcome = backtest_project(call, project)
        result["contradictions"].extend(
            {"project_identifier": each.project, "rule": each.rule, "message": say(each.message)}
            for each in outcome.contradictions
        )
        if outcome.only_as:
            result["special_cases"].append({"project_identifier": project.identifier, "only_as": outcome.only_as})
    return result


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    line = 0
    try:
        with _opened(path) as text:
            reader = csv.DictReader(text)
            _refuse_missing_columns(path, reader.fieldnames or ())
            for row in reader:
                line = reader.line_num
                yield line, row
    except gzip.BadGzipFile:
        refuse(f"{path}: after line {line}: found bytes that are not gzip, expected records packed with gzip")
    except OSError as error:
        refuse(f"{path}: the file: found {why_unread(error)}, expected a file that can be read")
    except (EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        refuse(f"{path}: after line {line}: found {_what_is_no_table(error)}, expected records as CSV in UTF-8")


def _refuse_missing_columns(path: Path, found: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        there = f"the columns {', '.join(shortened(each) for each in found)}" if found else "no columns"
        refuse(f"{path}: header: found {there}, expected {', '.join(missing)}{' beside them' if found else ''}")


def _what_is_no_table(error: Exception) -> str:
    match error:
        case EOFError():
            return "the end of the file within what gzip packed"
        case zlib.error():
            return "bytes that gzip cannot unpack"
        case UnicodeDecodeError():
            return "bytes that are not UTF-8"
        case _:
            return "a row that is not CSV"


def _opened(path: Path) -> io.TextIOWrapper:
    raw = gzip.GzipFile(path) if path.suffix == ".gz" else io.FileIO(path)
    return io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


def _project(row: Mapping[str, str | None]) -> FundedProject:
    return FundedProject(
        identifier=row["project_identifier"] or "",
        year=_whole(row, "call_year"),
        action=row["action"] or "",
        organisations=_whole(row, "num_organisations"),
        countries=_whole(row, "num_countries"),
        grant=Money(amount=_number(row, "grant_eur")),
    )


def _whole(row: Mapping[str, str | None], column: str) -> int:
    number = _number(row, column)
    if number != number.to_integral_value() or number > MOST:
        raise UnreadableRowError(f"{column}: found {described(row[column])}, expected a whole number up to {MOST}")
    return int(number)


def _number(row: Mapping[str, str | None], column: str) -> Decimal:
    try:
        number = Decimal((row[column] or "").strip())
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= LARGEST_SUM:
        raise UnreadableRowError(f"{column}: found {described(row[column])}, expected a number from 0 up")
    return number


def _lines(result: dict[str, Any]) -> Iterator[str]:
    yield f"{result['call']}: {counted(result['records'], 'record')}, {result['checked']} of this call checked"
    for each in result["unreadable"]:
        yield f"  line {each['line']} left out: {each['reason']}"
    for each in result["contradictions"]:
        yield f"  {each['project_identifier']}  {each['rule']}\n      {each['message']}"
    for each in result["special_cases"]:
        yield f"  {each['project_identifier']}  breaks no rule only in the format {each['only_as']}"
    contradictions = counted(len(result["contradictions"]), "contradiction")
    yield f"{contradictions}, {counted(len(result['special_cases']), 'special case')}"
