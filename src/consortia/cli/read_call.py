"""`consortia call`: check a call file, show a call, print the schema for editors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from consortia.cli.calls_option import calls_option, format_option, one_call, refusing_call_files
from consortia.cli.plain_values import source_text
from consortia.cli.printing import show, show_json
from consortia.core.call import CallDefinition, MoneyRule, Rule
from consortia.rulebook import call_schema, read_call


@click.group()
def call() -> None:
    """Work with call files."""


@call.command(name="check")
@click.argument("file", type=click.Path(path_type=Path))
def check_file(file: Path) -> None:
    """Read a call file, or a folder of files that make up one call, and say what is not understood."""
    with refusing_call_files():
        found = read_call(file)
    provisional = [rule.code for rule in _all_rules(found) if rule.status == "provisional"]
    show(f"{found.code}: {found.title}\n  edition {found.edition_hash}")
    show(
        f"  {len(found.rules)} rules, {len(found.headings)} headings, {len(found.priorities)} priorities, "
        f"{len(found.questions)} questions"
    )
    show(f"  provisional rules ({len(provisional)}): {', '.join(provisional) or 'none'}")


@call.command(name="show")
@click.argument("code")
@calls_option
@format_option
def show_call(code: str, folders: tuple[Path, ...], form: str) -> None:
    """Show a call from its data."""
    found = one_call(code, folders)
    if form == "json":
        show_json({"edition_hash": found.edition_hash, **found.content}, indent=1)
    else:
        show("\n".join(_lines(found)))


@call.command()
def schema() -> None:
    """Print the JSON Schema of call files, for editors."""
    show_json(call_schema(), indent=1)


def _all_rules(found: CallDefinition) -> list[Rule | MoneyRule]:
    return [*found.rules, *found.money_rules]


def _lines(found: CallDefinition) -> Iterator[str]:
    yield f"{found.title}\n{found.code}, edition {found.edition_hash}\n"
    yield from (f"  {aim}" for aim in found.call.aims)
    yield "\nDeadlines"
    for round_ in found.rounds:
        when = f"{round_.deadline:%Y-%m-%d %H:%M} {found.call.zone}"
        yield f"  round {round_.number}  {when}  {', '.join(round_.fields)}  ({round_.status})"
    yield "\nPriorities"
    for priority in found.priorities:
        yield f"  {priority.code:<8} {priority.title}  ({priority.status})"
        yield from (f"           {theme.code}  {theme.text}" for theme in priority.sub_themes)
    yield "\nRules"
    for rule in _all_rules(found):
        yield f"  {rule.code}  ({rule.status})\n      {rule.text}\n      {source_text(rule.source, found)}"
    yield "\nBudget headings"
    yield from (
        f"  {heading.code}: {heading.title} ({heading.basis})\n      {heading.text}" for heading in found.headings
    )
