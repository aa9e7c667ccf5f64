"""What the account pages show beside their forms: `{% load accounts %}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.module_loading import import_string

register = template.Library()


@register.simple_tag
def demo_accounts() -> Sequence[object]:
    """`{% demo_accounts as accounts %}`: the accounts of the demo world; elsewhere none."""
    where = settings.DEMO_ACCOUNTS if settings.DEMO else ""
    return cast("Sequence[object]", import_string(where)) if where else ()


@register.filter
def at_present_address(text: str) -> str:
    """`{{ letter.body|at_present_address }}`: its links to this site as they work today.

    A site moves: to another port of the same computer, to another scheme, from the computer where it was tried out.
    """
    hosts = {"127.0.0.1", "localhost", "[::1]", urlsplit(settings.SITE_ADDRESS).hostname or "localhost"}
    one_of_them = "|".join(re.escape(host) for host in sorted(hosts))
    here = settings.SITE_ADDRESS.rstrip("/")
    return re.sub(rf"https?://(?:{one_of_them})(?::\d+)?(?![\w:@-]|\.\w)", lambda _: here, text)


@register.simple_tag
def letters_stay_here() -> bool:
    """`{% letters_stay_here as here %}`: whether letters can be read on this site, because no mail server is set."""
    return not settings.MAIL_CONFIGURED and (settings.DEMO or settings.DEBUG)
