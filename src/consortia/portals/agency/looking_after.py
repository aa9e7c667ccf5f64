"""What the pages about the past have in common: they belong to no one agency."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.stages.past_projects.queries import country_names

TABS: Final = (("past_names", _("Names that may be one body")), ("past_lists", _("Lists read in")))


def past_context(here: str, **more: Any) -> dict[str, Any]:
    """Return what a page about the past needs; `here` is the tab it belongs to."""
    tabs = [{"text": text, "href": reverse(f"agency:{name}"), "here": name == here} for name, text in TABS]
    return {"place": "projects", "tabs": tabs, "countries": country_names(), **more}
