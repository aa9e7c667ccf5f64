"""pretalx with an open call and signed-in applicants; run by a Python that has pretalx and granian.

Usage, by `benchmarks/submit_peer.py` alone:
    PYTHON benchmarks/pretalx_site.py set-up
    PYTHON benchmarks/pretalx_site.py sign-in APPLICANTS FILE
    PYTHON benchmarks/pretalx_site.py listen PORT THREADS

Where things are stored, and what becomes of letters, the environment tells.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretalx.settings")

CALL, SHORT_CALL = "call", "short"  # the second asks no questions
LONG_QUESTIONS = (
    "What needs does the project answer?",
    "Who takes part, and what does each bring?",
    "How will results be used after the end?",
)
SHORT_QUESTION, YES_QUESTION = "Town of the coordinator", "May we publish the summary?"
CHOICE_QUESTION, CHOICES = "Field", ("School education", "Vocational training", "Adult education")


def set_up() -> None:
    """Make the database, the files that pages ask for, and a call that is open."""
    import django

    django.setup()
    from django.core.management import call_command
    from django_scopes import scope, scopes_disabled

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with scopes_disabled():
        organiser, team = _an_organiser()
        events = [_an_event(organiser, team, slug) for slug in (CALL, SHORT_CALL)]
    for event in events:
        with scope(event=event):
            _open_call(event)
            if event.slug == CALL:
                _ask(event)


def sign_in(number: int, file: Path) -> None:
    """Make so many accounts that are signed in, and write their sessions to a file."""
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        # No domain of examples: letters to those pretalx does not send.
        sessions = [_signed_in(f"applicant-{place}@example.net") for place in range(number)]
    file.write_text(json.dumps(sessions), "utf-8")


def listen(port: int, threads: int) -> None:
    """Serve as `consortia serve` does on SQLite: one process, so many threads."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "pretalx.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def _an_organiser() -> tuple[object, object]:
    from pretalx.event.utils import create_organiser_with_team
    from pretalx.person.models import User

    officer = User.objects.create_user(name="Officer", email="officer@example.org", password=None)
    return create_organiser_with_team(name="Agency", slug="agency", users=[officer])


def _an_event(organiser: object, team: object, slug: str) -> object:
    from pretalx.event.models import Event

    begins = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=200)
    event = Event.objects.create(
        name="Partnerships",
        slug=slug,
        organiser=organiser,
        is_public=True,
        date_from=begins,
        date_to=begins + dt.timedelta(days=2),
        timezone="Europe/Brussels",
        email="officer@example.org",
        locale_array="en",
        locale="en",
    )
    team.limit_events.add(event)
    return event


def _open_call(event: object) -> None:
    from pretalx.submission.models import SubmissionType, Track

    event.build_initial_data()
    SubmissionType.objects.create(event=event, name="Large partnership", default_duration=36)
    for name in ("Innovation", "Exchange"):
        Track.objects.create(event=event, name=name, color="#336699")
    event.cfp.headline = "A call for partnerships"
    event.cfp.text = "Who may take part, what is paid, and until when.\n\n" * 10
    event.cfp.deadline = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=30)
    event.cfp.save()


def _ask(event: object) -> None:
    from pretalx.submission.models import AnswerOption, Question

    for text in LONG_QUESTIONS:
        Question.objects.create(
            event=event,
            question=text,
            variant="text",
            target="submission",
            max_length=5000,
            question_required="required",
        )
    Question.objects.create(event=event, question=SHORT_QUESTION, variant="string", target="submission")
    Question.objects.create(event=event, question=YES_QUESTION, variant="boolean", target="submission")
    choice = Question.objects.create(event=event, question=CHOICE_QUESTION, variant="choices", target="submission")
    AnswerOption.objects.bulk_create(AnswerOption(question=choice, answer=answer) for answer in CHOICES)


def _signed_in(address: str) -> str:
    """Make an account that is signed in; return the session. No password: none is asked for."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from pretalx.person.models import User

    person = User(name="Ada Lindqvist", email=address, locale="en", timezone="Europe/Brussels")
    person.set_unusable_password()
    person.save()
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["set-up"]:
            set_up()
        case ["sign-in", number, file]:
            sign_in(int(number), Path(file))
        case ["listen", port, threads]:
            listen(int(port), int(threads))
