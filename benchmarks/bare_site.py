"""What the machine and the frameworks cost by themselves: a constant page, one stored row, the same server before it.

Usage, by `benchmarks/submit.py` alone: python -m benchmarks.bare_site PORT
"""

from __future__ import annotations

import os
import sys

PAGE = "<!doctype html><title>A page</title>" + "<p>Something that does not change.</p>" * 300


def main() -> None:
    """Listen as `consortia serve` does."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare_settings"
    django.setup()
    from consortia.config.commands.serve import listen

    listen("127.0.0.1", int(sys.argv[1]), application="consortia.config.wsgi:application")


if __name__ == "__main__":
    main()
