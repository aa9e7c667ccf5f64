"""What the codes of the calls are called: kinds, countries, fields, priorities, languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from consortia.stages.calls.snapshots import newest_calls


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords:
    """Names behind codes, of all calls together; where they differ, the call loaded last is right."""

    kinds: Mapping[str, str]
    countries: Mapping[str, str]
    regions: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, str]
    priorities: Mapping[str, Mapping[str, str]]
    rules: Mapping[str, str]

    def priority(self, code: str) -> str:
        """Return what a priority is called, its code where no call has it."""
        return next((group[code] for group in self.priorities.values() if code in group), code)


def call_words() -> CallWords:
    """Return the words of all calls that are loaded."""
    calls = newest_calls()
    countries = {code: country for call in calls for code, country in call.countries.items()}
    regions: dict[str, dict[str, str]] = {}
    for code, country in sorted(
        countries.items(), key=lambda each: (each[1].standing != "programme", each[1].looked_up_as)
    ):
        regions.setdefault(country.region_title, {})[code] = country.name
    fields = {field.code: field.title for call in calls for field in call.fields}
    priorities: dict[str, dict[str, str]] = {}
    for call in calls:
        for priority in call.priorities:
            group = fields[priority.field] if priority.field else _("All fields")
            priorities.setdefault(group, {})[priority.code] = priority.title
    return CallWords(
        kinds={kind.code: kind.title for call in calls for kind in call.organisation_kinds},
        countries={code: country.name for code, country in countries.items()},
        regions=regions,
        fields=fields,
        priorities=priorities,
        rules={rule.code: rule.title for call in calls for rule in call.rules},
    )


def language_name(code: str) -> str:
    """Return what a language is called, the code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
