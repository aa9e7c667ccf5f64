"""What the pages about organisations show: `{% load organisations %}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def called(names: Mapping[str, str], code: str) -> str:
    """`{{ words.countries|called:organisation.country }}`: the name behind a code, the code where no call names it."""
    return names.get(code, code)
