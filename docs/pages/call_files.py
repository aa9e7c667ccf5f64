"""The page on the format of call files: every table and key, every kind of check, every basis, every money rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING
from functools import cache
from inspect import cleandoc
from pathlib import Path
from typing import get_args, get_type_hints

from consortia.core.application.planned import ROW_READERS
from consortia.core.budget.bases import BASES
from consortia.core.call import CallDefinition
from consortia.core.call.headings import TERMS
from consortia.core.call.rules import MoneyRuleKind
from consortia.core.eligibility.case import Nothing
from consortia.core.eligibility.checks import CHECKS
from consortia.core.eligibility.checks.formats import Demand
from consortia.rulebook import load_calls
from docs.pages.markdown import bullets, code, fenced, humanised, page, table
from docs.pages.shapes import is_list, key_of, keys_of, keys_table, tables_in, told

MALFORMED = Path(__file__).parents[2] / "tests" / "rulebook" / "malformed"
LONGEST_CELL = 180
SECOND_CALL = Path(__file__).parents[2] / "tests" / "rulebook" / "calls"

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def pages() -> Mapping[str, str]:
    """Return the page by its place."""
    return {"reference/call-files.md": _page()}


def _page() -> str:
    shown: set[type] = set()
    return page(
        "Call files",
        "the values of `src/consortia/core/call`",
        _head(),
        "## Tables of a call",
        _top_tables(),
        "## The tables one by one",
        *_tables(),
        "## Kinds of check",
        WORDS["checks"],
        *(_check(check, shown) for check in CHECKS),
        "## Bases of a heading",
        WORDS["bases"],
        *(_basis(basis, shown) for basis in TERMS),
        "## Kinds of money rule",
        WORDS["money_rules"],
        table(
            ["`kind`", "What it does and states"],
            [(code(each), WORDS["money_rule"][each]) for each in get_args(MoneyRuleKind)],
        ),
        "## What the reader refuses",
        _refusals(),
    )


def _head() -> str:
    built_in = ", ".join(f"[{call.title}](calls/{call.code}/index.md)" for call in load_calls().values())
    return f"{WORDS['head'].strip()}\n\nThe built-in calls: {built_in}."


def _top_tables() -> str:
    rows = []
    for each, hint in keys_of(CallDefinition):
        value = next(tables_in(hint))
        name = humanised(value.__name__)
        needed = "yes" if each.default is MISSING and each.default_factory is MISSING else "no"
        written = f"[[{key_of(each)}]]" if is_list(hint) else f"[{key_of(each)}]"
        rows.append((code(written), f"[{name}](#{name.lower().replace(' ', '-')})", needed, told(value)))
    return table(["Table", "Holds", "Needed", "What it is"], rows)


def _tables() -> Iterator[str]:
    """Every table once, at the first place it can stand, the outer ones first."""
    waiting: list[tuple[str, type]] = []
    for each, hint in keys_of(CallDefinition):
        waiting += [(_written(key_of(each), hint), value) for value in tables_in(hint)]
    terms = {value for held in TERMS.values() for value in _all_within(held)}
    seen: set[type] = set()
    while waiting:
        written, value = waiting.pop(0)
        if value in seen or value in terms:
            continue
        seen.add(value)
        yield _table(value, written)
        for each, hint in keys_of(value):
            path = f"{written.strip('[]')}.{key_of(each)}"
            waiting += [(_written(path, hint), inner) for inner in tables_in(hint)]


def _written(path: str, hint: object) -> str:
    return f"[[{path}]]" if is_list(hint) else f"[{path}]"


def _table(value: type, written: str) -> str:
    special = {
        "parameters": "table, see the [kind of check](#kinds-of-check)",
        "terms": "table, see the [basis](#bases-of-a-heading)",
        "check": "the [kind of check](#kinds-of-check)",
        "basis": "the [basis](#bases-of-a-heading)",
        "kind": "the [kind of money rule](#kinds-of-money-rule)" if value.__name__ == "MoneyRule" else "",
    }
    return "\n\n".join([f"### {humanised(value.__name__)}", f"`{written}`. {told(value)}", keys_table(value, special)])


def _all_within(value: type) -> Iterator[type]:
    """The values that are met only inside what a basis or check states."""
    yield value
    for _each, hint in keys_of(value):
        for inner in tables_in(hint):
            if inner.__module__ == value.__module__:
                yield from _all_within(inner)


def _check(kind: str, shown: set[type]) -> str:
    check = CHECKS[kind]
    looks = cleandoc(check.look.__doc__ or "").partition("\n\n")[0]
    reads = [WORDS["reads"][each] for each in sorted(check.reads)] or ["field, type and format"]
    parts = [f"### Check {code(kind)}", f"{looks} Looks at {_joined(reads)}."]
    if check.states is Nothing:
        parts.append("States nothing further: what it needs stands elsewhere in the call.")
    else:
        parts += _stated(check.states, "parameters", shown)
    used = _used_by(kind)
    return "\n\n".join([*parts, f"Used by {used}."] if used else parts)


def _stated(value: type, name: str, shown: set[type]) -> Iterator[str]:
    """The keys that a kind of check or a basis states, and those of the tables inside that no other showed before."""
    for each in dict.fromkeys(_all_within(value)):
        if each is value:
            yield f"States in {code(name)}: {told(each)[:1].lower()}{told(each)[1:]}"
        elif each in shown:
            continue
        else:
            yield f"#### {humanised(each.__name__)}\n\n{told(each)}"
        shown.add(each)
        yield keys_table(each)
        if "demand" in get_type_hints(each):
            yield bullets(f"{code(demand)}: {WORDS['demand'][demand]}." for demand in get_args(Demand))


def _used_by(kind: str) -> str:
    links = [
        f"[{rule.code}](calls/{call.code}/rules.md)"
        for call in load_calls().values()
        for rule in call.rules
        if rule.check == kind
    ]
    if not links:
        links = [
            f"{code(rule.code)} of the [second call in the tests](../../tests/rulebook/calls/{call.code}.toml)"
            for call in _second_calls()
            for rule in call.rules
            if rule.check == kind
        ]
    return _joined(links)


@cache
def _second_calls() -> tuple[CallDefinition, ...]:
    return tuple(call for code_, call in load_calls([SECOND_CALL]).items() if code_ not in load_calls())


def _basis(basis: str, shown: set[type]) -> str:
    adds = (
        "Adds no rows to the document." if basis not in ROW_READERS else "Adds rows to the document, under its own key."
    )
    looks = cleandoc(BASES[basis].__doc__ or "").partition("\n\n")[0]  # type: ignore[index]  # the keys of TERMS are those of BASES
    return "\n\n".join([f"### Basis {code(basis)}", f"{looks} {adds}", *_stated(TERMS[basis], "terms", shown)])  # type: ignore[index]  # as above


def _refusals() -> str:
    rows = []
    for path in sorted(MALFORMED.glob("*.toml")):
        message = tomllib.loads(path.read_text(encoding="utf-8"))["message"]
        where, _, rest = message.partition(": found ")
        found, _, expected = rest.rpartition(", expected ")
        shortened = expected if len(expected) < LONGEST_CELL else f"{expected[:LONGEST_CELL].rpartition(',')[0]} …"
        rows.append((path.stem.replace("-", " ").capitalize(), code(where), found, shortened))
    example = fenced(
        "call.toml: rounds[0].deadlin: found an unknown key, expected only known keys: did you mean deadline?"
    )
    return f"""
The message names file, key, what was found and what was expected:

{example}

One example of every message, from the files in `tests/rulebook/malformed`:

{table(["Case", "At", "Found", "Expected"], rows)}"""


def _joined(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
