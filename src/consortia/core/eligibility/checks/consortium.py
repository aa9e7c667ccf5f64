"""Checks of who takes part."""

from dataclasses import dataclass

from consortia.core.application import Organisation, says_something
from consortia.core.call.scope import EVERYWHERE, Scope
from consortia.core.eligibility.case import Case, Nothing, Outcome, broken, holds, not_applicable
from consortia.core.values import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """The smallest number for some applications."""

    at_least: int
    when: Scope = EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimums:
    """The smallest number by format and field; the first that fits an application holds for it."""

    standing: Standing
    minimums: tuple[Minimum, ...]

    def for_case(self, case: Case) -> int | None:
        """The number that this application needs."""
        return next((each.at_least for each in self.minimums if case.is_within(each.when)), None)


def minimum_organisations(case: Case, stated: Minimums) -> Outcome:
    """Enough counted organisations from countries of the standing asked for."""
    needed = stated.for_case(case)
    if needed is None:
        return not_applicable("minimum-organisations")
    counted = case.counted_from(stated.standing)
    if len(counted) >= needed:
        return holds("minimum-organisations", needed=needed, found=len(counted))
    others = len(case.counted) - len(counted)
    return broken(
        "minimum-organisations.beside" if others else "minimum-organisations",
        where=["organisations"],
        needed=needed,
        found=len(counted),
        missing=needed - len(counted),
        others=others,
    )


def minimum_countries(case: Case, stated: Minimums) -> Outcome:
    """Counted organisations from enough different countries of the standing asked for."""
    needed = stated.for_case(case)
    if needed is None:
        return not_applicable("minimum-countries")
    countries = {each.country for each in case.counted_from(stated.standing)}
    names = case.names_of(countries)
    if len(countries) >= needed:
        return holds("minimum-countries", needed=needed, found=len(countries), countries=names)
    return broken(
        "minimum-countries" if countries else "minimum-countries.none",
        where=["organisations"],
        needed=needed,
        found=len(countries),
        missing=needed - len(countries),
        countries=names,
    )


def one_coordinator(case: Case, _stated: Nothing) -> Outcome:
    """Exactly one organisation coordinates."""
    found = _coordinators(case)
    if len(found) == 1:
        return holds("one-coordinator", name=found[0].name)
    where = [case.place(each, "role") for each in found] or ["organisations"]
    return broken("one-coordinator", where=where, found=len(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorStanding:
    """The standing that the country of a coordinator needs."""

    standing: Standing


def coordinator_standing(case: Case, stated: CoordinatorStanding) -> Outcome:
    """Every coordinator is in a country of the standing asked for."""
    coordinators = _coordinators(case)
    if not coordinators:
        return not_applicable("coordinator-standing")
    elsewhere = [each for each in coordinators if case.country(each).standing != stated.standing]
    if not elsewhere:
        return holds("coordinator-standing", countries=case.names_of(each.country for each in coordinators))
    return broken(
        "coordinator-standing",
        where=[case.place(each, "country") for each in elsewhere],
        countries=case.names_of(each.country for each in elsewhere),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedValue:
    """The organisations that have to state what they bring: by the standing of their country and their role."""

    standing: Standing
    roles: tuple[str, ...]


def added_value(case: Case, stated: AddedValue) -> Outcome:
    """Every such organisation states its added value; text without a visible character states none."""
    asked = [
        each
        for each in case.application.organisations
        if each.role in stated.roles and case.country(each).standing == stated.standing
    ]
    if not asked:
        return not_applicable("added-value")
    silent = [each for each in asked if not says_something(each.added_value)]
    if not silent:
        return holds("added-value", found=len(asked))
    return broken(
        "added-value",
        where=[case.place(each, "added_value") for each in silent],
        found=len(silent),
        names=tuple(each.name for each in silent),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """The kinds of organisation that need a charter, in countries of a standing."""

    standing: Standing
    kinds: tuple[str, ...]


def charter(case: Case, stated: Charter) -> Outcome:
    """Every such counted organisation holds the charter."""
    asked = [each for each in case.counted_from(stated.standing) if each.kind in stated.kinds]
    if not asked:
        return not_applicable("charter")
    without = [each for each in asked if not each.charter]
    if not without:
        return holds("charter", found=len(asked))
    return broken(
        "charter",
        where=[case.place(each, "charter") for each in without],
        found=len(without),
        names=tuple(each.name for each in without),
    )


def _coordinators(case: Case) -> list[Organisation]:
    roles = case.call.look.roles
    return [each for each in case.application.organisations if roles[each.role].coordinates]
