"""Message codes with their facts into plain sentences.

Texts stand in `en.toml`, those that officers read in other words in `officer.toml`. A place such as `{found}` takes a
fact as it is written in plain English; more can be asked after a colon: `{needed:words}` writes a small number out,
`{needed:organisation|organisations}` writes it out with its noun, `{found:?is|are}` writes only the word that fits
the number, `{countries:and}` and `{countries:or}` join a list, `{titles:“and”}` puts each entry in quotation marks as
well. A place may stand within what is asked, as in `{ties:?|, set by {titles}}`. A first letter is made a capital
where a sentence begins.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from consortia.core.errors import NoValueError
from consortia.core.values import Message, Money

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SENTENCE_START = re.compile(r"(^|[.?] )([a-z])")
_LONGEST_UNGROUPED = 4
_BLANK_IN_A_NUMBER = re.compile(r"(?<=€) (?=[0-9])|(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")


def say(message: Message) -> str:
    """The message in plain English."""
    return _said(message, texts())


def say_to_officer(message: Message) -> str:
    """The message in the words of whoever checks an application, not of whoever writes it."""
    return _said(message, {**texts(), **officer_texts()})


def _said(message: Message, known: Mapping[str, str]) -> str:
    text = known.get(message.code)
    if text is None:
        raise NoValueError(f"no words for the message {message.code}")
    sentence = _Sentence().vformat(text, (), message.parameters)
    return _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), sentence)


@cache
def texts() -> Mapping[str, str]:
    """All texts by message code."""
    return _read("en.toml")


@cache
def officer_texts() -> Mapping[str, str]:
    """The texts that officers read in other words, by message code."""
    return _read("officer.toml")


def _read(name: str) -> Mapping[str, str]:
    content = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return dict(_flattened("", tomllib.loads(content)))


def _flattened(path: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield path + key, value
        else:
            yield from _flattened(f"{path}{key}.", value)


class _Sentence(Formatter):
    """A text with its places filled in."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One fact, as the text asks for it."""
        if format_spec in {"and", "or"}:
            return joined(value, format_spec)
        if format_spec == "“and”":
            return joined([f"“{each}”" for each in value], "and")
        if format_spec == "words":
            return number_in_words(value)
        if format_spec.startswith("?"):
            return _fitting(value, format_spec[1:])
        if "|" in format_spec:
            return f"{number_in_words(value)} {_fitting(value, format_spec)}"
        return written(value)


def written(fact: object) -> str:
    """A fact in plain English."""
    if isinstance(fact, Money):
        return money_written(fact)
    if isinstance(fact, datetime):
        return moment_written(fact)
    if isinstance(fact, date):
        return day_written(fact)
    if isinstance(fact, int | Decimal) and not isinstance(fact, bool):
        return grouped(str(fact))
    if isinstance(fact, tuple):
        return joined(fact, "and")
    return str(fact)


def money_written(money: Money) -> str:
    """Euros with their thousands apart and two decimals: € 92 705.50."""
    return f"€ {money.amount:,.2f}".replace(",", " ")


def unbroken(text: str) -> str:
    """A text in which no line ends within an amount or a number with its thousands apart."""
    return _BLANK_IN_A_NUMBER.sub("\N{NO-BREAK SPACE}", text)


def grouped(digits: str) -> str:
    """A number with its thousands apart, from five digits on."""
    sign, bare = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, point, fraction = bare.partition(".")
    if len(whole) <= _LONGEST_UNGROUPED:
        return digits
    return sign + f"{int(whole):,}".replace(",", " ") + point + fraction


def day_written(day: date) -> str:
    """31 August 2019."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_written(moment: datetime) -> str:
    """Thursday 31 March 2016, 12:00 Brussels time."""
    clock = f"{moment:%H:%M}"
    if moment.second or moment.microsecond:
        clock = f"{moment:%H:%M:%S}"
    if moment.microsecond:
        clock += f".{moment.microsecond:06d}".rstrip("0")
    return f"{_DAYS[moment.weekday()]} {day_written(moment)}, {clock} {_zone_written(moment)}"


def number_in_words(number: int) -> str:
    """Small numbers in words, others in figures."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else grouped(str(number))


def joined(items: Sequence[str], word: str) -> str:
    """A list as one reads it: Spain, Poland and Italy."""
    if not items:
        return "none"
    *before, last = items
    return f"{', '.join(before)} {word} {last}" if before else last


def _zone_written(moment: datetime) -> str:
    key = getattr(moment.tzinfo, "key", None)
    return f"{key.rpartition('/')[2].replace('_', ' ')} time" if key else str(moment.tzinfo)


def _fitting(number: int | Decimal | Sequence[str], words: str) -> str:
    one, _, many = words.partition("|")
    return one if (number if isinstance(number, int | Decimal) else len(number)) == 1 else many
