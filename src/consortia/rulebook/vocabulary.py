"""The words that speak for what a call offers to choose from, by language; no rule, so no part of an edition."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from consortia.core.call import CallDefinition
from consortia.core.errors import CallFileError
from consortia.rulebook.complaints import complaint

FOLDER = Path(__file__).parent / "vocabularies"

_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Phrases by what they speak for (a field, a type, a priority or a sub-theme of the call) and by language.

    A phrase is words in a row. `*` at an end of a word stands for any letters; ` ~ ` between two parts means that
    they stand near each other, in any order.
    """

    call: str
    phrases: Mapping[str, Mapping[str, tuple[str, ...]]]

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which it has phrases."""
        return frozenset(language for by_language in self.phrases.values() for language in by_language)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    __pydantic_extra__: dict[str, Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    call: Annotated[str, Field(min_length=1)]
    about: Annotated[str, Field(min_length=1)]
    words: dict[str, _Entry]


def vocabulary_of(call: CallDefinition) -> Vocabulary | None:
    """Return the built-in vocabulary of a call, if it has one; what the call does not know is left out.

    A call of somebody else's with the same code may lack a priority; its own texts still speak for it.
    """
    vocabulary = _built_in(call.code)
    if vocabulary is None:
        return None
    known = codes_of(call)
    kept = {code: by_language for code, by_language in vocabulary.phrases.items() if code in known}
    return Vocabulary(call=vocabulary.call, phrases=kept)


def read_vocabulary(path: Path, call: CallDefinition) -> Vocabulary:
    """Return the vocabulary in a file, every code of which the call must know; raises CallFileError."""
    vocabulary = _read(path)
    known = codes_of(call)
    if vocabulary.call != call.code:
        raise CallFileError(path.name, "call", found=f'"{vocabulary.call}"', expected=f'"{call.code}"')
    for code in vocabulary.phrases:
        if code not in known:
            raise CallFileError(
                path.name, f"words.{code}", found="a code that the call does not have", expected=_some(known)
            )
    return vocabulary


def codes_of(call: CallDefinition) -> frozenset[str]:
    """Return all codes that a vocabulary of the call may speak for."""
    chosen = {each.code for each in call.fields} | {each.code for each in call.types}
    themes = {theme.code for priority in call.priorities for theme in priority.sub_themes}
    return frozenset(chosen | themes | {each.code for each in call.priorities})


@cache
def _built_in(code: str) -> Vocabulary | None:
    path = FOLDER / f"{code}.toml"
    return _read(path) if path.is_file() else None


def _read(path: Path) -> Vocabulary:
    content = _toml(path)
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        first = complaint(error)
        raise CallFileError(path.name, first.key, found=first.found, expected=first.expected) from error
    phrases: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for code, entry in file.words.items():
        by_language = entry.__pydantic_extra__
        for language, said in by_language.items():
            _look_at(path, f"words.{code}.{language}", language, said)
        phrases[code] = {language: tuple(dict.fromkeys(said)) for language, said in by_language.items()}
    return Vocabulary(call=file.call, phrases=phrases)


def _look_at(path: Path, key: str, language: str, said: list[str]) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise CallFileError(
            path.name, key, found=f'"{language}"', expected="a language as two small letters (ISO 639-1)"
        )
    for index, phrase in enumerate(said):
        if not all(re.search(r"\w", part) for part in phrase.split("~")):
            raise CallFileError(path.name, f"{key}[{index}]", found=f'"{phrase}"', expected="words on each side of ~")


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CallFileError(
            path.name, f"byte {error.start}", found="bytes that are not UTF-8", expected="UTF-8"
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise CallFileError(path.name, "the file", found=str(error), expected="TOML") from error
    except OSError as error:
        found = error.strerror or "nothing that can be read"
        raise CallFileError(path.name, "the file", found=found, expected="a vocabulary") from error


def _some(known: frozenset[str]) -> str:
    return f"a code of the call, such as {', '.join(sorted(known)[:3])}"
