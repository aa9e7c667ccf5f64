"""`consortia selection export`: write the package of a selection, from which anybody makes its lists again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consortia.cli.calls_option import refuse

if TYPE_CHECKING:
    from consortia.stages.selection.models import Selection


@click.command(name="export")
@click.argument("number", metavar="ROUND", type=click.IntRange(1))
@click.option("--agency", help="Code of the agency, where several have a selection in this round.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write the package to; without it the package goes to standard output.",
)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
def export_selection(number: int, agency: str | None, out: Path | None, data: Path | None) -> None:
    """Write the package of the selection of ROUND: rules, hashed scores, envelopes, seed, events and lists.

    `consortia rounds list` shows the numbers of the rounds. Exit code 0: written; 1: what is stored no longer gives
    the list that was drawn; 2: there is no such selection, or the file cannot be written.
    """
    _start(data)
    from consortia.core.ranking.package import package_bytes
    from consortia.stages.selection.queries import newest_list
    from consortia.stages.selection.services.exporting import AlteredError, package_of

    selection = _chosen(number, agency)
    drawn = newest_list(selection)
    if drawn is None:
        refuse(f"ROUND: found {number}, where {selection.agency} has drawn no list yet, expected one with a list")
    try:
        package = package_of(None, drawn)
    except AlteredError as error:
        click.echo(
            f"What is stored of {selection} was altered: it gives the fingerprint {error.found}, and the list was drawn"
            f" with {error.expected}. Nothing was written.",
            err=True,
        )
        raise SystemExit(1) from error
    _write(out, package_bytes(package))
    # Beside the package on standard output this line would be a part of it.
    told = f"{out or 'Package'}: version {drawn.number}, fingerprint {drawn.fingerprint}"
    click.echo(told, err=out is None)


def _start(data: Path | None) -> None:
    """Open the installation, and bring its database to the present version as every command does."""
    if data is not None:
        os.environ["CONSORTIA_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _write(out: Path | None, package: bytes) -> None:
    if out is None:
        click.echo(package, nl=False)
        return
    try:
        out.write_bytes(package)
    except OSError as error:
        refuse(f"--out: {out} cannot be written: {error.strerror}")


def _chosen(number: int, agency: str | None) -> Selection:
    from consortia.stages.selection.models import Selection

    found = {each.agency: each for each in Selection.objects.filter(round=number).select_related("round__edition")}
    if not found:
        begun = sorted(map(str, set(Selection.objects.order_by().values_list("round", flat=True))))
        expected = f"one of {', '.join(begun)}" if begun else "an installation with a selection: name it with --data"
        refuse(f"ROUND: found {number}, which has no selection, expected {expected}")
    if agency is None and len(found) > 1:
        refuse(f"--agency: found nothing, expected one of {', '.join(sorted(found))}")
    chosen = next(iter(found.values())) if agency is None else found.get(agency)
    if chosen is None:
        refuse(f"--agency: found {agency}, expected {' or '.join(sorted(found))}")
    return chosen
