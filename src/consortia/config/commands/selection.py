"""`consortia selection`: packages of selections, written from the database and replayed without it.

Each command says itself whether it opens an installation, so that replaying needs none.
"""

from __future__ import annotations

import click

from consortia.config.lazily import Lazily

COMMANDS = {
    "export": "consortia.config.commands.selection_export:export_selection",
    "replay": "consortia.cli.replay_selection:replay_selection",
}


@click.group(cls=Lazily, table=COMMANDS)
def selection() -> None:
    """Prove how a selection came to its ranking lists."""
