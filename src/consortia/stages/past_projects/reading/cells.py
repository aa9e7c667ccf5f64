"""What one cell says: text, number, day, sum of money, country. Each complains of what it cannot understand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from consortia.stages.past_projects.reading.columns import spellings
from consortia.stages.past_projects.reading.values import UnreadableCellError

LARGEST_GRANT: Final = Decimal(10**11)
MOST_ORGANISATIONS: Final = 10_000
FIRST_YEAR, LAST_YEAR = 1980, 2100
_SHOWN: Final = 60
_EUROS = re.compile(r"\s*(?:EUR|euros?|€)\s*", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_DOTTED_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_TWO_MEANINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_DAYS = (
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ][\d:.]*Z?)?"),
)
_COUNTRY = re.compile(r"([A-Za-z]{2})(?:\s+-\s+.*)?")
_NO_LETTER = re.compile("[\ud800-\udfff]")
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")


def shown(text: str) -> str:
    """Return what was found, short enough to be read in a message."""
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"“{cut}”"


def text_of(text: str, column: str, longest: int) -> str:
    """Return a text without blanks around it; no character that a database or a page cannot hold."""
    if "\x00" in text:
        raise UnreadableCellError(column, "a NUL character", "text")
    if _NO_LETTER.search(text):
        raise UnreadableCellError(column, "bytes that are no letters in the encoding of the file", "text")
    stripped = text.strip()
    if len(stripped) > longest:
        raise UnreadableCellError(column, f"{len(stripped):,} characters", f"at most {longest:,}")
    return stripped


def grant_of(text: str, column: str) -> Decimal | None:
    """Return a sum in euros: 200000.0 EUR, 112,527.93, 1.234.567,00; nothing where nothing stands."""
    bare = _EUROS.sub("", text).replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    if not bare:
        return None
    if _TWO_MEANINGS.fullmatch(bare) and "." in bare:
        raise UnreadableCellError(column, f"{shown(text)}, which can be read in two ways", "a sum such as 112,527.93")
    try:
        grant = Decimal(_with_decimal_point(bare))
    except InvalidOperation:
        grant = Decimal(-1)
    if not grant.is_finite() or not 0 <= grant <= LARGEST_GRANT:
        raise UnreadableCellError(column, shown(text), "a sum in euros from 0 up, such as 112,527.93")
    return grant.quantize(Decimal("0.01"))


def _with_decimal_point(bare: str) -> str:
    if "," in bare and "." in bare:
        thousands = "," if bare.rindex(".") > bare.rindex(",") else "."
        return bare.replace(thousands, "").replace(",", ".")
    if _THOUSANDS.fullmatch(bare):
        return bare.replace(",", "")
    if _DECIMAL_COMMA.fullmatch(bare):
        return bare.replace(",", ".")
    return bare.replace(".", "") if _DOTTED_THOUSANDS.fullmatch(bare) else bare


def day_of(text: str, column: str) -> date | None:
    """Return a day written as 31/12/2016, 31.12.2016 or 2016-12-31."""
    if not (bare := text.strip()):
        return None
    for form in _DAYS:
        if found := form.fullmatch(bare):
            try:
                day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
    raise UnreadableCellError(column, shown(text), "a day such as 31/12/2016")


def whole_of(text: str, column: str, *, least: int = 0, most: int = MOST_ORGANISATIONS) -> int | None:
    """Return a whole number."""
    if not (bare := text.strip()):
        return None
    found = _WHOLE.fullmatch(bare)
    if found is None or not least <= int(found[1]) <= most:
        raise UnreadableCellError(column, shown(text), f"a whole number from {least} to {most}")
    return int(found[1])


def year_of(text: str, column: str) -> int | None:
    """Return the year of a call."""
    return whole_of(text, column, least=FIRST_YEAR, most=LAST_YEAR)


def yes_or_no(text: str, column: str) -> bool | None:
    """Return whether a cell says yes."""
    word = text.strip().casefold()
    if not word:
        return None
    if word in spellings()["words"]["yes"]:
        return True
    if word in spellings()["words"]["no"]:
        return False
    raise UnreadableCellError(column, shown(text), "Yes or No")


def country_of(text: str, column: str) -> str:
    """Return the code of a country as the programme writes it."""
    bare = text.strip()
    if not bare:
        return ""
    found = _COUNTRY.fullmatch(bare)
    if found is None:
        raise UnreadableCellError(column, shown(text), "a country code of two letters")
    code = found[1].upper()
    return str(spellings()["countries"].get(code, code))


def countries_of(text: str, column: str) -> tuple[str, ...]:
    """Return the codes of a list of countries, each once, in their order."""
    codes = (country_of(part, column) for part in re.split("[,;|]", text))
    return tuple(dict.fromkeys(code for code in codes if code))


def topics_of(text: str, column: str, longest: int) -> tuple[str, ...]:
    """Return topics, which are parted by semicolons since they hold commas themselves."""
    parts: Iterable[str] = (text_of(part, column, longest) for part in re.split(r"[;|\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))
