"""The committee proposes the lists, a director decides, and the approved lists are published."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.core.lifecycle.selection import SelectionState, move_selection
from consortia.core.ranking.package import pack
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.queries import proposals_about
from consortia.stages.agencies.services import decide, propose, take_back
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import RankingList, Selection
from consortia.stages.selection.permissions import may_approve, may_propose, may_publish, sight_of
from consortia.stages.selection.queries import newest_list
from consortia.stages.selection.rules import rules_of_round
from consortia.stages.selection.services.drawing import held, money_of, scores_to_rank, selected_now
from consortia.stages.selection.services.hearing_experts import amounts_to_take
from consortia.stages.selection.tasks import tell_results

KIND = "selection.award"


class NoListError(Exception):
    """No list has been drawn yet."""


class OutdatedListError(Exception):
    """What the list was drawn from has changed since: it is drawn again before anybody decides on it."""


@transaction.atomic
def propose_list(person: Person, selection: Selection, *, reason: str) -> Proposal:
    """Put the lists before the director, in the committee's name; only a list that follows from what stands now."""
    selection = held(selection)
    if not may_propose(person, selection, sight_of(person, selection)):
        raise PermissionDenied
    after = move_selection(selection.state, "propose")
    drawn = _list_to_decide(selection)
    facts = {"round": selection.round_id, "list": drawn.number, "fingerprint": drawn.fingerprint}
    proposal = propose(person, KIND, str(selection.pk), agency=selection.agency, reason=reason, facts=facts)
    _become(selection, after)
    return proposal


@transaction.atomic
def take_list_back(person: Person, selection: Selection) -> None:
    """Take one's proposal back before it is decided: the committee looks again."""
    selection = held(selection)
    after = move_selection(selection.state, "take-back")
    take_back(person, _open_proposal(selection))
    _become(selection, after)


@transaction.atomic
def decide_list(person: Person, selection: Selection, *, approve: bool, words: str = "") -> Proposal:
    """Approve the proposed lists, or give them back with a reason; never by whoever had a part in the proposal."""
    selection = held(selection)
    proposal = _open_proposal(selection)
    if not may_approve(person, selection, sight_of(person, selection), proposal):
        raise PermissionDenied
    after = move_selection(selection.state, "approve" if approve else "refuse")
    if approve and _list_to_decide(selection).fingerprint != proposal.facts["fingerprint"]:
        raise OutdatedListError
    proposal = decide(person, proposal, approve=approve, words=words)
    _become(selection, after)
    return proposal


@transaction.atomic
def publish_list(person: Person, selection: Selection) -> None:
    """Publish the approved lists: applicants see their results from now on, and letters go out."""
    selection = held(selection)
    if not may_publish(sight_of(person, selection)):
        raise PermissionDenied
    selection.state = move_selection(selection.state, "publish")
    selection.published_at, selection.published_by = timezone.now(), person
    selection.save(update_fields=["state", "published_at", "published_by"])
    drawn = newest_list(selection)
    if drawn is None:
        raise NoListError
    record("publish-list", drawn, by=person, facts={"number": drawn.number, "fingerprint": drawn.fingerprint})
    tell_results.enqueue(drawn.pk)


def proposal_of(selection: Selection) -> Proposal | None:
    """Return what the committee proposed last and was not taken back."""
    return proposals_about(KIND, str(selection.pk)).exclude(outcome=Proposal.Outcome.TAKEN_BACK).first()


def is_outdated(selection: Selection, drawn: RankingList) -> bool:
    """Whether the list no longer follows from what stands now; it is computed anew to know."""
    if amounts_to_take(selection):
        return True
    amounts = money_of(selection)
    selected = selected_now(selection, scores_to_rank(selection, amounts), amounts=amounts)
    return str(pack(rules_of_round(selection.round).call, selected)["fingerprint"]) != drawn.fingerprint


def _list_to_decide(selection: Selection) -> RankingList:
    drawn = newest_list(selection)
    if drawn is None:
        raise NoListError
    if is_outdated(selection, drawn):
        raise OutdatedListError
    return drawn


def _open_proposal(selection: Selection) -> Proposal:
    found = proposals_about(KIND, str(selection.pk)).filter(outcome=Proposal.Outcome.OPEN).first()
    if found is None:
        raise PermissionDenied
    return found


def _become(selection: Selection, state: SelectionState) -> None:
    selection.state = state
    selection.save(update_fields=["state"])
