"""How the agency of the demo world selects in an early round: from the lists to letters, a decline and an appeal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from consortia.demo.assessing import Assessing
from consortia.demo.clock import Tale, together
from consortia.demo.engaging import engagement_of, ready
from consortia.demo.names import material
from consortia.demo.office import Office
from consortia.demo.screening import receive_and_check
from consortia.stages.calls.models import Round
from consortia.stages.experts.services.assigning import assign
from consortia.stages.selection.models import RankingList, Selection
from consortia.stages.selection.queries import newest_list
from consortia.stages.selection.rules import envelope_for, rules_of_round
from consortia.stages.selection.services.appealing import receive_appeal, send_appeal
from consortia.stages.selection.services.cascading import decline_grant
from consortia.stages.selection.services.committee import open_session, write_minutes
from consortia.stages.selection.services.deciding import decide_list, propose_list, publish_list
from consortia.stages.selection.services.drawing import begin_selection, draw_list
from consortia.stages.selection.services.telling import write_result_letters


class Selecting:
    """Tells the selection of one round, from its money to an appeal."""

    def __init__(self, office: Office, round_: Round) -> None:
        self.office, self.round = office, round_
        self.told: Mapping[str, Any] = material("assessing")["early_decisions"]
        self.selection: Selection

    def tale(self) -> Tale:
        """Let everything happen, from before the deadline until some months after it."""
        yield self._day(-20)
        self.office.give_money(self.round, material("agency")["early"])
        yield from receive_and_check(self.office, self.round)
        yield self._day(20)
        self._engage()
        told = material("assessing")["early"]
        yield from together(
            Assessing(self.office, {**each, "until": "final"}, self._day(24 + 3 * number), number=number).tale()
            for number, each in enumerate(told)
        )
        yield from self._decide()
        yield from self._move_on()

    def _day(self, days: float) -> datetime:
        return self.round.deadline + timedelta(days=days)

    def _engage(self) -> None:
        """Give each application to the expert whom the material names: a small round needs no plan."""
        told, officer = material("assessing")["early"], self.office.people["officer"]
        for code in dict.fromkeys([*(each["expert"] for each in told), *self.told["standby"]]):
            ready(self.office, self.round, self.office.experts[code])
        for each in told:
            engagement = engagement_of(self.office, self.round, self.office.experts[each["expert"]])
            assign(officer, engagement, self.office.application(each["application"]), leads=True)

    def _decide(self) -> Tale:
        people = self.office.people
        yield self._day(48)
        self.selection = begin_selection(people["officer"], self.office.agency, self.round)
        draw_list(people["officer"], self.selection)
        yield self._day(52)
        self._hold_session(self._day(52).date())
        yield self._day(55)
        decide_list(people["director"], self.selection, approve=True)
        yield self._day(56)
        publish_list(people["director"], self.selection)
        self._write_letters(self._newest())

    def _hold_session(self, day: date) -> None:
        people = self.office.people
        members = [people["committee"], people["second-member"]]
        session = open_session(people["officer"], self.selection, held_on=day, present=[each.pk for each in members])
        envelope = envelope_for(rules_of_round(self.round), self.round.fields[0])
        write_minutes(people["committee"], session, envelope, self.told["minutes"], grew_from=0)
        propose_list(people["committee"], self.selection, reason=self.told["proposal"])

    def _move_on(self) -> Tale:
        """One applicant declines, the next moves up; another appeals and is told that it arrived."""
        declines, appeal = self.told["declines"], self.told["appeal"]
        yield self._day(64)
        application = self.office.application(declines["application"])
        applicant = self.office.applicant(application)
        self._write_letters(decline_grant(applicant, self.selection, application, reason=declines["reason"]))
        yield self._day(72)
        application = self.office.application(appeal["application"])
        applicant, now = self.office.applicant(application), self.office.stage.clock.now()
        sent = send_appeal(applicant, self.selection, application, reasons=appeal["reasons"], arrived_at=now)
        yield self._day(73)
        receive_appeal(self.office.people["officer"], sent, now=self.office.stage.clock.now())

    def _newest(self) -> RankingList:
        drawn = newest_list(self.selection)
        assert drawn is not None  # noqa: S101  # it was drawn above
        return drawn

    def _write_letters(self, drawn: RankingList) -> None:
        # The worker would write them at the first start only, months late by the world's own clock.
        write_result_letters(drawn.pk)
