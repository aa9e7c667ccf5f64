"""What the pages of a call show: `{% load calls %}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from django import template
from django.utils.translation import get_language_info, gettext

from consortia.portals.public.call_views import countries_by_rate
from consortia.portals.shared.money import NO_BREAK
from consortia.portals.shared.reckoned import distance_words, share_words

if TYPE_CHECKING:
    from django.template import Context

    from consortia.core.call import CallDefinition
    from consortia.core.call.content import Asked
    from consortia.core.values import Source
    from consortia.portals.public.calculator.result import ShownHeading

register = template.Library()
register.filter("by_rate", countries_by_rate)
register.filter("share", share_words)
register.filter("distance", distance_words)


class Sourced(Protocol):
    """A rule or number of a call: it knows where it was read and how sure that is."""

    @property
    def source(self) -> Source:
        """Where it was read."""

    @property
    def status(self) -> str:
        """How sure it is."""


@register.inclusion_tag("public/call/sourced.html", takes_context=True)
def sourced(context: Context, *things: Sourced | Iterable[Sourced]) -> dict[str, Any]:
    """`{% sourced rule %}`: where rules or numbers were read and how sure they are, each source once."""
    return {"sources": _worded(context["call"], _sources(things))}


@register.inclusion_tag("public/call/sourced.html", takes_context=True)
def sourced_beyond(context: Context, known: Sourced, *things: Sourced | Iterable[Sourced]) -> dict[str, Any]:
    """`{% sourced_beyond heading terms.bands %}`: the same, without what was said of the first already."""
    return {"sources": _worded(context["call"], [each for each in _sources(things) if each not in _sources((known,))])}


@register.inclusion_tag("public/call/sourced.html", takes_context=True)
def sourced_lines(context: Context, heading: ShownHeading) -> dict[str, Any]:
    """`{% sourced_lines heading %}`: where the rates of a heading's lines and its ceiling were read."""
    rules = (heading.rule,) if heading.rule else ()
    return {
        "sources": _worded(context["call"], _sources((heading.heading, *(each.line for each in heading.lines), *rules)))
    }


@register.filter
def at(table: Mapping[str, object], key: str) -> object:
    """`{{ group.rates|at:category.code }}`: what a table holds under a key."""
    return table.get(key)


@register.filter
def names(codes: Iterable[str], things: Iterable[Any]) -> str:
    """`{{ rule.fields|names:call.fields }}`: the titles behind codes, in one line."""
    titles = {each.code: each.title for each in things}
    return ", ".join(titles.get(code, code) for code in codes)


@register.simple_tag(takes_context=True)
def asked_when(context: Context, when: Asked) -> str:
    """`{% asked_when question.when %}`: for which applications something holds; nothing where it holds for all."""
    call: CallDefinition = context["call"]
    conditions = (
        (when.fields, call.fields),
        (when.types, call.types),
        (when.formats, call.formats),
        (when.headings, call.headings),
    )
    told = [names(codes, things) for codes, things in conditions if codes]
    if told:
        return gettext("Only for: %(what)s") % {"what": "; ".join(told)}
    spared = [str(get_language_info(code)["name_translated"]) for code in when.unless_written_in]
    return gettext("Not for applications in: %(languages)s") % {"languages": ", ".join(spared)} if spared else ""


@register.filter
def unbroken(text: str) -> str:
    """`{{ rule.text|unbroken }}`: a text whose large numbers and percentages stay on one line."""
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", NO_BREAK, text)
    return re.sub(r"(?<=\d) (?=%)|(?<=€) (?=\d)", NO_BREAK, text)


def _sources(things: Iterable[Sourced | Iterable[Sourced]]) -> list[tuple[Source, str]]:
    each_thing = (each for thing in things for each in (thing if isinstance(thing, tuple | list) else (thing,)))
    return list(dict.fromkeys((each.source, each.status) for each in each_thing))


def _worded(call: CallDefinition, sources: Iterable[tuple[Source, str]]) -> list[dict[str, str]]:
    titles = {document.code: document.title for document in call.documents}
    together: dict[tuple[str, str], list[str]] = {}
    for source, status in sources:
        together.setdefault((titles.get(source.document, source.document), status), []).append(source.section)
    return [
        {"document": document, "section": "; ".join(sections), "status": status}
        for (document, status), sections in together.items()
    ]
