"""How the agency of the demo world checks what it received: most of it passes, some of it raises a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from consortia.demo.clock import Tale
from consortia.demo.names import material
from consortia.demo.office import Office
from consortia.stages.agencies.services import recuse
from consortia.stages.calls.models import Round
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File, PointAnswer
from consortia.stages.screening.points import Point
from consortia.stages.screening.services.checking import Given, answer_points, pass_check, points_to_check
from consortia.stages.screening.services.clarifying import answer_agency, ask_applicant
from consortia.stages.screening.services.filing import take_in
from consortia.stages.screening.services.refusing import propose_ineligible

FIRST_CHECK = timedelta(days=3)
BETWEEN_CHECKS = timedelta(days=1)


def receive_and_check(office: Office, round_: Round) -> Tale:
    """Take in what was received for a round and check it, one application after the other."""
    told = material("agency")
    yield round_.deadline + timedelta(days=1)
    take_in()
    later = {told["clarification"]["application"], told["ineligible"]["application"]}
    for number, file in enumerate(_files(office, round_)):
        yield round_.deadline + FIRST_CHECK + number * BETWEEN_CHECKS
        if file.acronym == told["answered"]["application"]:
            yield from _ask_and_hear(office, file, told["answered"])
        if file.acronym not in later:
            _answer(file, told["seen"])
            pass_check(_handler(file), file)


def find_faults(office: Office) -> Tale:
    """Ask one applicant something, and propose that another application is ineligible; both wait."""
    told = material("agency")
    recusal, refused, unclear = told["recusal"], told["ineligible"], told["clarification"]
    yield office.ago(recusal["ago"])
    about = str(office.application(recusal["application"]).pk)
    member = office.people[recusal["member"]]
    recuse(member, office.agency, about, reason=recusal["reason"], by=office.people["officer"])
    yield office.ago(unclear["ago"])
    file = _file(unclear["application"])
    due = office.stage.today + timedelta(days=unclear["due_in"] - unclear["ago"])
    ask_applicant(_handler(file), file, question=unclear["question"], due=due, now=office.stage.clock.now())
    yield office.ago(refused["ago"])
    file = _file(refused["application"])
    _answer(file, told["seen"], but={refused["point"]: Given(holds=PointAnswer.Holds.NO, words=refused["words"])})
    propose_ineligible(_handler(file), file, reason=refused["reason"], appeal=refused["appeal"])


def _files(office: Office, round_: Round) -> list[File]:
    files = File.objects.filter(agency=office.agency, round=round_)
    return list(files.select_related("submission", "application", "handler").order_by("reference"))


def _file(acronym: str) -> File:
    return File.objects.select_related("submission", "application", "handler").get(acronym=acronym)


def _handler(file: File) -> Person:
    assert file.handler is not None  # noqa: S101  # every round of the demo's agency has a team
    return file.handler


def _ask_and_hear(office: Office, file: File, told: Mapping[str, Any]) -> Tale:
    """Ask the applicant and get an answer in time; the check goes on with it."""
    clock = office.stage.clock
    now = clock.now()
    due = now + timedelta(days=told["due_in"])
    asked = ask_applicant(_handler(file), file, question=told["question"], due=due, now=now)
    yield now + timedelta(days=told["answered_in"])
    answer_agency(office.applicant(file.application), asked, answer=told["answer"], now=clock.now())


def _answer(file: File, seen: Mapping[str, str], *, but: Mapping[str, Given] | None = None) -> None:
    """Answer every point: as it was found, or in the officer's words where nothing looks by itself."""
    given = {point.code: _given(point, seen) for point in points_to_check(file)} | dict(but or {})
    answer_points(_handler(file), file, given, receipt=file.submission.number)


def _given(point: Point, seen: Mapping[str, str]) -> Given:
    if point.found == "not-applicable":
        return Given(holds=PointAnswer.Holds.NOT_APPLICABLE)
    words = seen.get(point.code) or seen.get(point.group, "")
    return Given(holds=PointAnswer.Holds.YES, words=words)
