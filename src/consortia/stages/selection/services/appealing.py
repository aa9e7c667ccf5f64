"""Appeals: sent with reasons, received, assessed anew by other experts, decided in four eyes, answered by a letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consortia.core.lifecycle.selection import move_appeal, move_selection
from consortia.core.values import ZERO, Money, euros
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import NoReasonError, decide, propose
from consortia.stages.applications.models import Application
from consortia.stages.assessments.models import Assessment, AssessmentFile
from consortia.stages.experts.models import Assignment, Engagement
from consortia.stages.experts.services.assigning import NotAssignableError, assign
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person
from consortia.stages.selection.letters import appeal_received_words, appeal_until
from consortia.stages.selection.models import Appeal, Change, Place, RankingList, Score, Selection
from consortia.stages.selection.permissions import may_appeal, may_handle_appeal, may_settle_appeal, sight_of
from consortia.stages.selection.queries import newest_list, place_of, places_in
from consortia.stages.selection.rules import rules_of_round
from consortia.stages.selection.services.cascading import hold_money, move_on
from consortia.stages.selection.services.drawing import held, ranked_now
from consortia.stages.selection.snapshots import amounts_of, score_of, scores_in
from consortia.stages.selection.tasks import tell_appeal

KIND = "selection.appeal"


class NoAppealError(Exception):
    """There is nothing to appeal against: no published result, no rule of appeal, or an appeal already."""


class NotAssessedAnewError(Exception):
    """The new assessment is not final, so its points cannot count."""


class TakesAwardAwayError(Exception):
    """The new points would take a published award from somebody else; `lacking` is what the envelope is short of."""

    def __init__(self, lacking: Money, losing: int) -> None:
        super().__init__(str(lacking))
        self.lacking = lacking
        self.losing = losing


@transaction.atomic
def send_appeal(
    person: Person, selection: Selection, application: Application, *, reasons: str, arrived_at: datetime
) -> Appeal:
    """Ask for the result to be looked at again; what comes after the term is kept too, and marked as late."""
    selection = held(selection)
    if not may_appeal(person, application):
        raise PermissionDenied
    due = appeal_until(rules_of_round(selection.round), selection)
    drawn = newest_list(selection)
    if due is None or drawn is None or place_of(drawn, application) is None:
        raise NoAppealError
    if Appeal.objects.filter(application=application).exists():
        raise NoAppealError
    if not reasons.strip():
        raise NoReasonError(_("Write your reasons: the agency looks at what you say here."))
    appeal = Appeal.objects.create(
        selection=selection,
        application=application,
        reasons=reasons.strip(),
        sent_by=person,
        sent_at=arrived_at,
        due_at=due,
    )
    record("appeal", appeal, by=person, facts={"application": application.reference, "late": appeal.late})
    return appeal


@transaction.atomic
def receive_appeal(person: Person, appeal: Appeal, *, now: datetime) -> Appeal:
    """Take an appeal in: the applicant gets an acknowledgement."""
    appeal = _to_handle(person, appeal)
    appeal.state = move_appeal(appeal.state, "receive")
    appeal.received_by, appeal.received_at = person, now
    appeal.save(update_fields=["state", "received_by", "received_at"])
    record("receive-appeal", appeal, by=person)
    words = appeal_received_words(appeal)
    write_letter(
        "appeal-received",
        appeal.sent_by.email,
        subject=words.subject,
        body=words.body,
        about=str(appeal.application_id),
        once_key=f"appeal-received:{appeal.pk}",
    )
    return appeal


@transaction.atomic
def assess_anew(person: Person, appeal: Appeal, engagements: Sequence[Engagement]) -> list[Assignment]:
    """Give the application to experts who have never had it before; they are told nothing of the first assessment."""
    appeal = _to_handle(person, appeal)
    after = move_appeal(appeal.state, "assess-anew")
    appeal_rules = rules_of_round(appeal.selection.round).selection.appeal
    needed = appeal_rules.experts if appeal_rules else 0
    if len(engagements) != needed:
        raise ValueError(needed)
    had = set(Assignment.objects.filter(application=appeal.application).values_list("engagement__expert", flat=True))
    if any(each.expert_id in had for each in engagements):
        raise NotAssignableError("assessed-before")
    role = Assignment.Role.APPEAL
    given = [
        assign(person, each, appeal.application, role=role, leads=number == 0, reason=_("after an appeal"))
        for number, each in enumerate(engagements)
    ]
    _become(appeal, after)
    record("assess-anew", appeal, by=person, facts={"assignments": [each.pk for each in given]})
    return given


@transaction.atomic
def propose_outcome(person: Person, appeal: Appeal, *, outcome: str, words: str, growth: Money = ZERO) -> Proposal:
    """Put what should come of an appeal before a second person, with the words that the applicant will read.

    `growth` is more money for the envelope, where the new points would else take an award from somebody.
    """
    appeal = _to_handle(person, appeal)
    after = move_appeal(appeal.state, "propose")
    if outcome == Appeal.Outcome.CHANGED:
        _drawn_anew(person, appeal, growth, dry=True)
    about = {"round": appeal.selection.round_id, "reference": appeal.application.reference}
    facts = {**about, "outcome": Appeal.Outcome(outcome).value, "growth": str(growth)}
    proposal = propose(person, KIND, str(appeal.pk), agency=appeal.selection.agency, reason=words, facts=facts)
    appeal.proposal, appeal.state = proposal, after
    appeal.save(update_fields=["proposal", "state"])
    return proposal


@transaction.atomic
def settle_appeal(person: Person, appeal: Appeal, *, approve: bool, words: str = "") -> Appeal:
    """Decide on what is proposed; points that change bring a new version of the lists, with the earlier ones kept."""
    selection = held(appeal.selection)
    appeal = _held_appeal(appeal)
    if not may_settle_appeal(person, sight_of(person, selection), appeal) or appeal.proposal is None:
        raise PermissionDenied
    after = move_appeal(appeal.state, "decide" if approve else "send-back")
    proposal = decide(person, appeal.proposal, approve=approve, words=words)
    if not approve:
        appeal.state, appeal.proposal = after, None
        appeal.save(update_fields=["state", "proposal"])
        return appeal
    if proposal.facts["outcome"] == Appeal.Outcome.CHANGED:
        _drawn_anew(person, appeal, euros(str(proposal.facts["growth"])))
    appeal.state, appeal.outcome = after, str(proposal.facts["outcome"])
    appeal.words, appeal.decided_at = proposal.reason, proposal.decided_at
    appeal.save(update_fields=["state", "outcome", "words", "decided_at"])
    record("settle-appeal", appeal, by=person, facts={"outcome": appeal.outcome})
    tell_appeal.enqueue(appeal.pk)
    return appeal


def assessed_anew(appeal: Appeal) -> Assessment | None:
    """Return what other experts agreed on after an appeal; None while they have not all signed."""
    found = Assessment.objects.filter(
        file__submission__application=appeal.application,
        file__appeal=True,
        file__state=AssessmentFile.State.FINAL,
        assignment__isnull=True,
    )
    return found.select_related("file__submission__application").prefetch_related("entries").first()


def _drawn_anew(person: Person, appeal: Appeal, growth: Money, *, dry: bool = False) -> None:
    """Draw the lists with the new points; refused where they take an award from somebody that was published."""
    selection = appeal.selection
    drawn, agreed = newest_list(selection), assessed_anew(appeal)
    move_selection(selection.state, "settle-appeal")
    if agreed is None or drawn is None:
        raise NotAssessedAnewError
    score = score_of(selection, rules_of_round(selection.round), agreed.file.submission, agreed)
    reason = _("after the appeal of %(reference)s") % {"reference": appeal.application.reference}
    kinds = {"selection": selection, "envelope": score.envelope, "reason": reason, "by": person}
    changes = [Change(kind=Change.Kind.APPEAL, application=appeal.application, **kinds)]
    if growth:
        changes.append(Change(kind=Change.Kind.GROWN, amount=growth.amount, **kinds))
    _refuse_to_take_away(selection, drawn, score, changes)
    if dry:
        return
    if growth:
        hold_money(person, selection, drawn, score.envelope, by=growth, reason=reason)
    move_on(person, selection, drawn, changes, scores=[score])


def _refuse_to_take_away(selection: Selection, drawn: RankingList, score: Score, changes: Sequence[Change]) -> None:
    standing = {key: place.score for key, place in scores_in(drawn).items()} | {score.application_id: score}
    after = {
        each.application: each
        for each in ranked_now(selection, list(standing.values()), amounts=amounts_of(drawn), changes=changes)
    }
    losing = [
        each
        for each in places_in(drawn).filter(outcome=Place.Outcome.AWARDED)
        if each.application_id != score.application_id and after[each.application.reference].outcome != "awarded"
    ]
    if losing:
        lacking = sum((each.money for each in losing), start=ZERO)
        raise TakesAwardAwayError(lacking, len(losing))


def _to_handle(person: Person, appeal: Appeal) -> Appeal:
    appeal = _held_appeal(appeal)
    if not may_handle_appeal(sight_of(person, appeal.selection), appeal):
        raise PermissionDenied
    return appeal


def _held_appeal(appeal: Appeal) -> Appeal:
    found = Appeal.objects.select_for_update(of=("self",))
    return found.select_related("selection__round__edition", "application__round", "sent_by", "proposal").get(
        pk=appeal.pk
    )


def _become(appeal: Appeal, state: str) -> None:
    appeal.state = state
    appeal.save(update_fields=["state"])
