"""The pages on each built-in call, written from its data: what it is, its rules, its money, its countries, its form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from consortia.core.call import CallDefinition, Heading, MoneyRule, Rule
from consortia.core.call.canonical import plain
from consortia.core.call.content import Asked, Question
from consortia.core.call.headings import (
    DailyRatesTerms,
    DistanceBand,
    DistanceTravelTerms,
    LumpSumTerms,
    MonthlyShareTerms,
    PerParticipantTerms,
    RealCostsTerms,
    StayKind,
    StaysTerms,
)
from consortia.core.call.provisional import ProvisionalPart, provisional_parts
from consortia.core.values import Money, Source
from consortia.rulebook import load_calls
from consortia.rulebook.wording.saying import day_written, grouped
from docs.pages.markdown import bullets, code, codes, page, table

PER = {"month": "a month", "year": "a year", "project": "a project"}
ASKED_OF = {
    "application": "the application",
    "each-organisation": "each organisation",
    "each-funded-organisation": "each organisation that receives money",
    "each-partner-country-organisation": "each funded organisation of a Partner Country",
    "each-associated-organisation": "each associated partner",
}
KINDS = {
    "long-text": "long text",
    "short-text": "short text",
    "choice": "choice",
    "facts": "shown from the application",
    "table": "the table of a heading",
}


def pages() -> Mapping[str, str]:
    """Return the pages of all built-in calls by their place."""
    found: dict[str, str] = {}
    for call in load_calls().values():
        room = f"reference/calls/{call.code}"
        found[f"{room}/index.md"] = _index(call)
        found[f"{room}/rules.md"] = _rules(call)
        found[f"{room}/budget.md"] = _budget(call)
        found[f"{room}/countries.md"] = _countries(call)
        found[f"{room}/form.md"] = _form(call)
        found[f"{room}/provisional.md"] = _provisional(call)
    return found


def _page(title: str, call: CallDefinition, *blocks: str) -> str:
    return page(f"{title}: {call.title}", f"the files of the call `{call.code}`", *blocks)


# What the call is


def _index(call: CallDefinition) -> str:
    about = call.call
    facts = [
        ("Code", code(call.code)),
        ("Programme, action, year", f"{about.programme}, {about.action}, {about.year}"),
        ("Edition", about.edition),
        ("Edition hash", code(call.edition_hash)),
        ("Clock", about.zone),
        ("Countries as of", day_written(about.countries_as_of)),
    ]
    return _page(
        "The call",
        call,
        bullets(call.call.aims),
        table(["", ""], facts),
        "## Pages",
        bullets(
            [
                f"[Rules](rules.md): {len(call.rules)} on eligibility, {len(call.money_rules)} on money",
                f"[Budget](budget.md): {len(call.headings)} headings with every rate",
                f"[Countries](countries.md): {len(call.countries)} with their standing",
                f"[Form](form.md): {len(call.questions)} questions in {len(call.sections)} sections",
                "[What is provisional](provisional.md): still to be compared with the source",
            ]
        ),
        "## Dates",
        table(["Round", "Fields", "Deadline", "Status"], _round_rows(call)),
        table(["Fields", "Months", "Start from", "to", "Status"], _length_rows(call)),
        f"Latest end: {day_written(call.latest_end.day)} ({call.latest_end.status})." if call.latest_end else "",
        "## Choices",
        *(_choices(title, entries) for title, entries in _all_choices(call).items()),
        "## Documents",
        table(
            ["Code", "Document", "Version", "Note"],
            [(code(each.code), each.title, each.version or "", each.note or "") for each in call.documents],
        ),
    )


def _round_rows(call: CallDefinition) -> Iterator[Sequence[str]]:
    for each in call.rounds:
        when = f"{day_written(each.deadline)}, {each.deadline:%H:%M:%S}"
        yield f"{each.number}, {each.title}", ", ".join(each.fields), when, each.status


def _length_rows(call: CallDefinition) -> Iterator[Sequence[str]]:
    for each in call.durations:
        window = call.start_window_for(each.fields[0])
        first, last = (day_written(window.first), day_written(window.last)) if window else ("not examined", "")
        status = each.status if window is None or window.status == each.status else f"{each.status}, {window.status}"
        yield ", ".join(each.fields), f"{each.from_months} to {each.to_months}", first, last, status


def _all_choices(call: CallDefinition) -> Mapping[str, Sequence[Any]]:
    return {
        "Fields": call.fields,
        "Types": call.types,
        "Formats": call.formats,
        "Roles": call.roles,
        "Kinds of organisation": call.organisation_kinds,
    }


def _choices(title: str, entries: Sequence[Any]) -> str:
    rows = [
        (code(each.code), each.title, getattr(each, "action", "") or "", getattr(each, "text", "")) for each in entries
    ]
    return f"### {title}\n\n{table(['Code', 'Title', 'Action', 'What it is'], rows)}" if rows else ""


# Rules


def _rules(call: CallDefinition) -> str:
    return _page(
        "Rules",
        call,
        "Every rule with its words, the [kind of check](../../call-files.md#kinds-of-check) it uses, what it states, "
        "where it was read, and how sure that is.",
        "## Eligibility: broken means ineligible",
        *(_rule(rule, call) for rule in call.rules),
        "## Money: cuts and warns",
        *(_money_rule(rule, call) for rule in call.money_rules),
    )


def _rule(rule: Rule, call: CallDefinition) -> str:
    facts = [("Check", f"[{code(rule.check)}](../../call-files.md#check-{rule.check})")]
    stated = plain(rule.parameters)
    facts += [("Holds for", _scope(rule.when))] if _scope(rule.when) else []
    facts += [(code(key), code(_toml(value))) for key, value in stated.items()] if isinstance(stated, dict) else []
    return _entry(rule, call, facts)


def _money_rule(rule: MoneyRule, call: CallDefinition) -> str:
    facts = [("Kind", code(rule.kind))]
    if rule.heading:
        facts.append(("Heading", f"[{code(rule.heading)}](budget.md#{rule.heading})"))
    if rule.amount and rule.per:
        facts.append(("Amount", f"{_euros(rule.amount)} {PER[rule.per]}"))
    return _entry(rule, call, facts)


def _entry(rule: Rule | MoneyRule, call: CallDefinition, facts: list[tuple[str, str]]) -> str:
    facts += [("Source", _source(rule.source, call)), ("Status", rule.status)]
    return f"### {code(rule.code)}\n\n**{rule.title}.** {rule.text}\n\n{table(['', ''], facts)}"


# Money


def _budget(call: CallDefinition) -> str:
    sums, ceilings, source = call.money.sums, call.money.ceilings, _source(call.money.source, call)
    rounding = {
        "nearest-cent-halves-up": "to the nearest cent, halves up",
        "whole-cents-down": "down to the whole cent",
    }
    return _page(
        "Budget",
        call,
        f"Sums are rounded {rounding[sums]}, ceilings for a part of a year {rounding[ceilings]} ({source}; "
        f"{call.money.status}). Ceilings are [rules](rules.md#money-cuts-and-warns).",
        *(_heading(heading, call) for heading in call.headings),
    )


def _heading(heading: Heading, call: CallDefinition) -> str:
    open_to = codes(heading.types) if heading.types else "all types"
    ceilings = [rule for rule in call.money_rules if rule.heading == heading.code]
    facts = [
        ("Basis", f"[{code(heading.basis)}](../../call-files.md#basis-{heading.basis})"),
        ("Open to", open_to),
        ("Key in documents", code(heading.key)),
    ]
    facts += [
        ("Ceiling", f"{_euros(rule.amount)} {PER[rule.per]} ({code(rule.code)})")
        for rule in ceilings
        if rule.amount and rule.per
    ]
    facts += [("Source", _source(heading.source, call)), ("Status", heading.status)]
    intro = f"## {code(heading.code)}\n\n**{heading.title}.** {heading.text}\n\n{table(['', ''], facts)}"
    return "\n\n".join([intro, *_terms(heading)])


def _terms(heading: Heading) -> Iterator[str]:
    terms = heading.terms
    match terms:
        case MonthlyShareTerms():
            rows = [("Coordinator", _euros(terms.coordinator)), ("Each other organisation", _euros(terms.each_other))]
            yield table(["", "A month"], rows)
        case DistanceTravelTerms():
            yield _bands(terms.bands)
        case DailyRatesTerms():
            yield _daily_rates(terms)
        case PerParticipantTerms():
            rows = [("Local", _euros(terms.local)), ("International", _euros(terms.international))]
            yield table(["Participant", "Each"], rows)
        case StaysTerms():
            yield from _stays(terms)
        case RealCostsTerms():
            yield f"Paid with a share of {terms.share}."
            if terms.outside:
                yield f"Outside the ceiling, with the same share: {terms.outside.title} ({code(terms.outside.key)})."
        case LumpSumTerms():
            yield f"One of {', '.join(_euros(each) for each in terms.choices)}."


def _bands(bands: Sequence[DistanceBand]) -> str:
    return table(["One way", "For each person", "Status"], [(b.label, _euros(b.rate), b.status) for b in bands])


def _daily_rates(terms: DailyRatesTerms) -> str:
    rows = []
    for group in terms.groups:
        countries = ", ".join(group.countries) if group.countries else "all others"
        rates = [_euros(group.rates[each.code]) for each in terms.categories]
        rows.append((code(group.code), group.title, countries, *rates, group.status))
    return table(["Group", "Title", "Countries", *(each.title for each in terms.categories), "Status"], rows)


def _stays(terms: StaysTerms) -> Iterator[str]:
    yield f"### Travel\n\n{_bands(terms.travel)}"
    yield "### Support"
    for kind in terms.kinds:
        yield _support(kind)
    if terms.linguistic_support:
        support = terms.linguistic_support
        told = f"{_euros(support.amount)} for each person ({support.status}; {code(support.rule)})."
        yield f"### Language support\n\n{told}"
    yield "### Formats of activity"
    rows = []
    for each in terms.formats:
        lengths = "; ".join(
            f"{code(g.kind)} {g.from_} to {g.to} {terms.kind_by_code[g.kind].unit}" for g in each.groups
        )
        rows.append((code(each.code), f"{each.title}. {each.text}", ", ".join(each.fields), lengths, each.status))
    yield table(["Format", "What it is", "Fields", "Who, how long", "Status"], rows)


def _support(kind: StayKind) -> str:
    unit = "day" if kind.unit == "days" else "month"
    bands = [f"{unit.capitalize()} {band.label}" for band in kind.bands]
    head = f"**{kind.title}** ({code(kind.code)}, for each person and {unit}; {kind.status})"
    if kind.rates:
        rows = [("all", *(_euros(rate) for rate in kind.rates))]
    elif kind.receiving_groups:
        rows = [(", ".join(g.countries), *(_euros(rate) for rate in g.rates)) for g in kind.receiving_groups]
    else:
        rows = [(country, _euros(rate)) for country, rate in kind.rates_by_country.items()]
    return f"{head}\n\n{table(['Receiving country', *bands], rows)}"


# Countries


def _countries(call: CallDefinition) -> str:
    day = call.call.countries_as_of
    blocks = []
    for group in call.country_lists:
        members = [
            each
            for each in group.members
            if call.countries.get(each.code) and call.countries[each.code].region == group.code
        ]
        listed = bullets(f"{code(each.code)} {each.name}{_own_dates(each)}" for each in members)
        others = [f"{each.name}{_own_dates(each)}" for each in group.members if each not in members]
        apart = f"Not on that day: {', '.join(others)}." if others else ""
        dates = f"from {day_written(group.from_)} to {day_written(group.until)}"
        blocks += [f"## {group.title}", f"{_source(group.source, call)}; {group.status}; {dates}.", listed, apart]
    spellings = table(["Written", "Meant"], [(code(each.written), code(each.meant)) for each in call.spellings])
    return _page(
        "Countries",
        call,
        f"As they stand on {day_written(day)}, the day the call looks at. Country groups of a table of rates belong to "
        "that table: see [Budget](budget.md).",
        *blocks,
        f"## Spellings that are understood as a slip\n\n{spellings}" if spellings else "",
    )


def _own_dates(member: Any) -> str:
    parts = [f"{word} {day_written(when)}" for word, when in (("from", member.from_), ("until", member.until)) if when]
    return f" ({', '.join(parts)})" if parts else ""


# The form


def _form(call: CallDefinition) -> str:
    blocks = []
    for section in call.sections:
        blocks.append(f"## {section.title}\n\n{section.purpose}")
        blocks += [_question(question) for question in section.questions]
    rows = [
        (
            code(each.code),
            f"{each.title}. {each.help}",
            each.made_by,
            ", ".join(each.accepted),
            f"{each.maximum_megabytes} MB",
            each.status,
        )
        for each in call.annexes
    ]
    annexes = table(["Code", "Annex", "Made by", "Accepted", "Largest", "Status"], rows)
    return _page(
        "Form",
        call,
        "Limits count characters, a line end as two.",
        *blocks,
        f"## Annexes\n\n{annexes}" if annexes else "",
    )


def _question(question: Question) -> str:
    facts = [("Kind", KINDS[question.kind])]
    if question.limit:
        facts.append(("Limit", f"{grouped(str(question.limit))} characters"))
    facts.append(("Asked of", ASKED_OF[question.asked_of]))
    if when := _scope(question.when):
        facts.append(("Asked when", when))
    if question.fills:
        facts.append(("Fills", code(question.fills)))
    if question.heading:
        facts.append(("Heading", f"[{code(question.heading)}](budget.md#{question.heading})"))
    if question.choices:
        facts.append(("Choices", "; ".join(each.title for each in question.choices)))
    required = "required" if question.required else "optional"
    if question.kind in {"facts", "table"}:
        required = "nothing to write"
    facts.append(("", f"{required}, {question.status}"))
    head = f"### {question.title}\n\n{code(question.code)}: {question.ask}"
    return "\n\n".join(filter(None, [head, question.help or "", table(["", ""], facts)]))


# What is not sure yet


def _provisional(call: CallDefinition) -> str:
    rows = [(each.place, _named(each)) for each in provisional_parts(call)]
    count: dict[str, int] = {}
    for place, _what in rows:
        top = place.partition("[")[0].partition(".")[0]
        count[top] = count.get(top, 0) + 1
    listed = table(["Table", "Provisional entries"], [(code(top), str(number)) for top, number in count.items()])
    numbers = [(code(place), what) for place, what in rows if place.partition("[")[0] != "sections"]
    return _page(
        "What is provisional",
        call,
        "Read in a later year, derived, or worded by us: each entry below has still to be compared with the document "
        "its source names. When that is done, set its `status` to `verified`; that makes a new edition.",
        listed,
        "Every question of the form is in our own words, so the sections are left out below.",
        table(["Place", "Entry"], numbers),
    )


def _named(part: ProvisionalPart) -> str:
    return f"{code(part.name)} {part.title}".strip() if part.code else part.name


# Words


def _scope(scope: Any) -> str:
    parts = [("fields", scope.fields), ("types", scope.types), ("formats", scope.formats)]
    if isinstance(scope, Asked):
        parts += [("headings", scope.headings), ("not if written in", scope.unless_written_in)]
    return "; ".join(f"{name} {codes(held)}" for name, held in parts if held)


def _source(source: Source, call: CallDefinition) -> str:
    title = next((each.title for each in call.documents if each.code == source.document), source.document)
    return f"{title}: {source.section}"


def _euros(amount: Money) -> str:
    whole, _, cents = f"{amount.amount:.2f}".partition(".")
    return f"€ {grouped(whole)}" if cents == "00" else f"€ {grouped(whole)}.{cents}"


def _toml(value: object) -> str:
    """A value as a call file writes it."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)
