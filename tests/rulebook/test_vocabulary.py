"""The words that speak for what a call offers: read strictly, no part of the edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from consortia.core.errors import CallFileError
from consortia.rulebook.vocabulary import codes_of, read_vocabulary, vocabulary_of
from tests.factories.documents import CALL_2016, call_2016
from tests.rulebook.test_second_call import small_call

GOOD = f'call = "{CALL_2016}"\nabout = "For a test."\n\n[words.VET-1]\nen = ["apprentice*", "mentor ~ company"]\n'


def test_the_built_in_vocabulary_has_words_for_all_priorities_fields_and_types_in_six_languages() -> None:
    vocabulary = vocabulary_of(call_2016())

    assert vocabulary is not None
    asked = {each.code for each in (*call_2016().fields, *call_2016().types)}
    asked |= {each.code for each in call_2016().priorities if each.code != "H-6"}
    missing = {
        (code, language) for code in asked for language in ("en", "de", "fr", "es", "it", "pl")
        if not vocabulary.phrases.get(code, {}).get(language)
    }  # fmt: skip
    assert missing == set()
    assert set(vocabulary.phrases) <= codes_of(call_2016())


def test_a_call_without_vocabulary_has_none() -> None:
    assert vocabulary_of(small_call()) is None


def test_a_vocabulary_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(GOOD, encoding="utf-8")

    vocabulary = read_vocabulary(path, call_2016())

    assert vocabulary.phrases == {"VET-1": {"en": ("apprentice*", "mentor ~ company")}}


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "expected"),
    [
        (CALL_2016, "other", "call", '"other"', f'"{CALL_2016}"'),
        ("VET-1", "VET-9", "words.VET-9", "a code that the call does not have", "a code of the call, such as AE"),
        ("en =", "english =", "words.VET-1.english", '"english"', "a language as two small letters"),
        ("mentor ~ company", "mentor ~ ", "words.VET-1.en[1]", '"mentor ~ "', "words on each side of ~"),
        ('["apprentice*", "mentor ~ company"]', "3", "words.VET-1.en", "3", "a list"),
        ("about =", "abuot =", "abuot", "an unknown key", "only known keys: did you mean about?"),
        ("en = [", "en = ", "the file", "", "TOML"),
    ],
)
def test_a_malformed_vocabulary_is_refused_with_key_found_and_expected(  # noqa: PLR0917  # pytest hands over by name
    tmp_path: Path, old: str, new: str, key: str, found: str, expected: str
) -> None:
    path = tmp_path / "words.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CallFileError) as refused:
        read_vocabulary(path, call_2016())

    assert refused.value.key == key
    assert refused.value.found.startswith(found)
    assert refused.value.expected.startswith(expected)


def test_a_vocabulary_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallFileError, match="expected a vocabulary"):
        read_vocabulary(tmp_path / "none.toml", call_2016())
