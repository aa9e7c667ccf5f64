"""Rounds whose applications were received, checked and finally assessed, and the selections drawn from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from consortia.stages.agencies.models import Proposal
from consortia.stages.applications.models import Application
from consortia.stages.calls.models import Round
from consortia.stages.calls.services import set_envelope
from consortia.stages.experts.models import Engagement
from consortia.stages.experts.services.assigning import assign
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from consortia.stages.screening.services.checking import pass_check
from consortia.stages.selection.models import Place, RankingList, Selection, Session
from consortia.stages.selection.queries import newest_list, places_in
from consortia.stages.selection.services.committee import open_session
from consortia.stages.selection.services.deciding import decide_list, propose_list, publish_list
from consortia.stages.selection.services.drawing import begin_selection, draw_list
from tests.factories import agencies, assessments, experts, screening
from tests.factories import applications as make

AGENCY: Final = agencies.AGENCY
# Each application of these factories asks for the same grant; money for so many of them and a little more.
ROOM: Final = Decimal(1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A round of an agency with everything that a selection needs; `people` hold one post each."""

    round: Round
    people: Mapping[str, Person]
    consortia: tuple[make.Consortium, ...]
    engagements: tuple[Engagement, ...]
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
            for each in sorted(places_in(self.drawn), key=lambda at: (at.envelope, at.position, numbers[at.application_id]))
        ]

    def place(self, number: int) -> Place:
        """Where the application with this number stands, counted from 1."""
        return places_in(self.drawn).get(application=self.applications[number - 1])


def a_round(*points: Sequence[int], fields: Sequence[str] = (), room_for: int = 2) -> Made:
    """A round whose applications got these points by criterion, with money for so many in each envelope."""
    round_ = make.a_round()
    people = agencies.people_of(AGENCY)
    pool = [experts.an_expert() for _number in range(2)]
    engagements = tuple(experts.engaged(people["officer"], AGENCY, round_, each) for each in pool)
    consortia = tuple(experts.a_submitted_application(round_=round_) for _each in points)
    screening.take_in()
    for number, (consortium, given) in enumerate(zip(consortia, points, strict=True)):
        into(consortium.application, fields[number] if fields else "HE")
        checked(people["officer"], consortium.application)
        assessed(people["officer"], consortium.application, engagements, given)
    grant = File.objects.filter(round=round_).first()
    made = Made(
        round=round_,
        people=people,
        consortia=consortia,
        engagements=engagements,
        grant=grant.requested if grant else Decimal(0),
    )
    Round.objects.filter(pk=round_.pk).update(deadline=datetime.now().astimezone() - timedelta(days=60))
    round_.refresh_from_db()
    for field in sorted(set(fields) or {"HE"}):
        money(made, field, made.grant * room_for + ROOM)
    return made


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
