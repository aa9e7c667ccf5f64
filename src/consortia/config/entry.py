"""The `consortia` command: the commands that need no database, and those that do, under one roof."""

from __future__ import annotations

import click

from consortia.config.lazily import Lazily

# Loaded only when used, so that `consortia check` starts without Django.
COMMANDS = {
    "check": "consortia.cli.check_applications:check",
    "budget": "consortia.cli.budget_application:budget",
    "call": "consortia.cli.read_call:call",
    "calls": "consortia.cli.list_calls:calls",
    "backtest": "consortia.cli.backtest_call:backtest",
    "copies": "consortia.cli.find_copies:copies",
    "match": "consortia.cli.match_priorities:match",
    "rank": "consortia.cli.rank_applications:rank",
    "selection": "consortia.config.commands.selection:selection",
    "verify": "consortia.cli.verify_receipt:verify",
    "serve": "consortia.config.commands.serve:serve",
    "worker": "consortia.config.commands.worker:worker",
    "rounds": "consortia.config.commands.rounds:rounds",
    "agencies": "consortia.config.commands.agencies:agencies",
    "import": "consortia.config.commands.import_:import_",
    "bodies": "consortia.config.commands.bodies:bodies",
    "django": "consortia.config.commands.django:django",
}


@click.group(cls=Lazily, table=COMMANDS)
@click.version_option(package_name="consortia")
def main() -> None:
    """Run a partnership programme from the first idea to a practice that travels."""
