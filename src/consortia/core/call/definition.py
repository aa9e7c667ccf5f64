"""A call edition as a value: everything the core and the pages need to know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as derived
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias, TypeVar

from consortia.core.call.award import Award, Criterion, Selection
from consortia.core.call.canonical import Plain, content_hash, plain
from consortia.core.call.content import (
    AnnexKind,
    Choice,
    Document,
    Field,
    OrganisationKind,
    Priority,
    Question,
    Role,
    Section,
    Uploads,
)
from consortia.core.call.countries import Country, CountryList, Spelling, countries_on
from consortia.core.call.dates import (
    Duration,
    LatestEnd,
    Round,
    StartWindow,
    deadlines_by_field,
    later_end,
    later_round,
    later_window,
    wall_time,
)
from consortia.core.call.headings import Heading
from consortia.core.call.project import (
    Agreement,
    AgreementAnnex,
    AgreementForm,
    DocumentNeeded,
    Duty,
    Explained,
    PaymentModel,
    PaymentTerms,
    PriorityMatching,
    ProjectCheck,
    RecordKeeping,
    Registration,
    Report,
    ReportAssessment,
    ReportBand,
    TransferRule,
)
from consortia.core.call.rules import MoneyRule, Rule
from consortia.core.errors import NoValueError
from consortia.core.values import Certainty, Rounding, Source

OrganisationQuestion: TypeAlias = Literal["charter", "added-value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the call is, where its clock stands, and on which day it looks at the countries."""

    code: str
    title: str
    programme: str
    action: str
    year: int
    edition: str
    aims: tuple[str, ...]
    zone: str
    countries_as_of: date
    source: Source
    status: Certainty
    organisations_tell: tuple[OrganisationQuestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyForm:
    """The currency and the two ways of rounding that the call uses."""

    currency: Literal["EUR"]
    sums: Rounding
    ceilings: Rounding
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """What the core asks for again and again, looked up once for the whole call."""

    countries: Mapping[str, Country]
    spellings: Mapping[str, str]
    roles: Mapping[str, Role]
    kinds: frozenset[str]
    priorities: Mapping[str, str | None]
    deadlines: Mapping[tuple[str, int], datetime]
    headings: Mapping[str, Heading]
    ceilings: Mapping[str, MoneyRule]
    grant_ceiling: MoneyRule
    closing_rule: str | None
    unfunded_rule: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDefinition:
    """One call edition."""

    call: Identity
    documents: tuple[Document, ...]
    fields: tuple[Field, ...]
    rounds: tuple[Round, ...]
    durations: tuple[Duration, ...]
    roles: tuple[Role, ...]
    organisation_kinds: tuple[OrganisationKind, ...]
    country_lists: tuple[CountryList, ...]
    rules: tuple[Rule, ...]
    money: MoneyForm
    money_rules: tuple[MoneyRule, ...]
    headings: tuple[Heading, ...]
    priorities: tuple[Priority, ...]
    types: tuple[Choice, ...] = ()
    formats: tuple[Choice, ...] = ()
    start_windows: tuple[StartWindow, ...] = ()
    latest_end: LatestEnd | None = None
    spellings: tuple[Spelling, ...] = ()
    priority_matching: PriorityMatching | None = None
    sections: tuple[Section, ...] = ()
    uploads: Uploads | None = None
    annexes: tuple[AnnexKind, ...] = ()
    award: Award | None = None
    selection: Selection | None = None
    agreement: Agreement | None = None
    agreement_forms: tuple[AgreementForm, ...] = ()
    agreement_annexes: tuple[AgreementAnnex, ...] = ()
    payment_models: tuple[PaymentModel, ...] = ()
    payments: PaymentTerms | None = None
    reports: tuple[Report, ...] = ()
    report_assessment: ReportAssessment | None = None
    report_bands: tuple[ReportBand, ...] = ()
    transfers: Explained | None = None
    transfer_rules: tuple[TransferRule, ...] = ()
    checks: tuple[ProjectCheck, ...] = ()
    records: tuple[RecordKeeping, ...] = ()
    sharing: tuple[Duty, ...] = ()
    registrations: tuple[Registration, ...] = ()
    documents_needed: tuple[DocumentNeeded, ...] = ()
    years_moved: int = 0
    edition_hash: str = derived(init=False, repr=False, compare=False)
    look: Lookups = derived(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Name the edition by its content and look up once what is asked for often."""
        object.__setattr__(self, "look", _lookups(self))
        object.__setattr__(self, "edition_hash", content_hash(self))

    @property
    def code(self) -> str:
        """The code of the call."""
        return self.call.code

    @property
    def title(self) -> str:
        """The title of the call."""
        return self.call.title

    @property
    def training(self) -> bool:
        """Whether the dates were moved, so that no real application can be made."""
        return self.years_moved != 0

    @property
    def countries(self) -> Mapping[str, Country]:
        """All countries that may take part in some way, by code, as they stand for this call."""
        return self.look.countries

    @property
    def content(self) -> dict[str, Plain]:
        """The whole call as plain values that JSON can hold; reading them gives the same call."""
        content = plain(self)
        return content if isinstance(content, dict) else {}

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of the form, in its order."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The award criteria."""
        return self.award.criteria if self.award else ()

    def years_later(self, years: int) -> "CallDefinition":
        """The training edition: all dates of the call moved together by whole years, everything else the same."""
        if not 0 <= years <= _MOST_YEARS_LATER:
            raise NoValueError(f"a training round moves the dates of a call by 0 to {_MOST_YEARS_LATER} years")
        return replace(
            self,
            years_moved=self.years_moved + years,
            rounds=tuple(later_round(each, years) for each in self.rounds),
            start_windows=tuple(later_window(each, years) for each in self.start_windows),
            latest_end=later_end(self.latest_end, years) if self.latest_end else None,
        )

    def with_deadline(self, number: int, *, fields: Sequence[str], deadline: datetime) -> "CallDefinition":
        """The call with the deadline of one round moved to another moment."""
        moved = wall_time(deadline, self.call.zone)
        return replace(
            self,
            rounds=tuple(
                replace(each, deadline=moved) if each.number == number and each.fields == tuple(fields) else each
                for each in self.rounds
            ),
        )

    def question(self, code: str) -> Question:
        """The question of the form with this code."""
        return _found(self.questions, code, "question")

    def question_that_fills(self, key: str) -> Question | None:
        """The question whose answer becomes a key of the document, if the form asks one."""
        return next((each for each in self.questions if each.fills == key), None)

    def annex(self, code: str) -> AnnexKind:
        """The kind of annex with this code."""
        return _found(self.annexes, code, "annex")

    def deadline(self, field_code: str, round_number: int) -> datetime:
        """The deadline of a round for a field, as a moment with its zone."""
        found = self.look.deadlines.get((field_code, round_number))
        if found is None:
            raise NoValueError(f"{self.code} has no round {round_number} for {field_code}")
        return found

    def duration_for(self, field_code: str) -> Duration:
        """How long projects of a field may take."""
        found = next((each for each in self.durations if field_code in each.fields), None)
        if found is None:
            raise NoValueError(f"{self.code} gives no duration for {field_code}")
        return found

    def start_window_for(self, field_code: str) -> StartWindow | None:
        """When projects of a field may start, or None where the call leaves that open."""
        return next((each for each in self.start_windows if field_code in each.fields), None)

    def country_on(self, code: str, day: date) -> Country:
        """A country as it stood on some day; an error where the call says nothing of it."""
        found = countries_on(day, self.country_lists).get(code)
        if found is None:
            raise NoValueError(f"{self.code} gives {code} no standing on {day.isoformat()}")
        return found

    def heading(self, code: str) -> Heading:
        """The budget heading with this code."""
        return _found(self.headings, code, "heading")


# Beyond a few generations a training round is a slip of the finger, and the calendar ends.
_MOST_YEARS_LATER = 200


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=_Coded)


def _found(entries: Sequence[C], code: str, what: str) -> C:
    found = next((each for each in entries if each.code == code), None)
    if found is None:
        raise NoValueError(f"the call has no {what} {code}")
    return found


def _lookups(call: CallDefinition) -> Lookups:
    return Lookups(
        countries=countries_on(call.call.countries_as_of, call.country_lists),
        spellings={each.written: each.meant for each in call.spellings},
        roles={role.code: role for role in call.roles},
        kinds=frozenset(kind.code for kind in call.organisation_kinds),
        priorities={priority.code: priority.field for priority in call.priorities},
        deadlines=deadlines_by_field(call.rounds, call.call.zone),
        headings={heading.code: heading for heading in call.headings},
        ceilings={rule.heading: rule for rule in call.money_rules if rule.kind == "ceiling" and rule.heading},
        grant_ceiling=_grant_ceiling(call),
        closing_rule=next((rule.code for rule in call.rules if rule.check == "headings-for-type"), None),
        unfunded_rule=next((rule.code for rule in call.money_rules if rule.kind == "unfunded-role"), None),
    )


def _grant_ceiling(call: CallDefinition) -> MoneyRule:
    found = next((rule for rule in call.money_rules if rule.kind == "grant-ceiling"), None)
    if found is None:
        raise NoValueError(f"{call.code} names no ceiling for the grant")
    return found
