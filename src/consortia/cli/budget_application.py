"""`consortia budget`: the grant heading by heading, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from consortia.cli.calls_option import loaded_calls, refuse, with_calls
from consortia.cli.plain_values import budget_values
from consortia.cli.reading import read_file
from consortia.core.budget import calculate_budget
from consortia.core.errors import DocumentError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_calls
def budget(file: Path, form: str, folders: tuple[Path, ...]) -> None:
    """Reckon the grant of one application document and show where every euro comes from."""
    try:
        read = read_file(file, loaded_calls(folders))
    except DocumentError as error:
        refuse(f"{file}: {error.where}: found {error.found}, expected {error.expected}")
    values = budget_values(str(file), read.call, calculate_budget(read.call, read.application))
    if form == "json":
        click.echo(json.dumps(values, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(values)))


def _lines(values: dict[str, Any]) -> Iterator[str]:
    for heading in values["headings"]:
        yield f"{heading['title']:<62} € {heading['amount']:>12}"
        for line in heading["lines"]:
            yield from _line(line)
        if heading["cut"]:
            cut = heading["cut"]
            yield f"    ceiling € {cut['ceiling']} ({cut['rule']}): € {cut['taken']} cut off € {cut['before']}"
        yield ""
    yield f"{'Sum of the headings':<62} € {values['requested_total']:>12}"
    yield f"{'Ceiling of the project':<62} € {values['maximum_grant']:>12}"
    if values["cut"]:
        yield f"    {values['cut']['rule']}: € {values['cut']['taken']} cut off"
    yield f"{'Grant':<62} € {values['grant']:>12}"


def _line(line: dict[str, Any]) -> Iterator[str]:
    share = f" x {line['share']}" if line["share"] else ""
    told = f"{line['quantity']} {line['unit']} x € {line['rate']}{share}"
    yield f"    {line['where'] + ' ' + line['what']:<44} {told:<34} € {line['amount']:>12}"
    details = [line["organisation"], line["group"] and f"group {line['group']}", line["band"], f"rule {line['rule']}"]
    yield f"        {'; '.join(str(each) for each in details if each)}; {line['source']} ({line['status']})"
