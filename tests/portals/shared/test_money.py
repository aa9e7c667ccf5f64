from decimal import Decimal

import pytest
from django.utils import translation

from consortia.portals.shared.money import euro_words, number_words, plain_sum, short_euro_words

GAP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-gb", "€_92_705.50"),
        ("nl", "€_92.705,50"),
        ("de", "92.705,50_€"),
        ("fi", "92_705,50_€"),
        ("pl", "92_705,50_€"),
    ],
)
def test_an_amount_is_written_as_the_readers_language_does(language: str, words: str) -> None:
    with translation.override(language):
        assert euro_words(Decimal("92705.5")) == words.replace("_", GAP)


def test_an_amount_below_zero_has_its_minus_in_front_of_everything() -> None:
    with translation.override("en-gb"):
        assert euro_words(Decimal(-1200)) == f"\N{MINUS SIGN}€{GAP}1{GAP}200.00"


@pytest.mark.parametrize(
    ("amount", "words"),
    [(Decimal("300000.00"), "€_300_000"), (Decimal("0.01"), "€_0.01"), (150, "€_150"), (Decimal(0), "€_0")],
)
def test_running_text_shows_cents_only_where_there_are_some(amount: Decimal | int, words: str) -> None:
    with translation.override("en-gb"):
        assert short_euro_words(amount) == words.replace("_", GAP)


@pytest.mark.parametrize(("number", "words"), [(999, "999"), (1000, "1_000"), (-1234567, "\N{MINUS SIGN}1_234_567")])
def test_a_number_keeps_its_thousands_apart(number: int, words: str) -> None:
    with translation.override("en-gb"):
        assert number_words(number) == words.replace("_", GAP)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1250.50", "1250.50"),
        ("1250,5", "1250.5"),
        ("€ 1 250,50", "1250.50"),
        ("1.234,56", "1234.56"),
        ("12,345.67", "12345.67"),
        ("12\N{RIGHT SINGLE QUOTATION MARK}345.67", "12345.67"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567.8"),
    ],
)
def test_a_sum_with_one_reading_is_read(typed: str, meant: str) -> None:
    assert plain_sum(typed) == meant


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12,34.56", "1.23,45", "1,2345.6", "", "abc", "-5"])
def test_a_sum_with_two_readings_or_none_stays_as_it_was_typed(typed: str) -> None:
    assert plain_sum(typed) == typed
