"""The declaration of confidentiality and of no conflict of interest: its words are frozen with the time."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consortia.documents.proof import canonical_json, digest_of
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Declaration, Engagement
from consortia.stages.experts.permissions import is_engaged
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


class OtherWordsError(Exception):
    """The words have changed since the page was shown; they must be read again."""


class NotAcceptedError(Exception):
    """Only an expert who has accepted declares."""


def declaration_words(round_: Round) -> list[dict[str, str]]:
    """Return what is declared: the call's own words on conflicts and independence, and what confidentiality means."""
    call = call_of_round(round_)
    words = [
        {
            "code": "confidentiality",
            "text": _(
                "I keep everything that I read in applications and assessments to myself, use it for nothing else,"
                " give no copy to anybody and destroy mine when the round is over. I contact no applicant."
            ),
            "source": "",
        }
    ]
    if call.selection is not None:
        rules = call.selection.experts
        source = f"{rules.source.document}: {rules.source.section}"
        words.append({"code": "conflict-of-interest", "text": rules.conflict_of_interest, "source": source})
        words.append({"code": "independence", "text": rules.independence, "source": source})
    return words


def declaration_digest(round_: Round) -> str:
    """Return the digest that the page sends back, so that nobody declares words they did not see."""
    return digest_of(canonical_json(declaration_words(round_)))


@transaction.atomic
def declare(person: Person, engagement: Engagement, *, name: str, seen: str) -> Declaration:
    """Declare the words whose digest is `seen`; given once for an engagement, and never changed."""
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if not is_engaged(person, engagement):
        raise PermissionDenied
    if engagement.state != Engagement.State.ACCEPTED:
        raise NotAcceptedError
    if seen != declaration_digest(engagement.round):
        raise OtherWordsError
    declaration, made = Declaration.objects.get_or_create(
        engagement=engagement,
        defaults={"words": declaration_words(engagement.round), "sha256": seen, "name": name.strip() or person.name},
    )
    if made:
        record("declare", declaration, by=person, facts={"sha256": seen})
    return declaration
