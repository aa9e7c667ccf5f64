"""`consortia serve`: what a person runs daily."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

import click
from platformdirs import user_data_path

from consortia.core.errors import CallFileError

# Requests that one process answers at once.
SQLITE_THREADS: Final = 4
POSTGRESQL_THREADS: Final = 8


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
@click.option("--demo", is_flag=True, help="Fill the data folder with a demo world and show its accounts.")
@click.option(
    "--calls",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with more call files.",
)
@click.option("--address", help="Address people type, where it differs, such as https://apply.example.org.")
@click.option("--worker/--no-worker", default=True, help="Whether to start a worker too, or one runs apart.")
def serve(
    host: str,
    port: int,
    data: Path | None,
    *,
    demo: bool,
    calls: tuple[Path, ...],
    address: str | None,
    worker: bool,
) -> None:
    """Start the site: the first start makes the database and loads the calls, later ones keep everything."""
    usual = user_data_path("consortia-demo" if demo else "consortia")
    _set("CONSORTIA_DATA", str(data.resolve()) if data else "", str(usual))
    _set("CONSORTIA_CALLS", os.pathsep.join(str(path.resolve()) for path in calls), "")
    _set("CONSORTIA_ADDRESS", address, f"http://{host}:{port}")
    _set("CONSORTIA_DEMO", "1" if demo else "", "0")
    _set("DJANGO_SETTINGS_MODULE", "", "consortia.config.settings")

    _refuse_used_port(host, port)
    with _told_in_a_word():
        from consortia.config.commands.start import prepare

        prepare(demo=demo)
    with _working_beside() if worker else nullcontext():
        listen(host, port)


def _set(variable: str, option: str | None, otherwise: str) -> None:
    """Let an option speak before the environment, and the environment before what is usual."""
    os.environ[variable] = option or os.environ.get(variable) or otherwise


@contextmanager
def _told_in_a_word() -> Iterator[None]:
    """End with a sentence instead of a traceback where folder, calls or database cannot be used."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        yield
    except CallFileError as error:
        raise click.ClickException(f"Cannot use a call file. {error}.") from error
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(f"The database cannot be used: {error}") from error
    except OSError as error:
        raise click.ClickException(f"Cannot use {error.filename}: {error.strerror}.") from error


@contextmanager
def _working_beside() -> Iterator[None]:
    """Keep a worker at work as long as the site listens."""
    worker = subprocess.Popen(  # noqa: S603  # our own command, nothing from outside
        [sys.executable, "-m", "consortia", "worker", "--beside", str(os.getpid())]
    )
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=30)


def _refuse_used_port(host: str, port: int) -> None:
    """Say so before anything is made when another program listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host} port {port}: {error.strerror}. Choose another port with --port."
            ) from error


def listen(host: str, port: int, *, application: str = "consortia.config.wsgi:application") -> None:
    """Serve requests until stopped: one process on SQLite, which has one writer anyway, two on PostgreSQL."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _let_go_of_database()
    on_sqlite = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    click.echo(f"Consortia listens on {settings.SITE_ADDRESS} (Ctrl+C stops it; data in {settings.DATA_FOLDER})")
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1 if on_sqlite else 2,
        blocking_threads=SQLITE_THREADS if on_sqlite else POSTGRESQL_THREADS,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def _let_go_of_database() -> None:
    """Leave no connection behind for the processes that follow: two on one connection would read each other's rows."""
    from django.db import connections

    connections.close_all()
    for connection in connections.all():
        close_pool = getattr(connection, "close_pool", None)  # PostgreSQL's alone has one
        if close_pool is not None:
            close_pool()
