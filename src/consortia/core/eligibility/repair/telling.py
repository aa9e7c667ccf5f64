"""A repair in words: a newcomer is told as freely as the rules leave it, found by trying the others in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as derived
from typing import Literal

from consortia.core.application import Application, Organisation
from consortia.core.eligibility.repair.edit import Edit
from consortia.core.eligibility.repair.edits import named_in, named_in_rules
from consortia.core.eligibility.repair.memory import State
from consortia.core.eligibility.repair.search import Search
from consortia.core.values import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The edits of one repair, to be put into words."""

    search: Search
    application: Application
    edits: tuple[Edit, ...]
    on_the_way: list[State] = derived(init=False)

    def __post_init__(self) -> None:
        """Begin with the application as it is."""
        object.__setattr__(self, "on_the_way", [self.search.memory.state(self.application)])

    def steps(self) -> tuple[Message, ...]:
        """What to do; newcomers of whom the same is to be said stand in one step."""
        said = [self._told_newcomer(edit, edit.adds) if edit.adds else edit.told for edit in self.edits]
        steps: list[Message] = []
        for edit, told in zip(self.edits, said, strict=True):
            together = replace(told, parameters={**told.parameters, "number": said.count(told)}) if edit.adds else told
            if not edit.adds or together not in steps:
                steps.append(together)
        return tuple(steps)

    def _told_newcomer(self, edit: Edit, newcomer: Organisation) -> Message:
        call = self.search.call
        standing = call.countries[newcomer.country].standing
        alike = [country.code for country in call.countries.values() if country.standing == standing]
        fitting = self._fitting(edit, newcomer, "country", alike)
        # Countries that only stand in for the other newcomers are no countries to name.
        beside = {each.adds.country for each in self.edits if each.adds and each is not edit}
        others = [code for code in alike if code not in fitting and code not in beside]
        apart = (
            "-apart" if beside & set(alike) - set(fitting) - {e.country for e in self.application.organisations} else ""
        )
        # Whoever joins brings the papers of its kind, so it counts as holding the charter.
        codes = [each.code for each in call.organisation_kinds]
        chartered = self._fitting(edit, replace(newcomer, charter=True), "kind", codes)
        kinds = [each for each in call.organisation_kinds if each.code in chartered]
        scope = "any" if not others else "other" if len(fitting) > len(others) else "only"
        named = {"any": [], "other": others, "only": fitting}[scope]
        of_kind = "" if len(kinds) == len(call.organisation_kinds) else "-of-kind"
        return message(
            f"repair.add-organisation.{standing}.{scope}{of_kind}{apart}",
            role=next(role.title for role in call.roles if role.code == newcomer.role),
            countries=tuple(sorted(call.countries[code].name for code in named)),
            kinds=tuple(kind.title for kind in kinds),
        )

    def _fitting(
        self, edit: Edit, newcomer: Organisation, part: Literal["country", "kind"], codes: Sequence[str]
    ) -> list[str]:
        """The codes with which the repair still holds; those that nothing else names stand or fall together."""
        named = named_in_rules(self.search.call) | named_in(self.application)
        named |= {getattr(each.adds, part) for each in self.edits if each.adds}
        unnamed = next((code for code in codes if code not in named), "")
        works = {code: self._works(edit, _instead(newcomer, part, code)) for code in codes if code in {*named, unnamed}}
        return [code for code in codes if works.get(code, works.get(unnamed, False))]

    def _works(self, edit: Edit, instead: Organisation) -> bool:
        """Whether the repair still holds with another newcomer in the place of this edit's."""
        place = self.edits.index(edit)
        before = self._upto(place)
        state = before.after(edit)
        added = replace(instead, id=state.application.organisations[-1].id)
        state = before.after(_adding(edit, added))
        for each in self.edits[place + 1 :]:
            state = state.after(each)
        return not self.search.look(state)

    def _upto(self, place: int) -> State:
        """The application after the edits before this one."""
        while len(self.on_the_way) <= place:
            self.on_the_way.append(self.on_the_way[-1].after(self.edits[len(self.on_the_way) - 1]))
        return self.on_the_way[place]


def _instead(newcomer: Organisation, part: Literal["country", "kind"], code: str) -> Organisation:
    return replace(newcomer, country=code) if part == "country" else replace(newcomer, kind=code)


def _adding(edit: Edit, newcomer: Organisation) -> Edit:
    def change(application: Application) -> Application:
        return replace(application, organisations=(*application.organisations, newcomer))

    return replace(edit, change=change)
