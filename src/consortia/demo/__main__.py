"""`python -m consortia.demo` makes the demo world in a process of its own; `consortia serve --demo` runs it.

Making the world prints papers, and typst keeps threads for that. A server that forks its workers afterwards would
hand them a press whose threads are missing, and the first paper that somebody opens would never come.
"""

from __future__ import annotations

import sys
from typing import Final

import click
import django
from django.db import DatabaseError

from consortia.demo import make_world

UNUSABLE: Final = 1
FOLDER_IN_USE: Final = 3
INTERRUPTED: Final = 130


def main() -> int:
    """Make the world unless there is one; return the exit code."""
    django.setup()
    # Models load after the settings.
    from consortia.demo.world import FolderInUseError

    try:
        make_world(click.echo)
    except FolderInUseError:
        return FOLDER_IN_USE
    except DatabaseError as error:
        click.echo(f"Error: The database cannot be used: {error}", err=True)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
