"""JSON that cannot be trusted is refused with the place named."""

from __future__ import annotations

import json

import pytest

from consortia.core.application import load_document, read_application
from consortia.core.application.loading import described
from consortia.core.errors import DocumentError
from tests.factories.documents import a_document, call_2016


def refusal_of(content: str | bytes) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        load_document(content)
    return refused.value


def test_a_document_is_read_from_bytes_and_from_text() -> None:
    text = json.dumps(a_document())

    assert load_document(text) == load_document(text.encode()) == a_document()


def test_a_byte_order_mark_does_no_harm() -> None:
    assert load_document(b'\xef\xbb\xbf{"a": 1}') == load_document('\ufeff{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    "content", ["", " ", "{", '{"a": ', '{"a": 1', "nonsense", "{'a': 1}", '{"a": 1} {}', '{"a": 01}']
)
def test_text_that_is_no_json_names_line_and_column(content: str) -> None:
    error = refusal_of(content)

    assert error.where.startswith("line 1, column ")
    assert error.expected == "a whole JSON document"


def test_bytes_that_are_not_utf_8_name_the_byte() -> None:
    error = refusal_of('{"title": "Música"}'.encode("latin-1"))

    assert (error.where, error.expected) == ("byte 12", "a document in UTF-8")


@pytest.mark.parametrize("content", ["[]", "3", "null", '"text"', "true"])
def test_what_is_no_object_is_refused(content: str) -> None:
    assert refusal_of(content).where == "the document"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ('{"months": 1, "months": 2}', "months"),
        ('{"organisations": [{}, {"id": "o1", "name": "", "id": "o2"}]}', "organisations[1].id"),
        ('{"a": {"b": {"c": 1, "c": 1}}}', "a.b.c"),
    ],
)
def test_a_repeated_key_is_named(content: str, where: str) -> None:
    error = refusal_of(content)

    assert (error.where, error.found) == (where, "a key that stands twice")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_know_is_named(number: str) -> None:
    error = refusal_of(f'{{"organisations": [{{"people": {number}}}]}}')

    assert (error.where, error.found) == ("organisations[0].people", number)


@pytest.mark.parametrize("content", ["[" * 200_000, '{"a":' * 200_000, '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"])
def test_endless_nesting_is_refused(content: str) -> None:
    assert refusal_of(content).where


def test_endless_digits_are_refused() -> None:
    error = refusal_of('{"organisations": [{"people": 3}, {"people": ' + "9" * 10_000 + "}]}")

    assert (error.where, error.found) == ("organisations[1].people", "a number with thousands of digits")


def test_the_place_of_endless_nesting_is_named() -> None:
    nested = "[" * 100_000 + "]" * 100_000
    document = '{"title": "[{\\"", "organisations": [{"id": ["o1"]}, {"id": "o2", "city": ' + nested + "}]}"

    assert refusal_of(document).where.startswith("organisations[1].city[0][0]")


@pytest.mark.parametrize("number", ["1e400", "2.4e1", "-0.50"])
def test_a_number_is_shown_as_it_was_written(number: str) -> None:
    assert described(load_document(f'{{"months": {number}}}')["months"]) == number


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("nonsense", "text that is no JSON value"),
        ('{"a": 1} {}', "more text after the end of the document"),
        ("{'a': 1}", "a key that does not stand in double quotes"),
        ('{"a": 01}', "no comma between two entries"),
        ('{"a" 1}', "no colon after a key"),
        ('{"a": "b', "a text without its closing quotation mark"),
        ('{"a": "\t"}', "a control character within a text"),
        ('{"a": "\\q"}', "a backslash that JSON does not know"),
    ],
)
def test_text_that_is_no_json_is_told_in_words_of_our_own(content: str, found: str) -> None:
    assert refusal_of(content).found == found


def test_ten_megabytes_of_text_are_read() -> None:
    document = a_document(summary="ä" * 5_000_000)

    application = read_application(load_document(json.dumps(document, ensure_ascii=False).encode()), call_2016())

    assert len(application.summary) == 5_000_000


def test_a_huge_value_is_told_shortly() -> None:
    with pytest.raises(DocumentError) as refused:
        read_application(a_document(field="V" * 10_000_000), call_2016())

    assert len(str(refused.value)) < 200


def test_a_key_that_no_one_can_print_is_told_all_the_same() -> None:
    with pytest.raises(DocumentError) as refused:
        read_application(load_document(json.dumps(a_document() | {"\ud800" + "k" * 1000: 1})), call_2016())

    assert str(refused.value).encode()
    assert len(str(refused.value)) < 200
