"""Saying which registered organisation a name of past projects stands for. A person says so, and can take it back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.journal.services import record
from consortia.stages.organisations.models import Organisation
from consortia.stages.past_projects.models import PastOrganisation
from consortia.stages.past_projects.permissions import may_link_organisation
from consortia.stages.people.models import Person


@transaction.atomic
def link_organisation(by: Person, past: PastOrganisation, organisation: Organisation | None) -> PastOrganisation:
    """Let a name stand for a registered organisation, or, with none, for nobody again."""
    if not may_link_organisation(by, organisation or past.organisation):
        raise PermissionDenied
    before = past.organisation_id
    past.organisation = organisation
    past.save(update_fields=["organisation"])
    facts = {"before": str(before or ""), "after": str(organisation.pk if organisation else "")}
    record("link-past-organisation", past, by=by, facts=facts)
    return past
