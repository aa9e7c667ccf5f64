"""The page on the commands, written from click."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from consortia.config.entry import COMMANDS, main
from consortia.config.lazily import Lazily
from docs.pages.markdown import anchor, bullets, code, fenced, page

WIDTH = 100


def pages() -> Mapping[str, str]:
    """Return the page by its place."""
    return {"reference/commands.md": _page()}


def _page() -> str:
    every = list(_commands(main, "consortia"))
    without: list[str] = []
    with_database: list[str] = []
    for name in COMMANDS:
        of_name = [(path, command) for path, command in every if path.split()[1] == name]
        for needs, lines in ((False, without), (True, with_database)):
            links = [f"[{code(path)}](#{anchor(path)})" for path, each in of_name if _needs_database(each) is needs]
            lines.extend([", ".join(links)] if links else [])
    return page(
        "Commands",
        "the commands themselves",
        "What `--help` says of each command. `--calls` may be given several times.",
        f"Without a database:\n\n{bullets(without)}",
        f"With the data folder of an installation:\n\n{bullets(with_database)}",
        *(f"## {path}\n\n{fenced(_help(command, path))}" for path, command in every),
    )


def _needs_database(command: click.Command) -> bool:
    """Whether a command, or one of a group, stands among those that open an installation."""
    if isinstance(command, Lazily):
        parts = [command.get_command(click.Context(command), name) for name in command.table]
        return any(_needs_database(each) for each in parts if each is not None)
    return command.callback is None or not command.callback.__module__.startswith("consortia.cli.")


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with the words one types, groups before what is in them."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


def _help(command: click.Command, path: str) -> str:
    if not command.add_help_option:
        return f"Usage: {path} COMMAND [ARGS]...\n\n  {command.help}"
    context = click.Context(command, info_name=path, terminal_width=WIDTH, max_content_width=WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
