"""Choices that explain themselves: a title to tick, what it means below, and more to open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms

from consortia.core.call.content import Priority, SubTheme
from consortia.portals.applicant.combining import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The label of one choice, with all that stands around it."""

    title: str
    text: str = ""
    code: str = ""
    mark: str = ""
    mark_note: str = ""
    until: datetime | None = None
    zone: str = ""
    fields: tuple[str, ...] = ()
    themes: tuple[SubTheme, ...] = ()

    def __str__(self) -> str:
        return self.title


class ExplainedRadios(forms.RadioSelect):
    """One of several, each explained."""

    template_name = "applicant/explained_choices.html"


class ExplainedBoxes(forms.CheckboxSelectMultiple):
    """Some of several, each explained."""

    template_name = "applicant/explained_choices.html"


def explained_offers(offers: Iterable[Offer]) -> list[tuple[str, Explained]]:
    """Return what can be chosen; what cannot stands beside the form with its reasons."""
    return [(each.code, Explained(title=each.title, text=each.text)) for each in offers if not each.refusals]


def explained_priority(priority: Priority) -> Explained:
    """Return a priority with its full text, its weight and its themes."""
    return Explained(
        title=priority.title,
        text=priority.text,
        code=priority.code,
        mark="complete" if priority.weight else "",
        mark_note=priority.weight_note or "",
        themes=priority.sub_themes,
    )
