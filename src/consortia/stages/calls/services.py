"""What happens to calls: editions are loaded, rounds opened, deadlines moved."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consortia.core.call import CallDefinition
from consortia.core.call.provisional import provisional_parts
from consortia.rulebook import load_calls
from consortia.stages.agencies.queries import working_for
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.calls.models import DeadlineMove, Edition, Envelope, EnvelopeChange, Round, TeamMember
from consortia.stages.calls.permissions import may_run_rounds, may_set_envelopes
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


@transaction.atomic
def load_editions(folders: Sequence[Path] = ()) -> list[Edition]:
    """Keep every call edition of the rulebook; one that is already kept, by its hash, stays as it is."""
    return [_keep(call) for call in load_calls(folders).values()]


def _keep(call: CallDefinition) -> Edition:
    edition, made = Edition.objects.get_or_create(
        edition_hash=call.edition_hash,
        defaults={"code": call.code, "title": call.title, "content": json.dumps(call.content, ensure_ascii=False)},
    )
    if made:
        record("load-edition", edition, by=None, facts={"code": call.code, "hash": call.edition_hash})
    return edition


class ProvisionalPartsError(Exception):
    """A call is opened only when each of its provisional parts was accepted by name; `places` were not."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(", ".join(places))
        self.places = tuple(places)


@transaction.atomic
def open_rounds(person: Person, edition: Edition, *, years_later: int, accepted: Collection[str]) -> list[Round]:
    """Open every round of an edition, by its own dates or for training; the journal keeps what was accepted.

    `accepted` holds the places of the provisional parts that the person accepted, each by name.
    """
    if not may_run_rounds(person):
        raise PermissionDenied
    parts = provisional_parts(call_of_edition(edition.edition_hash))
    if lacking := [each.place for each in parts if each.place not in accepted]:
        raise ProvisionalPartsError(lacking)
    listed = [
        {"place": each.place, "name": each.title or each.name or each.place, "source": str(each.source or "")}
        for each in parts
    ]
    facts = {"edition": edition.edition_hash, "years_later": years_later, "parts": listed}
    record("accept-provisional-parts", edition, by=person, facts=facts)
    return open_training_rounds(edition, years_later, by=person)


@transaction.atomic
def open_training_rounds(edition: Edition, years_later: int, *, by: Person | None = None) -> list[Round]:
    """Open every round of an edition with all its dates moved by whole years: for practice, unless by none."""
    call = call_of_edition(edition.edition_hash).years_later(years_later)
    opened = []
    for planned in call.rounds:
        round_, made = Round.objects.get_or_create(
            edition=edition,
            number=planned.number,
            years_later=years_later,
            fields=list(planned.fields),
            defaults={"deadline": call.deadline(planned.fields[0], planned.number)},
        )
        if made:
            record(
                "open-training-round" if years_later else "open-round",
                round_,
                by=by,
                facts={"deadline": round_.deadline.isoformat()},
            )
        opened.append(round_)
    return opened


@transaction.atomic
def move_deadline(round_: Round, deadline: datetime, *, reason: str, by: Person | None) -> DeadlineMove:
    """Move a deadline as a recorded event; the reason is shown to everybody who applies."""
    if not reason.strip():
        raise ValueError(_("Say why the deadline moves: applicants will read it."))
    move = DeadlineMove.objects.create(round=round_, before=round_.deadline, after=deadline, reason=reason, by=by)
    round_.deadline = deadline
    round_.save(update_fields=["deadline"])
    record("move-deadline", round_, by=by, facts={"before": move.before.isoformat(), "after": deadline.isoformat()})
    return move


@transaction.atomic
def set_envelope(person: Person, agency: str, round_: Round, *, field: str, amount: Decimal, reason: str) -> Envelope:
    """Say how much money an agency has for a field of a round; each change is kept with its reason."""
    if not may_set_envelopes(person, agency):
        raise PermissionDenied
    if not reason.strip():
        raise NoReasonError(_("Say why: the change is kept with its reason."))
    if field not in round_.fields or amount < 0:
        raise ValueError(field)
    # Hold the round, so that two first settings at once become one envelope with two changes.
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    envelope = Envelope.objects.filter(agency=agency, round=round_, field=field).first()
    before = envelope.amount if envelope else None
    if envelope is None:
        envelope = Envelope.objects.create(agency=agency, round=round_, field=field, amount=amount)
    elif before == amount:
        return envelope
    else:
        envelope.amount = amount
        envelope.save(update_fields=["amount"])
    EnvelopeChange.objects.create(envelope=envelope, before=before, after=amount, reason=reason.strip(), by=person)
    facts = {"agency": agency, "field": field, "before": str(before or ""), "after": str(amount)}
    record("set-envelope", envelope, by=person, facts=facts)
    return envelope


@transaction.atomic
def set_team(person: Person, agency: str, round_: Round, members: Iterable[tuple[Person, str]]) -> None:
    """Say who handles the applications of a round: pairs of a person and a field, empty for every field."""
    if not may_set_envelopes(person, agency):
        raise PermissionDenied
    wanted = {(member.pk, field) for member, field in members}
    allowed = set(working_for(agency).values_list("pk", flat=True))
    if any(key not in allowed or (field and field not in round_.fields) for key, field in wanted):
        raise PermissionDenied
    held = {(each.person_id, each.field): each for each in TeamMember.objects.filter(agency=agency, round=round_)}
    for key in held.keys() - wanted:
        held[key].delete()
    for member, field in sorted(wanted - held.keys(), key=str):
        TeamMember.objects.create(agency=agency, round=round_, person_id=member, field=field)
    facts = {"agency": agency, "team": [[str(key), field] for key, field in sorted(wanted, key=str)]}
    record("set-team", round_, by=person, facts=facts)
