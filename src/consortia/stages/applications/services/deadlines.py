"""A deadline moves, and everybody who applies in the round hears of it, once."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.agencies.models import Post
from consortia.stages.applications.letters import Words, deadline_moved_words, deadline_of_round_moved_words
from consortia.stages.applications.models import Application
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.applications.tasks import tell_of_moved_deadline
from consortia.stages.calls.models import DeadlineMove, Round
from consortia.stages.calls.permissions import may_run_rounds
from consortia.stages.calls.services import move_deadline
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person


@transaction.atomic
def move_deadline_of_round(person: Person | None, round_: Round, deadline: datetime, *, reason: str) -> DeadlineMove:
    """Move a deadline as a recorded event; letters to applicants and agencies follow when this holds.

    With no person, whoever runs the installation does it on its command line.
    """
    if person is not None and not may_run_rounds(person):
        raise PermissionDenied
    round_ = Round.objects.select_for_update(of=("self",)).select_related("edition").get(pk=round_.pk)
    moved = move_deadline(round_, deadline, reason=reason.strip(), by=person)
    tell_of_moved_deadline.enqueue(moved.pk)
    return moved


def write_letters_of_move(move_id: int) -> int:
    """Write to everybody who takes part in an application of the round, and to whoever leads an agency.

    Each letter has its key, so that doing this twice writes nothing twice.
    """
    moved = DeadlineMove.objects.select_related("round__edition").get(pk=move_id)
    concerned = Application.objects.filter(round=moved.round).exclude(state=Application.State.WITHDRAWN)
    written = 0
    # Read as a whole: SQLite does not let one read on while letters are written.
    for application in list(concerned.select_related("round__edition").defer("round__edition__content").order_by("pk")):
        words = deadline_moved_words(application, moved)
        for address in sorted({each.person.email for each in people_taking_part(application)}):
            _write(moved, address, words, about=str(application.pk))
            written += 1
    leading = Post.objects.filter(role__in=[Post.Role.TEAM_LEAD, Post.Role.DIRECTOR], ended_at__isnull=True)
    for address in sorted(set(leading.values_list("person__email", flat=True))):
        _write(moved, address, deadline_of_round_moved_words(moved), about="")
        written += 1
    return written


def _write(moved: DeadlineMove, address: str, words: Words, *, about: str) -> None:
    key = f"deadline-moved:{moved.pk}:{about}:{address}"
    write_letter("deadline-moved", address, subject=words.subject, body=words.body, about=about, once_key=key)
