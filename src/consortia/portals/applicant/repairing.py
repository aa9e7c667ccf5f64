"""The smallest set of changes that would make an application eligible, in words that lead to their pages."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from consortia.core.application import Application
from consortia.core.call import CallDefinition
from consortia.rulebook.wording import say
from consortia.stages.applications.snapshots import View

REPAIRING = "consortia.core.eligibility.repair"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairStep:
    """One change of a joint repair and the place in the document that it changes."""

    text: str
    where: str


def joint_repair(view: View) -> tuple[RepairStep, ...]:
    """Return the steps of the smallest repair; none where nothing is broken or no small repair exists."""
    if not view.failed or find_spec(REPAIRING) is None:
        return ()
    repair = _smallest(view.rows.call, _Case(view.value))
    if repair is None:
        return ()
    return tuple(RepairStep(text=say(edit.message), where=_place(edit.path)) for edit in repair.edits)


class _Case:
    """An application to look a repair up by: the same content is looked for once."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.content = repr(application)

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Case) and self.content == other.content


@lru_cache(maxsize=256)
def _smallest(call: CallDefinition, case: _Case) -> Any:
    return importlib.import_module(REPAIRING).smallest_repair(call, case.application)


def _place(pointer: str) -> str:
    """Return a JSON pointer (`/organisations/2/role`) as a place in the document (`organisations[2].role`)."""
    place = ""
    for step in pointer.strip("/").split("/"):
        if step.isdecimal():
            place += f"[{step}]"
        elif step != "-":
            place += f".{step}" if place else step
    return place
