"""Running a call against projects that were really funded, to see whether a rule forbids what happened.

A record shows how many organisations and countries took part and what was granted, not who they were. So a consortium
as favourable as the record allows is made up, and only the rules a record can speak of are looked at. A record
contradicts the call where no format that its action code may stand for lets it pass.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from consortia.core.application import Application, Organisation
from consortia.core.application.document import LumpSumPlan
from consortia.core.budget import calculate_budget
from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import LumpSumTerms, RealCostsTerms
from consortia.core.eligibility.examining import examine_eligibility
from consortia.core.values import ZERO, Message, Money, message

# The kinds of check that speak of what a record shows.
SHOWN = frozenset({"minimum-organisations", "minimum-countries"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FundedProject:
    """What a record of a funded project shows."""

    identifier: str
    year: int
    action: str
    organisations: int
    countries: int
    grant: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A rule that a funded project breaks, whatever its format was."""

    project: str
    rule: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which a project of an action can have been made: its field, format and type."""

    field: str
    format: str | None
    type: str | None


def ways_of(call: CallDefinition, action: str) -> tuple[Way, ...]:
    """The fields, formats and types that projects with this action code can have; none for another call's action."""
    of_format = {each.code: each.action for each in call.formats if each.action}
    formats: list[str | None] = [each.code for each in call.formats]
    types: list[str | None] = [each.code for each in call.types]
    return tuple(
        Way(field=field.code, format=format_, type=type_)
        for field in call.fields
        for format_ in formats or [None]
        if (of_format.get(format_ or "") or field.action) == action
        for type_ in types or [None]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What one project says of the call: the rules it breaks, or the special format in which alone it breaks none."""

    contradictions: tuple[Contradiction, ...] = ()
    only_as: str | None = None


def backtest_project(call: CallDefinition, project: FundedProject) -> Backtest:
    """Look at the project in every way it can have been made, the usual format first, and take the best."""
    ways = [way for way in ways_of(call, project.action) if _is_possible(call, way)]
    broken = {way: tuple(_broken(call, project, way)) for way in ways}
    best = min(ways, key=lambda way: len(broken[way]), default=None)
    if best is None or broken[best]:
        return Backtest(contradictions=broken[best] if best else ())
    return Backtest(only_as=best.format if broken[ways[0]] else None)


def _is_possible(call: CallDefinition, way: Way) -> bool:
    """Whether field, format and type go together, by the call's own rules."""
    findings = examine_eligibility(call, _application(call, way, organisations=1, countries=1))
    limits = {rule.code for rule in call.rules if rule.check == "allowed-combination"}
    return not any(finding.status == "fail" and finding.rule in limits for finding in findings)


def _broken(call: CallDefinition, project: FundedProject, way: Way) -> Iterator[Contradiction]:
    application = _application(call, way, organisations=project.organisations, countries=project.countries)
    shown = {rule.code for rule in call.rules if rule.check in SHOWN}
    for finding in examine_eligibility(call, application):
        if finding.status == "fail" and finding.rule in shown:
            needed_and_found = {name: finding.message.parameters[name] for name in ("needed", "found")}
            told = message("backtest.minimum", **needed_and_found)
            yield Contradiction(project=project.identifier, rule=finding.rule, message=told)
    ceiling = calculate_budget(call, application).maximum_grant
    if project.grant.amount > ceiling.amount:
        facts = message("backtest.grant", grant=project.grant, ceiling=ceiling, months=application.months)
        yield Contradiction(project=project.identifier, rule=call.look.grant_ceiling.code, message=facts)


def _application(call: CallDefinition, way: Way, *, organisations: int, countries: int) -> Application:
    """An application of so many organisations from so many countries of the best standing, as long as can be."""
    places = [country.code for country in call.countries.values() if country.standing == "programme"]
    lead = next(role.code for role in call.roles if role.coordinates)
    other = next(role.code for role in call.roles if role.counted and not role.coordinates)
    start = call.start_window_for(way.field)
    return Application(
        call=call.code,
        field=way.field,
        type=way.type,
        format=way.format,
        title="",
        summary="",
        priorities=(),
        start=start.first if start else call.rounds[0].deadline.date(),
        months=call.duration_for(way.field).to_months,
        round=call.rounds[0].number,
        submitted_at=None,
        organisations=tuple(
            Organisation(
                id=f"o{number}",
                name="",
                country=places[number % max(min(countries, len(places)), 1)],
                city="",
                kind=call.organisation_kinds[0].code,
                role=other if number else lead,
            )
            for number in range(organisations)
        ),
        rows={heading.code: _nothing_planned(heading) for heading in call.headings},
        sums={
            heading.terms.outside.key: ZERO
            for heading in call.headings
            if isinstance(heading.terms, RealCostsTerms) and heading.terms.outside
        },
    )


def _nothing_planned(heading: Heading) -> tuple[LumpSumPlan, ...]:
    """Nothing under a heading that is reckoned from its rows; the largest sum where one sum is chosen."""
    if isinstance(heading.terms, LumpSumTerms):
        return (LumpSumPlan(chosen=max(heading.terms.choices), activities=()),)
    return ()
