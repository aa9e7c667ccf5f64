"""Which national agency an application goes to: it follows from the country, or the coordinator chooses."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.rulebook.agencies import Agency, agencies_for
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_lead
from consortia.stages.applications.snapshots import View
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


class UnknownAgencyError(Exception):
    """This agency does not take applications from the coordinator's country in this field."""


def agencies_open_to(application: Application, country: str) -> tuple[Agency, ...]:
    """Return the agencies that take this application when its coordinator is in this country."""
    return agencies_for(call_of_round(application.round).call.year, country, application.field)


def agencies_of_view(view: View) -> tuple[Agency, ...]:
    """Return the agencies that take the application as it stands; none without a coordinator."""
    return agencies_open_to(view.rows.application, _country(view))


def agency_of(view: View) -> Agency | None:
    """Return the agency the application goes to; None while the coordinator still has to choose."""
    options = agencies_of_view(view)
    if len(options) == 1:
        return options[0]
    return next((each for each in options if each.code == view.rows.application.agency), None)


def settle_agency(application: Application, country: str) -> None:
    """Store the only agency there is; forget a choice that no longer fits the coordinator's country and field."""
    codes = [each.code for each in agencies_open_to(application, country)]
    settled = codes[0] if len(codes) == 1 else application.agency if application.agency in codes else ""
    if settled != application.agency:
        application.agency = settled
        application.save(update_fields=["agency", "changed_at"])


@transaction.atomic
def choose_agency(person: Person, application: Application, code: str, *, country: str) -> None:
    """Choose among several agencies of the coordinator's country."""
    if not may_lead(person, application):
        raise PermissionDenied
    if code not in {each.code for each in agencies_open_to(application, country)}:
        raise UnknownAgencyError
    application.agency = code
    application.save(update_fields=["agency", "changed_at"])
    record("choose-agency", application, by=person, facts={"agency": code})


def _country(view: View) -> str:
    roles = view.rows.call.look.roles
    return next((each.country for each in view.value.organisations if roles[each.role].coordinates), "")
