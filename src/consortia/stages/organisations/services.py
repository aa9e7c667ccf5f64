"""What happens to organisations and memberships."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.permissions import may_keep
from consortia.stages.organisations.queries import plain
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRecord:
    """What is known of an organisation; country and kind are codes of the call files."""

    name: str
    kind: str
    country: str
    city: str
    oid: str = ""
    pic: str = ""
    latitude: float | None = None
    longitude: float | None = None
    charter: bool = False
    website: str = ""
    profile: str = ""


def _fill(organisation: Organisation, known: OrganisationRecord) -> None:
    for name in OrganisationRecord.__dataclass_fields__:
        setattr(organisation, name, getattr(known, name))
    words = (known.name, known.city, known.country, known.oid, known.pic)
    organisation.search_text = plain(" ".join(words))


@transaction.atomic
def register_organisation(
    person: Person | None, known: OrganisationRecord, *, position: str = "", may_sign: bool = False
) -> Organisation:
    """Add an organisation; whoever registers it becomes its keeper."""
    organisation = Organisation()
    _fill(organisation, known)
    organisation.save()
    if person is not None:
        Membership.objects.create(
            person=person,
            organisation=organisation,
            role=Membership.Role.KEEPER,
            position=position,
            may_sign=may_sign,
            admitted_at=timezone.now(),
        )
    record("register-organisation", organisation, by=person, facts={"name": known.name, "country": known.country})
    return organisation


@transaction.atomic
def change_organisation(person: Person, organisation: Organisation, known: OrganisationRecord) -> None:
    """Correct an organisation's record; applications show it at once, submissions keep what they froze."""
    if not may_keep(person, organisation):
        raise PermissionDenied
    before = {name: getattr(organisation, name) for name in ("name", "country", "city", "kind", "charter")}
    _fill(organisation, known)
    organisation.save()
    record("change-organisation", organisation, by=person, facts={"before": before})


@transaction.atomic
def ask_to_join(person: Person, organisation: Organisation, *, position: str = "") -> Membership:
    """Ask to belong to an organisation; its keepers are told and decide."""
    membership, made = Membership.objects.get_or_create(
        person=person, organisation=organisation, defaults={"position": position, "role": Membership.Role.WRITER}
    )
    if made:
        record("ask-to-join", organisation, by=person)
        for keeper in _keepers(organisation):
            write_letter(
                "join-request",
                keeper.person.email,
                subject=_("%(person)s asks to join %(organisation)s")
                % {"person": person.name, "organisation": organisation.name},
                body=_(
                    "%(person)s (%(email)s) asks to join %(organisation)s.\n\n"
                    "Open the page of your organisation to admit or refuse."
                )
                % {"person": person.name, "email": person.email, "organisation": organisation.name},
                about=str(organisation.pk),
            )
    return membership


@transaction.atomic
def admit_person(keeper: Person, membership: Membership, *, role: str, may_sign: bool = False) -> None:
    """Admit a person who asked, or change what an admitted person may do."""
    if not may_keep(keeper, membership.organisation):
        raise PermissionDenied
    membership.role = Membership.Role(role)
    membership.may_sign = may_sign
    membership.admitted_at = membership.admitted_at or timezone.now()
    membership.save()
    record("admit-person", membership.organisation, by=keeper, facts={"person": str(membership.person_id), "role": role})
    write_letter(
        "admitted",
        membership.person.email,
        subject=_("You now belong to %(organisation)s") % {"organisation": membership.organisation.name},
        body=_("%(keeper)s admitted you. You can now open the applications of your organisation.")
        % {"keeper": keeper.name},
        about=str(membership.organisation_id),
    )


@transaction.atomic
def part_with_person(keeper: Person, membership: Membership) -> None:
    """End a membership or refuse a request; the last keeper stays, so that somebody can always admit others."""
    own = membership.person_id == keeper.pk
    if not own and not may_keep(keeper, membership.organisation):
        raise PermissionDenied
    others = _keepers(membership.organisation).exclude(pk=membership.pk)
    if membership.role == Membership.Role.KEEPER and membership.admitted_at and not others.exists():
        raise LastKeeperError
    record("part-with-person", membership.organisation, by=keeper, facts={"person": str(membership.person_id)})
    membership.delete()


class LastKeeperError(Exception):
    """The last keeper of an organisation cannot leave before another one is named."""


def _keepers(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.filter(
        organisation=organisation, role=Membership.Role.KEEPER, admitted_at__isnull=False
    ).select_related("person")
