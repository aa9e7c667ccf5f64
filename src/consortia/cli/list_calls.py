"""`consortia calls`: the calls there are."""

from __future__ import annotations

from pathlib import Path

import click

from consortia.cli.calls_option import loaded_calls, with_calls
from consortia.cli.printing import show, show_json


@click.command()
@with_calls
def calls(form: str, folders: tuple[Path, ...]) -> None:
    """List all calls with their edition."""
    found = [
        {"code": call.code, "title": call.title, "year": call.call.year, "edition": call.edition_hash}
        for call in loaded_calls(folders).values()
    ]
    if form == "json":
        show_json(found)
        return
    for each in found:
        show(f"{each['code']}\n  {each['title']}\n  edition {each['edition']}")
