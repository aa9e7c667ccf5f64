"""Single papers beside the application: the mandate of a partner and the receipt of a submission."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from consortia.documents.dossier import (
    Dossier,
    DossierState,
    Fact,
    FactsTable,
    LeafBlock,
    Paragraph,
    Part,
    Section,
    SignatureBlock,
)
from consortia.documents.words import ENGLISH, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a mandate: its legal name, what identifies it, and who signs for it."""

    name: str
    facts: tuple[Fact, ...] = ()
    signatory: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What a partner signs: who, for which project and for which sums, bound to the fingerprint of what it saw.

    `text` are the paragraphs of the mandate where the call brings its own; empty means those of the house.
    """

    coordinator: Party
    partner: Party
    project_title: str
    call_title: str
    dated: datetime
    acronym: str = ""
    number: str = ""
    amounts: tuple[Fact, ...] = ()
    fingerprint: str = ""
    text: tuple[str, ...] = ()
    state: DossierState = DossierState.DRAFT
    training: bool = False
    language: str = "en"
    words: Words = field(default=ENGLISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof on one page that an application was received: its number, the moment, the fingerprints and the sums.

    `zone` is the zone the call names; `file_name` is the receipt file that can be verified offline.
    """

    number: str
    version: str
    title: str
    call_title: str
    received_at: datetime
    zone: str
    snapshot_hash: str
    edition_hash: str
    acronym: str = ""
    facts: tuple[Fact, ...] = ()
    totals: tuple[Fact, ...] = ()
    key_fingerprint: str = ""
    file_name: str = "RECEIPT.json"
    training: bool = False
    language: str = "en"
    words: Words = field(default=ENGLISH)


def mandate_part(mandate: Mandate, *, new_page: bool = True) -> Part:
    """Return the mandate as a part of a dossier's section, on a page of its own."""
    return Part(title=mandate.partner.name, blocks=mandate_blocks(mandate), new_page=new_page)


def mandate_blocks(mandate: Mandate) -> tuple[LeafBlock, ...]:
    """Return what a mandate holds in reading order: project, both sides, the text, both signatures."""
    words = mandate.words
    project = (
        Fact(label=words.project, value=_titled(mandate.acronym, mandate.project_title)),
        Fact(label=words.call, value=mandate.call_title),
        *((Fact(label=words.number, value=mandate.number),) if mandate.number else ()),
        *mandate.amounts,
    )
    names = {"partner": mandate.partner.name, "coordinator": mandate.coordinator.name}
    text = mandate.text or tuple(paragraph.format_map(names) for paragraph in words.mandate_text)
    return (
        FactsTable(
            rows=(*project, *_side(words.partner, mandate.partner), *_side(words.coordinator, mandate.coordinator))
        ),
        Paragraph(text="\n\n".join(text)),
        _signature(mandate.partner),
        _signature(mandate.coordinator),
    )


def declaration_section(dossier_words: Words, *, organisation: str, name: str, position: str) -> Section:
    """Return the declaration on honour that the coordinator signs, on a page of its own."""
    text = "\n\n".join(sentence.format(organisation=organisation) for sentence in dossier_words.declaration_text)
    return Section(
        title=dossier_words.declaration,
        purpose=dossier_words.declaration_purpose,
        blocks=(Paragraph(text=text), SignatureBlock(name=name, role=position, organisation=organisation)),
        new_page=True,
    )


def mandate_dossier(mandate: Mandate) -> Dossier:
    """Return the mandate as a dossier of its own, for the page furniture of a single paper."""
    return Dossier(
        title=mandate.project_title,
        acronym=mandate.acronym,
        call_title=mandate.call_title,
        number=mandate.number,
        dated=mandate.dated,
        state=mandate.state,
        training=mandate.training,
        language=mandate.language,
        fingerprint=mandate.fingerprint,
        words=mandate.words,
    )


def receipt_dossier(receipt: Receipt) -> Dossier:
    """Return the receipt as a dossier, for the page furniture of a single paper."""
    return Dossier(
        title=receipt.title,
        acronym=receipt.acronym,
        call_title=receipt.call_title,
        number=receipt.number,
        dated=receipt.received_at,
        state=DossierState.SUBMITTED,
        training=receipt.training,
        language=receipt.language,
        words=receipt.words,
    )


def moments_of(receipt: Receipt) -> tuple[Fact, Fact]:
    """Return the moment of receipt in the call's own zone and in UTC, to the second, with the day in figures."""
    words = receipt.words
    local = receipt.received_at.astimezone(ZoneInfo(receipt.zone))
    place = receipt.zone.rpartition("/")[2].replace("_", " ")
    return (
        Fact(label=words.local_time.format(zone=place), value=f"{local:%Y-%m-%d  %H:%M:%S}"),
        Fact(label=words.universal_time, value=f"{receipt.received_at.astimezone(UTC):%Y-%m-%d  %H:%M:%S}"),
    )


def _titled(acronym: str, title: str) -> str:
    return f"{acronym}: {title}" if acronym else title


def _side(label: str, party: Party) -> tuple[Fact, ...]:
    return (Fact(label=label, value=party.name), *party.facts)


def _signature(party: Party) -> SignatureBlock:
    return SignatureBlock(name=party.signatory, role=party.position, organisation=party.name)
