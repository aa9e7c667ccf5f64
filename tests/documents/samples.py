"""Dossiers to print in tests and benchmarks: fictional, of any length, in any of the programme's alphabets."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from consortia.documents.dossier import (
    Block,
    Column,
    ColumnKind,
    Dossier,
    DossierState,
    Fact,
    FactsTable,
    FindingLine,
    FindingsList,
    FindingStatus,
    Paragraph,
    Part,
    Picture,
    Question,
    Row,
    RowKind,
    Section,
    SignatureBlock,
    Table,
)
from consortia.documents.papers import Mandate, Party, Receipt

DATED = datetime(2027, 3, 30, 9, 12, 44, tzinfo=UTC)

WRITTEN = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
ORGANISATIONS: list[list[str]] = WRITTEN["organisations"]

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 120" role="img">'
    '<rect width="{width}" height="120" fill="#f6f5f1"/>{bars}</svg>'
)


def text_of(length: int, language: str = "en", seed: int = 0) -> str:
    """Return a text of about so many characters with paragraphs and a list, always the same for the same input."""
    sentences: list[str] = WRITTEN[language]
    written: list[str] = []
    size = 0
    while size < length:
        number = len(written) + seed
        sentence = sentences[number % len(sentences)]
        if number % 7 == 6:
            sentence += "\n\n"
        if number % 23 == 22:
            sentence += "We will:\n- meet in pairs before each trial;\n- write down what had to change;\n\n"
        written.append(sentence)
        size += len(sentence)
    return "".join(written)[:length].strip()


def timetable(landscape: bool = True) -> Picture:
    bars = "".join(
        f'<rect x="{20 + 40 * at}" y="{10 + 12 * at}" width="120" height="8" fill="#1f4fa3"/>'
        f'<text x="{150 + 40 * at}" y="{17 + 12 * at}" font-family="system-ui, sans-serif" font-size="9">Activity {at}'
        "</text>"
        for at in range(8)
    )
    return Picture(
        svg=PICTURE.format(width=520, bars=bars),
        alt="Eight activities from September 2027 to August 2029, each overlapping the one before.",
        caption="Timetable of the project",
        landscape=landscape,
    )


def answered(title: str, ask: str, length: int, language: str = "en", seed: int = 0) -> Question:
    answer = text_of(length, language, seed)
    return Question(title=title, ask=ask, answer=answer, limit=5000, count=len(answer), required=True)


def partners_table() -> Table:
    return Table(
        caption="Organisations of the partnership",
        columns=(
            Column(title="Organisation", share=5),
            Column(title="City", share=2),
            Column(title="Country", share=2),
            Column(title="Role", share=2),
            Column(title="Requested, €", kind=ColumnKind.NUMBER),
        ),
        rows=tuple(
            Row(cells=(name, city, country, role, f"{31_450 - at * 1_250:,}.00".replace(",", "\u00a0")))
            for at, (name, country, city, role) in enumerate(ORGANISATIONS)
        ),
        total=("Total", "", "", "", "169\u00a0950.00"),
    )


def budget_table(lines: int = 6) -> Table:
    headings = ("Project management and implementation", "Transnational project meetings", "Intellectual outputs")
    rows: list[Row] = []
    for at, heading in enumerate(headings, start=1):
        rows.append(Row(cells=(heading,), kind=RowKind.GROUP))
        rows.extend(
            Row(
                cells=(
                    f"Meeting {at}.{line} in Volos, two people from Łódź",
                    str(2 * line),
                    "575.00",
                    "100 to 1 999 km",
                    f"{1150 * line}.00",
                ),
            )
            for line in range(1, lines + 1)
        )
        rows.append(Row(cells=("Subtotal", "", "", "", f"{24 * at}\u00a0150.00"), kind=RowKind.SUBTOTAL))
    return Table(
        caption="Grant by heading and line",
        columns=(
            Column(title="What", share=4),
            Column(title="Quantity", kind=ColumnKind.NUMBER),
            Column(title="Unit, €", kind=ColumnKind.NUMBER),
            Column(title="Group or band", share=2),
            Column(title="Amount, €", kind=ColumnKind.NUMBER),
        ),
        rows=tuple(rows),
        total=("Grant", "", "", "", "144\u00a0900.00"),
        note="What a cap cut off is shown with its rule in section 8.",
    )


def organisation_part(at: int, length: int, language: str) -> Part:
    name, country, city, role = ORGANISATIONS[at % len(ORGANISATIONS)]
    facts = (
        Fact(label="Country and city", value=f"{country}, {city}"),
        Fact(label="Role", value=role),
        Fact(label="PIC", value=f"9{at:02}4 817 2{at:02}"),
        Fact(label="Website", value=f"https://www.example.org/organisations/{at}/about-us"),
        Fact(label="Legal representative", value=""),
    )
    return Part(
        title=name,
        blocks=(
            FactsTable(rows=facts),
            answered("Profile", "What does the organisation do, and for whom?", length, language, seed=at),
            answered("Key people", "Who will work on the project, and what do they bring?", length // 2, language),
        ),
    )


def findings() -> FindingsList:
    return FindingsList(
        title="What the rules say today",
        lines=(
            FindingLine(
                status=FindingStatus.FAIL,
                text="Three organisations from three Programme Countries are needed; you have two.",
                repair="Invite one organisation from a Programme Country other than Spain and Poland.",
                source="Programme Guide 2016, page 127",
            ),
            FindingLine(status=FindingStatus.WARNING, text="Exceptional costs stop at € 50 000; € 1 200 were cut."),
            FindingLine(status=FindingStatus.PASS, text="The project lasts 24 months."),
            FindingLine(status=FindingStatus.NOT_APPLICABLE, text="Charter for higher education."),
        ),
    )


def signing() -> tuple[Block, ...]:
    return (
        Paragraph(
            text="I declare on my honour that what this application says is true to the best of my knowledge.\n\n"
            "I have the right to sign for the organisation named below."
        ),
        SignatureBlock(name="Ainhoa Example", role="Director", organisation=ORGANISATIONS[0][0]),
    )


def dossier(
    *,
    title: str = "Workshops that visit each other: shared lesson plans for small vocational schools",
    organisations: int = 4,
    length: int = 1800,
    languages: tuple[str, ...] = ("en",),
    state: DossierState = DossierState.SUBMITTED,
    training: bool = True,
    extra: tuple[Section, ...] = (),
) -> Dossier:
    """Return an application; `length` is that of a long answer, `languages` take turns."""

    def long(title: str, ask: str, at: int) -> Question:
        return answered(title, ask, length, languages[at % len(languages)], at)

    sections = (
        Section(
            title="Context",
            purpose="Where this application belongs, and when the project runs.",
            blocks=(
                FactsTable(
                    rows=(
                        Fact(label="Field", value="Vocational education and training (VET)"),
                        Fact(label="Project type", value="Supporting innovation"),
                        Fact(label="First day", value="Wednesday 1 September 2027"),
                        Fact(label="Months", value="24"),
                        Fact(label="National agency", value=""),
                    ),
                ),
                Question(title="Priorities", ask="Which priority matters most, and why?", required=True, limit=2000),
            ),
        ),
        Section(
            title="Organisations",
            purpose="Who takes part, and what each brings.",
            blocks=(
                partners_table(),
                *(organisation_part(at, length, languages[at % len(languages)]) for at in range(organisations)),
            ),
        ),
        Section(
            title="Description of the project",
            purpose="Needs, aims and what is new.",
            blocks=(
                long("Needs and target groups", "Which needs does the project answer, and whose are they?", 0),
                long("Objectives", "What will be different at the end, and how will you know?", 1),
                long("European added value", "Why can this not be done in one country?", 2),
            ),
        ),
        Section(
            title="Implementation",
            purpose="What happens when, and who does it.",
            blocks=(
                long("Method", "How will you work?", 3),
                timetable(),
                long("Quality and risks", "What could go wrong, and what will you do then?", 4),
            ),
        ),
        Section(title="Budget", purpose="What is asked for, line by line.", blocks=(budget_table(), findings())),
        *extra,
        Section(title="Declaration on honour", purpose="To be signed.", blocks=signing(), new_page=True),
    )
    return Dossier(
        title=title,
        acronym="WorkshopTwins",
        call_title="Erasmus+ 2016, Key Action 2, Strategic Partnerships (training round)",
        number="SP-2027-00042",
        dated=DATED,
        state=state,
        training=training,
        cover=(
            Fact(label="Application number", value="SP-2027-00042, version 2"),
            Fact(label="Coordinator", value=ORGANISATIONS[0][0]),
            Fact(label="Received", value="Tuesday 30 March 2027, 11:12:44 Brussels time\n09:12:44 UTC"),
            Fact(label="Requested grant", value="€ 144\u00a0900.00"),
        ),
        sections=sections,
        fingerprint="6f1ed002ab5595859014ebf0951522d9" * 2,
    )


def mandate(training: bool = False) -> Mandate:
    """Return the mandate of the Łódź school."""
    first, second = ORGANISATIONS[0], ORGANISATIONS[1]
    return Mandate(
        project_title="Workshops that visit each other: shared lesson plans for small vocational schools",
        acronym="WorkshopTwins",
        call_title="Erasmus+ 2016, Key Action 2, Strategic Partnerships",
        number="SP-2027-00042",
        dated=DATED,
        training=training,
        state=DossierState.SUBMITTED,
        coordinator=Party(
            name=first[0],
            facts=(
                Fact(label="Country and city", value=f"{first[1]}, {first[2]}"),
                Fact(label="PIC", value="900481720"),
            ),
            signatory="Ainhoa Example",
            position="Director",
        ),
        partner=Party(
            name=second[0],
            facts=(
                Fact(label="Country and city", value=f"{second[1]}, {second[2]}"),
                Fact(label="PIC", value="901481721"),
            ),
            signatory="Grażyna Przykład",
            position="Head of school",
        ),
        amounts=(Fact(label="Requested for the partner", value="€ 30\u00a0200.00"),),
        fingerprint="6f1ed002ab5595859014ebf0951522d9" * 2,
    )


def receipt(training: bool = False) -> Receipt:
    """Return the receipt of the second version."""
    return Receipt(
        number="SP-2027-00042",
        version="2",
        title="Workshops that visit each other: shared lesson plans for small vocational schools",
        acronym="WorkshopTwins",
        call_title="Erasmus+ 2016, Key Action 2, Strategic Partnerships",
        received_at=DATED,
        zone="Europe/Brussels",
        snapshot_hash="6f1ed002ab5595859014ebf0951522d9" * 2,
        edition_hash="0b9c2f62aa1c4d15b1f1c6a7c1d4e8f3" * 2,
        key_fingerprint="98ea6e4f216f2fb4b69fff9b3a44842c",
        facts=(
            Fact(label="Coordinator", value=ORGANISATIONS[0][0]),
            Fact(label="Submitted by", value="Ainhoa Example"),
        ),
        totals=(
            Fact(label="Sum of the headings", value="€ 148\u00a0300.00"),
            Fact(label="Ceiling of the project", value="€ 300\u00a0000.00"),
            Fact(label="Grant requested", value="€ 144\u00a0900.00"),
        ),
        file_name="SP-2027-00042-2.json",
        training=training,
    )
