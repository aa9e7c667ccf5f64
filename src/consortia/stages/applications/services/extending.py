"""More time for one application, as the agency has decided it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consortia.stages.applications.models import Application
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


@transaction.atomic
def extend_deadline(application: Application, until: datetime, *, by: Person) -> None:
    """Let one application be submitted until a later moment than its round; never shorten what was granted before.

    The caller has decided it: this stage knows nothing of agencies' reasons.
    """
    held = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    if until <= held.deadline:
        return
    record("extend-deadline", held, by=by, facts={"before": held.deadline.isoformat(), "after": until.isoformat()})
    Application.objects.filter(pk=held.pk).update(extended_until=until)
    application.extended_until = until
