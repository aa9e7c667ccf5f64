"""What the account pages show beside their forms: `{% load accounts %}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import template
from django.conf import settings
from django.utils.module_loading import import_string

register = template.Library()


@register.simple_tag
def demo_accounts() -> Sequence[object]:
    """`{% demo_accounts as accounts %}`: the accounts of the demo world; elsewhere none."""
    where = settings.DEMO_ACCOUNTS if settings.DEMO else ""
    return cast("Sequence[object]", import_string(where)) if where else ()


@register.simple_tag
def letters_stay_here() -> bool:
    """`{% letters_stay_here as here %}`: whether letters can be read on this site, because no mail server is set."""
    return not settings.MAIL_CONFIGURED and (settings.DEMO or settings.DEBUG)
