"""JSON text into a document, refusing what JSON readers usually let pass."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import cast

from consortia.core.errors import DocumentError


class _Repeated(dict[str, object]):
    """An object in which a key stood twice; the place is only known once the whole text is read."""

    key: str


class _NotANumber:
    """NaN or Infinity, which Python's reader lets through and JSON does not know."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Endless:
    """A whole number with more digits than Python reads."""


class WrittenNumber(float):
    """A number with a fraction or an exponent, which is shown as it was written."""

    __slots__ = ("written",)
    written: str

    @classmethod
    def read(cls, written: str) -> "WrittenNumber":
        """The number that a document holds in these characters."""
        number = cls(written)
        number.written = written
        return number


class _Oddities:
    """Hooks for the JSON reader that note whether anything odd was met at all."""

    def __init__(self) -> None:
        self.met = False

    def pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        self.met = True
        seen: set[str] = set()
        repeated = _Repeated(plain)
        repeated.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add() returns None, which reads as "not yet seen"
        return repeated

    def whole(self, digits: str) -> int | _Endless:
        try:
            return int(digits)
        except ValueError:
            self.met = True
            return _Endless()

    def constant(self, name: str) -> _NotANumber:
        self.met = True
        return _NotANumber(name)


def load_document(content: str | bytes) -> Mapping[str, object]:
    """The document in this text; `read_application` then looks at what it says."""
    text, oddities = _decoded(content), _Oddities()
    try:
        document = _parsed(text, oddities)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"line {error.lineno}, column {error.colno}", _told(error), "a whole JSON document"
        ) from error
    except RecursionError as error:
        raise DocumentError(
            _deepest(text), "lists or objects nested hundreds deep", "a document with a few levels"
        ) from error
    if oddities.met:
        _refuse_oddities(document)
    if not isinstance(document, dict):
        raise DocumentError("the document", described(document), "an object with named values: {…}")
    return cast("dict[str, object]", document)


def described(value: object) -> str:
    """A value as a short text for the one who has to find it."""
    if isinstance(value, str):
        start = value[:_LONGEST_SHOWN]
        return shortened(json.dumps(start, ensure_ascii=not _is_encodable(start)))
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, WrittenNumber):
        return shortened(value.written)
    if isinstance(value, int | float):
        return shortened(_digits(value))
    return _KINDS.get(type(value), type(value).__name__)


_KINDS: Mapping[type, str] = {dict: "an object", _Repeated: "an object", list: "a list", tuple: "a list"}


def place(where: str, key: str) -> str:
    """The place of a key within another place, short and printable whatever the key is."""
    shown = shortened(key.encode("utf-8", "backslashreplace").decode())
    return f"{where}.{shown}" if where else shown


# How the bytes of a ZIP archive begin.
_ARCHIVE = b"PK\x03\x04"


def _parsed(text: str, oddities: _Oddities) -> object:
    read = partial(
        json.loads,
        text,
        object_pairs_hook=oddities.pairs,
        parse_float=WrittenNumber.read,
        parse_constant=oddities.constant,
    )
    try:
        return read()
    except json.JSONDecodeError:
        raise
    except ValueError:  # a number with more digits than Python reads; looking at each number would slow all others down
        return read(parse_int=oddities.whole)


def _told(error: json.JSONDecodeError) -> str:
    """What stands where the text stops being JSON."""
    if error.pos >= len(error.doc.rstrip()):
        return "the end of the text"
    return next((told for begins, told in _NOT_JSON.items() if error.msg.startswith(begins)), "text that is not JSON")


_NOT_JSON: Mapping[str, str] = {
    "Expecting value": "text that is no JSON value",
    "Extra data": "more text after the end of the document",
    "Expecting ',' delimiter": "no comma between two entries",
    "Expecting ':' delimiter": "no colon after a key",
    "Expecting property name": "a key that does not stand in double quotes",
    "Illegal trailing comma": "a comma after the last entry",
    "Unterminated string": "a text without its closing quotation mark",
    "Invalid control character": "a control character within a text",
    "Invalid \\": "a backslash that JSON does not know",
}

_TOKEN = re.compile(r'"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"\s*(?P<key>:)?|[\[\]{},]')
_DEEP = 100


def _deepest(text: str) -> str:
    """The place at which lists or objects are nested too deep, its first levels at least."""
    levels: list[int | str] = []
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[":
                levels.append(0)
            case "{":
                levels.append("")
            case "]" | "}" if levels:
                levels.pop()
            case "," if levels and isinstance(levels[-1], int):
                levels[-1] += 1
            case _ if levels and token["key"]:
                levels[-1] = token["text"]
        if len(levels) > _DEEP:
            break
    where = ""
    for level in levels:
        where = f"{where}[{level}]" if isinstance(level, int) else place(where, level)
    return shortened(where)


def _decoded(content: str | bytes) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    if content.startswith(_ARCHIVE):
        raise DocumentError("the document", "a ZIP archive", "a document as plain text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"byte {error.start}", "bytes that are not UTF-8", "a document in UTF-8") from error


def _refuse_oddities(document: object) -> None:
    for where, value in _walk(document):
        if isinstance(value, _Repeated):
            raise DocumentError(place(where, value.key), "a key that stands twice", "each key once")
        if isinstance(value, _NotANumber):
            raise DocumentError(where or "the document", value.name, "a number that JSON knows")
        if isinstance(value, _Endless):
            raise DocumentError(
                where or "the document", "a number with thousands of digits", "whole numbers up to 1 000 000"
            )


def _walk(document: object) -> Iterator[tuple[str, object]]:
    waiting: list[tuple[str, object]] = [("", document)]
    while waiting:
        where, value = waiting.pop()
        yield where, value
        if isinstance(value, dict):
            waiting.extend((place(where, key), each) for key, each in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((f"{where}[{index}]", each) for index, each in reversed(list(enumerate(value))))


_LONGEST_SHOWN = 60


def shortened(text: str) -> str:
    """A text cut to what fits in a message."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _digits(value: float) -> str:
    try:
        return str(value)
    except ValueError:  # Python refuses to write out integers of thousands of digits
        return "a number with thousands of digits"
