"""The points of the formal check, from the call that the application was handed in for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from consortia.core.application import read_application
from consortia.core.call import CallDefinition
from consortia.core.eligibility import check_application
from consortia.core.eligibility.capacity import FinancialProof, financial_proof
from consortia.core.values import Money, Source
from consortia.rulebook.wording import say_to_officer
from consortia.stages.applications.models import Submission
from consortia.stages.applications.services.papers import call_then
from consortia.stages.screening.models import PointAnswer

Group = Literal["eligibility", "exclusion", "capacity"]
GROUPS: Final[tuple[Group, ...]] = ("eligibility", "exclusion", "capacity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing an officer looks at: what the call says, what was found by itself, what officers answered."""

    code: str
    group: Group
    title: str
    text: str
    source: Source
    status: str
    findings: tuple[Mapping[str, Any], ...] = ()
    proof: FinancialProof | None = None
    answers: tuple[PointAnswer, ...] = ()

    @property
    def answer(self) -> PointAnswer | None:
        """The answer that stands: the latest one."""
        return self.answers[-1] if self.answers else None

    @property
    def found(self) -> str:
        """What the findings say together: the worst of them; empty where nothing looks by itself."""
        said = {str(each["status"]) for each in self.findings}
        return next((each for each in ("fail", "warning", "pass", "not-applicable") if each in said), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What was handed in, read once: the snapshot, its call, the coordinator in it."""

    content: Mapping[str, Any]
    call: CallDefinition

    @property
    def coordinator(self) -> Mapping[str, Any]:
        """The organisation that applied for all, as the document has it; empty where it names none."""
        roles = self.call.look.roles
        organisations = self.content["document"]["organisations"]
        return next((each for each in organisations if roles[each["role"]].coordinates), {})


def frozen_of(submission: Submission) -> Frozen:
    """Read what was handed in."""
    content = json.loads(submission.snapshot)
    return Frozen(content=content, call=call_then(content))


def point_codes(call: CallDefinition) -> tuple[str, ...]:
    """Return the codes of every point of the formal check, in the order of the call."""
    codes = [each.code for each in call.rules]
    if call.selection is not None:
        codes += [each.code for each in call.selection.exclusion]
        codes += [each.code for each in call.selection.capacity]
    return tuple(codes)


def findings_for_officers(submission: Submission, frozen: Frozen) -> tuple[Mapping[str, Any], ...]:
    """Return what was found when it was handed in, worded for whoever checks it and not for whoever wrote it.

    The core says the same of the same snapshot; where it does not, since its rules were mended meanwhile, what was
    said then stands as it was said.
    """
    then = tuple(submission.findings)
    again = check_application(frozen.call, read_application(frozen.content["document"], frozen.call)).findings
    if [(each["rule"], each["message"]) for each in then] != [(each.rule, each.message.code) for each in again]:
        return then
    return tuple({**each, "text": say_to_officer(found.message)} for each, found in zip(then, again, strict=True))


def points_of(
    submission: Submission,
    frozen: Frozen,
    answers: Sequence[PointAnswer] = (),
    *,
    said: Sequence[Mapping[str, Any]] | None = None,
) -> tuple[Point, ...]:
    """Return every point of the formal check of one version, in the order of the call.

    `said` are its findings in other words than those that were frozen.
    """
    given: dict[str, list[PointAnswer]] = {}
    for answer in answers:
        given.setdefault(answer.point, []).append(answer)
    findings: dict[str, list[Mapping[str, Any]]] = {}
    for finding in submission.findings if said is None else said:
        findings.setdefault(finding["rule"], []).append(finding)
    call, selection = frozen.call, frozen.call.selection
    points = [_point(each, "eligibility", given, tuple(findings.get(each.code, ()))) for each in call.rules]
    if selection is None:
        return tuple(points)
    proof = financial_proof(
        call, grant=Money(amount=Decimal(submission.budget["grant"])), kind=str(frozen.coordinator.get("kind", ""))
    )
    points += [_point(each, "exclusion", given) for each in selection.exclusion]
    points += [_point(each, "capacity", given, proof=proof) for each in selection.capacity]
    return tuple(points)


def _point(
    rule: Any,
    group: Group,
    given: Mapping[str, Sequence[PointAnswer]],
    findings: tuple[Mapping[str, Any], ...] = (),
    *,
    proof: FinancialProof | None = None,
) -> Point:
    return Point(
        code=rule.code,
        group=group,
        title=rule.title,
        text=rule.text,
        source=rule.source,
        status=rule.status,
        findings=findings,
        proof=proof,
        answers=tuple(given.get(rule.code, ())),
    )


def unanswered(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points nobody has answered yet."""
    return tuple(each for each in points if each.answer is None)


def not_holding(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points that an officer found not to hold."""
    return tuple(each for each in points if each.answer is not None and each.answer.holds == PointAnswer.Holds.NO)
