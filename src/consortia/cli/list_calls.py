"""`consortia calls`: the calls there are."""

from __future__ import annotations

import json
from pathlib import Path

import click

from consortia.cli.calls_option import loaded_calls, with_calls


@click.command()
@with_calls
def calls(form: str, folders: tuple[Path, ...]) -> None:
    """List all calls with their edition."""
    found = [
        {"code": call.code, "title": call.title, "year": call.call.year, "edition": call.edition_hash}
        for call in loaded_calls(folders).values()
    ]
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each['code']}\n  {each['title']}\n  edition {each['edition']}")
