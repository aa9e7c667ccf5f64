"""Why an application is where it is: one sentence each, as a code with its facts."""

from decimal import Decimal

from consortia.core.call.award import Award
from consortia.core.ranking.awarding import Turn
from consortia.core.ranking.ordering import Tier, short_criteria
from consortia.core.ranking.values import Assessed
from consortia.core.values import Message, Parameter, message


class Reasons:
    """The reasons within one ranking list; `passed` counts those that reached the quality threshold."""

    def __init__(self, award: Award, *, envelope: str, passed: int) -> None:
        self._award = award
        self._titles = {each.code: each.title for each in award.criteria}
        self._envelope = envelope
        self._passed = passed

    def awarded(self, tier: Tier, assessed: Assessed, *, moved_up: bool) -> Message:
        """The money reaches it, at first or after others declined or the envelope grew."""
        lower = assessed.grant < assessed.requested
        code = f"ranking.{'moved-up' if moved_up else 'awarded'}{'-lower' if lower else ''}"
        asked: dict[str, Parameter] = {"requested": assessed.requested} if lower else {}
        return message(code, **self._standing(tier), grant=assessed.grant, **asked)

    def reserve(self, turn: Turn, assessed: Assessed) -> Message:
        """The money does not reach it."""
        standing = self._standing(turn.tier)
        if turn.stopped_at is not None and turn.stopped_at != turn.tier.position:
            return message("ranking.reserve-behind", **standing, line=turn.stopped_at)
        if len(turn.tier.members) > 1:
            return message("ranking.reserve-together", **standing, needed=turn.needed, left=turn.left)
        code = "ranking.reserve-skipped" if turn.stopped_at is None else "ranking.reserve-line"
        return message(code, **standing, needed=assessed.grant, left=turn.left)

    def declined(self, tier: Tier) -> Message:
        """The applicant does not take part any more."""
        return message("ranking.declined", **self._standing(tier))

    def below_threshold(self, assessed: Assessed) -> Message:
        """It has too few points, in total or for single criteria."""
        short = short_criteria(self._award, assessed)
        least = {each.code: plain_points(self._award.least_under(each)) for each in self._award.criteria}
        facts: dict[str, Parameter] = {"envelope": self._envelope, "total": plain_points(assessed.total)}
        if short:
            facts |= {
                "criteria": tuple(self._titles[code] for code in short),
                "found": tuple(str(plain_points(assessed.points[code])) for code in short),
                "needed": tuple(str(least[code]) for code in short),
            }
        in_total = assessed.total < self._award.threshold_total
        if in_total:
            facts["least"] = self._award.threshold_total
        what = "total-and-criteria" if in_total and short else "criteria" if short else "total"
        return message(f"ranking.below-{what}", **facts)

    def _standing(self, tier: Tier) -> dict[str, Parameter]:
        return {
            "envelope": self._envelope,
            "position": tier.position,
            "passed": self._passed,
            "total": plain_points(tier.total),
            "ordered": tier.ordered,
            "by": tuple(self._titles[code] for code in tier.by),
            "shared": len(tier.members),
            "drawn": tier.drawn,
        }


def plain_points(points: Decimal) -> int | Decimal:
    """Points as a whole number where they are one, else without zeros that say nothing."""
    whole = points.to_integral_value()
    return int(whole) if whole == points else points.normalize()
