"""How one application comes about: people begin, invite, plan, write, discuss and submit, each at their moment."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta
from typing import Final

from django.core.files.base import ContentFile

from consortia.core.call import CallDefinition
from consortia.core.eligibility.completeness import AskedQuestion, asked_questions
from consortia.demo.clock import Tale
from consortia.demo.gathering import Place, gather
from consortia.demo.ideas import Idea, ideas
from consortia.demo.plans import OUTPUTS, Planner
from consortia.demo.prose import Author, first_draft
from consortia.demo.stage import Pace, Stage
from consortia.demo.stories import Remark, Story
from consortia.documents.pdf import mandate_pdf
from consortia.stages.applications.models import REFERENCE_ALPHABET, Application, Invitation, Participation
from consortia.stages.applications.services.agencies import agencies_open_to, choose_agency
from consortia.stages.applications.services.annexes import add_annex
from consortia.stages.applications.services.consortium import (
    accept_invitation,
    decline_invitation,
    invite_by_email,
    invite_organisation,
    part_with_organisation,
)
from consortia.stages.applications.services.mandates import digests_for, give_mandate
from consortia.stages.applications.services.papers import mandate_to_sign, write_receipt_letters
from consortia.stages.applications.services.planning import add_plan_row
from consortia.stages.applications.services.starting import Choices, start_application
from consortia.stages.applications.services.submitting import submit_application, withdraw_application
from consortia.stages.applications.services.talking import Place as Talk
from consortia.stages.applications.services.talking import comment_on, finish_comment
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.people.models import Person

# The share of the answers that somebody goes on with after a first draft.
REVISED: Final = 0.12
# The share of the common answers that partners write; the others come from the coordinator's people.
PARTNERS_SHARE: Final = 0.25
NEW: Final = View()
"""An answer nobody has written yet."""

INVITING_WORDS: Final = "Would you like to join us? The idea is on the first page; I am happy to talk about your part."
WITHDRAWN_BECAUSE: Final = "We need another year to win over the bakeries. We will come back."
ADDED_LATER: Final = " This autumn a colleague joined us who will work on the project for one day a week."


def reference_for(words: str) -> str:
    """Return the reference that these words always get, so that the world has the same one every time."""
    digest = hashlib.sha256(words.encode("utf-8")).digest()
    return "".join(REFERENCE_ALPHABET[byte % len(REFERENCE_ALPHABET)] for byte in digest[:8])


class Telling:
    """Tells one story."""

    def __init__(self, story: Story, stage: Stage) -> None:
        self.story, self.stage = story, stage
        self.idea: Idea = ideas()[story.idea]
        self.chance = random.Random(f"{story.idea} {story.when}")
        self.round = stage.rounds.of(story.when, self.idea.field)
        self.places = gather(self.idea, story, stage.population)
        self.parts: dict[int, Participation] = {}
        self.views: dict[tuple[str, str], View] = {}
        self.application: Application

    def tale(self) -> Tale:
        """Let everything happen, one deed after the other."""
        pace = self._pace()
        yield pace.at(0)
        self._start()
        for phase in (self._invite, self._plan, self._write, self._part, self._talk, self._sign, self._finish):
            yield from phase(pace)

    @property
    def lead(self) -> Person:
        """Who leads the application."""
        return self.places[0].writers[0]

    @property
    def call(self) -> CallDefinition:
        """The call as the round runs it."""
        return call_of_round(self.round)

    def writer(self, place: int, number: int = 0) -> Person:
        """Return somebody who writes for the organisation at a place."""
        writers = self.places[place].writers
        return writers[number % len(writers)]

    def _pace(self) -> Pace:
        counted_from = self.round.deadline if self.story.when.startswith("closed") else self.stage.today
        begin = counted_from - timedelta(days=self.story.from_days)
        return Pace(begin, counted_from - timedelta(days=self.story.to_days, minutes=20))

    def _start(self) -> None:
        choices = Choices(
            field=self.idea.field,
            type=self.idea.type,
            format=self.idea.format,
            start=self._first_day(),
            months=self.idea.months,
            acronym=self.idea.acronym,
            topics=", ".join(self.idea.topics),
            priorities=tuple(self.idea.priorities),
        )
        coordinator = self.places[0].organisation
        self.application = start_application(
            self.lead,
            self.round,
            coordinator,
            title=self.idea.title,
            choices=choices,
            reference=reference_for(f"{self.idea.title} {self.round.pk} {coordinator.name}"),
        )
        self.parts[0] = self.application.participations.select_related("organisation").get()

    def _first_day(self) -> date:
        """Return the first day that the call allows, or a day some months after the deadline where it sets none."""
        window = self.call.start_window_for(self.idea.field)
        return window.first if window else (self.round.deadline + timedelta(days=120)).date().replace(day=1)

    def _invite(self, pace: Pace) -> Tale:
        others = [number for number in self.places if number]
        link = self.stage.invitation_link
        for number, moment in zip(others, pace.through(0.02, 0.1, len(others)), strict=True):
            yield moment
            there = self.places[number]
            self.parts[number] = invite_organisation(
                self.lead, self.application, there.organisation, role=there.role, message=INVITING_WORDS, link=link
            )
        if self.story.letter:
            yield pace.at(0.11)
            invite_by_email(self.lead, self.application, self.story.letter, role="partner", link=link)
        answering = [number for number in others if number not in self.story.open]
        for number, moment in zip(answering, pace.through(0.12, 0.25, len(answering)), strict=True):
            yield moment
            self._answer_invitation(number, self.places[number])

    def _answer_invitation(self, number: int, there: Place) -> None:
        person = there.writers[0]
        invitation = Invitation.objects.get(participation=self.parts[number], email=person.email)
        if number in self.story.declined:
            decline_invitation(person, invitation)
            del self.parts[number]
        else:
            self.parts[number] = accept_invitation(person, invitation, there.organisation)

    def _plan(self, pace: Pace) -> Tale:
        planner = Planner(self.idea, self.parts)
        count = round(planner.size * self.story.planned)
        for moment, entry in zip(pace.through(0.26, 0.45, count), planner.entries(), strict=False):
            yield moment
            row = add_plan_row(self.writer(0, self.chance.randrange(2)), self.application, entry)
            if row.heading == OUTPUTS:
                planner.know_output(row.key)

    def _write(self, pace: Pace) -> Tale:
        author = Author(self.idea, self.call, self.parts)
        drafts = [(each, text) for each in self._asked() if (text := self._text(author, each))]
        later = [one for one in drafts if one[0].question.kind == "long-text" and self.chance.random() < REVISED]
        for (each, text), moment in zip(drafts, pace.through(0.46, 0.75, len(drafts)), strict=True):
            yield moment
            self._save(each, first_draft(text) if (each, text) in later else text)
        for (each, text), moment in zip(later, pace.through(0.75, 0.85, len(later)), strict=True):
            yield moment
            self._save(each, text)
        if self.story.conflict is not None:
            yield pace.at(0.86)
            self._quarrel(self.story.conflict)

    def _asked(self) -> list[AskedQuestion]:
        """Return the questions somebody types an answer to; the title has its answer from the start."""
        view = view_of(self.application)
        asked = asked_questions(view.rows.call, view.value, language=self.application.language)
        typed = [each for each in asked if each.question.kind not in _NOT_TYPED]
        return [each for each in typed if each.question.fills != "title" and not self._is_open(each.scope)]

    def _is_open(self, scope: str) -> bool:
        return any(part.key == scope for number, part in self.parts.items() if number in self.story.open)

    def _text(self, author: Author, each: AskedQuestion) -> str:
        if each.question.code in self.story.skipped or self.chance.random() >= self.story.written:
            return ""
        if each.question.code == self.story.overlong:
            return author.too_much(each.question)
        return author.answer(each.question, part=self._place(each.scope))

    def _place(self, scope: str) -> int | None:
        return next((number for number, part in self.parts.items() if part.key == scope), None) if scope else None

    def _save(self, each: AskedQuestion, text: str) -> None:
        place = self._place(each.scope)
        if place is None:
            place = self._partner() if self.chance.random() < PARTNERS_SHARE else 0
        self._send(self.writer(place, self.chance.randrange(2)), each.question.code, each.scope, text)

    def _partner(self) -> int:
        """Return the place of somebody who may write everywhere in the application."""
        able = [
            n for n, p in self.parts.items() if p.role != Participation.Role.ASSOCIATED and n not in self.story.open
        ]
        return self.chance.choice(able)

    def _send(self, person: Person, code: str, scope: str, text: str, *, seen: View | None = None) -> View:
        grew_from = seen or self.views.get((code, scope), NEW)
        save = Save(text=text, save_id=f"{self.stage.clock.moment:%d%H%M%S%f}", grew_from=grew_from)
        view = save_answer(person, self.application, code, scope=scope, save=save).view
        self.views[code, scope] = view
        return view

    def _quarrel(self, told: dict[str, str] | object) -> None:
        """Two people word the same sentence differently, neither having seen what the other wrote."""
        assert isinstance(told, dict)  # noqa: S101  # the type checker cannot see what the material holds
        code = told["question"]
        seen = self._send(self.lead, code, "", told["before"])
        self._send(self.writer(1), code, "", told["before"].replace(told["old"], told["first"]), seen=seen)
        self._send(self.writer(2), code, "", told["before"].replace(told["old"], told["second"]), seen=seen)

    def _part(self, pace: Pace) -> Tale:
        for number in self.story.left:
            yield pace.at(0.87)
            part = self.parts.pop(number)
            part.application = self.application
            part_with_organisation(self.writer(number), part)
        if len(agencies_open_to(self.application, country := self.places[0].organisation.country)) > 1:
            yield pace.at(0.88)
            agencies = agencies_open_to(self.application, country)
            choose_agency(self.lead, self.application, agencies[0].code, country=country)

    def _talk(self, pace: Pace) -> Tale:
        remarks = self.story.comments
        for remark, moment in zip(remarks, pace.through(0.89, 0.93, len(remarks)), strict=True):
            yield moment
            self._remark(remark)

    def _remark(self, told: Remark) -> None:
        due = self.stage.today.date() + timedelta(days=told.due_in) if told.due_in is not None else None
        asked = None if told.asked is None else self.writer(told.asked)
        scope = "" if told.part is None else self.parts[told.part].key
        place = Talk(question=told.question, scope=scope)
        comment = comment_on(self.writer(told.by), self.application, place, text=told.text, asked_of=asked, due=due)
        if told.done:
            finish_comment(asked or self.lead, comment)

    def _sign(self, pace: Pace) -> Tale:
        if not self.story.mandates:
            return
        partners = [number for number, part in self.parts.items() if part.role == Participation.Role.PARTNER]
        for number, moment in zip(partners, pace.through(0.93, 0.98, len(partners)), strict=True):
            yield moment
            part = self.parts[number]
            part.application = self.application
            seen = digests_for(view_of(self.application), part)
            give_mandate(self.writer(number), part, signatory=part.legal_representative, seen=seen)
        for number, moment in zip(self.story.signed_papers, pace.through(0.98, 0.99, 2), strict=False):
            yield moment
            self._send_scan(self.parts[number])
        if self.story.outdated is not None:
            yield pace.at(0.99)
            self._change_part(self.story.outdated)

    def _send_scan(self, part: Participation) -> None:
        """Hand in the printed mandate of a partner; a signature under it we leave to imagination."""
        paper = mandate_pdf(mandate_to_sign(view_of(self.application), part, now=self.stage.clock.now()))
        file = ContentFile(paper, name=f"mandate-{part.organisation.city.lower()}-signed.pdf")
        add_annex(self.lead, self.application, "mandate", file=file, participation=part)

    def _change_part(self, number: int) -> None:
        """Let an organisation go on with its own page after its mandate was given."""
        code, scope = "organisations.activities", self.parts[number].key
        before = self.application.answers.get(question=code, scope=scope).text
        self._send(self.writer(number), code, scope, before + ADDED_LATER)

    def _finish(self, pace: Pace) -> Tale:
        if self.story.until == "draft":
            return
        yield pace.at(1)
        self._submit()
        if self.story.until == "resubmitted":
            yield self.stage.clock.moment + timedelta(hours=3)
            self._change_part(0)
            self._submit()
        elif self.story.until == "withdrawn":
            yield self.stage.clock.moment + timedelta(hours=20)
            withdraw_application(self.lead, self.application, reason=WITHDRAWN_BECAUSE)

    def _submit(self) -> None:
        moment = self.stage.clock.now()
        submission = submit_application(
            self.lead,
            self.application,
            request_id=f"demo-{self.application.pk.hex}-{moment:%H%M%S%f}",
            declared_by=self.parts[0].legal_representative or self.lead.name,
            arrived_at=moment,
        )
        # The worker would write them at the first start only, months late by the world's own clock.
        write_receipt_letters(str(submission.pk))


_NOT_TYPED: Final = frozenset({"facts", "table"})
