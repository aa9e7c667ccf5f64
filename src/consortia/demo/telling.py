"""How one application comes about: people begin, invite, plan, write, discuss and submit, each at their moment."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from consortia.core.eligibility.completeness import AskedQuestion, asked_questions
from consortia.demo.clock import Clock, Tale
from consortia.demo.ideas import Idea, ideas
from consortia.demo.plans import OUTPUTS, Planner
from consortia.demo.population import Population
from consortia.demo.prose import Author, first_draft
from consortia.demo.rounds import Rounds
from consortia.demo.stories import Story
from consortia.stages.applications.models import Application, Invitation, Participation
from consortia.stages.applications.services.consortium import accept_invitation, invite_organisation
from consortia.stages.applications.services.mandates import digests_for, give_mandate
from consortia.stages.applications.services.planning import add_plan_row
from consortia.stages.applications.services.starting import Choices, start_application
from consortia.stages.applications.services.submitting import submit_application, withdraw_application
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.organisations.models import Organisation
from consortia.stages.people.models import Person

ZONE: Final = ZoneInfo("Europe/Brussels")
LINK: Final = "/invitations/{token}/"
REVISED: Final = 0.2
UNSEEN: Final = View()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every tale plays on."""

    population: Population
    rounds: Rounds
    clock: Clock
    today: datetime


class Pace:
    """Spreads the deeds of a tale over its days, by daylight."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        self._begin, self._end = begin, end

    def at(self, share: float) -> datetime:
        """Return the moment at which this share of the time has passed, moved into the hours when people work."""
        moment = (self._begin + (self._end - self._begin) * share).astimezone(ZONE)
        midnight = datetime.combine(moment.date(), time(), tzinfo=ZONE)
        passed = (moment - midnight) / timedelta(days=1)
        return midnight + timedelta(hours=8.5 + 10 * passed)

    def through(self, first: float, last: float, count: int) -> Iterator[datetime]:
        """Yield as many moments as there are deeds between two shares of the time."""
        for number in range(count):
            yield self.at(first + (last - first) * number / max(count, 1))


class Telling:
    """Tells one story."""

    def __init__(self, story: Story, stage: Stage) -> None:
        self.story, self.stage = story, stage
        self.idea: Idea = ideas()[story.idea]
        self.chance = random.Random(f"{story.idea} {story.when} {story.until}")
        self.round: Round = stage.rounds.of(story.when, self.idea.field)
        self.bodies = self._gather()
        self.parts: dict[int, Participation] = {}
        self.application: Application

    def tale(self) -> Tale:
        """Let everything happen, one deed after the other."""
        pace = self._pace()
        yield pace.at(0)
        self._start()
        yield from self._invite(pace)
        yield from self._plan(pace)
        yield from self._write(pace)
        yield from self._sign(pace)
        yield from self._finish(pace)

    @property
    def lead(self) -> Person:
        """Who leads the application."""
        return self.stage.population.writers(self.bodies[0][0])[0]

    def writer(self, place: int, number: int = 0) -> Person:
        """Return somebody who writes for the organisation at a place."""
        writers = self.stage.population.writers(self.bodies[place][0])
        return writers[number % len(writers)]

    def _pace(self) -> Pace:
        counted_from = self.round.deadline if self.story.when == "closed" else self.stage.today
        begin = counted_from - timedelta(days=self.story.from_days)
        return Pace(begin, counted_from - timedelta(days=self.story.to_days))

    def _gather(self) -> list[tuple[Organisation, str]]:
        """Find who takes part: one of the cast, or any body of a country and kind."""
        gathered: list[tuple[Organisation, str]] = []
        for number, told in enumerate(self.story.parts or self.idea.parts):
            words = told.split()
            role = "coordinator" if number == 0 else "associated" if "associated" in words else "partner"
            gathered.append((self._body(words, {each[0].pk for each in gathered}), role))
        return gathered

    def _body(self, words: Sequence[str], taken: set[object]) -> Organisation:
        population = self.stage.population
        if words[0] in population.cast:
            return population.cast[words[0]]
        choices = [each for each in population.by_sort[words[0], words[1]] if each.pk not in taken]
        if not choices:
            raise ValueError(f"{self.story.idea}: nobody in the demo world is a {words[1]} in {words[0]}")
        return self.chance.choice(choices)

    def _start(self) -> None:
        call = call_of_round(self.round)
        window = call.start_window_for(self.idea.field)
        first = window.first if window else (self.round.deadline + timedelta(days=120)).date().replace(day=1)
        month = first.month + self.idea.starts_after
        choices = Choices(
            field=self.idea.field,
            type=self.idea.type,
            format=self.idea.format,
            start=first.replace(year=first.year + (month - 1) // 12, month=(month - 1) % 12 + 1),
            months=self.idea.months,
            acronym=self.idea.acronym,
            topics=", ".join(self.idea.topics),
            priorities=tuple(self.idea.priorities),
        )
        organisation, _role = self.bodies[0]
        self.application = start_application(
            self.lead, self.round, organisation, title=self.idea.title, choices=choices
        )
        self.parts[0] = self.application.participations.select_related("organisation").get()

    def _invite(self, pace: Pace) -> Tale:
        others = list(enumerate(self.bodies))[1:]
        for (place, (body, role)), moment in zip(others, pace.through(0.02, 0.12, len(others)), strict=True):
            yield moment
            part = invite_organisation(self.lead, self.application, body, role=role, link=LINK)
            self.parts[place] = part
        for (place, (body, _role)), moment in zip(others, pace.through(0.12, 0.25, len(others)), strict=True):
            yield moment
            person = self.writer(place)
            invitation = Invitation.objects.get(application=self.application, email=person.email, answered_at=None)
            self.parts[place] = accept_invitation(person, invitation, body)

    def _plan(self, pace: Pace) -> Tale:
        planner = Planner(self.idea, self.parts)
        count = sum(map(len, (self.idea.meetings, self.idea.outputs, self.idea.events, self.idea.activities)))
        moments = pace.through(0.25, 0.45, max(count, 1) + 8)
        for number, entry in enumerate(planner.entries()):
            if number >= count * self.story.planned:
                break
            yield next(moments)
            row = add_plan_row(self.lead, self.application, entry)
            if row.heading == OUTPUTS:
                planner.know_output(row.key)

    def _write(self, pace: Pace) -> Tale:
        author = Author(self.idea, list(self.parts.values()))
        asked = self._asked()
        revised: list[tuple[AskedQuestion, str, View]] = []
        for each, moment in zip(asked, pace.through(0.45, 0.8, len(asked)), strict=True):
            text = author.answer(each.question, part=self._place(each.scope))
            if not text or self.chance.random() >= self.story.written:
                continue
            yield moment
            later = self.chance.random() < REVISED and each.question.kind == "long-text"
            view = self._save(each, first_draft(text) if later else text, number=0)
            if later:
                revised.append((each, text, view))
        for (each, text, view), moment in zip(revised, pace.through(0.8, 0.92, len(revised)), strict=True):
            yield moment
            self._save(each, text, number=1, seen=view)

    def _asked(self) -> list[AskedQuestion]:
        view = view_of(self.application)
        asked = asked_questions(view.rows.call, view.value)
        return [
            each for each in asked if each.question.kind not in {"facts", "table"} and each.question.fills != "title"
        ]

    def _place(self, scope: str) -> int | None:
        return next((place for place, part in self.parts.items() if part.key == scope), None) if scope else None

    def _save(self, each: AskedQuestion, text: str, *, number: int, seen: View = UNSEEN) -> View:
        place = self._place(each.scope)
        person = self.writer(place if place is not None else self.chance.randrange(2) if number else 0, number)
        save = Save(text=text, save_id=f"{each.question.code[:40]}{number}", grew_from=seen)
        saved = save_answer(person, self.application, each.question.code, scope=each.scope, save=save)
        return saved.view

    def _sign(self, pace: Pace) -> Tale:
        if not self.story.mandates:
            return
        partners = [place for place, (_body, role) in enumerate(self.bodies) if role == "partner"]
        for place, moment in zip(partners, pace.through(0.93, 0.99, len(partners)), strict=True):
            yield moment
            part = self.parts[place]
            part.application = self.application
            seen = digests_for(view_of(self.application), part)
            give_mandate(self.writer(place), part, signatory=part.legal_representative, seen=seen)

    def _finish(self, pace: Pace) -> Tale:
        until = self.story.until
        if until == "draft":
            return
        yield pace.at(1)
        self._submit(1)
        if until == "resubmitted":
            yield self.stage.clock.moment + timedelta(hours=7)
            self._submit(2)
        elif until == "withdrawn":
            yield self.stage.clock.moment + timedelta(hours=20)
            withdraw_application(self.lead, self.application, reason="")

    def _submit(self, number: int) -> None:
        submit_application(
            self.lead,
            self.application,
            request_id=f"demo-{self.application.pk}-{number}",
            declared_by=self.parts[0].legal_representative or self.lead.name,
            arrived_at=self.stage.clock.now(),
        )
        self.application.refresh_from_db()
