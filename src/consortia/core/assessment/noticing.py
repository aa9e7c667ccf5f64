"""What is noticed while an assessment is written: what still keeps it from being finished, and what looks odd.

A finding that fails keeps the assessment open; a warning is shown and the expert decides. Every number comes from the
call: the range and bands from the criteria, the rest from its rules for comments.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consortia.core.application import count_characters
from consortia.core.assessment.likeness import Passage, likeness, words_of
from consortia.core.assessment.thresholds import falls_short
from consortia.core.assessment.values import Assessment, Judgement, band_at, band_named
from consortia.core.call.award import Award, CommentRules, Criterion
from consortia.core.values import Finding, FindingStatus, Parameter, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A comment that the same expert wrote on another application, by what that application is called."""

    application: str
    criterion: str
    comment: str


def notice(
    award: Award, rules: CommentRules | None, assessment: Assessment, *, elsewhere: Sequence[Elsewhere] = ()
) -> tuple[Finding, ...]:
    """Look at an assessment as it stands, in the order of the criteria; no findings means that it can be finished."""
    found: list[Finding] = []
    for criterion in award.criteria:
        judgement = assessment.under(criterion.code)
        found += _points(criterion, judgement)
        found += _band(criterion, judgement)
        if rules is None:
            found += _no_comment(criterion, judgement)
        else:
            found += _comment(criterion, judgement, rules)
            found += _praise(award, criterion, judgement, rules)
            found += _pasted(criterion, judgement, rules, elsewhere)
    return tuple(found)


def keeps_open(findings: Sequence[Finding]) -> bool:
    """Whether something still keeps the assessment from being finished."""
    return any(each.status == "fail" for each in findings)


def _points(criterion: Criterion, judgement: Judgement) -> Iterator[Finding]:
    if not judgement.points.strip():
        yield _finding(criterion, "points", "fail", "points-missing", most=criterion.maximum)
    elif judgement.number is None:
        typed = " ".join(judgement.points.split())
        yield _finding(criterion, "points", "fail", "points-not-whole", found=typed, most=criterion.maximum)
    elif judgement.number > criterion.maximum:
        yield _finding(
            criterion, "points", "fail", "points-out-of-range", found=judgement.number, most=criterion.maximum
        )


def _band(criterion: Criterion, judgement: Judgement) -> Iterator[Finding]:
    """Points outside the band that the expert named."""
    band = band_named(criterion, judgement.band)
    number = judgement.number
    if band is None or number is None or number > criterion.maximum or band.from_ <= number <= band.to:
        return
    at = band_at(criterion, number)
    yield _finding(
        criterion,
        "points",
        "warning",
        "points-outside-band",
        named=band.name,
        least=band.from_,
        most=band.to,
        found=number,
        band=at.name if at else "",
    )


def _no_comment(criterion: Criterion, judgement: Judgement) -> Iterator[Finding]:
    if not judgement.comment.strip():
        yield _finding(criterion, "comment", "fail", "comment-missing")


def _comment(criterion: Criterion, judgement: Judgement, rules: CommentRules) -> Iterator[Finding]:
    length = count_characters(judgement.comment.strip())
    if not length:
        yield _finding(criterion, "comment", "fail", "comment-missing", rules=rules)
    elif length < rules.minimum_characters:
        facts: dict[str, Parameter] = {"found": length, "least": rules.minimum_characters}
        yield _finding(
            criterion,
            "comment",
            "fail",
            "comment-short",
            rules=rules,
            **facts,
            missing=rules.minimum_characters - length,
        )


def _praise(award: Award, criterion: Criterion, judgement: Judgement, rules: CommentRules) -> Iterator[Finding]:
    """Very good words beside points below the threshold of the criterion."""
    if judgement.number is None or not falls_short(award, criterion, judgement.number):
        return
    if words := praise_in(judgement.comment, rules):
        facts: dict[str, Parameter] = {"words": words, "found": judgement.number, "least": criterion.threshold}
        yield _finding(criterion, "comment", "warning", "praise-beside-low-points", rules=rules, **facts)


def praise_in(comment: str, rules: CommentRules) -> tuple[str, ...]:
    """The very good words of a comment, without those that a word such as "not" just before takes back."""
    words = list(words_of(comment))
    taken_back = [each.casefold().split() for each in rules.negations]
    found = []
    for praise in rules.praise:
        sought = praise.casefold().split()
        places = [at for at in range(len(words)) if words[at : at + len(sought)] == sought]
        if any(not _follows(words[max(0, at - rules.negation_reach) : at], taken_back) for at in places):
            found.append(praise)
    return tuple(found)


def _follows(before: Sequence[str], negations: Sequence[Sequence[str]]) -> bool:
    return any(
        list(before[at : at + len(negation)]) == list(negation) for negation in negations for at in range(len(before))
    )


def _pasted(
    criterion: Criterion, judgement: Judgement, rules: CommentRules, elsewhere: Sequence[Elsewhere]
) -> Iterator[Finding]:
    """Comments of the same expert that stand beside another application too, word for word or nearly so."""
    here = Passage.of(judgement.comment, rules.sequence_words)
    for other in elsewhere:
        if other.criterion != criterion.code or not here.words:
            continue
        there = Passage.of(other.comment, rules.sequence_words)
        if here.words == there.words:
            yield _finding(
                criterion, "comment", "warning", "comment-pasted", rules=rules, application=other.application
            )
        elif (share := likeness(here, there)) >= rules.near_identical_share:
            percent = int(share * 100)
            facts: Mapping[str, Parameter] = {"application": other.application, "share": percent}
            yield _finding(criterion, "comment", "warning", "comment-nearly-pasted", rules=rules, **facts)


def _finding(
    criterion: Criterion,
    part: str,
    status: FindingStatus,
    code: str,
    *,
    rules: CommentRules | None = None,
    **facts: Parameter,
) -> Finding:
    return Finding(
        rule=f"assessment.{code}",
        status=status,
        message=message(f"assessment.{code}", criterion=criterion.title, **facts),
        where=(f"{criterion.code}.{part}",),
        source=rules.source if rules else criterion.source,
    )
