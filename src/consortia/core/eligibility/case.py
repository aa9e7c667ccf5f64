"""What a check is shown of an application, gathered once for all checks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from consortia.core.application import Application, Organisation, counted_organisations
from consortia.core.call import CallDefinition, Country
from consortia.core.call.scope import Scope
from consortia.core.values import FindingStatus, Message, Money, Parameter, Standing, message

P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An application before the rules of its call; `held` tells what a heading holds, when a rule looks at money."""

    call: CallDefinition
    application: Application
    held: Callable[[str], Money]
    counted: tuple[Organisation, ...]

    def country(self, organisation: Organisation) -> Country:
        """The country of an organisation."""
        return self.call.countries[organisation.country]

    def counted_from(self, standing: Standing) -> tuple[Organisation, ...]:
        """The counted organisations from countries of one standing."""
        return tuple(each for each in self.counted if self.country(each).standing == standing)

    def is_within(self, scope: Scope) -> bool:
        """Whether the application is of the fields, types and formats meant."""
        about = self.application
        return scope.covers(field=about.field, type_=about.type, format_=about.format)

    def place(self, organisation: Organisation, key: str) -> str:
        """Where a key of an organisation stands in the document."""
        return f"organisations[{self.application.organisations.index(organisation)}].{key}"

    def names_of(self, countries: Iterable[str]) -> tuple[str, ...]:
        """The names of countries, each once, in the order of their names."""
        return tuple(sorted({self.call.countries[code].name for code in countries}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one check saw: holds, is broken, or had nothing to look at."""

    status: FindingStatus
    message: Message
    where: tuple[str, ...] = ()


Look: TypeAlias = Callable[[Case, P], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Generic[P]):
    """A kind of check: what a rule has to state for it, the function that looks, and the parts it looks at.

    `reads` names parts of the application besides field, type and format, which every rule may depend on; a repair
    only tries edits of these parts. Planned rows are one part, `rows`. `known` names what of each organisation its
    verdict depends on, besides the id; the name of an organisation may stand in the message.
    """

    states: type[P]
    look: Look[P]
    reads: frozenset[str]
    known: frozenset[str] = frozenset()

    def run(self, case: Case, stated: object) -> Outcome:
        """Look at an application with what the rule states."""
        if not isinstance(stated, self.states):
            raise TypeError(f"a rule of this kind states {self.states.__name__}")
        return self.look(case, stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A rule of this kind states nothing further: all it needs stands elsewhere in the call."""


def case_of(call: CallDefinition, application: Application, held: Callable[[str], Money]) -> Case:
    """An application made ready for the checks."""
    return Case(call=call, application=application, held=held, counted=counted_organisations(call, application))


def holds(code: str, **facts: Parameter) -> Outcome:
    """The rule is kept."""
    return Outcome(status="pass", message=message(f"{code}.pass", **facts))


def broken(code: str, *, where: Iterable[str] = (), **facts: Parameter) -> Outcome:
    """The rule is broken at these places."""
    return Outcome(status="fail", message=message(f"{code}.fail", **facts), where=tuple(where))


def not_applicable(code: str, **facts: Parameter) -> Outcome:
    """The rule has nothing to look at."""
    return Outcome(status="not-applicable", message=message(f"{code}.not-applicable", **facts))
