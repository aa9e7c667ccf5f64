"""Write the generated pages of the reference: `python -m docs.generate`.

With `--check`, only say which pages are not what would be written now.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from docs.pages import addresses, call_files, calls, commands, messages, settings
from docs.pages.markdown import WRITTEN_BY_MACHINE

ROOM = Path(__file__).parent
WRITERS = (commands, call_files, calls, settings, messages, addresses)


def written() -> Mapping[str, str]:
    """Return every generated page by its place in `docs`."""
    return {place: text for writer in WRITERS for place, text in writer.pages().items()}


def out_of_step() -> list[str]:
    """Return the pages that are not what would be written now, and those that nothing writes any more."""
    pages = written()
    changed = [place for place, text in pages.items() if _kept(ROOM / place) != text]
    return sorted(changed + [place for place in _generated_before() if place not in pages])


def main() -> int:
    """Write what is out of step, or name it."""
    places = out_of_step()
    if "--check" in sys.argv[1:]:
        for place in places:
            print(f"docs/{place} is out of step: run `make docs`")
        return 1 if places else 0
    pages = written()
    for place in places:
        path = ROOM / place
        if place not in pages:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[place], encoding="utf-8")
        print(f"docs/{place}")
    return 0


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _generated_before() -> list[str]:
    mark = WRITTEN_BY_MACHINE.partition("{")[0]
    found = (path for path in ROOM.rglob("*.md") if path.read_text(encoding="utf-8").startswith(mark))
    return [path.relative_to(ROOM).as_posix() for path in found]


if __name__ == "__main__":
    sys.exit(main())
