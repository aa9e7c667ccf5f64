"""The smallest parts of a document, each read strictly and named by its place."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import cast

from consortia.core.application.loading import described, place
from consortia.core.call import CallDefinition
from consortia.core.errors import DocumentError
from consortia.core.values import Money

LARGEST_WHOLE_NUMBER = 1_000_000
_LARGEST_SUM_DIGITS = 12

_SUM = re.compile(r"[0-9]+\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?P<time>[0-9]{2}:[0-9]{2}(:[0-9]{2})?)(\.(?P<fraction>[0-9]+))?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_MICROSECOND_DIGITS = 6


def table(value: object, keys: frozenset[str], where: str) -> Mapping[str, object]:
    """An object with exactly these keys."""
    if not isinstance(value, Mapping):
        raise DocumentError(where or "the document", described(value), "an object")
    if value.keys() == keys:
        return value
    for key in value:
        if key not in keys:
            raise DocumentError(place(where, str(key)), "an unknown key", _expected_key(str(key), keys, value))
    missing = min(keys - value.keys())
    raise DocumentError(place(where, missing), "nothing", "a value for this key")


def rows(value: object, where: str) -> list[object]:
    """A list."""
    if not isinstance(value, list | tuple):
        raise DocumentError(where, described(value), "a list")
    return cast("list[object]", value)


def text(holder: Mapping[str, object], key: str, where: str) -> str:
    """Some text; it may be empty."""
    value = holder[key]
    if not isinstance(value, str):
        raise DocumentError(place(where, key), described(value), "text")
    if not value.isascii():
        _refuse_half_characters(value, place(where, key))
    return value


def text_or_null(holder: Mapping[str, object], key: str, where: str) -> str | None:
    """Some text, or null for none."""
    if holder[key] is None:
        return None
    if not isinstance(holder[key], str):
        raise DocumentError(place(where, key), described(holder[key]), "text or null")
    return text(holder, key, where)


def identifier(holder: Mapping[str, object], key: str, where: str) -> str:
    """The id of a part; a blank one could not be referred to."""
    value = text(holder, key, where)
    if not value.strip():
        raise DocumentError(place(where, key), described(value), "an id")
    return value


def code(holder: Mapping[str, object], key: str, where: str, *, known: Collection[str]) -> str:
    """One of the codes that the call knows."""
    value = holder[key]
    if isinstance(value, str) and value in known:
        return value
    raise DocumentError(place(where, key), described(value), _expected_code(value, known))


def truth(holder: Mapping[str, object], key: str, where: str) -> bool:
    """True or false."""
    value = holder[key]
    if not isinstance(value, bool):
        raise DocumentError(place(where, key), described(value), "true or false")
    return value


def whole_number(holder: Mapping[str, object], key: str, where: str, *, least: int = 0) -> int:
    """A whole number within the bounds of the format; true and 2.0 are none."""
    value = holder[key]
    if type(value) is int and least <= value <= LARGEST_WHOLE_NUMBER:
        return value
    raise DocumentError(place(where, key), described(value), f"a whole number from {least} to 1 000 000")


def money(holder: Mapping[str, object], key: str, where: str) -> Money:
    """A sum written as text with two decimals."""
    value = holder[key]
    if isinstance(value, str) and _SUM.fullmatch(value) and len(value.lstrip("0")) <= _LARGEST_SUM_DIGITS + 3:
        return Money(amount=Decimal(value))
    raise DocumentError(place(where, key), described(value), 'a sum as text with two decimals, such as "1250.50"')


def day(holder: Mapping[str, object], key: str, where: str) -> date:
    """A day of the calendar."""
    value = holder[key]
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise DocumentError(place(where, key), described(value), "a date as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise DocumentError(place(where, key), described(value), "a date that the calendar has") from error


def moment_or_null(holder: Mapping[str, object], key: str, where: str) -> datetime | None:
    """A date and time with its zone, or null."""
    value = holder[key]
    if value is None:
        return None
    written = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if written is None or written["zone"] is None:
        raise DocumentError(
            place(where, key), described(value), "a date and time with zone, such as 2016-03-31T12:00:00+02:00, or null"
        )
    try:
        return _moment(written)
    except (ValueError, OverflowError) as error:
        raise DocumentError(place(where, key), described(value), "a date and time that exist") from error


def country(holder: Mapping[str, object], key: str, where: str, *, call: CallDefinition) -> str:
    """The code of a country, spelled as the programme spells it."""
    value = holder[key]
    if isinstance(value, str) and value in call.countries:
        return value
    raise DocumentError(place(where, key), described(value), _expected_country(value, call))


def _expected_country(value: object, call: CallDefinition) -> str:
    wanted = "a country code as used in the programme"
    if not isinstance(value, str):
        return wanted
    written = value.strip().upper()
    meant = call.look.spellings.get(written, written)
    known = call.countries.get(meant)
    return f"{wanted}: did you mean {meant} ({known.name})?" if known else wanted


def _expected_code(value: object, known: Collection[str]) -> str:
    options = sorted(known)
    listed = " or ".join(options) if len(options) <= _LISTED_CODES else "a code of the call"
    if not isinstance(value, str):
        return listed
    by_spelling = {option.upper().replace("_", "-"): option for option in options}
    written = value.strip().upper().replace("_", "-")
    close = by_spelling.get(written) or next(iter(get_close_matches(value[:60], options, n=1)), None)
    return f"{listed}: did you mean {close}?" if close else listed


def _expected_key(key: str, keys: frozenset[str], value: Mapping[str, object]) -> str:
    close = get_close_matches(key[:60], sorted(keys - value.keys()) or sorted(keys), n=1)
    wanted = "only the keys of the format"
    return f"{wanted}: did you mean {close[0]}?" if close else wanted


_LISTED_CODES = 12


def _moment(written: re.Match[str]) -> datetime:
    fraction = written["fraction"] or ""
    kept, beyond = fraction[:_MICROSECOND_DIGITS], fraction[_MICROSECOND_DIGITS:]
    zone = "+00:00" if written["zone"] in "Zz" else written["zone"]
    tail = f".{kept.ljust(_MICROSECOND_DIGITS, '0')}" if kept else ""
    moment = datetime.fromisoformat(f"{written['day']}T{_with_seconds(written['time'])}{tail}{zone}")
    # Finer parts of a second cannot be held, and a moment after noon must not become noon.
    return moment + timedelta(microseconds=1) if beyond.strip("0") else moment


def _with_seconds(time: str) -> str:
    return time if time.count(":") == 2 else f"{time}:00"


def _refuse_half_characters(value: str, where: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(where, "half of a character (a lone surrogate)", "text that UTF-8 can hold") from error
