"""How a call has its applications assessed, ranked and chosen."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from consortia.core.call.content import ALWAYS, Asked
from consortia.core.values import Certainty, Money, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionQuestion:
    """A question that experts answer under a criterion, where it applies."""

    code: str
    text: str
    status: Certainty
    when: Asked = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class PointBand:
    """What a number of points under a criterion says."""

    name: str
    from_: int
    to: int
    meaning: str
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """An award criterion with its points and its quality threshold."""

    code: str
    title: str
    text: str
    maximum: int
    threshold: int
    source: Source
    status: Certainty
    questions: tuple[CriterionQuestion, ...] = ()
    bands: tuple[PointBand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The award criteria and what an application must reach."""

    threshold_total: int
    threshold_share: Decimal
    maximum_total: int
    whole_points: bool
    threshold_text: str
    source: Source
    status: Certainty
    criteria: tuple[Criterion, ...]
    proportionality: str | None = None
    value_for_money: str | None = None

    def least_under(self, criterion: Criterion) -> Decimal:
        """The points a criterion asks for: its threshold, or the share of its points that the call asks, if more."""
        return max(Decimal(criterion.threshold), self.threshold_share * criterion.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertRules:
    """How many experts assess an application, by the grant it asks for."""

    single_expert_up_to: Money
    minimum_up_to: int
    minimum_above: int
    external_above: int
    independence: str
    conflict_of_interest: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidation:
    """How assessments become one, and when a third expert is asked."""

    third_expert_difference: int
    third_expert_skipped_below_threshold: bool
    after_third_expert: Literal["two-closest-totals"]
    text: str
    no_agreement: str
    source: Source
    status: Certainty
    equally_close: Literal["higher-sum", "lower-sum"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRules:
    """What the comments of an assessment are looked at for while they are written."""

    minimum_characters: int
    praise: tuple[str, ...]
    negations: tuple[str, ...]
    negation_reach: int
    sequence_words: int
    near_identical_share: Decimal
    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingRules:
    """How applications are put in order and where the money stops.

    `ties` names criteria: on equal totals the points of the first count, then those of the next. What is equal even
    then is awarded together or not at all, or in the order of lots drawn from a seed.
    """

    grouped_by: tuple[str, ...]
    order: Literal["points-descending"]
    when_money_ends: Literal["strict-stop", "skip-and-continue"]
    ties: tuple[str, ...]
    reserve_list: Literal["at-or-above-threshold"]
    text: str
    source: Source
    status: Certainty
    when_ties_remain: Literal["all-or-none", "draw-lots"] = "all-or-none"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRules:
    """How long an applicant may ask for the result to be looked at again, and what becomes of it."""

    days: int
    experts: int
    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionStep:
    """A step of the selection and who decides in it."""

    code: str
    title: str
    text: str
    decided_by: Literal["agency", "committee", "experts"]
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground on which an organisation is excluded, or a capacity that it must have."""

    code: str
    title: str
    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialDocuments:
    """What shows financial capacity, by the size of the grant."""

    grant_above: Money
    documents: tuple[str, ...]
    text: str
    source: Source
    status: Certainty
    grant_up_to: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialExemption:
    """The kinds of organisations that need not show financial capacity."""

    kinds: tuple[str, ...]
    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The way from the deadline to the decision."""

    text: str
    result_months: int
    agreement_months: int
    source: Source
    status: Certainty
    experts: ExpertRules
    consolidation: Consolidation
    ranking: RankingRules
    steps: tuple[SelectionStep, ...]
    exclusion: tuple[Ground, ...] = ()
    capacity: tuple[Ground, ...] = ()
    financial_documents: tuple[FinancialDocuments, ...] = ()
    financial_exemption: FinancialExemption | None = None
    comments: CommentRules | None = None
    appeal: AppealRules | None = None
