"""`consortia django`: the framework's own commands, for those who look after an installation."""

from __future__ import annotations

import os

import click


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
@click.pass_context
def django(context: click.Context) -> None:
    """Run one of Django's management commands, such as `consortia django dbshell`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["consortia", *context.args])
