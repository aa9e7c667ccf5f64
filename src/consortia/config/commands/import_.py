"""`consortia import`: take in what others published."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from consortia.cli.printing import show, show_json

if TYPE_CHECKING:
    from consortia.stages.past_projects.services.importing import Imported

UNREADABLE: Final = 2
SOME_LEFT_OUT: Final = 1
PROGRESS_SECONDS: Final = 1.0
# More of them would drown the rest; the site keeps them all.
MOST_LINES: Final = 20


@click.group(name="import")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
def import_(data: Path | None) -> None:
    """Take in what others published."""
    if data is not None:
        os.environ["CONSORTIA_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", help="Who published the lists; pages name it beside each project.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def results(files: tuple[Path, ...], source: str | None, form: str) -> None:
    """Read in lists of past projects: FILES as published (CSV, XLSX, JSON; packed with gzip or not).

    Rows that cannot be understood are named and kept apart, the others are read in; the same file again changes
    nothing. Exit code 0: every row was understood; 1: some were left out; 2: a file could not be read to its end.
    """
    _prepare()
    # Imported here because models load after the settings.
    from consortia.stages.past_projects.services.importing import index_following

    with index_following() as touched:
        told = [_read_in(file, touched, source, shows_progress=form == "text") for file in files]
    if form == "json":
        show_json(told)
    else:
        show("\n".join(line for each in told for line in _lines(each)))
    sys.exit(max(_exit_code(each) for each in told))


def _prepare() -> None:
    """Open the installation and bring its tables up to date."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _read_in(file: Path, touched: set[int], source: str | None, *, shows_progress: bool) -> dict[str, Any]:
    # As above.
    from consortia.stages.past_projects.reading import UnreadableFileError
    from consortia.stages.past_projects.services.importing import RESULTS_PLATFORM, read_in

    progress = _Progress(file.name, shown=shows_progress)
    try:
        imported = read_in(file, touched, told_by=source or RESULTS_PLATFORM, heard=progress.say)
    except UnreadableFileError as error:
        return {"file": str(file), "state": "unreadable", "problem": f"{file}: {error}"}
    finally:
        progress.end()
    return _told(file, imported)


def _told(file: Path, imported: Imported) -> dict[str, Any]:
    run = imported.run
    return {
        "file": str(file),
        "state": run.state,
        "problem": f"{file}: {run.problem}" if run.problem else "",
        "form": run.form,
        "encoding": run.encoding,
        "source": run.source,
        **{name: getattr(run, name) for name in ("rows", "added", "changed", "unchanged", "rejected")},
        "waiting": imported.waiting,
        "rejected_rows": [
            {"line": each.line, "column": each.column, "found": each.found, "expected": each.expected}
            for each in imported.rejected
        ],
        "changes": [
            {"line": each.line, "project_identifier": each.identifier, "what": list(each.what)}
            for each in imported.changes
        ],
    }


def _lines(told: dict[str, Any]) -> Iterator[str]:
    if told["state"] == "unreadable":
        yield told["problem"]
        return
    written = f"{told['form']}, {told['encoding']}" if told["encoding"] else told["form"]
    yield f"{told['file']} ({written}): {told['rows']} rows"
    yield (
        "  "
        + ", ".join(f"{told[name]} {name}" for name in ("added", "changed", "unchanged"))
        + (f", {told['rejected']} left out" if told["rejected"] else "")
    )
    for each in told["rejected_rows"][:MOST_LINES]:
        column = f", {each['column']}" if each["column"] else ""
        yield f"  line {each['line']}{column}: found {each['found']}, expected {each['expected']}"
    yield from _more(told["rejected"], "row", "left out")
    for each in told["changes"][:MOST_LINES]:
        yield f"  line {each['line']}: {each['project_identifier']} says otherwise: {', '.join(each['what'])}"
    yield from _more(told["changed"], "row", "changed something")
    if told["waiting"]:
        yield f"  {told['waiting']} projects are only named here: they are shown once a list describes them"
    if told["problem"]:
        yield f"  {told['problem']}. What was read before that is kept."


def _more(count: int, what: str, happened: str) -> Iterator[str]:
    if count > MOST_LINES:
        yield f"  and {count - MOST_LINES} more {what}s that {happened if happened != 'left out' else 'were left out'}"


def _exit_code(told: dict[str, Any]) -> int:
    if told["problem"]:
        return UNREADABLE
    return SOME_LEFT_OUT if told["rejected"] else 0


class _Progress:
    """A line on the screen that counts rows, for whatever takes longer than a second."""

    def __init__(self, name: str, *, shown: bool) -> None:
        self._name, self._shown = name, shown and sys.stderr.isatty()
        self._next = time.monotonic() + PROGRESS_SECONDS
        self._said = False

    def say(self, rows: int) -> None:
        """Say how many rows are done, once a second."""
        if self._shown and time.monotonic() >= self._next:
            click.echo(f"\r{self._name}: {rows} rows…", nl=False, err=True)
            self._next, self._said = time.monotonic() + PROGRESS_SECONDS, True

    def end(self) -> None:
        """Leave the line."""
        if self._said:
            click.echo(err=True)
