"""What the strict reader found wrong, in words that name key, found and expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from consortia.core.application.loading import described

_EXPECTED: Mapping[str, str] = {
    "string_type": "text",
    "string_too_short": "text that says something",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a date such as 2016-03-31, without quotes",
    "datetime_type": "a date and time such as 2016-03-31T12:00:00, without quotes",
    "greater_than_equal": "a number from 0 up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing that cannot be read."""

    key: str
    found: str
    expected: str


def complaint(error: ValidationError) -> Complaint:
    """The first thing wrong with a table."""
    first = _most_telling(error.errors(include_url=False))
    key = _path(first["loc"])
    if first["type"] == "extra_forbidden":
        return Complaint(key=key, found="an unknown key", expected=_known_keys(error, first))
    if first["type"] == "missing":
        return Complaint(key=key, found="nothing", expected="a value for this key")
    return Complaint(key=key, found=_found(first["input"]), expected=_expected(first))


def _most_telling(errors: Sequence[ErrorDetails]) -> ErrorDetails:
    """The first thing wrong; where a key is missing beside an unknown one, the unknown one tells more."""
    first = errors[0]
    if first["type"] != "missing":
        return first
    beside = (each for each in errors if each["type"] == "extra_forbidden" and each["loc"][:-1] == first["loc"][:-1])
    return next(beside, first)


def _path(parts: tuple[int | str, ...]) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


def _expected(first: ErrorDetails) -> str:
    if first["type"] == "literal_error":
        return f"one of {first['ctx']['expected']}".replace("'", "").replace(" or ", ", ")
    return _EXPECTED.get(first["type"], first["msg"])


def _known_keys(error: ValidationError, first: ErrorDetails) -> str:
    """The keys that are missing at this place; one of them may have been meant."""
    here = first["loc"][:-1]
    missing = [
        str(each["loc"][-1])
        for each in error.errors(include_url=False)
        if each["type"] == "missing" and each["loc"][:-1] == here
    ]
    close = get_close_matches(str(first["loc"][-1]), missing, n=1)
    return f"only known keys: did you mean {close[0]}?" if close else "only known keys"


def _found(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else described(value)
