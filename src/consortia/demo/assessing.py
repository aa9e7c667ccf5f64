"""How the experts of the demo world assess: each alone, then together, as far as the material says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from consortia.core.application.cowriting import Save
from consortia.core.call.award import Award, Criterion
from consortia.core.values import Money
from consortia.demo.clock import Tale
from consortia.demo.ideas import Idea, capitalised, ideas
from consortia.demo.names import material
from consortia.demo.office import Office
from consortia.stages.applications.models import Application
from consortia.stages.assessments.amounts import Wish, amounts_asked
from consortia.stages.assessments.queries import lower_amounts_in
from consortia.stages.assessments.services.finishing import finish_assessment
from consortia.stages.assessments.services.lowering import propose_lower_amounts
from consortia.stages.assessments.services.signing import (
    assign_third_expert,
    digest_of,
    put_up_for_signature,
    sign_assessment,
)
from consortia.stages.assessments.services.writing import Place, save_entry
from consortia.stages.assessments.snapshots import opened
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Assignment
from consortia.stages.experts.queries import engaged_in
from consortia.stages.experts.services.assigning import NotAssignableError
from consortia.stages.people.models import Person

# From which shares of the points on reasons sound strong, or fair.
STRONG: Final = 0.8
FAIR: Final = 0.6
CENT: Final = Decimal("0.01")


class Assessing:
    """Tells how one application is assessed, from a moment on."""

    def __init__(self, office: Office, told: Mapping[str, Any], begin: datetime, *, number: int) -> None:
        self.office, self.told, self.begin, self.number = office, told, begin, number
        self.idea: Idea = next(each for each in ideas().values() if each.acronym == told["application"])
        self.application: Application
        self.assignments: list[Assignment]

    def tale(self) -> Tale:
        """Let the experts write, finish, agree and sign, as far as it is told."""
        for place, points in enumerate(self.told["points"]):
            yield self._day(2 * place)
            if not place:
                self._open()
            self.write(self.assignments[place], points, wording=self.number + place)
            if len(points) == len(self.award.criteria):
                finish_assessment(person_of(self.assignments[place]), self.assignments[place])
        if "third" in self.told:
            yield self._day(5)
            self._ask_third()
        if "agreed" in self.told:
            yield self._day(5)
            self._agree()
        if "lowers" in self.told:
            self._lower(self._lead())
        if self.told.get("until") == "final":
            yield self._day(6)
            self._sign()

    @property
    def award(self) -> Award:
        """What the call says of points."""
        award = call_of_round(self.application.round).award
        assert award is not None  # noqa: S101  # the built-in call has its criteria
        return award

    def write(self, assignment: Assignment, points: Sequence[int], *, wording: int, consolidated: bool = False) -> None:
        """Write points and reasons under as many criteria as there are points."""
        person = person_of(assignment)
        for criterion, number in zip(self.award.criteria, points, strict=False):
            reasons = reasons_for(self.idea, criterion, number, wording=wording)
            if consolidated:
                sentences = material("assessing")["agreeing"]["sentences"]
                reasons += " " + sentences[(wording + number) % len(sentences)]
            for part, text in (("points", str(number)), ("comment", reasons)):
                place = Place(criterion=criterion.code, part=part, consolidated=consolidated)
                save_id = f"{assignment.pk}-{criterion.code}-{part}-{consolidated}"
                save_entry(person, assignment, place, Save(text=text, save_id=save_id))

    def _day(self, days: float) -> datetime:
        return self.begin + timedelta(days=days)

    def _open(self) -> None:
        """Find who assesses; whoever the material names comes first."""
        self.application = self.office.application(self.told["application"])
        running = Assignment.objects.filter(application=self.application, ended_at__isnull=True)
        found = running.select_related("engagement__expert__person", "application", "submission").order_by("id")
        who = self.office.experts.get(self.told.get("who", ""))
        self.assignments = sorted(found, key=lambda each: who is not None and each.engagement.expert_id != who.pk)

    def _ask_third(self) -> None:
        """Ask the first expert of the field whom nothing keeps from it; who is asked has begun to write."""
        officer, field = self.office.people["officer"], self.application.field
        for engagement in engaged_in(self.office.agency, self.application.round):
            if engagement.expert is None or field not in engagement.expert.fields:
                continue
            try:
                third = assign_third_expert(officer, engagement, self.assignments[0].submission)
            except NotAssignableError:
                continue
            self.write(third, self.told["third"], wording=self.number)
            return

    def _agree(self) -> None:
        """The lead writes what both agree on; a whole one is put up."""
        lead, points = self._lead(), self.told["agreed"]
        self.write(lead, points, wording=self.number, consolidated=True)
        if len(points) == len(self.award.criteria):
            put_up_for_signature(person_of(lead), lead)

    def _lower(self, lead: Assignment) -> None:
        """The lead proposes less under one heading than is asked for there, and puts all of it up."""
        told = self.told["lowers"]
        asked = next(each for each in amounts_asked(lead.submission) if each.code == told["heading"])
        proposed = Money(amount=(asked.amount.amount * Decimal(told["share"])).quantize(CENT))
        propose_lower_amounts(person_of(lead), lead, {asked.code: Wish(proposed=proposed, reason=told["reason"])})
        put_up_for_signature(person_of(lead), lead)

    def _lead(self) -> Assignment:
        what = opened(self.assignments[0].submission)
        return what.assignments[what.lead]

    def _sign(self) -> None:
        for assignment in self.assignments:
            what = opened(assignment.submission)
            seen = digest_of(what.agreed, lower_amounts_in(what.row) if what.row else None)
            sign_assessment(person_of(assignment), assignment, seen=seen)


def reasons_for(idea: Idea, criterion: Criterion, points: int, *, wording: int) -> str:
    """Return reasons that fit the points, in one of the wordings of the material and with words of the idea."""
    share = points / criterion.maximum
    how = "strong" if share >= STRONG else "fair" if share >= FAIR else "weak"
    wordings = material("assessing")["reasons"][criterion.code][how]
    return str(wordings[wording % len(wordings)]).format_map(capitalised(idea.words))


def person_of(assignment: Assignment) -> Person:
    """Return the expert of an assignment."""
    expert = assignment.engagement.expert
    assert expert is not None  # noqa: S101  # the database holds that who accepted is known
    return expert.person
