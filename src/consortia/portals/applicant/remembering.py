"""Forms that remember what stood when their page was opened, so that two people's changes never push each other out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from consortia.stages.applications.models import Application
from consortia.stages.applications.services.starting import (
    ChangedMeanwhileError,
    Choices,
    change_choices,
    choices_of,
)
from consortia.stages.people.models import Person

# Somebody may save between our look and our save; again and again is no accident any more.
MOST_TRIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One choice that two people changed differently."""

    name: str
    stands: Any
    mine: Any


class RememberingForm(forms.Form):
    """Writes what stood into hidden fields: `{{ form.memory }}` stands within the form of the page."""

    @property
    def memory(self) -> SafeString:
        """The hidden fields that remember what stood."""
        return format_html_join(
            "", "{}", ((bound.as_hidden(only_initial=True),) for bound in self if not bound.is_hidden)
        )

    @property
    def before(self) -> dict[str, Any]:
        """What stood when the page was opened, as far as the page says."""
        found: dict[str, Any] = {}
        for name, asked in self.fields.items():
            key = self.add_initial_prefix(name)
            if key in self.data:
                value = asked.hidden_widget().value_from_datadict(self.data, self.files, key)
                try:
                    found[name] = asked.to_python(value)
                except ValidationError:
                    continue
        return found


def keep_choices(
    person: Person, application: Application, mine: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Store what somebody changed and leave the rest as it stands; where others changed the same, only return that."""
    for _try in range(MOST_TRIES):
        stands = choices_of(application)
        changed = {name: value for name, value in mine.items() if name not in before or value != before[name]}
        apart = _apart(stands, changed, before)
        if apart:
            return apart
        try:
            change_choices(person, application, replace(stands, **changed), seen=application.facts_version)
        except ChangedMeanwhileError:
            application.refresh_from_db()
        else:
            return ()
    raise ChangedMeanwhileError


def keep_priorities(
    person: Person, application: Application, *, added: frozenset[str], removed: frozenset[str], order: tuple[str, ...]
) -> None:
    """Store which priorities somebody added and took out; what others ticked meanwhile stays ticked."""
    for _try in range(MOST_TRIES):
        stands = choices_of(application)
        chosen = (frozenset(stands.priorities) | added) - removed
        kept = tuple(code for code in order if code in chosen)
        try:
            change_choices(person, application, replace(stands, priorities=kept), seen=application.facts_version)
        except ChangedMeanwhileError:
            application.refresh_from_db()
        else:
            return
    raise ChangedMeanwhileError


def _apart(stands: Choices, changed: Mapping[str, Any], before: Mapping[str, Any]) -> tuple[Difference, ...]:
    now = {each.name: getattr(stands, each.name) for each in fields(stands)}
    return tuple(
        Difference(name=name, stands=now[name], mine=value)
        for name, value in changed.items()
        if name in before and now[name] not in {before[name], value}
    )
