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
    past = PastOrganisation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=past.pk)
    before = past.organisation_id
    # Who keeps one organisation takes no name away from another.
    concerned = [each for each in (organisation, past.organisation) if each is not None]
    if not concerned or not all(may_link_organisation(by, each) for each in concerned):
        raise PermissionDenied
    if organisation == past.organisation:
        return past
    past.organisation = organisation
    past.save(update_fields=["organisation"])
    facts = {"before": str(before or ""), "after": str(organisation.pk if organisation else "")}
    record("link-past-organisation", past, by=by, facts=facts)
    return past
