"""What a search has seen already: applications on its way differ in few parts, and a rule reads few of them.

Equal parts carry equal numbers, so that a rule is looked at once for each state of the parts it reads, and edits are
made once for each state of the parts they are made from, however many ways lead there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as derived
from functools import cache
from operator import attrgetter
from typing import TypeAlias

from consortia.core.application import Application, Organisation
from consortia.core.budget import amount_under
from consortia.core.call import CallDefinition, Rule
from consortia.core.eligibility.case import Case, Outcome, case_of
from consortia.core.eligibility.checks import CHECKS
from consortia.core.eligibility.repair.edit import Edit
from consortia.core.eligibility.repair.edits import FAMILIES, gentlest_first, strings_in

Broken: TypeAlias = Mapping[str, int]

# The scope of any rule may name fields, types and formats.
READ_BY_ALL = frozenset({"field", "type", "format"})
# A rule on rows and organisations may ask what a heading holds, and its ceiling may go by the length of the project.
BESIDE_MONEY = frozenset({"months"})

_ROWS_UNDER = "rows under "
_KNOWN_OF = "organisations by "
_PLACE = re.compile(r"organisations\[(\d+)\]")


@dataclass(slots=True)
class Numbers:
    """A number for every state of a part, the same for equal ones; what was met is kept, since it is known by place."""

    _by_identity: dict[int, tuple[object, int]] = derived(default_factory=dict)
    _by_value: dict[object, int] = derived(default_factory=dict)

    def number(self, part: object) -> int:
        """The number of a part."""
        known = self._by_identity.get(id(part))
        if known is not None:
            return known[1]
        value = part
        if isinstance(part, tuple):
            value = tuple([self.number(each) for each in part])
        elif isinstance(part, Mapping):
            value = tuple([(key, self.number(each)) for key, each in part.items()])
        number = self._by_value.setdefault(value, len(self._by_value))
        self._by_identity[id(part)] = (part, number)
        return number


class State(dict[str, object]):
    """How the parts of one application stand, each short enough for a key and found out when it is asked for."""

    __slots__ = ("_after", "_before", "_case", "_changed", "_numbers", "application", "found")

    def __init__(
        self,
        application: Application,
        numbers: Numbers,
        before: State | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self.application = application
        self.found: dict[_Group, dict[str, Broken]] = {}
        self._numbers = numbers
        self._before = before
        self._changed = changed
        self._case: Case | None = None
        self._after: dict[int, tuple[Edit, State]] = {}

    def after(self, edit: Edit) -> State:
        """How the parts stand after an edit; what it does not change stays as known."""
        known = self._after.get(id(edit))
        if known is not None and known[0] is edit:
            return known[1]
        state = State(edit.change(self.application), self._numbers, before=self, changed=edit.of)
        # Only from the application itself does the search set out again and again; all others would fill the memory.
        if self._before is None:
            self._after[id(edit)] = (edit, state)
        return state

    def unchanged(self, parts: frozenset[str]) -> State | None:
        """The application before the last edit, where that edit left these parts as they were."""
        return self._before if self._before is not None and self._changed.isdisjoint(parts) else None

    def case(self, call: CallDefinition) -> Case:
        """The application as checks see it."""
        if self._case is None:
            self._case = case_of(call, self.application, lambda code: amount_under(call, self.application, code))
        return self._case

    def __missing__(self, part: str) -> object:
        before = self._before
        known = before is not None and part.partition(" ")[0] not in self._changed
        self[part] = state = before[part] if before is not None and known else self._found_out(part)
        return state

    def _found_out(self, part: str) -> object:
        application = self.application
        if part.startswith(_KNOWN_OF):
            known = _known(part)
            return tuple([known(each) for each in application.organisations])
        if part.startswith(_ROWS_UNDER):
            return self._numbers.number(application.rows.get(part.removeprefix(_ROWS_UNDER), ()))
        return (
            self._numbers.number(getattr(application, part))
            if part in {"organisations", "rows"}
            else getattr(application, part)
        )

    def of(self, parts: Iterable[str]) -> tuple[object, ...]:
        """How these parts stand."""
        return tuple([self[each] for each in parts])


@cache
def _known(part: str) -> Callable[[Organisation], tuple[object, ...]]:
    return attrgetter("id", *part.removeprefix(_KNOWN_OF).split())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """Rules that read the same parts, these parts, and the parts of the application that these belong to."""

    parts: tuple[str, ...]
    within: frozenset[str]
    rules: tuple[Rule, ...]


class Memory:
    """The findings and the edits of one call, each made once."""

    def __init__(self, call: CallDefinition) -> None:
        self.call = call
        self.rules: Mapping[str, Rule] = {each.code: each for each in call.rules}
        self._numbers = Numbers()
        self._root: State | None = None
        self._groups = _groups(call)
        self._group_of = {rule.code: group for group in self._groups for rule in group.rules}
        self._findings: dict[tuple[object, ...], dict[str, Broken]] = {}
        self._made: dict[tuple[object, ...], tuple[Edit, ...]] = {}
        self._helping: dict[tuple[object, ...], tuple[Edit, ...]] = {}

    def reads(self, place: str) -> frozenset[str]:
        """The parts that the rule broken at a place looks at, besides those that all do."""
        return CHECKS[self.rules[rule_at(place)].check].reads

    def state(self, application: Application) -> State:
        """An application with what is known of it, the same as long as the same is asked for."""
        if self._root is None or self._root.application is not application:
            self._root = State(application, self._numbers)
        return self._root

    def broken(self, state: State, *, set_aside: frozenset[str] = frozenset()) -> Broken:
        """Every broken place with how much is lacking there, save those of the rules set aside."""
        found: dict[str, int] = {}
        for group in self._groups:
            seen = self._seen(group, state)
            for rule in group.rules:
                if rule.code not in seen:
                    seen[rule.code] = self._look(rule, state)
                if seen[rule.code] and rule.code not in set_aside:
                    found |= seen[rule.code]
        return found

    def helping(self, place: str, state: State) -> tuple[Edit, ...]:
        """The edits after which less is lacking at this broken place, the gentlest first."""
        of = self.reads(place) | READ_BY_ALL
        made_from = (part for each in FAMILIES if each.of & of for part in each.made_from)
        parts = sorted({*self._group_of[rule_at(place)].parts, *made_from})
        key = (place, *state.of(parts))
        if key not in self._helping:
            self._helping[key] = tuple(self._tried(place, state))
        return self._helping[key]

    def is_mendable(self, place: str, state: State) -> bool:
        """Whether any edit helps at this broken place."""
        return any(True for _edit in self._tried(place, state))

    def _tried(self, place: str, state: State) -> Iterator[Edit]:
        rule = self.rules[rule_at(place)]
        known = CHECKS[rule.check].known
        lacking = self._broken_by(rule, state)[place]
        newcomers: dict[tuple[object, ...], int] = {}
        for edit in self._edits(state, self.reads(place) | READ_BY_ALL):
            # Newcomers differ in little, and a rule sees little of them.
            seen = tuple([getattr(edit.adds, each) for each in known]) if edit.adds else None
            left = newcomers.get(seen) if seen else None
            if left is None:
                left = self._broken_by(rule, state.after(edit)).get(place, 0)
            if seen:
                newcomers[seen] = left
            if left < lacking:
                yield edit

    def _edits(self, state: State, of: frozenset[str]) -> tuple[Edit, ...]:
        """The possible edits of these parts, made once for each state of what they are made from."""
        made: list[Edit] = []
        for family in FAMILIES:
            if family.of & of:
                key = (family, *state.of(family.made_from))
                if key not in self._made:
                    self._made[key] = tuple(family.edits(self.call, state.application))
                made += self._made[key]
        return gentlest_first(made, of)

    def _broken_by(self, rule: Rule, state: State) -> Broken:
        seen = self._seen(self._group_of[rule.code], state)
        if rule.code not in seen:
            seen[rule.code] = self._look(rule, state)
        return seen[rule.code]

    def _look(self, rule: Rule, state: State) -> Broken:
        case = state.case(self.call)
        if not case.is_within(rule.when):
            return {}
        return _places(rule, CHECKS[rule.check].run(case, rule.parameters), state.application)

    def _seen(self, group: _Group, state: State) -> dict[str, Broken]:
        seen = state.found.get(group)
        if seen is None:
            before = state.unchanged(group.within)
            if before is not None:
                seen = self._seen(group, before)
            else:
                seen = self._findings.setdefault((group, *state.of(group.parts)), {})
            state.found[group] = seen
        return seen


def rule_at(place: str) -> str:
    """The rule that is broken at a place."""
    return place.partition(" ")[0]


def _groups(call: CallDefinition) -> tuple[_Group, ...]:
    """The rules of a call together that read the same parts."""
    groups: dict[frozenset[str], list[Rule]] = {}
    for rule in call.rules:
        groups.setdefault(_parts_read(call, rule), []).append(rule)
    return tuple(
        _Group(
            parts=tuple(sorted(parts)),
            within=frozenset(part.partition(" ")[0] for part in parts),
            rules=tuple(rules),
        )
        for parts, rules in groups.items()
    )


def _parts_read(call: CallDefinition, rule: Rule) -> frozenset[str]:
    """What the findings of a rule depend on: of the rows those under the headings that it names, or else all."""
    reads = CHECKS[rule.check].reads | READ_BY_ALL
    check = CHECKS[rule.check]
    if check.known:
        reads = reads - {"organisations"} | {_KNOWN_OF + " ".join(sorted(check.known))}
    if "rows" not in reads:
        return reads
    if check.known:
        reads |= BESIDE_MONEY
    named = strings_in(rule.parameters) & {each.code for each in call.headings}
    return reads - {"rows"} | {_ROWS_UNDER + heading for heading in named} if named else reads


def _places(rule: Rule, outcome: Outcome, application: Application) -> Broken:
    """The broken places of one rule, named so that they stay the same while other things change."""
    if outcome.status != "fail":
        return {}
    needed, found = outcome.message.parameters.get("needed"), outcome.message.parameters.get("found")
    lacking = needed - found if isinstance(needed, int) and isinstance(found, int) else 1
    return {f"{rule.code} {_by_id(place, application)}": max(lacking, 1) for place in outcome.where or ("",)}


def _by_id(place: str, application: Application) -> str:
    match = _PLACE.match(place)
    if match is None:
        return place
    return f"organisations:{application.organisations[int(match[1])].id}{place[match.end() :]}"
