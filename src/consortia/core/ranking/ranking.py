"""From consolidated points and money to the ranking list of each envelope."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from consortia.core.call.award import Award, RankingRules
from consortia.core.errors import NoValueError
from consortia.core.ranking.awarding import Turn, cascade, first_turns
from consortia.core.ranking.ordering import Tier, put_in_order
from consortia.core.ranking.reasons import Reasons
from consortia.core.ranking.values import Assessed, Declined, Envelope, Event, Grown, Outcome, Ranked
from consortia.core.values import ZERO, Message, Money


def rank_applications(
    award: Award,
    rules: RankingRules,
    applications: Iterable[Assessed],
    *,
    envelopes: Iterable[Envelope],
    events: Iterable[Event] = (),
    seed: str | None = None,
) -> tuple[Ranked, ...]:
    """The ranking list of each envelope after the events: by code of the envelope, then position, then application.

    Neither the order of applications nor that of envelopes or events changes anything. `seed` is only needed where
    the call lets lots be drawn among equals.
    """
    amounts = {each.code: each.amount for each in envelopes}
    lists = _by_envelope(award, applications, amounts)
    happened = _Happened(events, lists, amounts)
    ranked: list[Ranked] = []
    for code in sorted(lists):
        tiers = put_in_order(award, rules, lists[code], seed=seed)
        ranked.extend(_List(award, rules, code, tiers=tiers).ranked(amounts[code], happened))
    return tuple(sorted(ranked, key=lambda each: (each.envelope, each.position, each.application)))


def _by_envelope(
    award: Award, applications: Iterable[Assessed], envelopes: Collection[str]
) -> Mapping[str, list[Assessed]]:
    """The applications by envelope; refused where a point or an envelope is missing or an application stands twice."""
    codes = {each.code for each in award.criteria}
    lists: dict[str, list[Assessed]] = defaultdict(list)
    seen: set[str] = set()
    for each in applications:
        if each.points.keys() != codes:
            raise NoValueError(f"{each.application} has not one number of points for each criterion of the call")
        if each.envelope not in envelopes:
            raise NoValueError(f"there is no envelope {each.envelope}, which {each.application} names")
        if each.application in seen:
            raise NoValueError(f"{each.application} stands twice in what is to be ranked")
        seen.add(each.application)
        lists[each.envelope].append(each)
    return lists


class _Happened:
    """Who declined, and by how much each envelope grew."""

    def __init__(
        self, events: Iterable[Event], lists: Mapping[str, list[Assessed]], envelopes: Collection[str]
    ) -> None:
        known = {each.application: code for code, members in lists.items() for each in members}
        self.declined: dict[str, set[str]] = defaultdict(set)
        self.growth: dict[str, Money] = defaultdict(lambda: ZERO)
        for event in events:
            if isinstance(event, Declined):
                if event.application not in known:
                    raise NoValueError(f"{event.application} declines but is in no ranking list")
                self.declined[known[event.application]].add(event.application)
            else:
                self._grow(event, envelopes)

    def _grow(self, event: Grown, envelopes: Collection[str]) -> None:
        if event.envelope not in envelopes:
            raise NoValueError(f"{event.envelope} cannot grow by {event.by}: there is no such envelope")
        if event.by <= ZERO:
            raise NoValueError(f"{event.envelope} cannot grow by {event.by}: it grows by more than nothing")
        self.growth[event.envelope] += event.by


class _List:
    """The ranking list of one envelope."""

    def __init__(self, award: Award, rules: RankingRules, code: str, *, tiers: tuple[Tier, ...]) -> None:
        self._rules = rules
        self._code = code
        self._passing = tuple(tier for tier in tiers if tier.passes)
        self._below = tuple(tier for tier in tiers if not tier.passes)
        self._reasons = Reasons(award, envelope=code, passed=sum(len(tier.members) for tier in self._passing))

    def ranked(self, amount: Money, happened: _Happened) -> Iterator[Ranked]:
        """Every application of the list with its outcome."""
        declined, growth = happened.declined[self._code], happened.growth[self._code]
        self._refuse_decliners_below(declined)
        first = first_turns(self._passing, amount, self._rules)
        for turn in first:
            yield from self._declined(turn.tier, declined)
            if turn.awarded:
                yield from self._awarded(turn.tier, declined, moved_up=False)
        waiting = [turn for turn in first if not turn.awarded]
        if declined or growth:
            waiting = list(cascade(first, amount + growth, declined=declined))
        for turn in waiting:
            yield from self._awarded(turn.tier, declined, moved_up=True) if turn.awarded else self._reserve(turn)
        yield from self._below_threshold()

    def _refuse_decliners_below(self, declined: Collection[str]) -> None:
        below = sorted(
            each.application for tier in self._below for each in tier.members if each.application in declined
        )
        if below:
            raise NoValueError(f"{', '.join(below)}: below the threshold there is nothing to decline")

    def _awarded(self, tier: Tier, declined: Collection[str], *, moved_up: bool) -> Iterator[Ranked]:
        for each in tier.members:
            if each.application not in declined:
                reason = self._reasons.awarded(tier, each, moved_up=moved_up)
                yield self._row(tier, each, outcome="awarded", grant=each.grant, reason=reason)

    def _reserve(self, turn: Turn) -> Iterator[Ranked]:
        for each in turn.tier.members:
            yield self._row(turn.tier, each, outcome="reserve", reason=self._reasons.reserve(turn, each))

    def _declined(self, tier: Tier, declined: Collection[str]) -> Iterator[Ranked]:
        for each in tier.members:
            if each.application in declined:
                yield self._row(tier, each, outcome="declined", reason=self._reasons.declined(tier))

    def _below_threshold(self) -> Iterator[Ranked]:
        for tier in self._below:
            for each in tier.members:
                reason = self._reasons.below_threshold(each)
                yield self._row(tier, each, outcome="below-threshold", reason=reason)

    def _row(self, tier: Tier, assessed: Assessed, *, outcome: Outcome, reason: Message, grant: Money = ZERO) -> Ranked:
        return Ranked(
            application=assessed.application,
            envelope=self._code,
            position=tier.position,
            total=assessed.total,
            outcome=outcome,
            grant=grant,
            reason=reason,
        )
