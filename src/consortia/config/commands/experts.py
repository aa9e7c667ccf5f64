"""`consortia experts`: who assesses what, with the database and without it."""

from __future__ import annotations

import click

from consortia.config.lazily import Lazily

COMMANDS = {
    "assign": "consortia.cli.assign_experts:assign_experts",
}


@click.group(cls=Lazily, table=COMMANDS)
def experts() -> None:
    """Give applications the experts who assess them."""
