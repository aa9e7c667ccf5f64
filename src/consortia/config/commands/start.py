"""What every start does before the site listens."""

from __future__ import annotations

import subprocess
import sys

import click
import django
from django.core.management import call_command


def prepare(*, demo: bool) -> None:
    """Bring the database up to date, load the calls and, for a demo, its world."""
    django.setup()
    from django.conf import settings

    from consortia.stages.calls.services import load_editions
    from consortia.stages.past_projects.services.indexing import ensure_index

    call_command("migrate", interactive=False, verbosity=0)
    load_editions(settings.CALL_FOLDERS)
    if demo:
        _prepare_demo()
    ensure_index()


def _prepare_demo() -> None:
    from consortia.demo import ACCOUNTS, DEMO_PASSWORD
    from consortia.demo.world import is_made

    if not is_made():
        _make_world_apart()
    click.echo(f"Demo accounts (password for all: {DEMO_PASSWORD}):")
    for account in ACCOUNTS:
        click.echo(f"  {account.email:<34} {account.part}")


def _make_world_apart() -> None:
    """Make the world in a process of its own, so that the server forks from one that never printed a paper."""
    from django.conf import settings

    from consortia.demo.__main__ import FOLDER_IN_USE

    made = subprocess.run([sys.executable, "-m", "consortia.demo"], check=False)  # our own module
    if made.returncode == FOLDER_IN_USE:
        raise click.ClickException(
            f"{settings.DATA_FOLDER} holds people and applications of its own. Choose another folder with --data."
        )
    if made.returncode:
        sys.exit(made.returncode)
