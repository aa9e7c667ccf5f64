"""The application document as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as derived
from datetime import date, datetime
from typing import TypeAlias, TypeVar, cast

from consortia.core.call import CallDefinition
from consortia.core.values import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation that takes part, in one role."""

    id: str
    name: str
    country: str
    city: str
    kind: str
    role: str
    charter: bool = False
    added_value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """People of one organisation who travel to a meeting, with the one-way distance."""

    from_: str
    people: int
    distance_km: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of the partners at one of their organisations."""

    id: str
    host: str
    travellers: tuple[Traveller, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Working days of one organisation in one staff category."""

    organisation: str
    category: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An intellectual output with the work it takes."""

    id: str
    title: str
    work: tuple[Work, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event with participants from outside the partnership, and the output it presents."""

    id: str
    output: str | None
    country: str
    local_participants: int
    international_participants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of one kind from one organisation; `length` counts in the unit of the kind, travel days left out."""

    from_: str
    kind: str
    people: int
    length: int
    distance_km: int
    linguistic_support: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A learning, teaching or training activity with the groups that come to it."""

    id: str
    format: str
    host_country: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Something that is paid by what it really costs."""

    description: str
    cost: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedActivity:
    """An activity that holds a part of a lump sum."""

    id: str
    title: str
    organisation: str
    country: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LumpSumPlan:
    """The lump sum asked for, or None while undecided, and how the activities share it."""

    chosen: Money | None
    activities: tuple[SharedActivity, ...]


Row: TypeAlias = Meeting | Output | Event | Activity | Cost | LumpSumPlan
R = TypeVar("R", bound=Row)
RowKind: TypeAlias = type[R]  # spelled here, since an application has a `type` of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application as handed in or as it stands while being written."""

    call: str
    field: str
    type: str | None
    format: str | None
    title: str
    summary: str
    priorities: tuple[str, ...]
    start: date
    months: int
    round: int
    submitted_at: datetime | None
    organisations: tuple[Organisation, ...]
    rows: Mapping[str, tuple[Row, ...]]
    sums: Mapping[str, Money]
    by_id: Mapping[str, Organisation] = derived(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find organisations by id once."""
        object.__setattr__(self, "by_id", {each.id: each for each in self.organisations})

    def rows_of(self, heading: str, kind: RowKind[R]) -> tuple[R, ...]:  # noqa: ARG002  # the kind tells the type checker what the heading's basis holds
        """The rows planned under a heading."""
        return cast("tuple[R, ...]", self.rows.get(heading, ()))


def counted_organisations(call: CallDefinition, application: Application) -> tuple[Organisation, ...]:
    """The organisations that make up the consortium; associated partners stand beside it."""
    roles = call.look.roles
    return tuple(each for each in application.organisations if roles[each.role].counted)
