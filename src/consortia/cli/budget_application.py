"""`consortia budget`: the grant heading by heading, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from consortia.cli.calls_option import loaded_calls, refuse, with_calls
from consortia.cli.plain_values import budget_values
from consortia.cli.printing import counted, euros_written, show, show_json
from consortia.cli.reading import read_file
from consortia.core.budget import calculate_budget
from consortia.core.errors import DocumentError

# Wide enough for the longest heading and the longest factors; the sums stand below each other.
WIDTH: Final = 72


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_calls
def budget(file: Path, form: str, folders: tuple[Path, ...]) -> None:
    """Reckon the grant of one application document (- for standard input) and show where every euro comes from."""
    try:
        read = read_file(file, loaded_calls(folders))
    except DocumentError as error:
        refuse(f"{file}: {error.where}: found {error.found}, expected {error.expected}")
    values = budget_values(str(file), read.call, calculate_budget(read.call, read.application))
    if form == "json":
        show_json(values)
    else:
        show("\n".join(_lines(values)))


def _lines(values: dict[str, Any]) -> Iterator[str]:
    for heading in values["headings"]:
        yield _sum(heading["title"], heading["amount"])
        for line in heading["lines"]:
            yield from _line(line)
        if heading["cut"]:
            cut = heading["cut"]
            ceiling, taken, before = (euros_written(cut[name]) for name in ("ceiling", "taken", "before"))
            yield f"    ceiling {ceiling} ({cut['rule']}): {taken} cut off {before}"
        yield ""
    yield _sum("Sum of the headings", values["requested_total"])
    yield _sum("Ceiling of the project", values["maximum_grant"])
    if values["cut"]:
        yield f"    {values['cut']['rule']}: {euros_written(values['cut']['taken'])} cut off"
    yield _sum("Grant", values["grant"])


def _sum(what: str, amount: str) -> str:
    return f"{what:<{WIDTH}} € {euros_written(amount).removeprefix('€ '):>12}"


def _line(line: dict[str, Any]) -> Iterator[str]:
    """The sum with its factors, then where it comes from: place, organisation, group, band, rule, source."""
    share = f" x {line['share']}" if line["share"] else ""
    quantity = counted(line["quantity"], line["unit"], "people" if line["unit"] == "person" else "")
    factors = f"{quantity} x {euros_written(line['rate'])}{share}"
    yield _sum(f"    {line['what']:<28} {factors}", line["amount"])
    details = [line["where"], line["organisation"], line["group"] and f"group {line['group']}", line["band"]]
    rule = f"rule {line['rule']}"
    if line["amount"] != line["asked"]:
        rule += f": {euros_written(line['asked'])} asked for, {euros_written(line['amount'])} paid"
    yield f"        {'; '.join(str(each) for each in (*details, rule) if each)}"
    yield f"        {line['source']} ({line['status']})"
