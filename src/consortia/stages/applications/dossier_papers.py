"""What is signed: the declaration on honour of the coordinator and the mandate of each partner."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from consortia.core.application import Organisation
from consortia.documents import papers as paper
from consortia.documents.dossier import DossierState, Fact, Part, Section
from consortia.documents.words import ENGLISH
from consortia.stages.applications.dossier_lines import euros
from consortia.stages.applications.handed import Handed
from consortia.stages.applications.shares import own_money


def declaration(what: Handed) -> Section | None:
    """Return the declaration on honour for signature; None where nobody coordinates."""
    lead = what.coordinator
    if lead is None:
        return None
    part = what.parts[lead.id]
    return paper.declaration_section(
        ENGLISH,
        organisation=lead.name,
        name=part["legal_representative"],
        position=part["legal_representative_position"],
    )


def mandate_parts(what: Handed, *, dated: datetime) -> tuple[Part, ...]:
    """Return the mandate of every partner; each but the first begins a page, the first shares that of the section."""
    roles = what.call.look.roles
    partners = [
        each for each in what.value.organisations if roles[each.role].funded and not roles[each.role].coordinates
    ]
    return tuple(
        paper.mandate_part(mandate_paper(what, each, dated=dated), new_page=place > 0)
        for place, each in enumerate(partners)
    )


def mandate_paper(what: Handed, partner: Organisation, *, dated: datetime, fingerprint: str = "") -> paper.Mandate:
    """Return a partner's mandate as a paper to sign, with the sums it agrees to."""
    own = own_money(what.call, what.value, what.budget, partner.id)
    amounts = [f"{each.title} {euros(own[each.code])}" for each in what.call.headings if each.code in own]
    total = sum(own.values(), start=Decimal("0.00"))
    lead = what.coordinator
    return paper.Mandate(
        coordinator=_party(what, lead) if lead else paper.Party(name=""),
        partner=_party(what, partner),
        project_title=what.value.title,
        acronym=what.frozen["acronym"],
        call_title=what.call.title,
        number=what.frozen["reference"],
        dated=dated,
        amounts=(
            Fact(label=_("Grant of the whole project"), value=euros(what.budget.grant.amount)),
            Fact(label=_("For the partner, before ceilings"), value=euros(total)),
            *((Fact(label=_("Of this"), value="; ".join(amounts)),) if amounts else ()),
        ),
        fingerprint=fingerprint,
        state=DossierState.SUBMITTED,
        training=bool(what.frozen["training"]),
    )


def _party(what: Handed, organisation: Organisation) -> paper.Party:
    part = what.parts[organisation.id]
    numbers = [f"{name} {number}" for name, number in (("OID", part["oid"]), ("PIC", part["pic"])) if number]
    seat = ", ".join([organisation.city, what.country(organisation.country), *numbers])
    return paper.Party(
        name=organisation.name,
        facts=(Fact(label=_("Seat"), value=seat),),
        signatory=part["legal_representative"],
        position=part["legal_representative_position"],
    )
