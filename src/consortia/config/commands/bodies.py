"""`consortia bodies`: look for organisations that are on record twice."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.group()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
def bodies(data: Path | None) -> None:
    """Look for organisations that are on record twice, in different spellings."""
    if data is not None:
        os.environ["CONSORTIA_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    # Imported here because settings and models load after the folder is known.
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


@bodies.command()
def suggest() -> None:
    """Compare all records, and names of past projects; keep pairs that may be one body for people to decide.

    Nothing is joined by this, and what people decided stands. A pair that nobody decided goes again where a correction
    made it unlikely. The same records again change nothing. The worker does the same after each list that is read in
    and each organisation that is registered or changed.
    """
    # As above.
    from consortia.stages.organisations.models import Organisation
    from consortia.stages.partnering.queries import pairs_to_decide
    from consortia.stages.partnering.services.joining_records import compare_all_anew, suggest_same_bodies
    from consortia.stages.past_projects.models import PastOrganisation
    from consortia.stages.past_projects.queries import names_to_decide
    from consortia.stages.past_projects.services.joining_names import compare_names_anew, suggest_same_names

    compare_all_anew()
    new = suggest_same_bodies()
    click.echo(f"{_counted(Organisation.objects.count(), 'record')} compared: {_counted(new, 'new pair')}.")
    if waiting := pairs_to_decide().count():
        click.echo(f"{_counted(waiting, 'pair')} to decide, on the page /organisations/same/ of the site.")
    if names := PastOrganisation.objects.count():
        compare_names_anew()
        new = suggest_same_names()
        click.echo(f"{_counted(names, 'name')} of past projects compared: {_counted(new, 'new pair')}.")
        if waiting := names_to_decide().count():
            click.echo(f"{_counted(waiting, 'pair')} to decide, on the page /agency/past/names/ of the site.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
