"""The smallest repair of an application: one set of edits over all broken rules together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consortia.core.application import Application, Organisation
from consortia.core.application.writing import write_document
from consortia.core.call import CallDefinition
from consortia.core.eligibility.repair.edits import TO_BE_NAMED, Edit
from consortia.core.eligibility.repair.patch import Operation, patch_between
from consortia.core.eligibility.repair.search import Search
from consortia.core.values import Message, message

__all__ = ["TO_BE_NAMED", "Repair", "smallest_repair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A smallest set of edits after which the rules in `mends` hold.

    `steps` say the edits in words, `patch` is the same as a JSON Patch on the document (RFC 6902), `repaired` the
    application afterwards. `beyond` names broken rules that no edit can mend, such as a deadline that has passed.
    `smallest` is False where the search gave up before it could rule out a smaller set.
    """

    steps: tuple[Message, ...]
    patch: tuple[Operation, ...]
    repaired: Application
    mends: frozenset[str]
    beyond: frozenset[str]
    smallest: bool


def smallest_repair(call: CallDefinition, application: Application) -> Repair | None:
    """Look for the smallest repair over all broken rules; None where nothing is broken or nothing helps."""
    look = Search(call=call, set_aside=frozenset())
    places = look.broken(application)
    broken = frozenset(place.partition(" ")[0] for place in places)
    if not broken:
        return None
    beyond = broken - look.mendable(application, places)
    search = Search(call=call, set_aside=beyond)
    edits = search.smallest(application)
    if not edits:
        return None
    repaired = _after(application, edits)
    before, after = write_document(application, call), write_document(repaired, call)
    return Repair(
        steps=tuple(_steps(call, application, edits, beyond)),
        patch=patch_between(before, after),
        repaired=repaired,
        mends=broken - beyond,
        beyond=beyond,
        smallest=not search.exhausted,
    )


def _after(application: Application, edits: tuple[Edit, ...]) -> Application:
    for edit in edits:
        application = edit.change(application)
    return application


def _steps(
    call: CallDefinition, application: Application, edits: tuple[Edit, ...], beyond: frozenset[str]
) -> Iterator[Message]:
    """The edits in words; a newcomer is told as freely as the rules leave it."""
    for edit in edits:
        yield edit.told if edit.adds is None else _told_newcomer(call, application, edits, edit, beyond)


def _told_newcomer(
    call: CallDefinition, application: Application, edits: tuple[Edit, ...], edit: Edit, beyond: frozenset[str]
) -> Message:
    """Try every other country and every other kind for a newcomer, and say what the rules really ask for."""
    newcomer = edit.adds
    if newcomer is None:
        return edit.told
    standing = call.countries[newcomer.country].standing
    fitting = [
        country.code
        for country in call.countries.values()
        if country.standing == standing
        and _works(call, application, edits, edit, replace(newcomer, country=country.code), beyond)
    ]
    others = [c.code for c in call.countries.values() if c.standing == standing and c.code not in fitting]
    kinds = [
        k.code
        for k in call.organisation_kinds
        # Whoever joins brings the papers of its kind, so it counts as holding the charter.
        if _works(call, application, edits, edit, replace(newcomer, kind=k.code, charter=True), beyond)
    ]
    any_kind = len(kinds) == len(call.organisation_kinds)
    scope = "any" if not others else "other" if len(fitting) > len(others) else "only"
    named = others if scope == "other" else fitting
    return message(
        f"repair.add-organisation.{standing}.{scope}" + ("" if any_kind else "-of-kind"),
        role=next(role.title for role in call.roles if role.code == newcomer.role),
        countries=() if scope == "any" else tuple(call.countries[code].name for code in named),
        kinds=tuple(kind.title for kind in call.organisation_kinds if kind.code in kinds),
    )


def _works(
    call: CallDefinition,
    application: Application,
    edits: tuple[Edit, ...],
    edit: Edit,
    instead: Organisation,
    beyond: frozenset[str],
) -> bool:
    """Whether the repair still holds with another newcomer in the place of this one."""

    def swapped(each: Edit, before: Application) -> Application:
        after = each.change(before)
        if each is not edit:
            return after
        named = replace(instead, id=after.organisations[-1].id)
        return replace(after, organisations=(*after.organisations[:-1], named))

    for each in edits:
        application = swapped(each, application)
    return not Search(call=call, set_aside=beyond).broken(application)
