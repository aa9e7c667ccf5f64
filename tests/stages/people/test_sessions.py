from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from consortia.stages.people.models import Person
from consortia.stages.people.sessions import SessionStore
from consortia.stages.people.signing_in import PersonBackend
from tests.factories.applications import a_person


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


def test_a_person_is_found_again_while_their_account_is_active() -> None:
    person = a_person()
    backend = PersonBackend()

    before = backend.get_user(person.pk)
    Person.objects.filter(pk=person.pk).update(is_active=False)

    assert (before, backend.get_user(person.pk), backend.get_user(uuid.uuid4())) == (person, None, None)


def test_a_changed_password_ends_the_other_sessions_at_once() -> None:
    person, client = a_person(), Client()
    client.force_login(person)
    before = client.get("/profile/").status_code
    person.set_password("another long and quiet sentence")
    person.save()

    assert (before, client.get("/profile/").status_code) == (200, 302)
