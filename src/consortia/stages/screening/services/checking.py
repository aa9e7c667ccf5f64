"""The formal check: points are answered in words, and the file passes when every one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle import may_move_file
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File, PointAnswer
from consortia.stages.screening.permissions import may_screen_file
from consortia.stages.screening.points import Point, frozen_of, not_holding, points_of, unanswered
from consortia.stages.screening.queries import answers_about
from consortia.stages.screening.services.moving import held, moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an officer answers to one point."""

    holds: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A point whose answer cannot stand as it is."""

    point: Point
    code: str


class AnswersLackWordsError(Exception):
    """Some answers need words; nothing was stored, so that the officer sees all of them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(each.point.code for each in problems))
        self.problems = tuple(problems)


class VersionReplacedError(Exception):
    """The applicant handed in a later version while the page was open: the answers were about the earlier one."""


class PointsOpenError(Exception):
    """The check cannot end: points are not answered, or one does not hold."""

    def __init__(self, open_points: Sequence[Point], failing: Sequence[Point]) -> None:
        super().__init__(", ".join(each.code for each in (*open_points, *failing)))
        self.open_points, self.failing = tuple(open_points), tuple(failing)


def points_to_check(file: File) -> tuple[Point, ...]:
    """Return the points of the version that counts with what was answered."""
    return points_of(file.submission, frozen_of(file.submission), answers_about(file))


@transaction.atomic
def answer_points(person: Person, file: File, given: Mapping[str, Given], *, receipt: str) -> int:
    """Keep what an officer answered; only what is new or changed becomes a row. Returns how many did.

    `receipt` is the number of the version that the page showed.
    """
    file = held(file)
    if not may_screen_file(person, file):
        raise PermissionDenied
    if file.submission.number != receipt:
        raise VersionReplacedError
    if file.state == File.State.RECEIVED:
        moved(file, "begin", by=person)
    if file.state not in {File.State.CHECKING, File.State.CLARIFYING}:
        raise IllegalMoveError(file.state, "answer-points")
    points = {each.code: each for each in points_to_check(file)}
    changes = [(points[code], each) for code, each in given.items() if code in points and _changes(points[code], each)]
    if problems := [Problem(point=point, code="words") for point, each in changes if _lacks_words(point, each)]:
        raise AnswersLackWordsError(problems)
    for point, each in changes:
        PointAnswer.objects.create(
            file=file,
            submission=file.submission,
            point=point.code,
            holds=each.holds,
            words=each.words.strip(),
            by=person,
        )
        record("answer-point", file, by=person, facts={"point": point.code, "holds": each.holds})
    return len(changes)


def _changes(point: Point, given: Given) -> bool:
    if given.holds not in PointAnswer.Holds.values:
        return False
    stands = point.answer
    return stands is None or (stands.holds, stands.words) != (given.holds, given.words.strip())


def _lacks_words(point: Point, given: Given) -> bool:
    """A tick is enough where it says what was found; whoever differs from it, or finds a fault, says why."""
    differs = given.holds == PointAnswer.Holds.NO or point.found in {"fail", "warning"}
    return differs and not given.words.strip()


@transaction.atomic
def pass_check(person: Person, file: File) -> File:
    """End the formal check: every point is answered and none was found not to hold."""
    file = held(file)
    if not may_screen_file(person, file):
        raise PermissionDenied
    if not may_move_file(file.state, "pass"):
        raise IllegalMoveError(file.state, "pass")
    points = points_to_check(file)
    if unanswered(points) or not_holding(points):
        raise PointsOpenError(unanswered(points), not_holding(points))
    moved(file, "pass", by=person, facts={"receipt": file.submission.number, "points": len(points)})
    return file


@transaction.atomic
def look_again(person: Person, file: File, *, reason: str) -> File:
    """Take a check up again that had passed, with a reason."""
    file = held(file)
    if not may_screen_file(person, file):
        raise PermissionDenied
    moved(file, "look-again", by=person, facts={"reason": reason.strip()})
    return file
