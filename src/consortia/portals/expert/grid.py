"""The grid of an assessment as its pages show it: criteria with questions, bands, points, comments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from consortia.core.application import count_characters, read_application
from consortia.core.assessment import Judgement, band_code, examine_thresholds, points_of
from consortia.core.call.award import Criterion, CriterionQuestion
from consortia.core.eligibility.completeness import applies
from consortia.rulebook.wording import say
from consortia.stages.applications.models import Submission
from consortia.stages.assessments.models import Assessment, Entry
from consortia.stages.assessments.snapshots import Opened, Rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from consortia.core.assessment import Assessment as AssessmentValue
    from consortia.core.values import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One entry as a form field: its name, what stands in it, and where the script sends it."""

    name: str
    text: str
    version: int
    address: str
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named band to choose."""

    code: str
    name: str
    least: int
    most: int
    meaning: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One criterion of the grid."""

    criterion: Criterion
    questions: tuple[CriterionQuestion, ...]
    bands: tuple[Band, ...]
    points: Field
    band: Field
    comment: Field
    used: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of the points that are there, and whether the thresholds are reached once all are."""

    points: int
    most: int
    needed: int
    complete: bool
    passes: bool
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A finding in words, with the anchor of the field it speaks of."""

    status: str
    text: str
    href: str
    source: str


def shown_criteria(
    what: Opened,
    row: Assessment | None,
    *,
    page: str,
    reference: str,
    kept: Mapping[str, tuple[str, str]] | None = None,
) -> list[Shown]:
    """Return the criteria with what stands under each; `kept` are texts that could not be stored, and why."""
    entries = {(each.criterion, each.part): each for each in (row.entries.all() if row else ())}
    questions = questions_of(what.submission, what.rules)
    comments = what.rules.selection.comments
    shown = []
    for criterion in what.rules.award.criteria:
        fields = {
            part: _field(
                criterion.code,
                part,
                entries.get((criterion.code, part)),
                page=page,
                reference=reference,
                kept=kept or {},
            )
            for part in ("points", "band", "comment")
        }
        shown.append(
            Shown(
                criterion=criterion,
                questions=questions[criterion.code],
                bands=_bands(criterion, fields["band"].text),
                used=count_characters(fields["comment"].text.strip()),
                least=comments.minimum_characters if comments else 0,
                **fields,
            )
        )
    return shown


def questions_of(submission: Submission, rules: Rules) -> dict[str, tuple[CriterionQuestion, ...]]:
    """Return the questions of each criterion that fit what this application has chosen and planned."""
    frozen = Submission.objects.values_list("snapshot", flat=True).get(pk=submission.pk)
    application = read_application(json.loads(frozen)["document"], rules.call)
    return {
        criterion.code: tuple(each for each in criterion.questions if applies(each.when, application))
        for criterion in rules.award.criteria
    }


def total_shown(what: Opened, written: AssessmentValue) -> Total:
    """Return the sum so far; thresholds are compared once every criterion has its points."""
    award = what.rules.award
    numbers = [written.under(each.code).number for each in award.criteria]
    points = points_of(written, award)
    standing = examine_thresholds(award, points) if points else None
    titles = {each.code: each.title for each in award.criteria}
    return Total(
        points=sum(number for number in numbers if number is not None),
        most=award.maximum_total,
        needed=award.threshold_total,
        complete=standing is not None,
        passes=bool(standing and standing.passes),
        below=tuple(titles[code] for code in standing.below) if standing else (),
    )


def noticed(what: Opened, findings: Sequence[Finding]) -> list[Noticed]:
    """Return findings as a list in words, each leading to its field."""
    titles = {each.code: each.title for each in what.rules.call.documents}
    return [
        Noticed(
            status=each.status,
            text=say(each.message),
            href=f"#{field_id(each.where[0])}",
            source=f"{titles.get(each.source.document, each.source.document)}: {each.source.section}",
        )
        for each in findings
    ]


def field_id(name: str) -> str:
    """Return the id of a field in the page, from its name such as `C1.points`."""
    return f"field-{name.replace('.', '-')}"


def saved_at(row: Assessment | None) -> datetime | None:
    """Return when anything was saved last."""
    return max((each.changed_at for each in row.entries.all()), default=None) if row else None


def versions(row: Assessment | None) -> dict[str, int]:
    """Return which version of each entry stands, by its name."""
    return {f"{each.criterion}.{each.part}": each.version for each in (row.entries.all() if row else ())}


def grant_of(submission: Submission) -> Decimal:
    """Return the grant that was asked for."""
    return Decimal(submission.budget["grant"])


def is_empty(judgement: Judgement) -> bool:
    """Whether nothing was typed under a criterion."""
    return not (judgement.points.strip() or judgement.band or judgement.comment.strip())


def _field(
    criterion: str, part: str, entry: Entry | None, *, page: str, reference: str, kept: Mapping[str, tuple[str, str]]
) -> Field:
    name = f"{criterion}.{part}"
    text, error = kept.get(name, (entry.text if entry else "", ""))
    address = reverse(f"expert:{page}", kwargs={"reference": reference, "place": name})
    return Field(name=name, text=text, version=entry.version if entry else 0, address=address, error=error)


def _bands(criterion: Criterion, chosen: str) -> tuple[Band, ...]:
    return tuple(
        Band(
            code=band_code(each),
            name=each.name,
            least=each.from_,
            most=each.to,
            meaning=each.meaning,
            chosen=band_code(each) == chosen,
        )
        for each in criterion.bands
    )
