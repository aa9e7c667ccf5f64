"""What is read about pairs of applications that share text, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from consortia.stages.applications.models import Submission
from consortia.stages.people.models import Person
from consortia.stages.screening.models import CopyLook, CopyPair, File, Prints
from consortia.stages.screening.queries import kept_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """How many pairs a file has, and how far they were looked at; `compared_at` is None until it was compared."""

    number: int
    to_look_at: int
    concerns: int
    beyond: int
    compared_at: datetime | None


def copies_for(file: File, reader: Person) -> QuerySet[CopyPair]:
    """Return the pairs of the version that counts, those that share most first; both sides count now.

    A pair whose other side the reader keeps away from is not there: it would tell of that application.
    """
    current, away = Submission.State.CURRENT, kept_from(reader, file.agency)
    own = Q(one=file.submission_id) | Q(other=file.submission_id)
    counts = Q(one__state=current) & (Q(other=None) | Q(other__state=current))
    known = Q(one__application__in=away) | Q(other__isnull=False, other__application__in=away)
    return CopyPair.objects.filter(own, counts).exclude(known).order_by("-words", "id")


def with_both_sides(pairs: QuerySet[CopyPair], agency: str) -> QuerySet[CopyPair]:
    """Return pairs with what a page names of both sides, and with what the agency said of them; without any text.

    Those with another agency's application come last: a place among the others would tell how many words are shared.
    """
    looks = CopyLook.objects.filter(agency=agency).select_related("by").order_by("id")
    texts = [f"{side}__{name}" for side in ("one", "other") for name in ("snapshot", "findings", "budget")]
    found = pairs.select_related("one__application__round", "other__application__round", "past").defer(*texts)
    ours = Q(one__application__agency=agency) & (Q(other=None) | Q(other__application__agency=agency))
    found = found.annotate(words_to_see=Case(When(ours, then=F("words")), default=0)).order_by("-words_to_see", "id")
    return found.prefetch_related(Prefetch("looks", queryset=looks, to_attr="looks_here"))


def count_copies(file: File, reader: Person) -> Copies:
    """Count the pairs of a file for its page; two queries beside those about the reader."""
    latest = CopyLook.objects.filter(pair=OuterRef("pk"), agency=file.agency).order_by("-id").values("concern")[:1]
    said = list(copies_for(file, reader).annotate(said=Subquery(latest)).values_list("said", flat=True))
    prints = Prints.objects.filter(file=file, submission=file.submission_id).only("compared_at", "beyond").first()
    return Copies(
        number=len(said),
        to_look_at=said.count(None),
        concerns=said.count(True),  # the value that is counted
        beyond=prints.beyond if prints else 0,
        compared_at=prints.compared_at if prints else None,
    )
