"""The edits that could repair an application: every small change an applicant could make, none tied to a rule.

Which of them help is found by trying them; nothing here knows what a rule asks for. Values come from the
application itself and from what the call offers. The field is never changed: that would be another project.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from consortia.core.application import Application, Organisation
from consortia.core.application.document import (
    Activity,
    Event,
    Group,
    LumpSumPlan,
    Meeting,
    Output,
    Row,
    SharedActivity,
    Work,
)
from consortia.core.call import CallDefinition, Rule
from consortia.core.call.headings import DailyRatesTerms, Heading, LumpSumTerms, StaysTerms
from consortia.core.values import Message, message

Change: TypeAlias = Callable[[Application], Application]
TO_BE_NAMED = "?"
EVERYTHING = frozenset({"field", "type", "format", "priorities", "start", "months", "round", "organisations", "rows"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change: what it does, in words, how much it takes from the applicant (lower is gentler), what it is of.

    `of` names the parts of the application that it changes, as checks name those they read.
    """

    change: Change
    told: Message
    cost: int
    of: frozenset[str]
    adds: Organisation | None = None


def possible_edits(call: CallDefinition, application: Application, of: frozenset[str] = EVERYTHING) -> tuple[Edit, ...]:
    """Every edit worth trying on these parts of an application, the gentlest first."""
    edits = [*_choices(call, application), *_dates(call, application)]
    if "organisations" in of:
        edits += [*_organisations(call, application), *_newcomers(call, application)]
    if "rows" in of:
        edits += _plan(call, application)
    if "rows" in of and "organisations" not in of:
        edits += [edit for edit in _organisations(call, application) if "rows" in edit.of]
    return tuple(sorted((edit for edit in edits if edit.of & of), key=lambda edit: edit.cost))


# Choices and dates


def _choices(call: CallDefinition, application: Application) -> Iterator[Edit]:
    for priority in call.priorities:
        if priority.code not in application.priorities:
            told = message("repair.add-priority", priority=priority.code, title=priority.title)
            yield _choosing(told, 1, priorities=(*application.priorities, priority.code))
    for number in sorted({each.number for each in call.rounds if application.field in each.fields}):
        if number != application.round:
            yield _choosing(message("repair.round", round=number), 3, round=number)
    for part, offered, cost in (("type", call.types, 5), ("format", call.formats, 6)):
        for each in offered:
            if each.code != getattr(application, part):
                told = message(f"repair.{part}", chosen=each.code, title=each.title)
                yield _choosing(told, cost, **{part: each.code})


def _dates(call: CallDefinition, application: Application) -> Iterator[Edit]:
    window = call.start_window_for(application.field)
    starts = {window.first, window.last} if window else set()
    if call.latest_end:
        starts |= set(_latest_starts(call.latest_end.day, application.months))
    for start in sorted(starts - {application.start}, key=lambda day: abs((day - application.start).days)):
        yield _choosing(message("repair.start", start=start), 2, start=start)
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
        if not (organisation.added_value or "").strip() and "added-value" in call.call.organisations_tell:
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
        named = replace(newcomer, id=_new_id(application))
        return replace(application, organisations=(*application.organisations, named))

    told = message("repair.add-organisation", country=newcomer.country, kind=newcomer.kind, role=newcomer.role)
    return Edit(change=change, told=told, cost=3, of=frozenset({"organisations"}), adds=newcomer)


def _fresh(call: CallDefinition, standing: str, present: Iterable[str]) -> str:
    """A country of this standing that is not in the consortium yet; which one does not matter to any rule."""
    taken = set(present)
    return next((c.code for c in call.countries.values() if c.standing == standing and c.code not in taken), "")


def _kinds(call: CallDefinition, application: Application) -> tuple[str, ...]:
    """One kind for each that a rule names and one for all others; the first partners' kinds stand before."""
    named = _strings_in(call.rules)
    own = [each.kind for each in application.organisations]
    unnamed = [each for each in (*own, *(kind.code for kind in call.organisation_kinds)) if each not in named]
    return tuple(dict.fromkeys([*own, *unnamed[:1], *(k.code for k in call.organisation_kinds if k.code in named)]))


@cache
def _strings_in(rules: object) -> frozenset[str]:
    """Every text in the parameters of the rules; the kinds among them are those that make a difference."""
    if isinstance(rules, str):
        return frozenset({rules})
    if isinstance(rules, tuple):
        return frozenset().union(*(_strings_in(each) for each in rules))
    if isinstance(rules, Rule):
        return _strings_in(rules.parameters)
    if is_dataclass(rules):
        return frozenset().union(*(_strings_in(getattr(rules, each.name)) for each in fields(rules)))
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


# The plan


def _plan(call: CallDefinition, application: Application) -> Iterator[Edit]:
    for heading in call.headings:
        rows = application.rows.get(heading.code, ())
        for index, row in enumerate(rows):
            yield from _row_edits(call, application, heading, index)
            if not isinstance(row, LumpSumPlan):
                told = message("repair.remove-row", heading=heading.title, place=index + 1)
                yield Edit(change=_without_row(heading, index), told=told, cost=7, of=frozenset({"rows"}))
        if isinstance(heading.terms, DailyRatesTerms) and application.organisations:
            yield _one_more_output(call, application, heading)


def _row_edits(call: CallDefinition, application: Application, heading: Heading, index: int) -> Iterator[Edit]:
    row = application.rows[heading.code][index]
    place = index + 1
    countries = dict.fromkeys(each.country for each in application.organisations)
    match row:
        case Meeting():
            for each in application.organisations:
                if each.id != row.host:
                    told = message("repair.host", place=place, organisation=each.name)
                    yield _on_row(heading, place - 1, replace(row, host=each.id), told, cost=2)
        case Event():
            yield from _event_edits(call, application, heading, index)
        case Activity():
            for country in countries:
                told = message("repair.venue", heading=heading.title, place=place, country=call.countries[country].name)
                yield _on_row(heading, place - 1, replace(row, host_country=country), told, cost=2)
            yield from _activity_edits(heading, row, place)
        case LumpSumPlan():
            yield from _lump_sum_edits(call, heading, row, tuple(countries))


def _event_edits(call: CallDefinition, application: Application, heading: Heading, index: int) -> Iterator[Edit]:
    row = application.rows[heading.code][index]
    if not isinstance(row, Event):
        return
    place = index + 1
    for country in dict.fromkeys(each.country for each in application.organisations):
        told = message("repair.venue", heading=heading.title, place=place, country=call.countries[country].name)
        yield _on_row(heading, place - 1, replace(row, country=country), told, cost=2)
    for rows in application.rows.values():
        for output in rows:
            if isinstance(output, Output) and output.id != row.output:
                told = message("repair.output", place=place, output=output.title or output.id)
                yield _on_row(heading, place - 1, replace(row, output=output.id), told, cost=1)


def _activity_edits(heading: Heading, row: Activity, place: int) -> Iterator[Edit]:
    terms = heading.terms
    if not isinstance(terms, StaysTerms):
        return
    for format_ in terms.formats:
        if format_.code != row.format and all(group.kind in format_.kinds for group in row.groups):
            told = message("repair.activity-format", place=place, format=format_.title)
            yield _on_row(heading, place - 1, replace(row, format=format_.code), told, cost=5)
    allowed = terms.format_by_code[row.format]
    for number, group in enumerate(row.groups):
        bounds = allowed.kinds.get(group.kind)
        unit = terms.kind_by_code[group.kind].unit
        for length in (bounds.from_, bounds.to) if bounds else ():
            if length != group.length:
                told = message(
                    "repair.days" if unit == "days" else "repair.days-months",
                    place=place,
                    group=number + 1,
                    length=length,
                )
                groups = _with_group(row.groups, number, replace(group, length=length))
                yield _on_row(heading, place - 1, replace(row, groups=groups), told, cost=2)
        told = message("repair.remove-group", place=place, group=number + 1)
        groups = row.groups[:number] + row.groups[number + 1 :]
        yield _on_row(heading, place - 1, replace(row, groups=groups), told, cost=6)


def _with_group(groups: tuple[Group, ...], number: int, group: Group) -> tuple[Group, ...]:
    return (*groups[:number], group, *groups[number + 1 :])


def _lump_sum_edits(
    call: CallDefinition, heading: Heading, row: LumpSumPlan, countries: tuple[str, ...]
) -> Iterator[Edit]:
    choices = heading.terms.choices if isinstance(heading.terms, LumpSumTerms) else ()
    for choice in choices:
        if choice != row.chosen:
            told = message("repair.lump-sum", amount=choice)
            yield _on_row(heading, 0, replace(row, chosen=choice), told, cost=2)
    for number, each in enumerate(row.activities):
        for country in countries:
            told = message(
                "repair.venue", heading=heading.title, place=number + 1, country=call.countries[country].name
            )
            yield _on_row(heading, 0, _with_activity(row, number, replace(each, country=country)), told, cost=2)
        yield from _share_edits(heading, row, number)


def _share_edits(heading: Heading, row: LumpSumPlan, number: int) -> Iterator[Edit]:
    """Give one activity what the others leave of the sum."""
    if row.chosen is None:
        return
    each = row.activities[number]
    others = sum((other.amount.amount for other in row.activities), start=-each.amount.amount)
    rest = row.chosen.amount - others
    if rest >= 0:
        amount = replace(each.amount, amount=rest)
        told = message("repair.share", activity=each.title, amount=amount)
        yield _on_row(heading, 0, _with_activity(row, number, replace(each, amount=amount)), told, cost=2)


def _with_activity(row: LumpSumPlan, number: int, activity: SharedActivity) -> LumpSumPlan:
    return replace(row, activities=(*row.activities[:number], activity, *row.activities[number + 1 :]))


def _on_row(heading: Heading, index: int, new: Row, told: Message, *, cost: int) -> Edit:
    def change(application: Application) -> Application:
        rows = application.rows[heading.code]
        changed = (*rows[:index], new, *rows[index + 1 :])
        return replace(application, rows={**application.rows, heading.code: changed})

    return Edit(change=change, told=told, cost=cost, of=frozenset({"rows"}))


def _without_row(heading: Heading, index: int) -> Change:
    def change(application: Application) -> Application:
        gone = application.rows[heading.code][index]
        rows = {code: tuple(_unlinked(row, gone) for row in rows) for code, rows in application.rows.items()}
        remaining = rows[heading.code]
        return replace(application, rows={**rows, heading.code: (*remaining[:index], *remaining[index + 1 :])})

    return change


def _unlinked(row: Row, gone: Row) -> Row:
    linked = isinstance(row, Event) and isinstance(gone, Output) and row.output == gone.id
    return replace(row, output=None) if linked and isinstance(row, Event) else row


def _one_more_output(call: CallDefinition, application: Application, heading: Heading) -> Edit:
    """An output with one day of work, so that the heading holds money."""
    terms = heading.terms
    categories = terms.categories if isinstance(terms, DailyRatesTerms) else ()
    worker = next((each for each in application.organisations if call.look.roles[each.role].funded), None)
    taken = {getattr(row, "id", "") for rows in application.rows.values() for row in rows}
    number = next(n for n in range(1, len(taken) + 2) if f"new-output{n}" not in taken)
    work = (Work(organisation=worker.id, category=categories[0].code, days=1),) if worker and categories else ()
    output = Output(id=f"new-output{number}", title=TO_BE_NAMED, work=work)

    def change(changed: Application) -> Application:
        rows = (*changed.rows.get(heading.code, ()), output)
        return replace(changed, rows={**changed.rows, heading.code: rows})

    return Edit(change=change, told=message("repair.add-output", heading=heading.title), cost=4, of=frozenset({"rows"}))
