"""Rows of a selection as the core's values: what is ranked, under which rules, with which money, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from consortia.core.assessment import points_of
from consortia.core.errors import NoValueError
from consortia.core.ranking import Assessed, Declined, Envelope, Event, Grown
from consortia.core.ranking.lowering import Lowered, proposed_grant
from consortia.core.ranking.package import Selected, digest_of
from consortia.core.values import Money, euros
from consortia.stages.applications.models import Submission
from consortia.stages.assessments.amounts import amounts_asked, requested_of
from consortia.stages.assessments.models import Assessment
from consortia.stages.assessments.snapshots import value_of
from consortia.stages.selection.models import Change, Lowering, Place, RankingList, Score, Selection
from consortia.stages.selection.queries import changes_of, consolidated_in, files_to_rank, final_files, places_in
from consortia.stages.selection.rules import Rules, envelope_for, rules_of_edition


def scores_now(selection: Selection, rules: Rules) -> tuple[Score, ...]:
    """Return what experts finally gave each application of the round, not stored yet; five queries."""
    agreed = consolidated_in(final_files(selection.agency, selection.round))
    by_submission = {each.file.submission_id: each for each in agreed}
    scores = []
    for file in files_to_rank(selection.agency, selection.round).order_by("reference"):
        if file.submission_id in by_submission:
            # The file knows its application already; the submission would ask for it again.
            file.submission.application = file.application
            scores.append(score_of(selection, rules, file.submission, by_submission[file.submission_id]))
    return tuple(scores)


def score_of(selection: Selection, rules: Rules, submission: Submission, agreed: Assessment) -> Score:
    """Return the score of an application from what experts agreed on, with the hash of everything in it."""
    value = value_of(agreed)
    points = points_of(value, rules.award)
    if points is None:
        message = f"the final assessment of {submission.number} has no points for a criterion of the call"
        raise NoValueError(message)
    application = submission.application
    score = Score(
        selection=selection,
        application=application,
        submission=submission,
        assessment=agreed,
        envelope=envelope_for(rules, application.field),
        requested=requested_of(submission).amount,
        points={code: str(number) for code, number in points.items()},
        comments={each.code: value.under(each.code).comment for each in rules.award.criteria},
    )
    score.sha256 = digest_of(content_of(score))
    return score


def content_of(score: Score) -> dict[str, object]:
    """Return everything in a score that its hash covers."""
    return {
        "application": score.application.reference,
        "submission": score.submission.sha256,
        "envelope": score.envelope,
        "requested": str(euros(score.requested)),
        "points": score.points,
        "comments": score.comments,
    }


def assessed_from(score: Score, proposed: Money | None) -> Assessed:
    """Return a score as the core ranks it."""
    return Assessed(
        application=score.application.reference,
        envelope=score.envelope,
        requested=euros(score.requested),
        points={code: Decimal(points) for code, points in score.points.items()},
        proposed=proposed,
    )


def proposed_for(score: Score, standing: Mapping[str, Lowering]) -> Money | None:
    """Return the grant that follows from what is proposed heading by heading; None where nothing is lowered."""
    asked = {each.code: each.amount for each in amounts_asked(score.submission)}
    lowered = [Lowered(heading=code, proposed=euros(each.proposed)) for code, each in standing.items()]
    return proposed_grant(euros(score.requested), asked, lowered) if lowered else None


def selected_from(
    selection: Selection,
    rules: Rules,
    assessed: Iterable[Assessed],
    *,
    amounts: Mapping[str, Money],
    events: Iterable[Change] = (),
) -> Selected:
    """Return everything a list is made from, as the core and its package take it."""
    return Selected(
        applications=tuple(assessed),
        envelopes=tuple(Envelope(code=code, amount=amount) for code, amount in sorted(amounts.items())),
        events=tuple(event for event in map(event_of, events) if event is not None),
        seed=selection.seed if rules.draws_lots else None,
        about=about(selection, rules),
    )


def about(selection: Selection, rules: Rules) -> dict[str, str]:
    """Return what was selected, in words that stay the same for every list of the selection."""
    return {
        "agency": selection.agency,
        "call": rules.call.code,
        "deadline": selection.round.deadline.isoformat(),
        "round": str(selection.round.number),
    }


def event_of(change: Change) -> Event | None:
    """Return what happened as the core knows it; an appeal changed points, which stand in the scores."""
    if change.kind == Change.Kind.DECLINED and change.application is not None:
        return Declined(application=change.application.reference)
    if change.kind == Change.Kind.GROWN and change.amount is not None:
        return Grown(envelope=change.envelope, by=euros(change.amount))
    return None


def selected_in(drawn: RankingList) -> Selected:
    """Return what a stored list was made from: its frozen scores and money, and what had happened by then."""
    selection = drawn.selection
    happened = [each for each in changes_of(selection) if each.list.number <= drawn.number]
    return selected_from(
        selection,
        rules_of_edition(drawn.edition_hash),
        (assessed_of_place(each) for each in places_in(drawn)),
        amounts=amounts_of(drawn),
        events=happened,
    )


def assessed_of_place(place: Place) -> Assessed:
    """Return what went into a place of a stored list."""
    lower = place.proposed < place.score.requested
    place.score.application = place.application
    return assessed_from(place.score, euros(place.proposed) if lower else None)


def amounts_of(drawn: RankingList) -> dict[str, Money]:
    """Return the money of each envelope as a list was drawn."""
    return {code: euros(amount) for code, amount in drawn.envelopes.items()}


def scores_in(drawn: RankingList) -> Mapping[UUID, Place]:
    """Return the places of a list by application, each with its score and what was handed in."""
    places = places_in(drawn).select_related("score__submission", "score__application", "application")
    return {each.application_id: each for each in places.defer("score__submission__snapshot")}


def points_in(rules: Rules, agreed: Assessment) -> list[dict[str, str]]:
    """Return what experts agreed on by criterion, with their comments, in the order of the call."""
    value = value_of(agreed)
    return [
        {"code": each.code, "points": value.under(each.code).points, "comment": value.under(each.code).comment}
        for each in rules.award.criteria
    ]
