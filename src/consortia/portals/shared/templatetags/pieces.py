"""The pieces of a page: `{% load pieces %}`. The README beside shows each with its use."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import ngettext

from consortia.core.application import count_characters
from consortia.portals.shared.moments import clock_words, day_words, exact_clock_words, moment_words, time_left_words
from consortia.portals.shared.money import euro_words, number_words, short_euro_words
from consortia.portals.shared.problems import messages_at, problems_of
from consortia.portals.shared.statuses import STATUSES, Status
from consortia.rulebook.wording import unbroken as unbroken_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from django.core.paginator import Page
    from django.forms import BoundField
    from django.template import Context
    from django.utils.safestring import SafeString

    from consortia.portals.shared.problems import Source

register = template.Library()

FIELD_CODES: Final = frozenset({"HE", "SCH", "VET", "AE", "YOUTH"})


# Words


@register.filter
def euro(amount: Decimal | int | None) -> str:
    """`{{ grant|euro }}`: an amount in running text, cents only where there are some."""
    return "" if amount is None else short_euro_words(amount)


@register.filter
def number(value: Decimal | int | None) -> str:
    """`{{ limit|number }}`: a whole number with its thousands kept apart."""
    return "" if value is None else number_words(value)


@register.filter
def unbroken(text: str | None) -> str:
    """`{{ place.reason|unbroken }}`: a stored sentence, with amounts that do not break across lines."""
    return unbroken_words(text or "")


@register.simple_tag
def money(amount: Decimal | int | None) -> SafeString:
    """`{% money line.amount %}`: an amount for a column, always with cents; put it into `<td class="numeric">`."""
    if amount is None:
        return format_html('<span class="money soft">{}</span>', "\N{EN DASH}")
    return format_html('<data class="money" value="{}">{}</data>', str(amount), euro_words(amount))


@register.filter
def moment(value: datetime | None, zone: str = "") -> SafeString | str:
    """`{{ round.deadline|moment:"Europe/Brussels" }}`: day and time in the zone that counts and in the reader's own."""
    if value is None:
        return ""
    words = moment_words(value, zone=ZoneInfo(zone) if zone else None)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.filter
def day(value: date | None) -> SafeString | str:
    """`{{ application.start|day }}`: "31 March 2016"."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), day_words(local))


@register.filter
def clock(value: datetime) -> SafeString:
    """`{{ version.at|clock }}`: the time of day for the reader, "12:03"."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), clock_words(value))


@register.filter
def exact_clock(value: datetime) -> SafeString:
    """`{{ version.at|exact_clock }}`: the time of day to the second, where two things lie close together."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), exact_clock_words(value))


@register.filter
def characters(text: str | None) -> int:
    """`{{ answer.text|characters }}`: the length that limits speak of."""
    return count_characters(text or "")


@register.inclusion_tag("shared/pieces/countdown.html")
def countdown(deadline: datetime, now: datetime | None = None) -> dict[str, Any]:
    """`{% countdown round.deadline %}`: the time left, in words from the server, kept live by the script."""
    now = now or timezone.now()
    return {"deadline": deadline, "now": now, "words": time_left_words(deadline - now)}


# Pieces


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "file" %}`: a drawing beside a word, hidden from screen readers; files are in `shared/icons`."""
    return render_to_string(f"shared/icons/{name}.svg")


@register.inclusion_tag("shared/pieces/status.html")
def status(code: str, word: str = "") -> dict[str, Any]:
    """`{% status "in-progress" %}`: a state as word with shape; `word` replaces the usual one."""
    known = STATUSES.get(code.replace("_", "-")) or Status(word=code, shape="not-applicable")  # type: ignore[arg-type]  # unknown codes show as they are
    return {"word": word or known.word, "shape": f"shared/icons/{known.shape}.svg", "tone": known.tone}


@register.simple_tag
def field_code(code: str) -> SafeString:
    """`{% field_code "HE" %}`: the tag of a field, its code as text beside its fixed hue."""
    hue = f" field-code-{code.lower()}" if code in FIELD_CODES else ""
    return format_html('<span class="field-code{}">{}</span>', hue, code)


@register.inclusion_tag("shared/pieces/save_state.html")
def save_state(state: str = "saved", at: datetime | None = None) -> dict[str, Any]:
    """`{% save_state "saved" at=answer.saved_at %}`: beside the title; states: saved, saving, offline, conflict."""
    return {"state": state, "at": at}


@register.inclusion_tag("shared/pieces/term.html", takes_context=True)
def term(context: Context, word: str, explanation: str, href: str = "") -> dict[str, Any]:
    """`{% term "coordinator" explanation "/glossary/#coordinator" %}`: a word that explains itself in place."""
    counted: Any = context.render_context.setdefault("terms", itertools.count(1))  # type: ignore[arg-type]  # the stubs know Django's own keys only
    return {"word": word, "explanation": explanation, "href": href, "id": f"term-{next(counted)}"}


@register.inclusion_tag("shared/pieces/sortable.html", takes_context=True)
def sortable(context: Context, key: str, label: str, kind: str = "") -> dict[str, Any]:
    """`{% sortable "deadline" _("Deadline") "numeric" %}`: a column heading that sorts by a link (`?sort=deadline`)."""
    query = context["request"].GET.copy()
    now = query.get("sort", "")
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {"label": label, "href": f"?{query.urlencode()}", "order": order, "kind": kind}


@register.filter
def pages_to_show(page: Page[Any]) -> Iterable[int | str]:
    """Return the numbers a pagination shows: the ends and the neighbours, with gaps between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


# Forms


@register.inclusion_tag("shared/pieces/error_summary.html")
def error_summary(*sources: Source) -> dict[str, Any]:
    """`{% error_summary form %}`: everything to look at, each a link to its field.

    Takes forms, formsets, or lists of mappings with `text` and `href`.
    """
    return {"problems": [problem for source in sources for problem in problems_of(source)]}


@register.filter
def problems(field: BoundField) -> list[str]:
    """`{% for message in field|problems %}`: what there is to say about one field."""
    return messages_at(field)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """`{% widget field %}`: the control itself, described by its hint, its limit and its message."""
    attributes: dict[str, Any] = {}
    described = [
        f"{field.auto_id}_helptext" if field.help_text else "",
        f"{field.auto_id}_limit" if limit_of(field.field.widget.attrs) else "",
        f"{field.auto_id}_error" if field.errors else "",
    ]
    if not field.use_fieldset and any(described):
        attributes["aria-describedby"] = " ".join(filter(None, described))
    return field.as_widget(attrs=attributes)


@register.filter
def limit_of(attributes: Mapping[str, Any]) -> int | None:
    """Return the character limit among a widget's attributes."""
    return attributes.get("data-limit")


@register.simple_tag
def counter_words(used: int, limit: int) -> str:
    """Return how much of a limit is used."""
    figures = {"used": number_words(used), "limit": number_words(limit), "left": number_words(abs(limit - used))}
    if used > limit:
        return (
            ngettext(
                "%(used)s of %(limit)s characters used, %(left)s too many: you can go on writing, but not submit",
                "%(used)s of %(limit)s characters used, %(left)s too many: you can go on writing, but not submit",
                used - limit,
            )
            % figures
        )
    return (
        ngettext(
            "%(used)s of %(limit)s characters used, %(left)s left",
            "%(used)s of %(limit)s characters used, %(left)s left",
            limit - used,
        )
        % figures
    )
