"""Checks of how field, type, format and consortium fit together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from consortia.core.application import Organisation
from consortia.core.call.scope import EVERYWHERE, Scope
from consortia.core.eligibility.case import Case, Outcome, broken, holds, not_applicable
from consortia.core.values import Standing

Part: TypeAlias = Literal["field", "type", "format"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Where `when` fits an application, `only` must fit it too."""

    when: Scope
    only: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Which of field, type and format is at fault when a limit is broken, and the limits."""

    of: Part
    limits: tuple[Limit, ...]


def allowed_combination(case: Case, stated: Limits) -> Outcome:
    """Field, type and format go together as the call allows."""
    for limit in stated.limits:
        if case.is_within(limit.when) and not case.is_within(limit.only):
            bound = _bound_part(limit.only)
            return broken(
                "allowed-combination" if bound == stated.of else "allowed-combination.elsewhere",
                where=[stated.of],
                part=stated.of,
                found=_title(case, stated.of),
                bound=bound,
                allowed=_allowed_titles(case, bound, limit.only),
                beside=_title(case, _bound_part(limit.when)),
            )
    return holds("allowed-combination", part=stated.of, found=_title(case, stated.of))


Demand: TypeAlias = Literal["all-of-kind", "kind-in-each-country", "kind-from-countries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What one format demands of the kinds of organisations in the consortium."""

    demand: Demand
    kinds: tuple[str, ...]
    standing: Standing
    at_least: int = 0
    when: Scope = EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Compositions:
    """What the formats demand."""

    compositions: tuple[Composition, ...]


def composition(case: Case, stated: Compositions) -> Outcome:
    """The consortium is made of the kinds of organisations that the format is for."""
    demanded = next((each for each in stated.compositions if case.is_within(each.when)), None)
    if demanded is None:
        return not_applicable("composition")
    return _DEMANDS[demanded.demand](case, demanded)


def _all_of_kind(case: Case, demanded: Composition) -> Outcome:
    misfits = [
        each
        for each in case.counted
        if each.kind not in demanded.kinds or case.country(each).standing != demanded.standing
    ]
    if not misfits:
        return holds("composition")
    return broken(
        "composition.all-of-kind",
        where=[_misfit_place(case, each, demanded) for each in misfits],
        names=tuple(each.name for each in misfits),
        kinds=_kind_titles(case, demanded),
        found=len(misfits),
    )


def _kind_in_each_country(case: Case, demanded: Composition) -> Outcome:
    countries = {each.country for each in case.counted}
    covered = {each.country for each in case.counted if each.kind in demanded.kinds}
    if countries == covered:
        return holds("composition")
    lacking = [each for each in case.counted if each.country not in covered]
    return broken(
        "composition.kind-in-each-country",
        where=[case.place(each, "kind") for each in lacking],
        countries=case.names_of(countries - covered),
        kinds=_kind_titles(case, demanded),
    )


def _kind_from_countries(case: Case, demanded: Composition) -> Outcome:
    countries = {each.country for each in case.counted_from(demanded.standing) if each.kind in demanded.kinds}
    if len(countries) >= demanded.at_least:
        return holds("composition")
    return broken(
        "composition.kind-from-countries",
        where=["organisations"],
        needed=demanded.at_least,
        found=len(countries),
        kinds=_kind_titles(case, demanded),
    )


_DEMANDS: Mapping[Demand, Callable[[Case, Composition], Outcome]] = {
    "all-of-kind": _all_of_kind,
    "kind-in-each-country": _kind_in_each_country,
    "kind-from-countries": _kind_from_countries,
}


def _misfit_place(case: Case, organisation: Organisation, demanded: Composition) -> str:
    return case.place(organisation, "country" if organisation.kind in demanded.kinds else "kind")


def _kind_titles(case: Case, demanded: Composition) -> tuple[str, ...]:
    return tuple(each.title for each in case.call.organisation_kinds if each.code in demanded.kinds)


def _titles(case: Case, part: Part) -> Mapping[str, str]:
    if part == "field":
        return {each.code: each.title for each in case.call.fields}
    return {each.code: each.title for each in (case.call.types if part == "type" else case.call.formats)}


def _title(case: Case, part: Part) -> str:
    about = case.application
    code = {"field": about.field, "type": about.type, "format": about.format}[part]
    return _titles(case, part)[code] if code else ""


def _allowed_titles(case: Case, part: Part, only: Scope) -> tuple[str, ...]:
    """What may stand in this part instead."""
    allowed = {"field": only.fields, "type": only.types, "format": only.formats}[part]
    titles = _titles(case, part)
    return tuple(titles[code] for code in allowed)


def _bound_part(scope: Scope) -> Part:
    """The part of an application that a scope speaks of."""
    if scope.formats:
        return "format"
    return "field" if scope.fields else "type"
