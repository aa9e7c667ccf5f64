"""What `make check` prints at its end: the longest functions and files, so that growth is seen before it hurts."""

from __future__ import annotations

import sys

import click

from tests.house.sizes import sizes, too_long_by_far

SHOWN = 8


def main() -> int:
    """Print the longest things; fail where one is too long by far."""
    over = [size for size in sizes() if size.share > 1]
    click.echo(f"{len(over)} functions and files are longer than the house aims at. The longest:")
    for size in sizes()[:SHOWN]:
        click.echo(f"  {size.lines:>4} of {size.most:>3}  {size.what}")
    broken = too_long_by_far()
    for each in broken:
        click.echo(f"too long by far: {each}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
