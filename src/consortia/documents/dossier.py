"""What is printed, as values: a dossier of sections, each of blocks, knowing neither Django nor the call reader.

The caller brings every text ready to read (money with its sign, dates with their zone). The printers decide only
how it looks, so the PDF and the Word file of one dossier say the same things in the same order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from consortia.documents.words import ENGLISH, Words


class DossierState(StrEnum):
    """Whether the dossier is an empty form, a draft under discussion, or what was submitted."""

    BLANK = "blank"
    DRAFT = "draft"
    SUBMITTED = "submitted"


class ColumnKind(StrEnum):
    """Text reads from the left, numbers stand right aligned in figures of equal width."""

    TEXT = "text"
    NUMBER = "number"


class RowKind(StrEnum):
    """A line of the table, a title over the lines that follow, or the sum of the lines above."""

    LINE = "line"
    GROUP = "group"
    SUBTOTAL = "subtotal"


class FindingStatus(StrEnum):
    """The verdict of one rule, as the core says it."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    FAIL = "fail"
    WARNING = "warning"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsTable:
    """Facts below one another; a fact without a value is shown as not given."""

    rows: tuple[Fact, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the form with its answer, its limit and what was counted.

    `ask` and `help` are the form's words; `language` is that of the answer where it differs from the dossier's.
    """

    title: str
    ask: str = ""
    help: str = ""
    answer: str = ""
    limit: int | None = None
    count: int | None = None
    required: bool = False
    language: str = ""

    @property
    def unanswered(self) -> bool:
        """Whether there is nothing to read."""
        return not self.answer.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its title, what it holds and its share of the width (0: as wide as its content needs)."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    share: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; a group row has only its first cell."""

    cells: tuple[str, ...]
    kind: RowKind = RowKind.LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption; the header row is repeated on every page, the total stands last."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    total: tuple[str, ...] = ()
    note: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        """Refuse a row that does not fit the columns: it would shift money into another column."""
        width = len(self.columns)
        for row in self.rows:
            expected = 1 if row.kind is RowKind.GROUP else width
            if len(row.cells) != expected:
                message = f"table {self.caption!r}: a {row.kind} row has {len(row.cells)} cells, expected {expected}"
                raise ValueError(message)
        if self.total and len(self.total) != width:
            message = f"table {self.caption!r}: the total has {len(self.total)} cells, expected {width}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing as SVG text, with the words that stand for it when it cannot be seen."""

    svg: str
    alt: str
    caption: str
    landscape: bool = False

    def __post_init__(self) -> None:
        """Refuse a picture without words: it could not be read aloud."""
        if not self.alt.strip():
            message = f"picture {self.caption!r}: an alternative text is needed"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; empty lines part paragraphs."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBlock:
    """Room for one signature: who signs, for whom, and lines to fill in by hand."""

    name: str
    role: str
    organisation: str
    lines: tuple[str, ...] = ()
    """Labels of the lines to fill in; empty: place, date, signature and stamp in the dossier's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One verdict with its reason, the source of the rule and how it could be repaired."""

    status: FindingStatus
    text: str
    repair: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsList:
    """Verdicts below one another, each with its status in words."""

    lines: tuple[FindingLine, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A titled part of a section, such as one organisation."""

    title: str
    blocks: "tuple[LeafBlock, ...]" = ()
    new_page: bool = False


LeafBlock = Question | FactsTable | Table | Picture | Paragraph | SignatureBlock | FindingsList
Block = LeafBlock | Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered section: its title, what it is for, and its blocks."""

    title: str
    purpose: str = ""
    blocks: tuple[Block, ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A whole application as it is printed.

    `language` is that of the answers, `words` carry the fixed words and their own language. `dated` stands in the
    file's metadata; the same dossier always gives the same bytes. `fingerprint` is the SHA-256 of the snapshot.
    """

    title: str
    call_title: str
    dated: datetime
    state: DossierState
    acronym: str = ""
    number: str = ""
    training: bool = False
    language: str = "en"
    cover: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    fingerprint: str = ""
    words: Words = field(default=ENGLISH)

    def leaf_blocks(self) -> Iterator[LeafBlock]:
        """Every block in reading order, those inside parts included."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Part):
                    yield from block.blocks
                else:
                    yield block


def blank_form(dossier: Dossier) -> Dossier:
    """Return the same form with every answer, fact and row taken out, to be filled in by hand or in Word."""
    sections = tuple(
        replace(section, blocks=tuple(_emptied(block) for block in section.blocks if _has_room(block)))
        for section in dossier.sections
    )
    return replace(
        dossier,
        state=DossierState.BLANK,
        number="",
        fingerprint="",
        cover=tuple(replace(fact, value="") for fact in dossier.cover),
        sections=sections,
    )


def marks_of(dossier: Dossier) -> tuple[str, ...]:
    """Return the words that every page must carry: training before draft or blank form."""
    words: Mapping[DossierState, str] = {
        DossierState.BLANK: dossier.words.blank_mark,
        DossierState.DRAFT: dossier.words.draft_mark,
    }
    marks = (dossier.words.training_mark if dossier.training else "", words.get(dossier.state, ""))
    return tuple(mark for mark in marks if mark)


def _has_room(block: Block) -> bool:
    return not isinstance(block, Picture | FindingsList)


def _emptied(block: Block) -> Block:
    if isinstance(block, Part):
        leaves = tuple(_emptied_leaf(leaf) for leaf in block.blocks if _has_room(leaf))
        return replace(block, blocks=leaves)
    return _emptied_leaf(block)


def _emptied_leaf(block: LeafBlock) -> LeafBlock:
    match block:
        case Question():
            return replace(block, answer="", count=None)
        case FactsTable():
            return replace(block, rows=tuple(replace(fact, value="") for fact in block.rows))
        case Table():
            return replace(block, rows=(), total=())
        case SignatureBlock():
            return replace(block, name="", role="", organisation="")
        case _:
            return block
