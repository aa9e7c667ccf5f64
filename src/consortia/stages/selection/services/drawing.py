"""Drawing the ranking lists of a round from what experts finally gave."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.core.lifecycle.selection import move_selection
from consortia.core.ranking import Assessed, Ranked, rank_applications
from consortia.core.ranking.package import Selected, pack
from consortia.core.values import ZERO, Message, Money, euros
from consortia.rulebook.wording import say
from consortia.stages.calls.models import Round
from consortia.stages.calls.queries import envelopes_of
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Change, Place, RankingList, Score, Selection
from consortia.stages.selection.permissions import may_prepare
from consortia.stages.selection.queries import Missing, changes_of, lowerings_standing, missing_in, newest_list
from consortia.stages.selection.rules import Rules, envelope_for, rules_of_round
from consortia.stages.selection.services.hearing_experts import take_amounts
from consortia.stages.selection.snapshots import assessed_from, proposed_for, scores_now, selected_from

# So many rows of a list are stored at a time.
BATCH = 400


class NotFinalError(Exception):
    """Something that the lists wait for is not settled yet."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(f"{each.reference or each.field}: {each.what}" for each in missing))
        self.missing = tuple(missing)


@transaction.atomic
def begin_selection(person: Person, agency: str, round_: Round) -> Selection:
    """Begin the selection of a round; whoever begins it twice finds the same one."""
    if not may_prepare(person, agency):
        raise PermissionDenied
    seed = secrets.token_hex(16) if rules_of_round(round_).draws_lots else ""
    selection, made = Selection.objects.get_or_create(
        agency=agency, round=round_, defaults={"begun_by": person, "seed": seed}
    )
    if made:
        record("begin-selection", selection, by=person, facts={"agency": agency, "round": round_.pk, "seed": seed})
    return selection


@transaction.atomic
def draw_list(person: Person, selection: Selection, *, reason: str = "") -> RankingList:
    """Draw the lists from what is final now; where nothing has changed since, the same version stands."""
    selection = held(selection)
    if not may_prepare(person, selection.agency):
        raise PermissionDenied
    move_selection(selection.state, "draw")
    amounts = money_of(selection)
    scores = scores_to_rank(selection, amounts)
    take_amounts(selection)
    return keep_list(person, selection, scores, amounts=amounts, reason=reason)


def money_of(selection: Selection) -> dict[str, Money]:
    """Return the money that the agency has in each envelope now."""
    rules = rules_of_round(selection.round)
    found: dict[str, Money] = {}
    for each in envelopes_of(selection.agency, selection.round):
        code = envelope_for(rules, each.field)
        found[code] = found.get(code, ZERO) + euros(each.amount)
    return found


def scores_to_rank(selection: Selection, amounts: Mapping[str, Money]) -> tuple[Score, ...]:
    """Return what every application of the round was finally given; NotFinalError where something is not settled."""
    missing = missing_in(selection.agency, selection.round, now=timezone.now())
    if missing:
        raise NotFinalError(missing)
    scores = scores_now(selection, rules_of_round(selection.round))
    lacking = sorted({each.envelope for each in scores} - amounts.keys())
    if lacking:
        raise NotFinalError([Missing(what="envelope", field=code) for code in lacking])
    return scores


def held(selection: Selection) -> Selection:
    """Return the selection, locked until the caller's transaction ends."""
    return Selection.objects.select_for_update(of=("self",)).select_related("round__edition").get(pk=selection.pk)


def selected_now(
    selection: Selection, scores: Iterable[Score], *, amounts: Mapping[str, Money], changes: Iterable[Change] = ()
) -> Selected:
    """Return everything a list would be made from now: scores, what is proposed below the requested, money, events."""
    standing = lowerings_standing(selection)
    return selected_from(
        selection,
        rules_of_round(selection.round),
        (assessed_from(each, proposed_for(each, standing.get(each.application_id, {}))) for each in scores),
        amounts=amounts,
        events=changes,
    )


def ranked_now(
    selection: Selection, scores: Iterable[Score], *, amounts: Mapping[str, Money], changes: Sequence[Change]
) -> tuple[Ranked, ...]:
    """Return the lists that would follow from these scores after all that happened and these changes."""
    happened = [*changes_of(selection), *changes]
    selected = selected_now(selection, scores, amounts=amounts, changes=happened)
    return ranked_from(rules_of_round(selection.round), selected)


def ranked_from(rules: Rules, selected: Selected) -> tuple[Ranked, ...]:
    """Return the lists that follow from a selection under the rules of its call."""
    return rank_applications(
        rules.award,
        rules.ranking,
        selected.applications,
        envelopes=selected.envelopes,
        events=selected.events,
        seed=selected.seed,
    )


def keep_list(
    person: Person,
    selection: Selection,
    scores: Sequence[Score],
    *,
    amounts: Mapping[str, Money],
    reason: str = "",
    changes: Sequence[Change] = (),
) -> RankingList:
    """Store a version of the lists with everything that made it; the same again is not stored a second time."""
    rules = rules_of_round(selection.round)
    happened = [*changes_of(selection), *changes]
    selected = selected_now(selection, scores, amounts=amounts, changes=happened)
    package = pack(rules.call, selected)
    before = newest_list(selection)
    fingerprint = str(package["fingerprint"])
    if before is not None and before.fingerprint == fingerprint and not changes:
        return before
    drawn = RankingList.objects.create(
        selection=selection,
        number=before.number + 1 if before else 1,
        edition_hash=rules.call.edition_hash,
        envelopes={code: str(amount) for code, amount in sorted(amounts.items())},
        fingerprint=fingerprint,
        reason=reason.strip(),
        drawn_by=person,
    )
    _keep_places(drawn, rules, kept_scores(selection, scores), selected=selected, package=package)
    for change in changes:
        change.list = drawn
        change.save()
    record("draw-list", drawn, by=person, facts={"number": drawn.number, "fingerprint": fingerprint})
    return drawn


def kept_scores(selection: Selection, scores: Iterable[Score]) -> dict[str, Score]:
    """Return the scores as they are stored, by application; what is frozen already is not frozen again."""
    wanted = list(scores)
    known = {(each.application_id, each.sha256): each for each in Score.objects.filter(selection=selection)}
    fresh = [each for each in wanted if (each.application_id, each.sha256) not in known]
    Score.objects.bulk_create(fresh, batch_size=BATCH)
    kept = known | {(each.application_id, each.sha256): each for each in fresh}
    return {each.application.reference: kept[each.application_id, each.sha256] for each in wanted}


def _with_title(reason: Message, titles: Mapping[str, str]) -> Message:
    """Return a reason in which the envelope has the name of its field: applicants read it, to whom codes say little."""
    code = str(reason.parameters["envelope"])
    return replace(reason, parameters={**reason.parameters, "envelope": titles.get(code, code)})


def _keep_places(
    drawn: RankingList,
    rules: Rules,
    scores: Mapping[str, Score],
    *,
    selected: Selected,
    package: Mapping[str, object],
) -> None:
    titles = {each.code: each.title for each in rules.call.fields}
    hashes = package["sha256"]["scores"]  # type: ignore[index]  # the package was made just now
    by_application: dict[str, Assessed] = {each.application: each for each in selected.applications}
    Place.objects.bulk_create(
        (
            Place(
                list=drawn,
                score=scores[each.application],
                application_id=scores[each.application].application_id,
                envelope=each.envelope,
                position=each.position,
                total=each.total,
                proposed=by_application[each.application].grant.amount,
                outcome=each.outcome,
                grant=each.grant.amount,
                reason=say(_with_title(each.reason, titles)),
                sha256=hashes[each.application],
            )
            for each in ranked_from(rules, selected)
        ),
        batch_size=BATCH,
    )
