"""The `consortia` command: the commands that need no database, and those that do, under one roof."""

from __future__ import annotations

import importlib

import click

# Loaded only when used, so that `consortia check` starts without Django.
COMMANDS = {
    "check": "consortia.cli.check_applications:check",
    "budget": "consortia.cli.budget_application:budget",
    "call": "consortia.cli.read_call:call",
    "calls": "consortia.cli.list_calls:calls",
    "backtest": "consortia.cli.backtest_call:backtest",
    "match": "consortia.cli.match_priorities:match",
    "rank": "consortia.cli.rank_applications:rank",
    "verify": "consortia.cli.verify_receipt:verify",
    "serve": "consortia.config.commands.serve:serve",
    "worker": "consortia.config.commands.worker:worker",
    "rounds": "consortia.config.commands.rounds:rounds",
    "import": "consortia.config.commands.import_:import_",
    "bodies": "consortia.config.commands.bodies:bodies",
    "django": "consortia.config.commands.django:django",
}


class Lazily(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return one command, importing it now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101  # the table above is ours; this is for the type checker
        return command


@click.group(cls=Lazily)
@click.version_option(package_name="consortia")
def main() -> None:
    """Run a partnership programme from the first idea to a practice that travels."""
