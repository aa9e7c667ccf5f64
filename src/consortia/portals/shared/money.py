"""Amounts in euro, as the reader's language writes them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language

CENT: Final = Decimal("0.01")
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"

# The interinstitutional style guide sets the sign first in these languages, and last in all others.
SIGN_FIRST: Final = frozenset({"en", "ga", "lv", "mt", "nl"})

# A sum whose signs can mean one thing only: "1,234" alone may be a thousand or a little more than one.
_NO_FIGURES: Final = re.compile(r"[\s€'\N{RIGHT SINGLE QUOTATION MARK}]+")
_CENTS_AFTER_COMMA: Final = re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+),(\d{1,2})")
_COMMAS_IN_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,}")
_POINTS_IN_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")


def plain_sum(typed: str) -> str:
    """Return a sum as people write it ("€ 1.234,56", "12,345.67", "1 250,50") with a point for cents and no other sign.

    What can be read in two ways, or in none, comes back without its blanks, to be asked for again.
    """
    figures = _NO_FIGURES.sub("", typed)
    if found := _CENTS_AFTER_COMMA.fullmatch(figures):
        return f"{found[1].replace('.', '')}.{found[2]}"
    if _COMMAS_IN_THOUSANDS.fullmatch(figures):
        return figures.replace(",", "")
    return figures.replace(".", "") if _POINTS_IN_THOUSANDS.fullmatch(figures) else figures


def number_words(number: Decimal | int, *, places: int = 0) -> str:
    """Return a number with thousands kept apart; English takes spaces, as the programme's documents do."""
    if _language() == "en":
        figures = f"{number:,.{places}f}".replace(",", NO_BREAK)
    else:
        figures = str(number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True))
    return figures.replace("-", MINUS)


def euro_words(amount: Decimal | int, *, places: int = 2) -> str:
    """Return an amount such as "€ 92 705.50", in the order of the reader's language."""
    number = number_words(abs(Decimal(amount)), places=places)
    sign = MINUS if amount < 0 else ""
    if _language() in SIGN_FIRST:
        return f"{sign}€{NO_BREAK}{number}"
    return f"{sign}{number}{NO_BREAK}€"


def short_euro_words(amount: Decimal | int) -> str:
    """Return an amount for running text: cents only where there are some."""
    whole = Decimal(amount).quantize(CENT) % 1 == 0
    return euro_words(amount, places=0 if whole else 2)


def _language() -> str:
    return (get_language() or "en").partition("-")[0]
