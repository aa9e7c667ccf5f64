"""The edits that could repair an application: every small change an applicant could make, none tied to a rule.

Which of them help is found by trying them; nothing here knows what a rule asks for. Values come from the
application itself and from what the call offers. The field is never changed: that would be another project.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache

from consortia.core.application import Application, Organisation, says_something
from consortia.core.application.document import (
    Activity,
    Event,
    LumpSumPlan,
    Meeting,
    Output,
    Row,
)
from consortia.core.call import CallDefinition, Rule
from consortia.core.eligibility.repair.edit import EVERYTHING, TO_BE_NAMED, Change, Edit
from consortia.core.eligibility.repair.plan_edits import plan_edits
from consortia.core.values import Message, message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """Edits of one kind: the parts they are `of`, and all parts of the application that they are made from."""

    of: frozenset[str]
    made_from: tuple[str, ...]
    edits: Callable[[CallDefinition, Application], Iterable[Edit]]


def possible_edits(call: CallDefinition, application: Application, of: frozenset[str] = EVERYTHING) -> tuple[Edit, ...]:
    """Every edit worth trying on these parts of an application, the gentlest first."""
    return gentlest_first((edit for family in FAMILIES for edit in family.edits(call, application)), of)


def gentlest_first(edits: Iterable[Edit], of: frozenset[str]) -> tuple[Edit, ...]:
    """Those edits that change one of these parts; of equal ones the first stays first."""
    return tuple(sorted((edit for edit in edits if edit.of & of), key=lambda edit: edit.cost))


# Choices and dates


def _priorities(call: CallDefinition, application: Application) -> Iterator[Edit]:
    for priority in call.priorities:
        if priority.code not in application.priorities:
            told = message("repair.add-priority", priority=priority.code, title=priority.title)
            yield _choosing(told, 1, priorities=(*application.priorities, priority.code))


def _rounds(call: CallDefinition, application: Application) -> Iterator[Edit]:
    for number in sorted({each.number for each in call.rounds if application.field in each.fields}):
        if number != application.round:
            yield _choosing(message("repair.round", round=number), 3, round=number)


def _types_and_formats(call: CallDefinition, application: Application) -> Iterator[Edit]:
    for part, offered, cost in (("type", call.types, 5), ("format", call.formats, 6)):
        for each in offered:
            if each.code != getattr(application, part):
                told = message(f"repair.{part}", chosen=each.code, title=each.title)
                yield _choosing(told, cost, **{part: each.code})


def _starts(call: CallDefinition, application: Application) -> Iterator[Edit]:
    window = call.start_window_for(application.field)
    starts = {window.first, window.last} if window else set()
    if call.latest_end:
        starts |= set(_latest_starts(call.latest_end.day, application.months))
    for start in sorted(starts - {application.start}, key=lambda day: abs((day - application.start).days)):
        yield _choosing(message("repair.start", start=start), 2, start=start)


def _lengths(call: CallDefinition, application: Application) -> Iterator[Edit]:
    duration = call.duration_for(application.field)
    lengths = {duration.from_months, duration.to_months}
    if call.latest_end:
        lengths |= set(_fitting_lengths(application.start, call.latest_end.day))
    for months in sorted(lengths - {application.months}, key=lambda length: abs(length - application.months)):
        if months > 0:
            yield _choosing(message("repair.months", months=months), 3, months=months)


def _latest_starts(end: date, months: int) -> Iterator[date]:
    """Days around the last one from which a project of this length ends in time; the core decides which fit."""
    total = end.year * 12 + end.month - 1 - months
    if total < 12:
        return
    first = date(total // 12, total % 12 + 1, 1)
    for offset in range(-1, 32):
        yield first + timedelta(days=offset)


def _fitting_lengths(start: date, end: date) -> Iterator[int]:
    between = (end.year - start.year) * 12 + end.month - start.month
    yield from (between - 1, between, between + 1)


def _choosing(told: Message, cost: int, **values: object) -> Edit:
    def change(application: Application) -> Application:
        return replace(application, **values)  # type: ignore[arg-type]  # the names are Application's own

    return Edit(change=change, told=told, cost=cost, of=frozenset(values))


# Organisations


def _organisations(call: CallDefinition, application: Application) -> Iterator[Edit]:
    for organisation in application.organisations:
        name, key = organisation.name, organisation.id
        if not organisation.charter and "charter" in call.call.organisations_tell:
            yield _on(key, message("repair.charter", organisation=name), cost=2, charter=True)
        if not says_something(organisation.added_value) and "added-value" in call.call.organisations_tell:
            yield _on(key, message("repair.added-value", organisation=name), cost=1, added_value=TO_BE_NAMED)
        for role in call.roles:
            if role.code != organisation.role:
                told = message("repair.role", organisation=name, role=role.title)
                yield _on(key, told, cost=4 if role.counted else 6, role=role.code)
        told = message("repair.remove-organisation", organisation=name)
        yield Edit(change=_removing(call, key), told=told, cost=8, of=frozenset({"organisations", "rows"}))


def _on(key: str, told: Message, *, cost: int, **values: object) -> Edit:
    def change(application: Application) -> Application:
        changed = (
            replace(each, **values) if each.id == key else each  # type: ignore[arg-type]  # the names are Organisation's own
            for each in application.organisations
        )
        return replace(application, organisations=tuple(changed))

    return Edit(change=change, told=told, cost=cost, of=frozenset({"organisations"}))


def _newcomers(call: CallDefinition, application: Application) -> Iterator[Edit]:
    """One more organisation: from a country not yet in, from each country that is, from each venue; of each kind."""
    present = list(dict.fromkeys(each.country for each in application.organisations))
    countries = [_fresh(call, "programme", present), *present, *_venue_countries(application)]
    coordinated = any(call.look.roles[each.role].coordinates for each in application.organisations)
    roles = [role.code for role in call.roles if role.counted and not (role.coordinates and coordinated)]
    roles.sort(key=lambda code: call.look.roles[code].coordinates)
    key = _new_id(application)
    for country in dict.fromkeys(filter(None, countries)):
        for kind in _kinds(call, application):
            for role in roles:
                newcomer = Organisation(
                    id=key, name=TO_BE_NAMED, country=country, city=TO_BE_NAMED, kind=kind, role=role
                )
                yield _adding(newcomer)


def _adding(newcomer: Organisation) -> Edit:
    def change(application: Application) -> Application:
        key = _new_id(application)
        named = newcomer if newcomer.id == key else replace(newcomer, id=key)
        return replace(application, organisations=(*application.organisations, named))

    told = message("repair.add-organisation", country=newcomer.country, kind=newcomer.kind, role=newcomer.role)
    return Edit(change=change, told=told, cost=3, of=frozenset({"organisations"}), adds=newcomer)


def _fresh(call: CallDefinition, standing: str, present: Iterable[str]) -> str:
    """A country of this standing that is not in the consortium yet; which one does not matter to any rule."""
    taken = set(present)
    return next((c.code for c in call.countries.values() if c.standing == standing and c.code not in taken), "")


def _kinds(call: CallDefinition, application: Application) -> tuple[str, ...]:
    """One kind for each that a rule names and one for all others; the first partners' kinds stand before."""
    named = named_in_rules(call)
    own = [each.kind for each in application.organisations]
    unnamed = [each for each in (*own, *(kind.code for kind in call.organisation_kinds)) if each not in named]
    own = [each for each in own if each in named or each in unnamed[:1]]
    return tuple(dict.fromkeys([*own, *unnamed[:1], *(k.code for k in call.organisation_kinds if k.code in named)]))


def named_in_rules(call: CallDefinition) -> frozenset[str]:
    """Every text in the parameters of the rules of a call, gathered once for each edition."""
    if call.edition_hash not in _NAMED:
        _NAMED[call.edition_hash] = strings_in(call.rules)
    return _NAMED[call.edition_hash]


def named_in(application: Application) -> frozenset[str]:
    """Every country and kind that an application names."""
    countries = {*_venue_countries(application), *(each.country for each in application.organisations)}
    return frozenset(countries | {each.kind for each in application.organisations})


_NAMED: dict[str, frozenset[str]] = {}


@cache
def strings_in(rules: object) -> frozenset[str]:
    """Every text in the parameters of rules; the kinds and headings among them are those that make a difference."""
    if isinstance(rules, str):
        return frozenset({rules})
    if isinstance(rules, tuple):
        return frozenset().union(*(strings_in(each) for each in rules))
    if isinstance(rules, Rule):
        return strings_in(rules.parameters)
    if is_dataclass(rules):
        return frozenset().union(*(strings_in(getattr(rules, each.name)) for each in fields(rules)))
    return frozenset()


def _new_id(application: Application) -> str:
    number = len(application.organisations) + 1
    while f"new{number}" in application.by_id:
        number += 1
    return f"new{number}"


def _venue_countries(application: Application) -> Iterator[str]:
    for rows in application.rows.values():
        for row in rows:
            if isinstance(row, Event):
                yield row.country
            elif isinstance(row, Activity):
                yield row.host_country
            elif isinstance(row, LumpSumPlan):
                yield from (each.country for each in row.activities)


def _removing(call: CallDefinition, key: str) -> Change:
    def change(application: Application) -> Application:
        remaining = tuple(each for each in application.organisations if each.id != key)
        host = next((each.id for each in remaining if call.look.roles[each.role].coordinates), "")
        host = host or next((each.id for each in remaining), "")
        rows = {
            heading: tuple(kept for row in rows if (kept := _row_without(row, key, host)) is not None)
            for heading, rows in application.rows.items()
        }
        return replace(application, organisations=remaining, rows=rows)

    return change


def _row_without(row: Row, key: str, host: str) -> Row | None:
    match row:
        case Meeting():
            if row.host == key and not host:
                return None
            travellers = tuple(each for each in row.travellers if each.from_ != key)
            return replace(row, host=host if row.host == key else row.host, travellers=travellers)
        case Output():
            return replace(row, work=tuple(each for each in row.work if each.organisation != key))
        case Activity():
            return replace(row, groups=tuple(each for each in row.groups if each.from_ != key))
        case LumpSumPlan():
            return replace(row, activities=tuple(each for each in row.activities if each.organisation != key))
        case _:
            return row


FAMILIES = (
    Family(of=frozenset({"priorities"}), made_from=("priorities",), edits=_priorities),
    Family(of=frozenset({"round"}), made_from=("field", "round"), edits=_rounds),
    Family(of=frozenset({"type", "format"}), made_from=("type", "format"), edits=_types_and_formats),
    Family(of=frozenset({"start"}), made_from=("field", "start", "months"), edits=_starts),
    Family(of=frozenset({"months"}), made_from=("field", "start", "months"), edits=_lengths),
    Family(of=frozenset({"organisations", "rows"}), made_from=("organisations",), edits=_organisations),
    Family(of=frozenset({"organisations"}), made_from=("organisations", "rows"), edits=_newcomers),
    Family(of=frozenset({"rows"}), made_from=("organisations", "rows"), edits=plan_edits),
)
