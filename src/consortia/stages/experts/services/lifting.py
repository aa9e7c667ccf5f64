"""Lifting a tie between an expert and an application: one officer proposes with reasons, another decides."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from consortia.analysis.conflicts import severity_of
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import propose
from consortia.stages.applications.models import Application
from consortia.stages.experts.conflicts import LIFTING, conflicts_in, lifting_subject
from consortia.stages.experts.models import Expert
from consortia.stages.experts.permissions import may_engage, may_read_profile
from consortia.stages.people.models import Person


class NothingToLiftError(Exception):
    """There is no such tie between the two, or it bars and nobody may lift it."""


def propose_lifting(
    person: Person, expert: Expert, application: Application, *, kinds: Iterable[str], reason: str
) -> Proposal:
    """Put before a second officer that these ties of a pair need not close it."""
    agency = application.agency
    if not (may_engage(person, agency) and may_read_profile(person, expert, agency)):
        raise PermissionDenied
    ties = conflicts_in(agency, application.round, [expert]).of(str(expert.pk), application.reference)
    wanted = set(kinds)
    there = {tie.kind for tie in ties if severity_of(tie.kind) == "decision"}
    if not wanted or not wanted <= there:
        raise NothingToLiftError
    facts = {"kinds": sorted(wanted), "expert": expert.pk, "application": application.reference}
    subject = lifting_subject(str(expert.pk), application.reference)
    return propose(person, LIFTING, subject, agency=agency, reason=reason, facts=facts)
