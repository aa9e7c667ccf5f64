"""What the list of applications was asked for in its address, and the words for what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from consortia.portals.shared.moments import day_words
from consortia.stages.calls.models import Edition
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.screening.models import File
from consortia.stages.screening.queries import NOBODY, TO_LOOK_AT, Wanted, choices_in

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST_WORD: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow the list: its name in the address, its label, what can be chosen."""

    name: str
    label: str
    chosen: str
    choices: tuple[tuple[str, str], ...]


def wanted_in(query: QueryDict) -> Wanted:
    """Read what an address asks for; what it does not say asks for everything."""
    return Wanted(**{each.name: query.get(each.name, "").strip()[:LONGEST_WORD] for each in fields(Wanted)})


def query_of(wanted: Wanted) -> dict[str, str]:
    """Return what an address must say to ask for the same."""
    return {each.name: value for each in fields(wanted) if (value := getattr(wanted, each.name))}


def filters_for(agency: str, wanted: Wanted) -> list[Filter]:
    """Return every filter with what there is to choose, in words."""
    found = choices_in(agency)
    words = _Words()
    kinds = found["kinds"]
    return [
        Filter(name="round", label=_("Round"), chosen=wanted.round, choices=_rounds(found["round"])),
        Filter(name="field", label=_("Field"), chosen=wanted.field, choices=words.listed({each[0] for each in kinds})),
        Filter(name="type", label=_("Type"), chosen=wanted.type, choices=words.listed({each[1] for each in kinds})),
        Filter(name="state", label=_("State"), chosen=wanted.state, choices=_states()),
        Filter(name="handler", label=_("Handled by"), chosen=wanted.handler, choices=_handlers(found["handler"])),
        Filter(
            name="copies",
            label=_("Text shared with others"),
            chosen=wanted.copies,
            choices=((TO_LOOK_AT, _("not looked at yet")),),
        ),
        Filter(
            name="country", label=_("Country"), chosen=wanted.country, choices=words.listed({each[2] for each in kinds})
        ),
    ]


class _Words:
    """What codes are called in the call that was loaded last."""

    def __init__(self) -> None:
        newest = Edition.objects.order_by("-loaded_at", "-id").values_list("edition_hash", flat=True).first()
        call = call_of_edition(newest) if newest else None
        self._known: Mapping[str, str] = (
            {
                **{each.code: each.name for each in call.countries.values()},
                **{each.code: each.title for each in call.types},
                **{each.code: f"{each.code}: {each.title}" for each in call.fields},
            }
            if call
            else {}
        )

    def listed(self, codes: set[str]) -> tuple[tuple[str, str], ...]:
        """Return codes with their words, in the order of the words."""
        return tuple(sorted(((code, self._known.get(code, code)) for code in codes if code), key=lambda each: each[1]))


def _states() -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(words)) for code, words in File.State.choices)


def _rounds(rounds: list[Any]) -> tuple[tuple[str, str], ...]:
    """Return the rounds by their deadline, the latest first."""
    listed = sorted(rounds, key=lambda each: each[1], reverse=True)
    return tuple(
        (str(key), (_("%(day)s, training") if years else "%(day)s") % {"day": day_words(deadline)})
        for key, deadline, years in listed
    )


def _handlers(handlers: list[Any]) -> tuple[tuple[str, str], ...]:
    named = sorted(((str(key), name) for key, name in handlers), key=lambda each: each[1])
    return ((NOBODY, _("nobody yet")), *named)
