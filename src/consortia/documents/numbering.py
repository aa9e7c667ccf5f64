"""The numbers of sections, parts and questions: the same in the PDF and in Word, so that people can say 'see 4.2'."""

from collections.abc import Iterator
from dataclasses import dataclass

from consortia.documents.dossier import Block, LeafBlock, Part, Picture, Question, Section, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A block with its number (4.2, or 3 for the third table; empty where none is due) and its heading level."""

    number: str
    level: int
    block: Block
    inner: "tuple[Numbered, ...]" = ()


class Numbering:
    """Counts tables and pictures through the document while sections count for themselves."""

    def __init__(self) -> None:
        """Start before the first table and the first picture."""
        self._tables = 0
        self._pictures = 0

    def of_section(self, number: int, section: Section) -> tuple[Numbered, ...]:
        """Number the blocks of one section; sections must come in reading order."""
        return tuple(self._numbered(section.blocks, prefix=str(number), level=2))

    def _numbered(self, blocks: tuple[Block, ...], *, prefix: str, level: int) -> Iterator[Numbered]:
        headings = 0
        for block in blocks:
            if isinstance(block, Part | Question):
                headings += 1
            number = f"{prefix}.{headings}"
            if isinstance(block, Part):
                inner = tuple(self._numbered(block.blocks, prefix=number, level=level + 1))
                yield Numbered(number=number, level=level, block=block, inner=inner)
            else:
                yield Numbered(number=self._leaf_number(block, number), level=level, block=block)

    def _leaf_number(self, block: LeafBlock, number: str) -> str:
        match block:
            case Question():
                return number
            case Table():
                self._tables += 1
                return str(self._tables)
            case Picture():
                self._pictures += 1
                return str(self._pictures)
            case _:
                return ""
