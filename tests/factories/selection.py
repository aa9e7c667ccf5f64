"""Rounds whose applications were received, checked and finally assessed, and the selections drawn from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Final
from uuid import uuid4

from consortia.core.values import euros
from consortia.stages.agencies.models import Proposal
from consortia.stages.applications.models import Application, Participation
from consortia.stages.assessments.models import Assessment, AssessmentFile, Entry
from consortia.stages.calls.models import Round
from consortia.stages.calls.services import set_envelope
from consortia.stages.experts.models import DeclaredConflict, Engagement, Expert
from consortia.stages.experts.services.assigning import assign
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from consortia.stages.screening.services.checking import pass_check
from consortia.stages.selection.models import Appeal, Place, RankingList, Selection, Session
from consortia.stages.selection.queries import newest_list, places_in
from consortia.stages.selection.rules import rules_of_round
from consortia.stages.selection.services.appealing import send_appeal
from consortia.stages.selection.services.committee import open_session
from consortia.stages.selection.services.deciding import decide_list, propose_list, publish_list
from consortia.stages.selection.services.drawing import begin_selection, draw_list, keep_list
from consortia.stages.selection.snapshots import scores_now
from tests.factories import agencies, assessments, experts, screening
from tests.factories import applications as make

AGENCY: Final = agencies.AGENCY
# Each application of these factories asks for the same grant; money for so many of them and a little more.
ROOM: Final = Decimal(1000)
_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A round of an agency with everything that a selection needs; `people` hold one post each."""

    round: Round
    people: Mapping[str, Person]
    consortia: tuple[make.Consortium, ...]
    grant: Decimal

    @property
    def officer(self) -> Person:
        """Who does the daily work."""
        return self.people["officer"]

    @property
    def member(self) -> Person:
        """A member of the evaluation committee."""
        return self.people["committee"]

    @property
    def director(self) -> Person:
        """Who answers for the agency."""
        return self.people["director"]

    @property
    def applications(self) -> tuple[Application, ...]:
        """The applications, in the order in which they were told."""
        return tuple(each.application for each in self.consortia)

    @property
    def selection(self) -> Selection:
        """The selection as it stands now."""
        return Selection.objects.select_related("round__edition").get(agency=AGENCY, round=self.round)

    @property
    def drawn(self) -> RankingList:
        """The version of the lists that stands."""
        found = newest_list(self.selection)
        assert found is not None
        return found

    def told(self) -> list[str]:
        """The standing lists, each place as `ENVELOPE POSITION NUMBER-OF-APPLICATION OUTCOME`."""
        numbers = {each.pk: number for number, each in enumerate(self.applications, 1)}
        return [
            f"{each.envelope} {each.position} #{numbers[each.application_id]} {each.outcome}"
            for each in sorted(
                places_in(self.drawn), key=lambda at: (at.envelope, at.position, numbers[at.application_id])
            )
        ]

    def place(self, number: int) -> Place:
        """Where the application with this number stands, counted from 1."""
        return places_in(self.drawn).get(application=self.applications[number - 1])


def a_round(*points: Sequence[int], fields: Sequence[str] = (), room_for: int = 2) -> Made:
    """A round whose applications got these points by criterion, with money for so many in each envelope.

    The first application is written, submitted and taken in as on a site; the others are copies of its rows with
    coordinators of their own, and what experts agreed on is written down as final. `a_round_of_experts` goes the whole
    way instead, which takes seconds for each application.
    """
    round_ = make.a_round()
    people = agencies.people_of(AGENCY)
    first = experts.a_submitted_application(round_=round_)
    screening.take_in()
    consortia = (first, *(a_copy(first) for _each in points[1:]))
    for number, consortium in enumerate(consortia):
        into(consortium.application, fields[number] if fields else "HE")
        finally_given(consortium.application, points[number])
    File.objects.filter(round=round_).update(state=File.State.ELIGIBLE)
    return closed(round_, people, consortia, fields=fields, room_for=room_for)


def a_round_of_experts(*points: Sequence[int]) -> Made:
    """The same, through every service: checked by an officer, assessed, agreed on and signed by two experts."""
    round_ = make.a_round()
    people = agencies.people_of(AGENCY)
    engagements = tuple(experts.engaged(people["officer"], AGENCY, round_) for _number in range(2))
    consortia = tuple(experts.a_submitted_application(round_=round_) for _each in points)
    screening.take_in()
    for consortium, given in zip(consortia, points, strict=True):
        checked(people["officer"], consortium.application)
        assessed(people["officer"], consortium.application, engagements, given)
    return closed(round_, people, consortia)


def closed(
    round_: Round,
    people: Mapping[str, Person],
    consortia: tuple[make.Consortium, ...],
    *,
    fields: Sequence[str] = (),
    room_for: int = 2,
) -> Made:
    """The deadline has passed, and the agency knows its money."""
    grant = File.objects.filter(round=round_).values_list("requested", flat=True)[0]
    made = Made(round=round_, people=people, consortia=consortia, grant=grant)
    Round.objects.filter(pk=round_.pk).update(deadline=datetime.now().astimezone() - timedelta(days=60))
    round_.refresh_from_db()
    for field in sorted(set(fields) or {"HE"}):
        money(made, field, grant * room_for + ROOM)
    return made


def a_copy(first: make.Consortium) -> make.Consortium:
    """Another application like this one, of a coordinator of its own."""
    number = next(_numbers)
    lead = make.a_person()
    organisation = make.an_organisation(lead)
    application = Application.objects.get(pk=first.application.pk)
    submission, file = application.submissions.get(), application.file
    application.pk, application.reference, application.title = None, f"COPY{number:04}", f"Application {number}"
    application._state.adding = True  # Django's documented way to copy a row
    application.id = uuid4()
    application.save()
    part = Participation.objects.create(
        application=application, key="o1", organisation=organisation, role="coordinator", state="accepted", contact=lead
    )
    submission.pk, submission.application, submission.number = uuid4(), application, f"2016-COPY{number:04}-1"
    submission.request_id, submission.sha256 = f"copy-{number}", sha256(f"{number}".encode()).hexdigest()
    submission._state.adding = True  # as above
    submission.save()
    file.pk, file.application, file.submission, file.reference = None, application, submission, application.reference
    file.title = application.title
    file._state.adding = True  # as above
    file.save()
    return make.Consortium(application=application, lead=lead, partners=(), participations=(part,))


def finally_given(application: Application, points: Sequence[int], *, appeal: bool = False) -> Assessment:
    """What experts agreed on and signed, as rows."""
    now = datetime.now().astimezone()
    submission = application.submissions.get(state="current")
    file = AssessmentFile.objects.create(submission=submission, appeal=appeal, state="final", final_at=now)
    agreed = Assessment.objects.create(file=file, finished_at=now)
    for code, number in zip(assessments.CODES, points, strict=True):
        for part, text in (("points", str(number)), ("comment", f"{assessments.REASONS} {code}")):
            Entry.objects.create(assessment=agreed, criterion=code, part=part, text=text)
    return agreed


def into(application: Application, field: str) -> None:
    """Put an application into another field: drafts of these factories are all alike otherwise."""
    Application.objects.filter(pk=application.pk).update(field=field)
    File.objects.filter(application=application).update(field=field)
    application.refresh_from_db()


def checked(officer: Person, application: Application) -> None:
    """The formal check is passed."""
    file = File.objects.select_related("submission", "application").get(application=application)
    screening.answer_all(officer, file)
    pass_check(officer, file)


def assessed(
    officer: Person,
    application: Application,
    engagements: Sequence[Engagement],
    points: Sequence[int],
    *,
    signed: bool = True,
) -> assessments.Assessed:
    """Experts assess alone, agree and, unless told otherwise, sign."""
    assignments = tuple(
        assign(officer, each, application, leads=number == 0) for number, each in enumerate(engagements)
    )
    found = assessments.Assessed(application=application, officer=officer, assignments=assignments)
    for each in assignments:
        assessments.finished(each, points)
    assessments.agreed(found, points)
    if signed:
        assessments.signed(found, *range(len(assignments)))
    return found


def money(made: Made, field: str, amount: Decimal) -> None:
    """The agency has so much for a field."""
    lead = made.people["team-lead"]
    set_envelope(lead, AGENCY, made.round, field=field, amount=amount, reason="The plan of the year.")


def drawn(made: Made) -> Made:
    """The lists are drawn."""
    draw_list(made.officer, begin_selection(made.officer, AGENCY, made.round))
    return made


def sat(made: Made) -> Session:
    """The committee's member sat in a session."""
    return open_session(made.officer, made.selection, held_on=date(2028, 5, 4), present=[made.member.pk])


def proposed(made: Made) -> Proposal:
    """The committee has proposed the lists."""
    drawn(made)
    sat(made)
    return propose_list(made.member, made.selection, reason="The committee follows the experts.")


def published(made: Made) -> Made:
    """The lists are approved and published."""
    proposed(made)
    decide_list(made.director, made.selection, approve=True)
    publish_list(made.people["team-lead"], made.selection)
    return made


def not_final(application: Application) -> None:
    """Experts opened again what they had agreed on."""
    file = AssessmentFile.objects.filter(submission__application=application)
    file.update(state=AssessmentFile.State.CONSOLIDATING, final_at=None)


def given_other_points(application: Application, points: Sequence[int]) -> None:
    """Experts agree on other points."""
    for code, number in zip(assessments.CODES, points, strict=True):
        entry = Entry.objects.filter(assessment__file__submission__application=application, part="points")
        entry.filter(criterion=code).update(text=str(number))


def appealed(made: Made, number: int, reasons: str = "The comment speaks of another project.") -> Appeal:
    """The applicant with this number appeals."""
    consortium = made.consortia[number - 1]
    now = datetime.now().astimezone()
    return send_appeal(consortium.lead, made.selection, consortium.application, reasons=reasons, arrived_at=now)


def conflicted(application: Application) -> Expert:
    """An expert who declared a conflict of interest with an application."""
    expert = experts.an_expert()
    DeclaredConflict.objects.create(expert=expert, application=application, reason="My sister works there.")
    return expert


def as_if_published(application: Application, officer: Person) -> Appeal:
    """A published list with one application and its appeal, whatever else its round still waits for."""
    finally_given(application, assessments.GOOD)
    screening.take_in()
    File.objects.filter(application=application).update(state=File.State.ELIGIBLE)
    selection = begin_selection(officer, application.agency, application.round)
    amounts = {application.field: euros(1_000_000)}
    keep_list(officer, selection, scores_now(selection, rules_of_round(selection.round)), amounts=amounts)
    now = datetime.now().astimezone()
    Selection.objects.filter(pk=selection.pk).update(state="published", published_at=now, published_by=officer)
    return Appeal.objects.create(
        selection=selection, application=application, reasons="Look again.", sent_by=officer, sent_at=now, due_at=now
    )
