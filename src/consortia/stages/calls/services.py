"""What happens to calls: editions are loaded, rounds opened, deadlines moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from consortia.core.call import CallDefinition
from consortia.rulebook import load_calls
from consortia.stages.calls.models import DeadlineMove, Edition, Round
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


@transaction.atomic
def open_training_rounds(edition: Edition, years_later: int, *, by: Person | None = None) -> list[Round]:
    """Open every round of an edition for practice, with all its dates moved by whole years."""
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
            record("open-training-round", round_, by=by, facts={"deadline": round_.deadline.isoformat()})
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
