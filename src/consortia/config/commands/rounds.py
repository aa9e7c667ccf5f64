"""`consortia rounds`: list the rounds, open training rounds, move a deadline as a recorded event."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click


@click.group()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
def rounds(data: Path | None) -> None:
    """Look at the rounds of an installation, open training rounds, move a deadline."""
    if data is not None:
        os.environ["CONSORTIA_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


@rounds.command(name="list")
def list_rounds() -> None:
    """List all rounds with their deadlines."""
    from consortia.stages.calls.models import Round

    for round_ in Round.objects.select_related("edition"):
        kind = "training" if round_.training else "call"
        click.echo(
            f"{round_.pk:>4}  {round_.deadline:%Y-%m-%d %H:%M} UTC  {kind:<8}  {','.join(round_.fields)}  {round_}"
        )


@rounds.command(name="open")
@click.argument("code")
@click.option("--years-later", "years", type=click.IntRange(0, 200), required=True, help="0: the call's own dates.")
def open_rounds(code: str, years: int) -> None:
    """Open every round of the call CODE, for practice with all its dates moved by whole years."""
    from consortia.stages.calls.models import Edition
    from consortia.stages.calls.services import load_editions, open_training_rounds

    load_editions(settings_folders())
    edition = Edition.objects.filter(code=code).order_by("-loaded_at", "-id").first()
    if edition is None:
        raise click.ClickException(f"There is no call {code}; `consortia calls` lists them.")
    for round_ in open_training_rounds(edition, years):
        click.echo(f"{round_.pk:>4}  {round_.deadline.astimezone(UTC):%Y-%m-%d %H:%M} UTC  {','.join(round_.fields)}")


def settings_folders() -> list[Path]:
    """Return the folders with further call files that the site was told of."""
    from django.conf import settings

    return list(settings.CALL_FOLDERS)


@rounds.command()
@click.argument("round_id", type=int)
@click.argument("when", type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]))
@click.option("--reason", required=True, help="Applicants will read it.")
def move(round_id: int, when: datetime, reason: str) -> None:
    """Move the deadline of ROUND_ID to WHEN, Brussels time; applicants get a letter with the reason."""
    from consortia.stages.applications.services.deadlines import move_deadline_of_round
    from consortia.stages.calls.models import Round

    round_ = Round.objects.filter(pk=round_id).first()
    if round_ is None:
        raise click.ClickException(f"There is no round {round_id}; `consortia rounds list` shows them.")
    if not reason.strip():
        raise click.BadParameter("say why the deadline moves: applicants will read it", param_hint="--reason")
    moved = move_deadline_of_round(None, round_, when.replace(tzinfo=ZoneInfo("Europe/Brussels")), reason=reason)
    click.echo(f"Moved from {moved.before:%Y-%m-%d %H:%M} to {moved.after:%Y-%m-%d %H:%M} UTC.")
