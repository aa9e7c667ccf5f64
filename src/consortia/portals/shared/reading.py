"""An application to read on a page: its dossier from the frozen submission, as templates show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from consortia.documents import dossier as paper
from consortia.documents.answers import Prose, paragraphs_of
from consortia.stages.applications.models import Submission
from consortia.stages.applications.services.papers import submitted_dossier

Kinds = tuple[type[paper.LeafBlock], ...]

# Sections that tell whether rules hold, or are signed: others look at these; whoever judges quality reads the rest.
NOT_FOR_QUALITY: Final[Kinds] = (paper.FindingsList, paper.SignatureBlock)
# Whoever checks the rules has the findings beside the application, in words for them.
NOT_FOR_CHECK: Final[Kinds] = (paper.FindingsList,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block with the name of its template; `prose` is its text in paragraphs, `svg` its drawing."""

    kind: str
    value: paper.LeafBlock
    prose: tuple[Prose, ...] = ()
    svg: SafeString | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a section, such as one organisation; without a title it is what concerns the whole."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section with the anchor by which the list of contents leads to it."""

    anchor: str
    title: str
    purpose: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole application: its cover and its sections."""

    title: str
    acronym: str
    number: str
    language: str
    cover: tuple[paper.Fact, ...]
    sections: tuple[Section, ...]


def reading_for_quality(submission: Submission) -> Reading:
    """Return what was submitted, without findings and signatures; what was received never changes, so it is kept."""
    return _reading(str(submission.pk), NOT_FOR_QUALITY, get_language() or "")


def reading_for_check(submission: Submission) -> Reading:
    """Return what was submitted with its declaration and mandates, for whoever checks the rules."""
    return _reading(str(submission.pk), NOT_FOR_CHECK, get_language() or "")


@lru_cache(maxsize=32)
def _reading(submission_id: str, without: Kinds, _language: str) -> Reading:
    submission = Submission.objects.select_related("application__round__edition").get(pk=submission_id)
    dossier = submitted_dossier(submission)
    read = [each for each in dossier.sections if not any(isinstance(leaf, without) for leaf in _leaves(each))]
    sections = [_section(number, each) for number, each in enumerate(read, start=1)]
    return Reading(
        title=dossier.title,
        acronym=dossier.acronym,
        number=dossier.number,
        language=dossier.language,
        cover=dossier.cover,
        sections=tuple(section for section in sections if section.parts),
    )


def _section(number: int, section: paper.Section) -> Section:
    own = _blocks(block for block in section.blocks if not isinstance(block, paper.Part))
    inner = [
        Part(title=each.title, blocks=_blocks(each.blocks)) for each in section.blocks if isinstance(each, paper.Part)
    ]
    parts = [Part(title="", blocks=own), *inner]
    return Section(
        anchor=f"section-{number}",
        title=section.title,
        purpose=section.purpose,
        parts=tuple(part for part in parts if part.blocks),
    )


def _leaves(section: paper.Section) -> Iterator[paper.LeafBlock]:
    for block in section.blocks:
        yield from block.blocks if isinstance(block, paper.Part) else (block,)


def _blocks(blocks: Iterable[paper.LeafBlock]) -> tuple[Block, ...]:
    return tuple(_shown(blocks))


def _shown(blocks: Iterable[paper.LeafBlock]) -> Iterator[Block]:
    for block in blocks:
        kind = type(block).__name__.lower()
        if isinstance(block, paper.Question):
            yield Block(kind=kind, value=block, prose=paragraphs_of(block.answer))
        elif isinstance(block, paper.Paragraph):
            yield Block(kind=kind, value=block, prose=paragraphs_of(block.text))
        elif isinstance(block, paper.Picture):
            yield Block(kind=kind, value=block, svg=mark_safe(block.svg))  # noqa: S308  # the picture escapes what was typed
        else:
            yield Block(kind=kind, value=block)
