"""`consortia match`: which field and priorities of a call the text of an idea fits, with the passages that say so."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from consortia.analysis.priorities import Match, PriorityMatch, match_idea
from consortia.analysis.priorities.matching import field_of
from consortia.analysis.priorities.semantic import ExtraMissingError, Semantic, load_encoder, semantic_for
from consortia.cli.calls_option import UNREADABLE, one_call, refuse, with_calls
from consortia.cli.json_lines import described_or_nothing, lines_in, object_in
from consortia.cli.match_words import lines_of
from consortia.cli.printing import show, show_json
from consortia.cli.reading import why_unread
from consortia.core.application.loading import described
from consortia.core.call import CallDefinition
from consortia.core.errors import CallFileError, DocumentError, NoValueError
from consortia.rulebook.vocabulary import Vocabulary, read_vocabulary

# A text is a sentence to some ten pages; a stray file must not fill the memory.
LONGEST_TEXT = 200_000
LONGEST_LINE = 4 * LONGEST_TEXT
KEYS = ("id", "text", "field")
OBJECT = "a JSON object with id and text"
NEAR = "A sentence model (all-MiniLM-L6-v2) had its part in this."
NOT_NEAR = "The sentence model had no part in this: it reads English, and needs some words."


@click.command()
@click.argument("source", metavar="FILE|-")
@click.option("--call", "code", required=True, help="Code of the call.")
@click.option("--field", help="Code of the field, where it is known; a line of a .jsonl file may name its own.")
@click.option(
    "--vocabulary",
    "words",
    type=click.Path(path_type=Path),
    help="File with the words that speak for the priorities of the call, in place of the built-in ones.",
)
@click.option("--untrained", is_flag=True, help="Use the call's texts and vocabulary only, nothing learned.")
@click.option(
    "--semantic",
    "by_meaning",
    is_flag=True,
    help="Let a sentence model add nearness in meaning (English texts; needs the optional extra `semantic`).",
)
@with_calls
def match(  # noqa: PLR0917  # click hands everything over by name
    source: str,
    code: str,
    field: str | None,
    words: Path | None,
    untrained: bool,
    by_meaning: bool,
    form: str,
    folders: tuple[Path, ...],
) -> None:
    """Match the text of an idea (FILE, or - for what is typed) to the priorities of a call.

    A .jsonl file with id, text and perhaps field a line gives JSON Lines. Exit code 0: answered; 2: something could
    not be read.
    """
    call = one_call(code, folders)
    if by_meaning and (untrained or words is not None):
        refuse("--semantic: found --untrained or --vocabulary, expected neither: it adds to what was learned")
    vocabulary = _vocabulary(words, call)
    semantic = _semantic(call) if by_meaning else None
    asked = _Asked(call, field, vocabulary, untrained=untrained, semantic=semantic)
    if source.endswith(".jsonl"):
        sys.exit(_answer_lines(Path(source), asked))
    found = asked.match(_text(source), field)
    if form == "json":
        show_json(asked.plain(found))
    else:
        show("\n".join(lines_of(call, found)))
        if semantic is not None:
            show(NEAR if found.semantic else NOT_NEAR)


class _Asked:
    """What is asked of every text."""

    def __init__(
        self,
        call: CallDefinition,
        field: str | None,
        vocabulary: Vocabulary | None,
        *,
        untrained: bool,
        semantic: Semantic | None,
    ) -> None:
        self.call = call
        self.field = field
        self._vocabulary = vocabulary
        self._untrained = untrained
        self._semantic = semantic
        if field is not None:
            self.known_field(field)

    def known_field(self, field: str) -> None:
        """End the command where the call does not have the field."""
        try:
            field_of(self.call, field)
        except NoValueError as error:
            refuse(f"--field: found {described(field)}, expected {_fields(self.call)} ({error})")

    def match(self, text: str, field: str | None) -> Match:
        """Match one text."""
        return match_idea(
            self.call,
            text,
            field=field,
            vocabulary=self._vocabulary,
            untrained=self._untrained,
            semantic=self._semantic,
        )

    def plain(self, found: Match, identifier: object = None) -> dict[str, Any]:
        """Return a match as values that JSON can hold; whether the sentence model had its part, where it was asked."""
        asked = {} if self._semantic is None else {"semantic": found.semantic}
        return {**plain_match(found, identifier), **asked}


def plain_match(match: Match, identifier: object = None) -> dict[str, Any]:
    """Return a match as values that JSON can hold; `id` only where there is one."""
    suggested = match.type
    return {
        **({} if identifier is None else {"id": identifier}),
        "language": match.language,
        "basis": match.basis,
        "fields": [{"code": each.code, "confidence": _rounded(each.confidence)} for each in match.fields],
        "priorities": [_plain_priority(each) for each in match.priorities],
        "horizontal": [_plain_priority(each) for each in match.horizontal],
        "type": suggested
        and {
            "code": suggested.code,
            "confidence": _rounded(suggested.confidence),
            "reasons": [{"passage": each.passage.text, "words": each.words} for each in suggested.reasons],
        },
    }


def _plain_priority(found: PriorityMatch) -> dict[str, Any]:
    return {
        "code": found.code,
        "confidence": _rounded(found.confidence),
        "evidence": [
            {
                "passage": each.passage.text,
                "start": each.passage.start,
                "end": each.passage.end,
                "priority_passage": each.priority_passage,
            }
            for each in found.evidence
        ],
        "sub_themes": [theme.code for theme in found.touched],
        "left_out": [theme.code for theme in found.left_out],
    }


def _rounded(confidence: float) -> float:
    return round(confidence, 3)


def _answer_lines(path: Path, asked: _Asked) -> int:
    """Answer each line in its place; a line that cannot be read takes its error there."""
    code = 0
    try:
        with path.open("rb") as file:
            for number, line in lines_in(file, LONGEST_LINE):
                answer, failed = _answer(line, number, asked)
                code = UNREADABLE if failed else code
                show_json(answer)
    except BrokenPipeError:
        # The file is well; whoever read the answers has seen enough, and click ends the command quietly.
        raise
    except OSError as error:
        refuse(f"{path}: the file: found {why_unread(error)}, expected a file that can be read")
    return code


def _answer(line: bytes, number: int, asked: _Asked) -> tuple[dict[str, Any], bool]:
    identifier = None
    try:
        values = object_in(line, number, most=LONGEST_LINE, expected=OBJECT)
        identifier = values.get("id")
        text, field = _read_line(values, number, asked)
    except DocumentError as error:
        named = {} if identifier is None else {"id": identifier}
        return {**named, "error": {"where": error.where, "found": error.found, "expected": error.expected}}, True
    return asked.plain(asked.match(text, field), identifier), False


def _read_line(values: Mapping[str, object], number: int, asked: _Asked) -> tuple[str, str | None]:
    where = f"line {number}"
    identifier, text, field = (values.get(key) for key in KEYS)
    if not isinstance(identifier, str | int) or isinstance(identifier, bool):
        raise DocumentError(f"{where}: id", described_or_nothing(identifier), "text or a whole number")
    if not isinstance(text, str):
        raise DocumentError(f"{where}: text", described_or_nothing(text), "text")
    if len(text) > LONGEST_TEXT:
        raise DocumentError(f"{where}: text", f"{len(text):,} characters", f"at most {LONGEST_TEXT:,} characters")
    if field is None:
        return text, asked.field
    if field not in {each.code for each in asked.call.fields}:
        raise DocumentError(f"{where}: field", described(field), _fields(asked.call))
    return text, str(field)


def _fields(call: CallDefinition) -> str:
    return f"one of {', '.join(each.code for each in call.fields)}"


def _text(source: str) -> str:
    """The text in a file or from standard input, or the end of the command."""
    try:
        if source == "-":
            content = sys.stdin.buffer.read(LONGEST_LINE + 1)
        else:
            with Path(source).open("rb") as file:
                content = file.read(LONGEST_LINE + 1)
    except OSError as error:
        expected = "a file that can be read, or - for a text that is typed in"
        refuse(f"{source}: the file: found {why_unread(error)}, expected {expected}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(f"{source}: byte {error.start}: found bytes that are not UTF-8, expected text in UTF-8")
    if len(text) > LONGEST_TEXT:
        refuse(f"{source}: the text: found more than {LONGEST_TEXT:,} characters, expected at most {LONGEST_TEXT:,}")
    return text


def _vocabulary(path: Path | None, call: CallDefinition) -> Vocabulary | None:
    if path is None:
        return None
    try:
        return read_vocabulary(path, call)
    except CallFileError as error:
        refuse(f"{path}: {error.key}: found {error.found}, expected {error.expected}")


def _semantic(call: CallDefinition) -> Semantic:
    """The sentence model ready for the call, or the end of the command."""
    try:
        semantic = semantic_for(call, load_encoder)
    except ExtraMissingError as error:
        refuse(f"--semantic: {error}")
    if semantic is None:
        refuse(f"--semantic: found {call.code}, expected a call for which the sentence model was measured")
    return semantic
