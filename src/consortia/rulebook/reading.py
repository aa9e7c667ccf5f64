"""Call files into call definitions, refusing whatever is not understood."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from consortia.core.application.loading import described
from consortia.core.call import CallDefinition, Heading, Rule
from consortia.core.call.headings import TERMS
from consortia.core.eligibility.checks import CHECKS
from consortia.core.errors import CallFileError
from consortia.rulebook.complaints import complaint
from consortia.rulebook.consistency import contradictions
from consortia.rulebook.shapes import shape_of

BUILT_IN = Path(__file__).parent / "calls"


def call_from_content(content: Mapping[str, object]) -> CallDefinition:
    """The call whose content was kept; the rules it is read by are those of call files."""
    kept = dict(content)
    years = kept.pop("years_moved", 0)
    tables = _Tables(name="kept content", content=kept, files={}, kept=True)
    if not isinstance(years, int) or isinstance(years, bool):
        tables.refuse("years_moved", described(years), "a whole number of years")
    call = _call_from(tables)
    return replace(call, years_moved=years) if years else call


def load_calls(folders: Sequence[Path] = ()) -> Mapping[str, CallDefinition]:
    """The built-in calls and those of the folders, by code; a later call takes the place of one with the same code.

    A folder holds call files, folders that each make up one call, or the files of a single call.
    """
    calls: dict[str, CallDefinition] = {}
    for folder in (BUILT_IN, *folders):
        calls.update(_calls_in(folder))
    return calls


def read_call(path: Path) -> CallDefinition:
    """The call in a file, or in a folder of files that make up one call."""
    parts = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    files = ((part, f"{path.name}/{part.name}" if path.is_dir() else path.name) for part in parts)
    return _call_in(path.name, tuple((file, _bytes(part, file)) for part, file in files))


# The same bytes make the same call, and a call never changes: a site that starts asks for its calls several times.
@lru_cache(maxsize=16)
def _call_in(name: str, parts: tuple[tuple[str, bytes], ...]) -> CallDefinition:
    """The call that these files make up, each given by its name and what it holds."""
    return _call_from(_Tables.in_files(name, parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    """The top-level tables of a call, and the file that each stands in."""

    name: str
    content: Mapping[str, object]
    files: Mapping[str, str]
    kept: bool = False

    @classmethod
    def in_files(cls, name: str, parts: tuple[tuple[str, bytes], ...]) -> "_Tables":
        """Read one file or all files of a folder."""
        content: dict[str, object] = {}
        files: dict[str, str] = {}
        for file, written in parts:
            for key, value in _toml(written, file).items():
                if key in content:
                    raise CallFileError(
                        file, key, found=f"a table that stands in {files[key]} too", expected="each table in one file"
                    )
                content[key], files[key] = value, file
        return cls(name=name, content=content, files=files)

    def refuse(self, key: str, found: str, expected: str) -> NoReturn:
        """Name the place at which the call cannot be read."""
        top = re.split(r"[.\[]", key, maxsplit=1)[0]
        raise CallFileError(self.files.get(top, self.name), key, found=found, expected=expected)


def _call_from(tables: _Tables) -> CallDefinition:
    """The call that these tables describe."""
    read = _read(CallDefinition, tables.content, "", tables)
    read["rules"] = tuple(_with_parameters(rule, index, tables) for index, rule in enumerate(read["rules"]))
    read["headings"] = tuple(_with_terms(each, index, tables) for index, each in enumerate(read["headings"]))
    _refuse_what_cannot_stand(read, tables)
    call = CallDefinition(**read)
    for first in contradictions(call):
        tables.refuse(first.key, first.found, first.expected)
    return call


def _refuse_what_cannot_stand(read: Mapping[str, Any], tables: _Tables) -> None:
    """Refuse what a call could not even be made with."""
    zone = read["call"].zone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        tables.refuse("call.zone", f'"{zone}"', "a time zone such as Europe/Brussels")
    ceilings = [rule for rule in read["money_rules"] if rule.kind == "grant-ceiling"]
    if len(ceilings) != 1:
        tables.refuse("money_rules", f"{len(ceilings)} of kind grant-ceiling", "one ceiling for the grant")


def _calls_in(folder: Path) -> Mapping[str, CallDefinition]:
    if not folder.is_dir():
        raise CallFileError(str(folder), "the folder", found="nothing", expected="a folder with call files")
    found: dict[str, CallDefinition] = {}
    for path in [folder] if _is_one_call(folder) else sorted(folder.iterdir()):
        if path.suffix == ".toml" or (path.is_dir() and any(path.glob("*.toml"))):
            call = read_call(path)
            if call.code in found:
                raise CallFileError(
                    path.name, "call.code", found=f"{call.code}, which another file here has", expected="each code once"
                )
            found[call.code] = call
    return found


def _is_one_call(folder: Path) -> bool:
    """Whether the files of a folder make up a single call: several files, of which one says what the call is."""
    parts = sorted(folder.glob("*.toml"))
    return len(parts) > 1 and sum("call" in _toml(_bytes(part, part.name), part.name) for part in parts) == 1


def _bytes(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CallFileError(file, "the file", found="nothing that can be read", expected="a call file") from error


def _toml(written: bytes, file: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(written.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise CallFileError(file, f"byte {error.start}", found="bytes that are not UTF-8", expected="UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        told, _, where = str(error).partition(" (at ")
        raise CallFileError(
            file, where.rstrip(")") or "the file", found=_what_is_no_toml(told), expected="TOML"
        ) from error
    except RecursionError as error:
        raise CallFileError(file, "the file", found="lists nested hundreds deep", expected="a call file") from error
    except ValueError as error:
        raise CallFileError(file, "the file", found="a number with thousands of digits", expected="TOML") from error


def _what_is_no_toml(told: str) -> str:
    """What the parser met, in the words of this reader."""
    return next((ours for begins, ours in _NO_TOML.items() if told.startswith(begins)), "text that is not TOML")


_NO_TOML: Mapping[str, str] = {
    "Invalid value": "text that is no TOML value, such as a text without quotation marks",
    "Invalid statement": "a line that is neither a key with its value nor the head of a table",
    "Expected '=' after a key": "a key without = after it",
    "Expected newline or end of document": "more text after the value",
    "Cannot overwrite a value": "a key or table that stands twice",
    "Cannot declare": "a key or table that stands twice",
    "Duplicate inline table key": "a key that stands twice",
    "Cannot mutate immutable namespace": "an addition to a table that is closed",
    "Unclosed": "a list or table without its end",
    "Unterminated string": "a text without its closing quotation mark",
    "Expected ']": "the head of a table without its end",
    "Invalid date or datetime": "a date or time that the calendar does not have",
    "Invalid initial character for a key part": "a key that TOML does not know",
    "Unescaped '\\'": "a backslash that TOML does not know",
    "Escaped character": "a character by a number that is none",
    "Invalid hex value": "a character by a number that is none",
    "Illegal character": "a control character or line end where TOML has none",
    "Found invalid character": "a control character or line end where TOML has none",
}


def _read(value: type, content: object, key: str, tables: _Tables) -> dict[str, Any]:
    """The keys of a value, each read strictly."""
    try:
        shape = shape_of(value)
        read = shape.model_validate_json(json.dumps(content)) if tables.kept else shape.model_validate(content)
    except ValidationError as error:
        first = complaint(error)
        tables.refuse(".".join(part for part in (key, first.key) if part), first.found, first.expected)
    return {name: getattr(read, name) for name in shape.model_fields}


def _with_parameters(rule: Rule, index: int, tables: _Tables) -> Rule:
    check = CHECKS.get(rule.check)
    if check is None:
        tables.refuse(f"rules[{index}].check", f'"{rule.check}"', f"one of {', '.join(CHECKS)}")
    stated = _read(check.states, rule.parameters or {}, f"rules[{index}].parameters", tables)
    return replace(rule, parameters=check.states(**stated))


def _with_terms(heading: Heading, index: int, tables: _Tables) -> Heading:
    terms = TERMS[heading.basis]
    raw = cast("Mapping[str, object]", heading.terms)
    return replace(heading, terms=terms(**_read(terms, raw, f"headings[{index}].terms", tables)))
