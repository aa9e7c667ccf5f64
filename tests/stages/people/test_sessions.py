from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from consortia.stages.people.sessions import SessionStore


def a_session() -> str:
    session = SessionStore()
    session["name"] = "kept"
    session.save()
    assert session.session_key
    return session.session_key


def test_a_session_is_read_back() -> None:
    assert SessionStore(a_session()).load() == {"name": "kept"}


def test_a_session_that_has_run_out_is_empty_and_loses_its_key() -> None:
    key = a_session()
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))

    found = SessionStore(key)

    assert (found.load(), found.session_key) == ({}, None)


def test_a_session_that_was_ended_elsewhere_is_gone_at_once() -> None:
    key = a_session()
    SessionStore(key).load()
    SessionStore(key).delete()

    found = SessionStore(key)

    assert (found.load(), found.session_key) == ({}, None)


def test_nobody_gets_a_session_by_a_key_that_was_never_given() -> None:
    assert SessionStore("never-given").load() == {}
