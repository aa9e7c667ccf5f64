"""Pieces of the pages of an application: `{% load applying %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from consortia.portals.applicant.panel import Panel, panel_of
from consortia.stages.applications.snapshots import view_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("applicant/panel_sheet.html", takes_context=True)
def application_panel(context: Context) -> dict[str, Any]:
    """`{% application_panel %}`: findings, what is missing and the grant of the page's `view` or `application`."""
    return {"panel": _panel(context)}


@register.inclusion_tag("applicant/panel_words.html", takes_context=True)
def application_panel_words(context: Context) -> dict[str, Any]:
    """`{% application_panel_words %}`: the same in one line, for the bar on a phone."""
    return {"panel": _panel(context)}


def _panel(context: Context) -> Panel:
    """Return the panel of the page, made once: the view of the page if it has one, else read anew."""
    panel = context.get("panel")
    if not isinstance(panel, Panel):
        panel = panel_of(context.get("view") or view_of(context["application"]))
        context.dicts[0]["panel"] = panel
    return panel
