"""What a call says about the life of a funded project."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from consortia.core.values import Certainty, Money, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The grant agreement in general."""

    text: str
    extension_months: int
    maximum_months: int
    signature: str
    partner_agreement: str
    nature: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementForm:
    """A form of agreement, and the formats of project it is used for; without formats it is for all others."""

    code: str
    title: str
    text: str
    parties: Literal["coordinator", "each-organisation"]
    mandates: bool
    source: Source
    status: Certainty
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAnnex:
    """An annex of the agreement."""

    number: str
    title: str
    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment of a model: its share of the grant and what it waits for."""

    code: str
    title: str
    share: Decimal
    after: str
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentModel:
    """A way to pay a grant out, for projects of some length or by choice of the agency."""

    code: str
    title: str
    text: str
    source: Source
    status: Certainty
    payments: tuple[Payment, ...]
    months_from: int | None = None
    months_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """Days and shares that hold for every payment model."""

    first_within_days: int
    balance_within_days: int
    second_used_share: Decimal
    guarantee_release_days: int
    guarantee_after_recovery_months: int
    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that a project owes."""

    code: str
    title: str
    text: str
    payment: bool
    required: bool
    source: Source
    status: Certainty
    due_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAssessment:
    """How the final report is assessed."""

    maximum: int
    text: str
    criteria: tuple[str, ...]
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBand:
    """The share of the grant that a final report with so many points loses."""

    code: str
    from_: int
    cut: Decimal
    text: str
    source: Source
    status: Certainty
    below: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A part of the rules told in words."""

    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityMatching:
    """How an application has to meet the priorities, and what agencies may favour."""

    text: str
    national: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRule:
    """What may move between headings without an amendment."""

    code: str
    text: str
    headings: tuple[str, ...]
    may_give: bool
    may_receive: bool
    may_receive_without_award: bool
    source: Source
    status: Certainty
    out_share: Decimal | None = None
    in_share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCheck:
    """A check that an agency makes on funded projects."""

    code: str
    title: str
    text: str
    applies: Literal["every-project", "sample-or-risk"]
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKeeping:
    """How many years records are kept, by the size of the grant."""

    years: int
    text: str
    source: Source
    status: Certainty
    grant_up_to: Money | None = None
    grant_above: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty to share results, or an honour for doing so well."""

    code: str
    title: str
    text: str
    required: bool
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration that each person or organisation needs, with the form of its number and its dates."""

    code: str
    title: str
    text: str
    each: Literal["organisation", "person"]
    source: Source
    status: Certainty
    pattern: str | None = None
    applies_from: date | None = None
    applies_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNeeded:
    """A paper that belongs to the application, and when it is needed."""

    code: str
    title: str
    text: str
    when_needed: str
    source: Source
    status: Certainty
