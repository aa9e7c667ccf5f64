"""Nothing of the programme stands in Python: its sums, dates, limits and countries are data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from consortia.core.values import Money
from consortia.rulebook import load_calls
from tests.house.committed import ROOT, SOURCES, named, place, tree_of
from tests.rulebook.test_second_call import small_call

# Below this, a number says too little: 12 is a noon as well as the months of a year.
SMALLEST = 101
CALENDAR = re.compile(r"\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\b")
MANY_COUNTRIES = 2

# Numbers that calls state too and that every program needs for other things. What they are in the call is found by
# its neighbours: whoever wrote a rate of 200 into Python would not stop at one.
COMMON: Mapping[int, str] = {
    120: "most months one may type into the calculator",
    200: "an answer of HTTP, most rows of a table",
    365: "days of a year, for cookies",
}
# The same in one file.
ELSEWHERE: Mapping[tuple[str, int], str] = {
    ("src/consortia/portals/applicant/beside.py", 5000): "the longest comment",
}
# Rooms in which such numbers and codes mean something else, or stand there on purpose.
OTHER_ROOMS: Mapping[str, str] = {
    "src/consortia/analysis/priorities": "lengths of texts and rounds of learning",
    "src/consortia/documents": "lengths on paper and in drawings",
    "src/consortia/demo": "a made-up world is written for the call that it shows",
    "src/consortia/stages/past_projects": "lengths of texts in lists of other programmes",
    "src/consortia/portals/shared/pages/patterns.py": "samples of every piece, with made-up content",
}
# Places that may name several countries, since they are about the earth and not about the programme.
ABOUT_THE_EARTH: Mapping[str, str] = {}


@cache
def numbers_of_the_calls() -> frozenset[Decimal]:
    """Every sum and every whole number that a call states."""
    found: set[Decimal] = set()
    for call in (*load_calls().values(), small_call()):
        found |= {number for number in _numbers(call) if number >= SMALLEST}
    return frozenset(found)


@cache
def countries_of_the_calls() -> frozenset[str]:
    """Every code of a country that a call knows."""
    return frozenset(code for call in (*load_calls().values(), small_call()) for code in call.countries)


def test_the_numbers_looked_for_are_those_of_the_calls() -> None:
    known = {Decimal(number) for number in (575, 760, 2750, 12500, 23000, 30000, 50000, 60000, 5000, 241)}

    assert known <= numbers_of_the_calls()


def test_no_number_of_a_call_stands_in_python() -> None:
    found = [
        f"{place(path, node.lineno)}: {node.value!r}"
        for path in sources()
        for node in _constants(tree_of(path))
        for number in _numbers_in(node.value)
        if number in numbers_of_the_calls() and not _means_something_else(path, int(number))
    ]

    assert found == [], "a number of the call belongs in the call file; one that means something else is named above"


def test_no_date_stands_in_python() -> None:
    dates = [
        f"{place(path, node.lineno)}: {ast.unparse(node)[:60]}"
        for path in sources()
        for node in ast.walk(tree_of(path))
        if _is_date(node)
    ]

    assert dates == []


def test_no_list_of_countries_stands_in_python() -> None:
    lists = [
        f"{place(path, node.lineno)}: {', '.join(sorted(codes))}"
        for path in sources()
        if place(path) not in ABOUT_THE_EARTH
        for node in ast.walk(tree_of(path))
        if len(codes := set(_country_codes(node))) >= MANY_COUNTRIES
    ]

    assert lists == []


def test_no_code_of_a_rule_or_heading_stands_in_python() -> None:
    codes = {each.code for call in load_calls().values() for each in (*call.rules, *call.money_rules)}
    codes |= {heading.code for call in load_calls().values() for heading in call.headings}
    codes |= {heading.key for call in load_calls().values() for heading in call.headings}
    kinds = {"lump-sum", "lump_sum"}

    found = [
        f"{place(path, node.lineno)}: {node.value}"
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and node.value in codes - kinds
    ]

    assert found == []


def test_every_exception_is_still_needed() -> None:
    held = {
        number
        for path in named(".py", under=SOURCES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        for number in _numbers_in(node.value)
    }

    assert [number for number in COMMON if number not in held or number not in numbers_of_the_calls()] == []
    assert [at for at, number in ELSEWHERE if str(number) not in (ROOT / at).read_text(encoding="utf-8")] == []
    assert [room for room in (*OTHER_ROOMS, *ABOUT_THE_EARTH) if not (ROOT / room).exists()] == []


def _means_something_else(path: Path, number: int) -> bool:
    return number in COMMON or (place(path), number) in ELSEWHERE


def sources() -> list[Path]:
    rooms = {ROOT / room for room in OTHER_ROOMS}
    return [
        path
        for path in named(".py", under=SOURCES)
        if "migrations" not in path.parts and not rooms & {path, *path.parents}
    ]


def _constants(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every constant, save those that say how much of a text is kept: `max_length=200`, `[:200]`."""
    lengths = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.Slice) or (isinstance(node, ast.keyword) and node.arg == "max_length")
        for each in ast.walk(node)
    }
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in lengths)


def _numbers(value: object) -> Iterator[Decimal]:
    if isinstance(value, Money):
        yield value.amount
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Decimal(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _numbers(each)
    elif is_dataclass(value):
        for each in fields(value):
            if each.init:
                yield from _numbers(getattr(value, each.name))


def _numbers_in(value: object) -> Iterator[Decimal]:
    """The number that a constant is, or that a text in Python spells, such as "575.00"."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield Decimal(str(value))
    elif isinstance(value, str) and re.fullmatch(r"[0-9]{3,7}(\.[0-9]{2})?", value):
        yield Decimal(value)


def _is_date(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return "\n" not in node.value and bool(CALENDAR.fullmatch(node.value.partition("T")[0]))
    called = node.func if isinstance(node, ast.Call) else None
    name = getattr(called, "id", getattr(called, "attr", ""))
    arguments = node.args[:1] if isinstance(node, ast.Call) else []
    years = [each.value for each in arguments if isinstance(each, ast.Constant)]
    return name in {"date", "datetime"} and any(isinstance(year, int) and date.min.year < year for year in years)


def _country_codes(node: ast.AST) -> Iterator[str]:
    """The codes of countries that stand side by side in a list, a table, or one text."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        parts = node.elts
    elif isinstance(node, ast.Dict):
        parts = [*(key for key in node.keys if key), *node.values]
    else:
        return
    for part in parts:
        if isinstance(part, ast.Constant) and part.value in countries_of_the_calls():
            yield part.value
