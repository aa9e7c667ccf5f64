"""What the comparison of two versions calls things: `{% load applying_changes %}`."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

NAMES: Final[dict[str, Promise]] = {
    "field": _("Field"),
    "type": _("Type of project"),
    "format": _("Format"),
    "start": _("First day"),
    "months": _("Duration in months"),
    "priorities": _("Priorities"),
    "agency": _("Agency"),
    "declared_by": _("Declaration on honour by"),
}


@register.filter
def fact_name(code: str) -> str:
    """`{{ fact.name|fact_name }}`: what a fact of the document is called."""
    return str(NAMES.get(code, code))
