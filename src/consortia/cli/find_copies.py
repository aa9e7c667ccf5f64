"""`consortia copies`: which texts share passages, with the place of each passage in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from consortia.analysis.copies import Found, Pair, Text, find_copies
from consortia.cli.calls_option import format_option, refuse
from consortia.cli.json_lines import described_or_nothing, lines_in, object_in
from consortia.cli.printing import counted, show, show_json
from consortia.cli.reading import why_unread
from consortia.core.errors import DocumentError

LONGEST_TEXT = 1_000_000
LONGEST_LINE = 8 * LONGEST_TEXT
OBJECT = "a JSON object with id, text and perhaps coordinator"
FAULTS_SHOWN = 20
IDS_SHOWN = 10
LETTERS_SHOWN = 40
COORDINATORS = {
    "same": "same coordinator",
    "different": "different coordinators",
    "unknown": "coordinators not known",
}


@click.command()
@click.argument("texts", metavar="TEXTS.jsonl|-")
@click.option(
    "--known",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Text that all may quote, such as the programme guide (UTF-8); what stands there is no copy.",
)
@format_option
def copies(texts: str, known: tuple[Path, ...], form: str) -> None:
    """Find texts that share passages: one JSON object a line with id, text and perhaps coordinator.

    A pair is something to look at, never a verdict. Exit code 0: compared, whatever was found; 2: something could not
    be read, and nothing was compared.
    """
    lines = _read(texts)
    quoted = [_known_text(path) for path in known]
    compared = [line.text for line in lines]
    found = find_copies(compared, quoted)
    if form == "json":
        show_json(_values(found, {line.text.id: line.identifier for line in lines}))
    else:
        show("\n".join(_lines(found, {text.id: text.text for text in compared})))


class _Line:
    """A line that could be read; its id is kept as it was written."""

    def __init__(self, values: Mapping[str, object], number: int) -> None:
        self.number = number
        self.identifier = values.get("id")
        self.text = Text(
            id=_identifier(self.identifier, f"line {number}: id"),
            text=_text(values.get("text"), f"line {number}: text"),
            coordinator=_coordinator(values.get("coordinator"), f"line {number}: coordinator"),
        )


def _read(source: str) -> Sequence[_Line]:
    """Return all lines, or end the command and name each that cannot be read."""
    lines: dict[str, _Line] = {}
    faults: list[DocumentError] = []
    try:
        with click.open_file(source, "rb") as file:
            for number, content in lines_in(file, LONGEST_LINE):
                try:
                    line = _Line(object_in(content, number, most=LONGEST_LINE, expected=OBJECT), number)
                    _refuse_second(line, lines)
                    lines[line.text.id] = line
                except DocumentError as error:
                    faults.append(error)
    except OSError as error:
        refuse(f"{source}: the file: found {why_unread(error)}, expected a file that can be read")
    if faults:
        refuse("\n".join(_faults(source, faults)))
    return tuple(lines.values())


def _refuse_second(line: _Line, lines: Mapping[str, _Line]) -> None:
    first = lines.get(line.text.id)
    if first is not None:
        found = f"{described_or_nothing(line.identifier)}, which line {first.number} has already"
        raise DocumentError(f"line {line.number}: id", found, "an id of its own for each text")


def _faults(source: str, faults: Sequence[DocumentError]) -> Iterator[str]:
    for each in faults[:FAULTS_SHOWN]:
        yield f"{source}: {each.where}: found {each.found}, expected {each.expected}"
    if len(faults) > FAULTS_SHOWN:
        yield f"{source}: {counted(len(faults) - FAULTS_SHOWN, 'more line')} that cannot be read"
    yield "Nothing was compared. Correct or remove these lines, then run the command again."


def _identifier(value: object, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise DocumentError(where, described_or_nothing(value), "text or a whole number")
    return str(value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise DocumentError(where, described_or_nothing(value), "text")
    if len(value) > LONGEST_TEXT:
        raise DocumentError(where, f"{len(value):,} characters", f"at most {LONGEST_TEXT:,} characters")
    return value


def _coordinator(value: object, where: str) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise DocumentError(where, described_or_nothing(value), "text, a whole number or null")
    return None if value is None else str(value).strip().casefold() or None


def _known_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        refuse(f"{path}: the file: found {why_unread(error)}, expected a text file that can be read")
    except UnicodeDecodeError as error:
        refuse(f"{path}: byte {error.start}: found bytes that are not UTF-8, expected text in UTF-8")


def _values(found: Found, identifiers: Mapping[str, object]) -> dict[str, Any]:
    return {
        "texts": found.texts,
        "pairs": [_pair_values(pair, identifiers) for pair in found.pairs],
        "templates": [[identifiers[key] for key in group] for group in found.templates],
        "without_words": [identifiers[key] for key in found.without_words],
    }


def _pair_values(pair: Pair, identifiers: Mapping[str, object]) -> dict[str, Any]:
    return {
        "a": identifiers[pair.a],
        "b": identifiers[pair.b],
        "shared_words": pair.shared_words,
        "containment": round(pair.containment, 4),
        "share_of_a": round(pair.of_a, 4),
        "share_of_b": round(pair.of_b, 4),
        "coordinators": pair.coordinators,
        "passages": [
            {
                "a_start": each.a_start,
                "a_end": each.a_end,
                "b_start": each.b_start,
                "b_end": each.b_end,
                "words": each.words,
            }
            for each in pair.passages
        ],
    }


def _lines(found: Found, texts: Mapping[str, str]) -> Iterator[str]:
    for group in found.templates:
        shown = ", ".join(group[:IDS_SHOWN]) + (" and so on" if len(group) > IDS_SHOWN else "")
        yield f"One text in {len(group)}: {shown}"
    for pair in found.pairs:
        told = f"{counted(pair.shared_words, 'shared word')}, {COORDINATORS[pair.coordinators]}"
        yield f"{pair.a}  {pair.b}  {told}; {pair.of_a:.0%} of {pair.a}, {pair.of_b:.0%} of {pair.b}"
        for each in pair.passages:
            places = f"{each.a_start}-{each.a_end} and {each.b_start}-{each.b_end}"
            yield f"    {places}  {counted(each.words, 'word')}  {_shortened(texts[pair.a][each.a_start : each.a_end])}"
    if found.without_words:
        yield f"Without a word, so not compared: {', '.join(found.without_words[:IDS_SHOWN])}"
    yield f"{counted(found.texts, 'text')}, {counted(len(found.pairs), 'pair')} with shared passages"


def _shortened(passage: str) -> str:
    words = " ".join(passage.split())
    if len(words) > 2 * LETTERS_SHOWN:
        words = f"{words[:LETTERS_SHOWN]} … {words[-LETTERS_SHOWN:]}"
    return f'"{words}"'
