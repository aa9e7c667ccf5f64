"""Countries whose standing is unclear."""

import re
from collections.abc import Iterator
from datetime import date

from consortia.core.call import CallDefinition
from consortia.core.call.countries import CountryList, Member
from consortia.rulebook.consistency.finding import Contradiction

_CODE = re.compile(r"[A-Z]{2}")


def country_contradictions(call: CallDefinition) -> Iterator[Contradiction]:
    """No country has two standings on one day, and every list begins before it ends."""
    stays: dict[str, list[tuple[date, date, str]]] = {}
    for number, group in enumerate(call.country_lists):
        for index, member in enumerate(group.members):
            key = f"country_lists[{number}].members[{index}]"
            yield from _malformed(key, group, member)
            first, last = member.from_ or group.from_, member.until or group.until
            for other_first, other_last, other in stays.get(member.code, []):
                if first <= other_last and other_first <= last:
                    found = f"{member.code} in {group.code}, and on the same days in {other}"
                    yield Contradiction(key=key, found=found, expected="one list for each country and day")
            stays.setdefault(member.code, []).append((first, last, group.code))
    for index, spelling in enumerate(call.spellings):
        if spelling.written in call.countries:
            yield Contradiction(
                key=f"spellings[{index}].written", found=f"{spelling.written}, a country", expected="no country's code"
            )


def _malformed(key: str, group: CountryList, member: Member) -> Iterator[Contradiction]:
    if not _CODE.fullmatch(member.code):
        yield Contradiction(key=f"{key}.code", found=f'"{member.code}"', expected="two capital letters")
    first, last = member.from_ or group.from_, member.until or group.until
    if first > last:
        yield Contradiction(key=f"{key}.until", found=last.isoformat(), expected=f"{first.isoformat()} or later")
