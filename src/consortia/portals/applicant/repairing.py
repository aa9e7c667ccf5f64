"""The smallest set of changes that would make an application eligible, in words, and where it is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from consortia.core.application import Application
from consortia.core.call import CallDefinition
from consortia.core.eligibility.repair import Repair, smallest_repair
from consortia.rulebook.wording import say
from consortia.stages.applications.snapshots import View


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRepair:
    """A repair over all broken rules together: its steps in words, the places it changes, what it cannot mend."""

    steps: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    beyond: frozenset[str] = frozenset()
    smallest: bool = True


def joint_repair(view: View) -> JointRepair:
    """Return the smallest repair; without steps where nothing is broken or nothing helps."""
    if not view.failed:
        return JointRepair()
    # Title and summary are typed all the time and no rule looks at them: without them the answer is kept longer.
    repair = _smallest(_Case(view.rows.call, replace(view.value, title="", summary="")))
    if repair is None:
        return JointRepair(beyond=frozenset(finding.rule for finding in view.failed))
    return JointRepair(
        steps=tuple(say(step) for step in repair.steps),
        where=tuple(dict.fromkeys(_place(str(operation["path"])) for operation in repair.patch)),
        beyond=repair.beyond,
        smallest=repair.smallest,
    )


class _Case:
    """A call and an application to look a repair up by: for the same content it is looked for once."""

    def __init__(self, call: CallDefinition, application: Application) -> None:
        self.call, self.application = call, application
        self.content = (call.edition_hash, repr(application))

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Case) and self.content == other.content


@lru_cache(maxsize=512)
def _smallest(case: _Case) -> Repair | None:
    return smallest_repair(case.call, case.application)


def _place(pointer: str) -> str:
    """Return a JSON pointer (`/organisations/2/role`) as a place in the document (`organisations[2].role`)."""
    place = ""
    for step in pointer.strip("/").split("/"):
        if step.isdecimal():
            place += f"[{step}]"
        elif step != "-":
            place += f".{step}" if place else step
    return place
