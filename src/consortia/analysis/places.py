"""The offline gazetteer: places of Europe and around it, and the larger cities of the world (GeoNames, CC BY 4.0)."""

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import merge
from importlib.resources import files
from itertools import filterfalse, islice

from consortia.analysis.distance import Point

FORMAT = "consortia-places-1"
ATTRIBUTION = "Places: GeoNames (geonames.org), CC BY 4.0"

# Separators of the file, which no name contains.
BETWEEN_COUNTRIES = b"\x1d"
BETWEEN_NAMES_AND_FACTS = b"\x1e"

# Letters that Unicode does not take apart into a base letter and an accent, the Turkish dotless i among them.
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t"}
_LATIN |= {"\u0131": "i", "ə": "e", "ŋ": "n", "ĸ": "k"}
_GREEK = dict(zip("αβγδεζηικλμνοπρσςτυφω", "avgdeziiklmnoprsstyfo", strict=True))
_GREEK |= {"θ": "th", "ξ": "x", "χ": "ch", "ψ": "ps"}
_CYRILLIC = dict(zip("абвгдезийклмнопрстуфхыэјіґћ", "abvgdezijklmnoprstufhyejigc", strict=True))
_CYRILLIC |= {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "", "ю": "yu", "я": "ya"}
_CYRILLIC |= {"ђ": "dj", "љ": "lj", "њ": "nj", "џ": "dzh", "є": "e", "\u0455": "dz"}
_PLAIN = str.maketrans(_LATIN | _GREEK | _CYRILLIC)
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
# In folded letters: 1050, 93177, 104 32, 00 950, 1000 123, 1012 ab. The town mostly follows it.
_POSTCODE = re.compile(r"\b(?:\d{4,6}|\d{3} \d{2}|\d{2} \d{3})(?: \d{3})?\b(?: [a-z]{2}\b)?")
_PART_OF_ADDRESS = re.compile(r"[,;/\n]| - ")
_MOST_WORDS, _SHORTEST_NAME, _LONGEST_ADDRESS = 4, 3, 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town or village; `near` names a larger town where several places of the country share the name."""

    name: str
    country: str
    near: str
    point: Point
    population: int


def search_places(text: str, country: str | None = None, limit: int = 10) -> tuple[Place, ...]:
    """Return the places one of whose names begins with the text, larger places first.

    Accents, case and punctuation do not matter, and names used abroad count (Wien, Vienna, Bécs). A place whose whole
    name was typed is always among the answers, however many larger places begin like it. The country is the code used
    in Erasmus+ (EL, UK, XK, else ISO 3166).
    """
    beginning = fold_name(text)
    if not beginning or limit < 1:
        return ()
    holding = _countries_with(_needle(beginning), country)
    found = list(islice(_largest_first(_needle(beginning), holding), limit))
    if len(found) == limit and len(beginning) > 1:
        whole = islice(_largest_first(_needle(f"{beginning}|"), holding), limit)
        kept = [place for place in whole if place not in found][: limit // 2]
        found = [*found[: limit - len(kept)], *kept]
    return tuple(found)


def find_place(name: str, country: str) -> Place | None:
    """Return the largest place of the country that bears this whole name, in any of its spellings."""
    wanted = _needle(f"{fold_name(name)}|")
    return next(_largest_first(wanted, _countries_with(wanted, country)), None)


def place_in_address(address: str, country: str) -> Place | None:
    """Return the place of a postal address: named after its postcode, else alone between two commas, the last first.

    Nothing where neither is a place of the country; a street that is named after a town is none.
    """
    address = address[-_LONGEST_ADDRESS:]
    names = [*_names_after_postcodes(fold_name(address)), *_names_alone(address)]
    found = (find_place(name, country) for name in names if len(name) >= _SHORTEST_NAME)
    return next((place for place in found if place is not None), None)


def known_countries() -> frozenset[str]:
    """Return the codes of all countries that the gazetteer has places of."""
    return frozenset(_gazetteer())


def fold_name(name: str) -> str:
    """Return a name in plain small letters, so that Łódź and LODZ, Αθήνα and Athína meet."""
    plain = name.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(filterfalse(unicodedata.combining, apart)).translate(_PLAIN)
    return _NO_LETTERS.sub(" ", plain).strip()


def _names_after_postcodes(folded: str) -> Iterator[str]:
    """Yield what may be the name of a town behind each postcode, the last postcode and the longest name first."""
    for code in reversed(list(_POSTCODE.finditer(folded))):
        words = [word for word in folded[code.end() :].split() if word.isalpha()][:_MOST_WORDS]
        yield from (" ".join(words[:length]) for length in range(len(words), 0, -1))


def _names_alone(address: str) -> Iterator[str]:
    """Yield the parts of an address without what holds digits, the last first; the first of several is a street."""
    parts = _PART_OF_ADDRESS.split(address)
    for part in reversed(parts[1:] or parts):
        yield " ".join(word for word in fold_name(part).split() if word.isalpha())


class _Country:
    """The places of one country, larger first, still packed: `|vienna|wien|` a line, and the facts line by line."""

    def __init__(self, code: str, names: bytes, facts: bytes) -> None:
        self._code = code
        self._names = names
        self._facts = facts

    @cached_property
    def _lines(self) -> list[bytes]:
        return self._facts.split(b"\n")

    def __contains__(self, beginning: bytes) -> bool:
        return beginning in self._names

    def hits(self, beginning: bytes) -> Iterator[Place]:
        """Yield the places in the order of the file; the work is done only as far as it is asked for."""
        row = end = 0
        while (at := self._names.find(beginning, end)) >= 0:
            row += self._names.count(b"\n", end, at)
            end = self._names.index(b"\n", at)
            start = self._names.rfind(b"\n", 0, at) + 1
            yield self._place(row, own_name=self._names[start:end].split(b"|", 2)[1])

    def _place(self, row: int, *, own_name: bytes) -> Place:
        name, near, latitude, longitude, population = self._lines[row].decode().split("\t")
        point = Point(float(latitude), float(longitude))
        # A name that its own folded form gives back, as most do, is not written twice.
        return Place(
            name=name or own_name.decode().title(),
            country=self._code,
            near=near,
            point=point,
            population=int(population),
        )


def _needle(beginning: str) -> bytes:
    return f"|{beginning}".encode()


def _countries_with(needle: bytes, country: str | None) -> list[_Country]:
    gazetteer = _gazetteer()
    searched = gazetteer.values() if country is None else [gazetteer[code] for code in (country,) if code in gazetteer]
    return [part for part in searched if needle in part]


def _largest_first(needle: bytes, countries: Iterable[_Country]) -> Iterator[Place]:
    return merge(*(part.hits(needle) for part in countries), key=lambda place: -place.population)


@cache
def _gazetteer() -> Mapping[str, _Country]:
    packed = files("consortia.analysis").joinpath("data/places.gz").read_bytes()
    header, *countries = gzip.decompress(packed).split(BETWEEN_COUNTRIES)
    if header != FORMAT.encode():
        raise ValueError(
            f"data/places.gz: found {header[:40]!r}, expected {FORMAT}; build it anew with tools/gazetteer.py"
        )
    return {code: _Country(code, names, facts) for code, names, facts in map(_opened, countries)}


def _opened(country: bytes) -> tuple[str, bytes, bytes]:
    code, names, facts = country.split(BETWEEN_NAMES_AND_FACTS)
    return code.decode(), names, facts
