"""The smallest repair of an application: one set of edits over all broken rules together."""

from __future__ import annotations

from dataclasses import dataclass

from consortia.core.application import Application
from consortia.core.application.writing import write_document
from consortia.core.call import CallDefinition
from consortia.core.eligibility.repair.edit import TO_BE_NAMED, Edit
from consortia.core.eligibility.repair.memory import Memory
from consortia.core.eligibility.repair.patch import Operation, patch_between
from consortia.core.eligibility.repair.search import Search
from consortia.core.eligibility.repair.telling import Telling
from consortia.core.values import Message

__all__ = ["TO_BE_NAMED", "Repair", "smallest_repair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A smallest set of edits after which the rules in `mends` hold.

    `steps` say the edits in words, equal newcomers together; `edits` counts them one by one. `patch` is the same as a
    JSON Patch on the document (RFC 6902), `repaired` the application afterwards. `beyond` names broken rules that no
    edit can mend, such as a deadline that has passed. `smallest` is False where the search gave up before it could
    rule out a smaller set.
    """

    steps: tuple[Message, ...]
    edits: int
    patch: tuple[Operation, ...]
    repaired: Application
    mends: frozenset[str]
    beyond: frozenset[str]
    smallest: bool


def smallest_repair(call: CallDefinition, application: Application) -> Repair | None:
    """Look for the smallest repair over all broken rules; None where nothing is broken or nothing helps."""
    memory = Memory(call)
    look = Search(memory=memory, set_aside=frozenset())
    places = look.broken(application)
    broken = frozenset(place.partition(" ")[0] for place in places)
    if not broken:
        return None
    beyond = broken - look.mendable(application, places)
    search = Search(memory=memory, set_aside=beyond)
    edits = search.smallest(application)
    if not edits:
        return None
    repaired = _after(application, edits)
    before, after = write_document(application, call), write_document(repaired, call)
    return Repair(
        steps=Telling(search=search, application=application, edits=edits).steps(),
        edits=len(edits),
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
