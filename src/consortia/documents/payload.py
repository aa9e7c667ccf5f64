"""Values into what the layouts read: plain mappings in which every text is already literal."""

import re
from collections.abc import Mapping
from itertools import groupby

from consortia.documents.answers import is_over, length_note, lines_to_write, paragraphs_of
from consortia.documents.dossier import (
    Column,
    ColumnKind,
    Dossier,
    DossierState,
    Fact,
    FactsTable,
    FindingsList,
    FindingStatus,
    Paragraph,
    Part,
    Picture,
    Question,
    Section,
    SignatureBlock,
    Table,
    marks_of,
)
from consortia.documents.literal import literal, one_line
from consortia.documents.numbering import Numbered, Numbering
from consortia.documents.papers import (
    Mandate,
    Receipt,
    mandate_blocks,
    mandate_dossier,
    moments_of,
    receipt_dossier,
)
from consortia.documents.words import Words

Printed = dict[str, object]

RUNNING_TITLE = 78
TITLE_SIZES = ((60, 30.0), (110, 25.0), (180, 20.0), (400, 15.0))
SMALLEST_TITLE = 11.0
TABLE_SIZES = ((6, 9.5), (9, 8.5))
SMALLEST_TABLE = 7.5
LONGEST_UNBROKEN_CELL = 24
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def application_payload(dossier: Dossier) -> Printed:
    """Return what the layout `application` prints."""
    numbering = Numbering()
    full_title = one_line(dossier.title, dossier.words.not_given)
    sections = [
        _section(number, section, numbering, dossier) for number, section in enumerate(dossier.sections, start=1)
    ]
    return page_payload(dossier) | {
        "full_title": full_title,
        "title_size": _size(len(full_title), TITLE_SIZES, SMALLEST_TITLE),
        "acronym": literal(dossier.acronym),
        "call_title": literal(dossier.call_title),
        "training": dossier.training,
        "cover": [_fact(fact) for fact in dossier.cover],
        "fingerprint": grouped_hash(dossier.fingerprint),
        "sections": sections,
    }


def mandate_payload(mandate: Mandate) -> Printed:
    """Return what the layout `mandate` prints."""
    dossier = mandate_dossier(mandate)
    blocks = tuple(Numbered(number="", level=2, block=block) for block in mandate_blocks(mandate))
    return page_payload(dossier) | {
        "paper_title": mandate.words.mandate,
        "paper_subtitle": mandate.words.mandate_between,
        "blocks": blocks_payload(blocks, dossier),
        "fingerprint": grouped_hash(mandate.fingerprint),
    }


def receipt_payload(receipt: Receipt) -> Printed:
    """Return what the layout `receipt` prints."""
    words = receipt.words
    file_name = literal(receipt.file_name)
    facts = (
        Fact(label=words.number, value=receipt.number),
        Fact(label=words.version, value=receipt.version),
        Fact(label=words.project_title, value=receipt.title),
        Fact(label=words.call, value=receipt.call_title),
        *receipt.facts,
    )
    hashes = (
        (words.snapshot_hash, receipt.snapshot_hash),
        (words.edition_hash, receipt.edition_hash),
        (words.key, receipt.key_fingerprint),
    )
    return page_payload(receipt_dossier(receipt)) | {
        "paper_title": f"{words.receipt} {literal(receipt.number)}",
        "paper_subtitle": "",
        "moments": [_fact(moment) for moment in moments_of(receipt)],
        "facts": _facts(FactsTable(title=words.receipt_of, rows=facts)),
        "totals": _facts(FactsTable(title=words.totals, rows=receipt.totals)),
        "hashes": [{"label": label, "groups": grouped_hash(digest)} for label, digest in hashes if digest],
        "verify_title": words.verify_title,
        "verify_steps": [step.format(file=file_name) for step in words.verify_steps],
    }


def page_payload(dossier: Dossier) -> Printed:
    """Return what every page of a document of this dossier carries."""
    words = dossier.words
    title = one_line(dossier.title, words.not_given)
    running = f"{literal(dossier.acronym)}: {title}" if dossier.acronym else title
    return {
        "title": title,
        "author": "",
        "running": shortened(running),
        "foot": literal(dossier.number),
        "marks": [{"words": mark, "warn": mark == words.training_mark} for mark in marks_of(dossier)],
        "language": language_code(dossier.language),
        "words": words_payload(words),
        "blank": dossier.state is DossierState.BLANK,
        "substituted": False,
    }


def words_payload(words: Words) -> Mapping[str, str]:
    """Return the fixed words that layouts use."""
    names = (
        "contents page_of training_note not_given no_rows table picture repair source organisation name role"
        " fingerprint fingerprint_note substituted"
    )
    return {name: str(getattr(words, name)) for name in names.split()} | {"language": language_code(words.language)}


def language_code(language: str) -> str:
    """Return the two or three letters that typesetting knows a language by, or `und` for undetermined."""
    match = _LANGUAGE.match(language.lower())
    return match[0] if match else "und"


def shortened(text: str, most: int = RUNNING_TITLE) -> str:
    """Cut a text for the head of a page at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    kept = text[:most]
    return (kept.rsplit(" ", 1)[0] if " " in kept[most // 2 :] else kept).rstrip(" ,;:.-") + "…"


def grouped_hash(digest: str) -> str:
    """Write a fingerprint in groups of eight, to be compared by eye."""
    plain = literal(digest).replace(" ", "")
    return " ".join(plain[start : start + 8] for start in range(0, len(plain), 8))


def blocks_payload(blocks: tuple[Numbered, ...], dossier: Dossier) -> list[Printed]:
    """Return what the layouts read of blocks in order; a pair of signatures in a row stands side by side."""
    printed: list[Printed] = []
    for signing, run in groupby(blocks, key=lambda numbered: isinstance(numbered.block, SignatureBlock)):
        items = [block_payload(numbered, dossier) for numbered in run]
        if signing:
            pairs = (items[start : start + 2] for start in range(0, len(items), 2))
            printed.extend(pair[0] if len(pair) == 1 else {"kind": "signatures", "items": pair} for pair in pairs)
        else:
            printed.extend(items)
    return printed


def block_payload(numbered: Numbered, dossier: Dossier) -> Printed:
    """Return what the layouts read of one block."""
    match numbered.block:
        case Question() as question:
            printed = _question(question, numbered, dossier)
        case FactsTable() as facts:
            printed = _facts(facts)
        case Table() as table:
            printed = _table(table, numbered)
        case Picture() as picture:
            printed = _picture(picture, numbered)
        case Paragraph() as paragraph:
            language = language_code(dossier.words.language)
            printed = {"kind": "paragraph", "paragraphs": _prose(paragraph.text), "language": language}
        case SignatureBlock() as signature:
            printed = _signature(signature, dossier.words)
        case FindingsList() as findings:
            printed = _findings(findings, dossier.words)
        case Part() as part:
            printed = _part(part, numbered, dossier)
    return printed


def _question(block: Question, numbered: Numbered, dossier: Dossier) -> Printed:
    words = dossier.words
    blank = dossier.state is DossierState.BLANK
    empty = f"{words.not_answered}. {words.required}." if block.required else f"{words.not_answered}."
    return {
        "kind": "question",
        "number": numbered.number,
        "level": numbered.level,
        "title": one_line(block.title, words.not_given),
        "ask": literal(block.ask),
        "help": literal(block.help),
        "paragraphs": _prose(block.answer),
        "language": language_code(block.language or dossier.language),
        "note": length_note(block, words, blank=blank),
        "over": is_over(block),
        "empty": empty,
        "space": lines_to_write(block),
    }


def _facts(block: FactsTable) -> Printed:
    return {"kind": "facts", "title": literal(block.title), "rows": [_fact(fact) for fact in block.rows]}


def _table(block: Table, numbered: Numbered) -> Printed:
    widest = [
        max((len(row.cells[place]) for row in block.rows if len(row.cells) > place), default=0)
        for place in range(len(block.columns))
    ]
    return {
        "kind": "table",
        "number": numbered.number,
        "caption": literal(block.caption),
        "columns": [_column(column, width) for column, width in zip(block.columns, widest, strict=True)],
        "rows": [{"kind": str(row.kind), "cells": [_lines(cell) for cell in row.cells]} for row in block.rows],
        "total": [_lines(cell) for cell in block.total],
        "note": literal(block.note),
        "landscape": block.landscape,
        "size": _size(len(block.columns), TABLE_SIZES, SMALLEST_TABLE),
    }


def _picture(block: Picture, numbered: Numbered) -> Printed:
    return {
        "kind": "picture",
        "number": numbered.number,
        "svg": literal(block.svg),
        "alt": " ".join(literal(block.alt).split()),
        "caption": literal(block.caption),
        "landscape": block.landscape,
    }


def _signature(block: SignatureBlock, words: Words) -> Printed:
    lines = block.lines or (words.place, words.date, words.signature, words.stamp)
    return {
        "kind": "signature",
        "name": literal(block.name),
        "role": literal(block.role),
        "organisation": literal(block.organisation),
        "lines": [literal(line) for line in lines],
    }


def _findings(block: FindingsList, words: Words) -> Printed:
    status_words = {
        FindingStatus.PASS: words.status_pass,
        FindingStatus.FAIL: words.status_fail,
        FindingStatus.WARNING: words.status_warning,
        FindingStatus.NOT_APPLICABLE: words.status_not_applicable,
    }
    lines = [
        {
            "status": str(line.status),
            "word": status_words[line.status],
            "text": literal(line.text),
            "repair": literal(line.repair),
            "source": literal(line.source),
        }
        for line in block.lines
    ]
    return {"kind": "findings", "title": literal(block.title), "lines": lines}


def _section(number: int, section: Section, numbering: Numbering, dossier: Dossier) -> Printed:
    return {
        "number": str(number),
        "title": one_line(section.title, dossier.words.not_given),
        "purpose": literal(section.purpose),
        "new_page": section.new_page,
        "blocks": blocks_payload(numbering.of_section(number, section), dossier),
    }


def _part(block: Part, numbered: Numbered, dossier: Dossier) -> Printed:
    return {
        "kind": "part",
        "number": numbered.number,
        "title": one_line(block.title, dossier.words.not_given),
        "new_page": block.new_page,
        "blocks": blocks_payload(numbered.inner, dossier),
    }


def _column(column: Column, widest: int) -> Printed:
    """A column as wide as its content may be so only while its content is short; else it takes its share."""
    number = column.kind is ColumnKind.NUMBER
    by_content = (number or column.share == 0) and widest <= LONGEST_UNBROKEN_CELL
    return {"title": literal(column.title), "number": number, "share": 0 if by_content else max(column.share, 1)}


def _fact(fact: Fact) -> Printed:
    return {"label": literal(fact.label), "lines": _lines(fact.value) if fact.value.strip() else []}


def _lines(text: str) -> list[str]:
    return literal(text).split("\n")


def _prose(text: str) -> list[Printed]:
    return [{"lines": list(prose.lines), "hang": prose.hang} for prose in paragraphs_of(text)]


def _size(measure: int, sizes: tuple[tuple[int, float], ...], smallest: float) -> float:
    return next((size for most, size in sizes if measure <= most), smallest)
