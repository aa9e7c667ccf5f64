"""The page on the pages: every address of the portals with its title and who may open it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import cleandoc, getdoc
from typing import Any

from docs.pages.markdown import code, page, table

PORTALS = {
    "public": "Public pages",
    "applicant": "Applicant's pages",
    "expert": "Expert's pages",
    "agency": "Agency's pages",
}


def pages() -> Mapping[str, str]:
    """Return the page by its place."""
    return {"reference/pages.md": _page()}


def _page() -> str:
    _prepare()
    blocks = [f"## {title}\n\n{table(HEADS, _rows(portal))}" for portal, title in PORTALS.items()]
    return page(
        "Pages",
        "the pages of `src/consortia/portals`",
        "Every page declares its address, its title and who may open it. The test of the rights matrix opens each in "
        "every role. Somebody without an account is asked to sign in where more than “open to everybody” is needed.",
        *blocks,
    )


HEADS = ("Address", "Name", "Title", "Who may open it")


def _rows(portal: str) -> Iterator[tuple[str, str, str, str]]:
    for each in import_module(f"consortia.portals.{portal}.urls").PAGES:
        yield code(f"/{each.address}"), code(f"{portal}:{each.name}"), str(each.title), _rights(each.rights)


def _rights(rights: Any) -> str:
    told = cleandoc(getdoc(rights) or rights.__name__).partition("\n\n")[0].replace("\n", " ").rstrip(".")
    bare = re.sub(r"^Whether ((the|a) person|somebody) ", "", told)
    return bare[:1].upper() + bare[1:]


def _prepare() -> None:
    """Read the settings with a data folder of our own."""
    if "CONSORTIA_DATA" not in os.environ:
        folder = os.environ["CONSORTIA_DATA"] = tempfile.mkdtemp(prefix="consortia-docs-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    import django  # reads settings when imported from, so the variables above come first

    django.setup()
