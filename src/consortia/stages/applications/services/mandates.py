"""Mandates of partners, bound to what they saw."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.documents.proof import canonical_json, digest_of
from consortia.stages.applications.models import Mandate, Participation
from consortia.stages.applications.permissions import may_give_mandate
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What a mandate is bound to: the organisation's own part, and the money of the whole project."""

    part: str
    money: str


def digests_for(view: View, participation: Participation) -> Digests:
    """Return the fingerprints of what this organisation would sign now."""
    key = participation.key
    organisation = next((o for o in view.document["organisations"] if o["id"] == key), None)
    answers = {a.question: a.text for a in view.rows.answers if a.scope == key}
    lines = [line.as_facts() for line in view.budget.lines if line.organisation == key]
    part = canonical_json({"organisation": organisation, "answers": answers, "lines": lines})
    return Digests(part=digest_of(part), money=digest_of(canonical_json(view.budget.as_facts())))


@transaction.atomic
def give_mandate(person: Person, participation: Participation, *, signatory: str, seen: Digests) -> Mandate:
    """Give an organisation's mandate for what the person saw; refused if that changed since the page was opened."""
    if not may_give_mandate(person, participation):
        raise PermissionDenied
    now = digests_for(view_of(participation.application), participation)
    if now != seen:
        raise MandateOutdatedError
    mandate, _made = Mandate.objects.update_or_create(
        participation=participation,
        defaults={
            "part_digest": now.part,
            "money_digest": now.money,
            "given_by": person,
            "signatory": signatory,
        },
    )
    facts = {"organisation": participation.key, "part": now.part, "money": now.money}
    record("give-mandate", participation.application, by=person, facts=facts)
    return mandate


class MandateOutdatedError(Exception):
    """What the person saw is no longer what stands; they should look again before they sign."""


def mandate_states(view: View) -> dict[str, str]:
    """Return for each partner whether its mandate is `missing`, `given`, or needs a look (`part-changed`, `money-changed`)."""
    return {
        participation.key: _state(view, participation)
        for participation in view.rows.participations
        if participation.role == Participation.Role.PARTNER
    }


def _state(view: View, participation: Participation) -> str:
    mandate = getattr(participation, "mandate", None)
    if mandate is None:
        return "missing"
    now = digests_for(view, participation)
    if mandate.part_digest != now.part:
        return "part-changed"
    return "given" if mandate.money_digest == now.money else "money-changed"
