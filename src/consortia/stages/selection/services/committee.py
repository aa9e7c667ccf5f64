"""The committee's sessions: who was there, who kept away from what, and the minutes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.agencies.models import Post, Recusal
from consortia.stages.agencies.queries import people_of
from consortia.stages.agencies.services import recuse
from consortia.stages.applications.models import Application
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Minutes, Selection, Session
from consortia.stages.selection.permissions import may_prepare, may_write_minutes, sight_of


@transaction.atomic
def open_session(person: Person, selection: Selection, *, held_on: date, present: Collection[UUID]) -> Session:
    """Record a session with the members who were there; only members of the committee can have been."""
    if not may_prepare(person, selection.agency):
        raise PermissionDenied
    session = Session.objects.create(selection=selection, held_on=held_on, opened_by=person)
    return note_presence(person, session, present=present)


@transaction.atomic
def note_presence(person: Person, session: Session, *, present: Collection[UUID]) -> Session:
    """Record who was there, instead of what was recorded before."""
    selection = session.selection
    if not may_prepare(person, selection.agency):
        raise PermissionDenied
    members = people_of(selection.agency).filter(role=Post.Role.COMMITTEE, person__in=list(present))
    session.present.set([each.person for each in members])
    names = sorted(each.person.name for each in members)
    record("note-presence", session, by=person, facts={"held_on": session.held_on.isoformat(), "present": names})
    return session


def keep_away(person: Person, selection: Selection, application: Application, *, reason: str, by: Person) -> Recusal:
    """Record that somebody keeps away from an application; from now on they see nothing of its envelope."""
    if (application.agency, application.round_id) != (selection.agency, selection.round_id):
        raise PermissionDenied
    return recuse(person, selection.agency, str(application.pk), reason=reason, by=by)


@transaction.atomic
def write_minutes(person: Person, session: Session, envelope: str, text: str, *, grew_from: int) -> Minutes | None:
    """Store the minutes on an envelope as a new version; None where the text is the one that stands.

    `grew_from` is the version its author had before their eyes. Where somebody saved in between, both versions are
    kept and the later one says so: nothing typed is lost, and nobody's words are put aside unseen.
    """
    if not may_write_minutes(sight_of(person, session.selection), envelope):
        raise PermissionDenied
    Session.objects.select_for_update().get(pk=session.pk)
    standing = Minutes.objects.filter(session=session, envelope=envelope).order_by("-number").first()
    text = text.replace("\r\n", "\n").strip()
    if text == (standing.text if standing else ""):
        return None
    version = Minutes.objects.create(
        session=session,
        envelope=envelope,
        number=standing.number + 1 if standing else 1,
        grew_from=grew_from,
        text=text,
        author=person,
    )
    record("write-minutes", session, by=person, facts={"envelope": envelope, "number": version.number})
    return version
