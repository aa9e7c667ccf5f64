"""How long the gazetteer takes to open and a search in it; how large the files of places and map are.

.venv/bin/python benchmarks/places.py
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from consortia.analysis.distance import Point, distance_km
from consortia.analysis.places import find_place, known_countries, search_places

SOURCES = Path(__file__).resolve().parent.parent / "src" / "consortia"
OPENING = """
import time
from consortia.analysis.places import known_countries
began = time.perf_counter()
known_countries()
print(time.perf_counter() - began)
"""
TYPED = (
    "s",
    "w",
    "wi",
    "wie",
    "wien",
    "Bru",
    "Brux",
    "San",
    "Saint-",
    "Köln",
    "Koeln",
    "Αθήνα",
    "Praha",
    "Neustadt",
    "zzzz",
    "Londo",
)


def main() -> None:
    for path in sorted(SOURCES.glob("*/**/data/*")):
        print(f"{path.relative_to(SOURCES)!s:44} {path.stat().st_size:>10,} bytes")
    opened = [float(subprocess.check_output([sys.executable, "-c", OPENING])) * 1000 for _ in range(5)]
    report("open the gazetteer, in a new process", opened)
    known_countries()
    for country in (None, "DE", "MT"):
        report(
            f"search, {country or 'all countries'}", [milliseconds(search_places, text, country) for text in TYPED * 20]
        )
    report("find one place", [milliseconds(find_place, text, "DE") for text in TYPED * 20])
    report(
        "one distance", [milliseconds(distance_km, Point(52.5, 13.4), Point(37.7 + i / 9, -25.7)) for i in range(200)]
    )


def milliseconds(function: Callable[..., object], *values: object) -> float:
    began = time.perf_counter()
    function(*values)
    return (time.perf_counter() - began) * 1000


def report(what: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(f"{what:44} p50 {statistics.median(ordered):8.2f} ms   p95 {p95:8.2f} ms   longest {ordered[-1]:8.2f} ms")


if __name__ == "__main__":
    main()
