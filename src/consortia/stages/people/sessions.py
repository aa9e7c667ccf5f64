"""Sessions in the database, read with a question that is written once: every page begins with it."""

from __future__ import annotations

from typing import Final

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from consortia.stages.prepared import Given, Prepared

_sessions: Final = Prepared(lambda: Session.objects.filter(session_key=Given(Session, "session_key")))


class SessionStore(DatabaseStore):
    """Django's own store; only how it finds a row differs."""

    def _get_session_from_db(self) -> Session | None:
        rows = _sessions(session_key=self.session_key) if self.session_key else []
        if rows and rows[0].expire_date > timezone.now():
            return rows[0]
        self._session_key = None
        return None
