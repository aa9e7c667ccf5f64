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
from consortia.stages.organisations.queries import organisation_numbered, plain
from consortia.stages.people.models import Person


class LastKeeperError(Exception):
    """The last keeper of an organisation cannot leave before another one is named."""


class TakenNumberError(Exception):
    """Another organisation has this OID or PIC already; most likely it is the same one."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(f"{organisation} has this number")
        self.organisation = organisation


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person is and may do in an organisation."""

    role: str = Membership.Role.WRITER
    position: str = ""
    is_legal_representative: bool = False
    may_sign: bool = False


def record_of(organisation: Organisation) -> OrganisationRecord:
    """Return what is known of an organisation."""
    return OrganisationRecord(**{name: getattr(organisation, name) for name in OrganisationRecord.__dataclass_fields__})


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
            _tell_of_request(keeper, membership)
    return membership


@transaction.atomic
def admit_person(keeper: Person, membership: Membership, standing: Standing) -> None:
    """Admit a person who asked; they are told by letter."""
    _set_standing(keeper, membership, standing)
    if membership.admitted_at is not None:
        return
    membership.admitted_at = timezone.now()
    membership.save(update_fields=["admitted_at"])
    record("admit-person", membership.organisation, by=keeper, facts={"person": str(membership.person_id)})
    write_letter(
        "admitted",
        membership.person.email,
        subject=_("You now belong to %(organisation)s") % {"organisation": membership.organisation.name},
        body=_("%(keeper)s admitted you. You can now open the applications of your organisation.")
        % {"keeper": keeper.name},
        about=str(membership.organisation_id),
    )


@transaction.atomic
def change_standing(keeper: Person, membership: Membership, standing: Standing) -> None:
    """Change what an admitted person is and may do in the organisation."""
    _set_standing(keeper, membership, standing)


@transaction.atomic
def refuse_person(keeper: Person, membership: Membership) -> None:
    """Refuse a request to join; the person is told by letter and may ask again."""
    if not may_keep(keeper, membership.organisation):
        raise PermissionDenied
    organisation = membership.organisation
    write_letter(
        "refused",
        membership.person.email,
        subject=_("About your request to join %(organisation)s") % {"organisation": organisation.name},
        body=_(
            "%(keeper)s (%(email)s) did not admit you to %(organisation)s. "
            "If this is a mistake, talk to them and ask again."
        )
        % {"keeper": keeper.name, "organisation": organisation.name, "email": keeper.email},
        about=str(organisation.pk),
    )
    part_with_person(keeper, membership)


@transaction.atomic
def part_with_person(keeper: Person, membership: Membership) -> None:
    """End a membership or a request; the last keeper stays, so that somebody can always admit others."""
    own = membership.person_id == keeper.pk
    if not own and not may_keep(keeper, membership.organisation):
        raise PermissionDenied
    _spare_last_keeper(membership)
    record("part-with-person", membership.organisation, by=keeper, facts={"person": str(membership.person_id)})
    membership.delete()


def _fill(organisation: Organisation, known: OrganisationRecord) -> None:
    for name in ("oid", "pic"):
        taken = organisation_numbered(name, getattr(known, name), other_than=organisation)
        if taken is not None:
            raise TakenNumberError(taken)
    for name in OrganisationRecord.__dataclass_fields__:
        setattr(organisation, name, getattr(known, name))
    words = (known.name, known.city, known.country, known.oid, known.pic)
    organisation.search_text = plain(" ".join(words))
    organisation.compared = False


def _set_standing(keeper: Person, membership: Membership, standing: Standing) -> None:
    if not may_keep(keeper, membership.organisation):
        raise PermissionDenied
    role = Membership.Role(standing.role)
    if role != Membership.Role.KEEPER:
        _spare_last_keeper(membership)
    membership.role = role
    membership.position = standing.position
    membership.is_legal_representative = standing.is_legal_representative
    membership.may_sign = standing.may_sign
    membership.save(update_fields=["role", "position", "is_legal_representative", "may_sign"])
    facts = {"person": str(membership.person_id), "role": str(role), "may_sign": standing.may_sign}
    record("set-standing", membership.organisation, by=keeper, facts=facts)


def _spare_last_keeper(membership: Membership) -> None:
    if membership.role != Membership.Role.KEEPER or membership.admitted_at is None:
        return
    # Locked, so that two keepers who leave at the same moment do not both go.
    keepers = list(_keepers(membership.organisation).select_for_update(of=("self",)))
    if not any(each.pk != membership.pk for each in keepers):
        raise LastKeeperError


def _tell_of_request(keeper: Membership, asking: Membership) -> None:
    told = {
        "person": asking.person.name,
        "email": asking.person.email,
        "organisation": asking.organisation.name,
        "position": asking.position or _("no position given"),
    }
    write_letter(
        "join-request",
        keeper.person.email,
        subject=_("%(person)s asks to join %(organisation)s") % told,
        body=_(
            "%(person)s (%(email)s, %(position)s) asks to join %(organisation)s.\n\n"
            "Open the page of your organisation to admit or refuse."
        )
        % told,
        about=str(asking.organisation_id),
    )


def _keepers(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.filter(
        organisation=organisation, role=Membership.Role.KEEPER, admitted_at__isnull=False
    ).select_related("person")
