"""What the search for past projects was asked in its address, and what one can choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.portals.shared.money import number_words
from consortia.stages.past_projects.index.asking import Order
from consortia.stages.past_projects.index.wanted import LONGEST_TYPED, Wanted, taken_apart
from consortia.stages.past_projects.queries import LAST_PAGE, Results, country_names, field_names
from consortia.stages.past_projects.reading.cells import grant_of
from consortia.stages.past_projects.reading.values import UnreadableCellError

ORDERS: Final = {
    "relevance": gettext_lazy("Best match first"),
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
    "largest": gettext_lazy("Largest grant first"),
    "smallest": gettext_lazy("Smallest grant first"),
}
# Each kind of limit: its name in the address, and its heading.
LIMITS: Final = {
    "fields": ("field", gettext_lazy("Field")),
    "years": ("year", gettext_lazy("Year of the call")),
    "countries": ("country", gettext_lazy("Country")),
    "actions": ("action", gettext_lazy("Action")),
    "programmes": ("programme", gettext_lazy("Programme")),
    "topics": ("topic", gettext_lazy("Topics and priorities, as published")),
}
MOST_CHOICES: Final = 40
_MOST_CHOSEN: Final = 50
_LONGEST_VALUE: Final = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked: the search itself, its order and page, and what in it could not be understood."""

    text: str
    wanted: Wanted
    order: Order
    page: int
    least: str
    most: str
    problems: Mapping[str, str]

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for beyond everything."""
        return self.wanted != Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value to narrow by, with the number of projects it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one kind to narrow by."""

    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """How many values are chosen."""
        return sum(choice.chosen for choice in self.choices)


def asked_in(query: QueryDict) -> Asked:
    """Return what an address asks for; what makes no sense there is left out, a sum that cannot be read is named."""
    text = query.get("q", "")[:LONGEST_TYPED].replace("\x00", "")
    problems: dict[str, str] = {}
    sums = {name: _sum(query.get(name, ""), name, problems) for name in ("least", "most")}
    wanted = Wanted(
        typed=taken_apart(text),
        fields=_values(query, "field"),
        years=tuple(
            int(year) for year in _values(query, "year") if year.isascii() and year.isdecimal() and len(year) == 4
        ),
        countries=_values(query, "country"),
        actions=_values(query, "action"),
        programmes=_values(query, "programme"),
        topics=_values(query, "topic"),
        least_grant=sums["least"],
        most_grant=sums["most"],
    )
    usual: Order = "newest" if wanted.typed.is_empty else "relevance"
    order = next((each for each in get_args(Order) if each == query.get("order")), usual)
    return Asked(
        text=text,
        wanted=wanted,
        order=usual if wanted.typed.is_empty and order == "relevance" else order,
        page=_page(query.get("page", "")),
        least=query.get("least", "")[:40],
        most=query.get("most", "")[:40],
        problems=problems,
    )


def facets_of(results: Results, asked: Asked) -> list[Facet]:
    """Return what one can narrow by: chosen values first, then those with most projects; years in their order."""
    facets = []
    for name, (parameter, title) in LIMITS.items():
        chosen = {str(value) for value in getattr(asked.wanted, name)}
        counted = dict(results.facets.get(name, {}))
        counted.pop("0", None)
        values = sorted(counted.keys() | chosen, key=lambda value: (value not in chosen, -counted.get(value, 0), value))
        if name == "years":
            values.sort(reverse=True)
        choices = [
            Choice(value=value, label=_label(name, value), count=counted.get(value, 0), chosen=value in chosen)
            for value in values[:MOST_CHOICES]
        ]
        if choices:
            facets.append(Facet(name=parameter, title=str(title), choices=tuple(choices)))
    return facets


def _label(name: str, value: str) -> str:
    if name == "countries":
        return country_names().get(value, value)
    if name == "fields":
        return f"{value}, {field_names().get(value, value)}"
    return value.rsplit("\\", 1)[-1] if name == "programmes" else value


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    given = (value[:_LONGEST_VALUE].replace("\x00", "") for value in query.getlist(name)[:_MOST_CHOSEN])
    return tuple(dict.fromkeys(value for value in given if value))


def _sum(text: str, name: str, problems: dict[str, str]) -> Decimal | None:
    try:
        # People who search mean thousands by one point or comma with three digits behind it.
        return grant_of(text.replace(".", ",") if text.count(".") == 1 and text[-4:-3] == "." else text, name)
    except UnreadableCellError:
        problems[name] = _("Type a sum in euros, such as %(example)s.") % {"example": number_words(90_000)}
        return None


def _page(text: str) -> int:
    return min(LAST_PAGE, max(1, int(text))) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
