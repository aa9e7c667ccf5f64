"""Edits of what is planned: where it takes place, how long it takes, whether it is planned at all."""

from collections.abc import Iterator
from dataclasses import replace

from consortia.core.application import Application
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
from consortia.core.call import CallDefinition
from consortia.core.call.headings import DailyRatesTerms, Heading, LumpSumTerms, StaysTerms
from consortia.core.eligibility.repair.edit import TO_BE_NAMED, Change, Edit
from consortia.core.values import Message, message


def plan_edits(call: CallDefinition, application: Application) -> Iterator[Edit]:
    """Every edit of the plan of an application."""
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
