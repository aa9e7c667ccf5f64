"""Words for past projects."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """`{{ countries|named:code }}`: the name of a country, or its code where no call knows it."""
    return names.get(code, code)


@register.filter
def last_part(text: str) -> str:
    r"""`{{ programme|last_part }}`: what stands last in `Culture\Culture (2007-2013)\Cooperation`."""
    return text.rsplit("\\", 1)[-1]
