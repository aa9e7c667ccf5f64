"""Reading pages as a visitor does: their words, their links, what a form on them would send."""

from __future__ import annotations

import html
import re
from collections import Counter

from django.http import HttpResponse


def words(response: HttpResponse) -> str:
    """The text of a page in one line."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\N{NO-BREAK SPACE}", " ").split())


def problems(response: HttpResponse) -> list[str]:
    """The messages of the error summary."""
    found = re.search(r'id="error-summary".*?</ul>', response.content.decode(), re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", item)).split()) for item in items]


def links_of_problems(response: HttpResponse) -> list[str]:
    """Where the messages of the error summary lead."""
    found = re.search(r'id="error-summary".*?</ul>', response.content.decode(), re.DOTALL)
    return re.findall(r'href="#([^"]+)"', found[0]) if found else []


def ids(response: HttpResponse) -> Counter[str]:
    """The ids of a page and how often each stands there."""
    return Counter(re.findall(r'\sid="([^"]+)"', response.content.decode()))


def value_of(response: HttpResponse, name: str) -> str:
    """What a text control holds."""
    control = next(each for each in re.findall(r"<input[^>]+>", response.content.decode()) if f'name="{name}"' in each)
    found = re.search(r'value="([^"]*)"', control)
    return html.unescape(found[1]) if found else ""


def chosen_in(response: HttpResponse, name: str) -> str:
    """What is chosen in a list."""
    control = re.search(rf'<select[^>]+name="{re.escape(name)}".*?</select>', response.content.decode(), re.DOTALL)
    found = re.search(r'<option value="([^"]*)"\s+selected', control[0]) if control else None
    return found[1] if found else ""
