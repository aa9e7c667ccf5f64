"""Questions, points and shares that do not add up."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from consortia.core.call import CallDefinition
from consortia.core.call.award import Award, Criterion
from consortia.core.call.content import Question
from consortia.rulebook.consistency.finding import Contradiction, repeated


def form_contradictions(call: CallDefinition) -> Iterator[Contradiction]:
    """Question codes are unique in the call, points make up their maximum, payments the whole grant."""
    twice = repeated([each.code for each in call.questions])
    if twice is not None:
        yield Contradiction(key="sections", found=f'two questions "{twice}"', expected="each code once in the call")
    for number, section in enumerate(call.sections):
        for index, question in enumerate(section.questions):
            yield from _question(question, f"sections[{number}].questions[{index}]")
    if call.award:
        yield from _award(call.award)
    if call.selection and (twice := repeated(list(call.selection.ranking.ties))):
        yield Contradiction(key="selection.ranking.ties", found=f"{twice} twice", expected="each criterion once")
    for index, model in enumerate(call.payment_models):
        total = sum((each.share for each in model.payments), start=Decimal(0))
        if total != 1:
            yield Contradiction(
                key=f"payment_models[{index}].payments", found=f"shares of {total}", expected="1 in all"
            )
    yield from _report_bands(call)


def _question(question: Question, key: str) -> Iterator[Contradiction]:
    if question.kind in {"long-text", "short-text"} and question.limit is None:
        yield Contradiction(key=f"{key}.limit", found="nothing", expected="a limit of characters, as for every text")
    if question.kind == "choice" and not question.choices:
        yield Contradiction(key=f"{key}.choices", found="nothing", expected="what there is to choose")
    if question.kind == "table" and question.heading is None:
        yield Contradiction(key=f"{key}.heading", found="nothing", expected="the heading whose plan is shown")


def _award(award: Award) -> Iterator[Contradiction]:
    total = sum(each.maximum for each in award.criteria)
    if total != award.maximum_total:
        yield Contradiction(
            key="award.maximum_total", found=str(award.maximum_total), expected=f"{total}, all criteria"
        )
    for index, criterion in enumerate(award.criteria):
        key = f"award.criteria[{index}]"
        if criterion.threshold > criterion.maximum:
            expected = f"{criterion.maximum} or less"
            yield Contradiction(key=f"{key}.threshold", found=str(criterion.threshold), expected=expected)
        yield from _point_bands(criterion, f"{key}.bands")


def _point_bands(criterion: Criterion, key: str) -> Iterator[Contradiction]:
    """The bands cover all points from none to the maximum, whichever end they begin with."""
    points = sorted(point for band in criterion.bands for point in range(band.from_, band.to + 1))
    if criterion.bands and points != list(range(criterion.maximum + 1)):
        yield Contradiction(
            key=key, found="points left out or twice", expected=f"each of 0 to {criterion.maximum} once"
        )


def _report_bands(call: CallDefinition) -> Iterator[Contradiction]:
    bands = sorted(call.report_bands, key=lambda band: band.from_)
    for lower, higher in pairwise(bands):
        if lower.below != higher.from_:
            found = f"{lower.code} below {lower.below}"
            yield Contradiction(
                key="report_bands", found=found, expected=f"below {higher.from_}, where the next begins"
            )
