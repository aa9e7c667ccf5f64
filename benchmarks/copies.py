"""How many planted copies are found, how exactly, how quickly; beside datasketch (MinHash, as it is commonly used).

.venv/bin/python -m benchmarks.copies [--data ../shared/data] [--peer PYTHON THAT HAS DATASKETCH]
.venv/bin/python -m benchmarks.copies --size 100000        chains of words, as in benchmarks/search.py

Into real summaries of projects six kinds of copies are planted, 300 of each: words edited at random (5, 20, 35 %),
sentences shuffled with 10 % edited, a passage of 30 % set into another summary, and two sentences (40 words or more)
set into another. A copy is found where the pair is reported. The peer is installed into a folder of its own that is
removed afterwards, unless a Python that has it is named.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.search import WORDS_A_TEXT, chain, followers, largest, resident
from consortia.analysis.copies import Index, Pair, Text, compare, find_copies, fingerprints_of
from consortia.analysis.copies.finding import find_candidates

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "erasmus-plus-projects-2014-2018"
FILES = ("ka1_mobility_projects", "ka2_strategic_partnerships", "centralised_projects")
OF_A_KIND = 300
SHORTEST = 100
NEAR = 5
ASKED = 200
SEED = 2026
NOTHING = np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A copy, its source, and where the copied passage stands in it where it is one passage."""

    kind: str
    source: int
    text: str
    start: int = -1
    end: int = -1


def main() -> None:
    options = _options()
    if options.size:
        measure_large(options.size, options.data)
        return
    folder = Path(options.data) / FOLDER
    if not folder.exists():
        print(f"copies: left out, there are no summaries of projects in {folder}")
        return
    real = list(dict.fromkeys(each for each in summaries(folder) if len(each.split()) >= SHORTEST))
    planted = list(plant(real, random.Random(SEED)))
    texts = [*real, *(each.text for each in planted)]
    print(f"{len(real):,} summaries, {len(planted):,} copies planted")
    alone = len(find_candidates(real, NOTHING).pairs)
    print(f"without the planted ones: {alone:,} candidates, {alone / len(real):.2f} a text")
    places = range(len(real), len(texts))
    report_ours(texts, planted, places)
    report_peer(texts, planted, places, options.peer)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=str(ROOT.parent / "shared" / "data"), help="folder with summaries")
    parser.add_argument("--peer", help="a Python that has datasketch")
    parser.add_argument("--size", type=int, help="time and memory for so many texts in the place of copies")
    return parser.parse_args()


def summaries(folder: Path) -> Iterator[str]:
    csv.field_size_limit(16 * 1024 * 1024)
    for name in FILES:
        with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            yield from (row["summary"] for row in csv.DictReader(file))


def plant(real: Sequence[str], chance: random.Random) -> Iterator[Planted]:
    words = sorted({word for text in real for word in text.split()})
    for kind in ("5 % edited", "20 % edited", "35 % edited", "shuffled, 10 %", "passage of 30 %", "two sentences"):
        for source in chance.sample(range(len(real)), OF_A_KIND):
            yield planted_copy(kind, source, real, chance, words)


def planted_copy(kind: str, source: int, real: Sequence[str], chance: random.Random, words: Sequence[str]) -> Planted:
    text = real[source]
    if kind.endswith("edited"):
        copy = " ".join(edited(text.split(), int(kind.split(maxsplit=1)[0]) / 100, chance, words))
        return Planted(kind=kind, source=source, text=copy)
    if kind.startswith("shuffled"):
        sentences = re.split(r"(?<=[.!?])\s+", text)
        chance.shuffle(sentences)
        return Planted(kind=kind, source=source, text=" ".join(edited(" ".join(sentences).split(), 0.1, chance, words)))
    passage = " ".join(a_passage(text, chance) if kind.startswith("passage") else two_sentences(text, chance))
    host = real[chance.choice([each for each in range(len(real)) if each != source])].split()
    at = chance.randrange(len(host) + 1)
    before = " ".join(host[:at]) + " " * (at > 0)
    end = len(before) + len(passage)
    copied = f"{before}{passage} {' '.join(host[at:])}"
    return Planted(kind=kind, source=source, text=copied, start=len(before), end=end)


def edited(words: Sequence[str], share: float, chance: random.Random, others: Sequence[str]) -> Iterator[str]:
    """Yield words of which a share was replaced, left out or followed by another, a third each."""
    for word in words:
        if chance.random() >= share:
            yield word
            continue
        way = chance.randrange(3)
        yield from ((chance.choice(others),), (), (word, chance.choice(others)))[way]


def a_passage(text: str, chance: random.Random) -> Sequence[str]:
    words = text.split()
    length = round(len(words) * 0.3)
    at = chance.randrange(len(words) - length + 1)
    return words[at : at + length]


def two_sentences(text: str, chance: random.Random) -> Sequence[str]:
    """Return two sentences in a row, or as many more as 40 words take."""
    sentences = [each.split() for each in re.split(r"(?<=[.!?])\s+", text)]
    at = chance.randrange(len(sentences))
    found: list[str] = []
    for number, sentence in enumerate([*sentences[at:], *sentences[:at][::-1]]):
        if number >= 2 and len(found) >= 40:
            break
        found = [*found, *sentence] if at + number < len(sentences) else [*sentence, *found]
    return found


def report_ours(texts: Sequence[str], planted: Sequence[Planted], places: Sequence[int]) -> None:
    began = time.perf_counter()
    candidates = find_candidates(texts, NOTHING)
    seconds = time.perf_counter() - began
    print_found("ours: candidates", seconds, {tuple(pair) for pair in candidates.pairs.tolist()}, planted, places)
    began = time.perf_counter()
    found = find_copies([Text(id=f"{place:06}", text=text) for place, text in enumerate(texts)])
    seconds = time.perf_counter() - began
    pairs = {(int(pair.a), int(pair.b)): pair for pair in found.pairs}
    print_found("ours: pairs reported", seconds, set(pairs), planted, places)
    print_places(pairs, texts, planted, places)
    print(f"  {len(found.templates)} templates, of {', '.join(str(len(each)) for each in found.templates)} texts")


def print_found(
    who: str, seconds: float, pairs: set[tuple[int, int]], planted: Sequence[Planted], places: Sequence[int]
) -> None:
    known = {kind: [0, 0] for kind in dict.fromkeys(each.kind for each in planted)}
    for each, place in zip(planted, places, strict=True):
        known[each.kind][0] += (each.source, place) in pairs
        known[each.kind][1] += 1
    told = "  ".join(f"{kind} {found / of:.3f}" for kind, (found, of) in known.items())
    texts = places[-1] + 1
    print(f"{who}: {seconds:.1f} s, {len(pairs):,} pairs, {len(pairs) / texts:.2f} a text\n  found: {told}")


def print_places(
    pairs: dict[tuple[int, int], Pair], texts: Sequence[str], planted: Sequence[Planted], places: Sequence[int]
) -> None:
    """Print how many passages begin and end within some words of where they were planted."""
    for kind in dict.fromkeys(each.kind for each in planted if each.start >= 0):
        near = [
            is_near(pairs[each.source, place], each, texts[place])
            for each, place in zip(planted, places, strict=True)
            if each.kind == kind and (each.source, place) in pairs
        ]
        print(f"  {kind}: {sum(near) / len(near):.3f} begin and end within {NEAR} words of where they were planted")


def is_near(pair: Pair, planted: Planted, text: str) -> bool:
    inside = [each for each in pair.passages if each.b_start < planted.end and each.b_end > planted.start]
    if not inside:
        return False
    start, end = min(each.b_start for each in inside), max(each.b_end for each in inside)
    return words_between(text, start, planted.start) <= NEAR and words_between(text, end, planted.end) <= NEAR


def words_between(text: str, one: int, other: int) -> int:
    return len(re.findall(r"\w+", text[min(one, other) : max(one, other)]))


def report_peer(texts: Sequence[str], planted: Sequence[Planted], places: Sequence[int], python: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            python = python or installed_peer(Path(folder))
            (Path(folder) / "texts.jsonl").write_text("".join(f"{json.dumps({'text': text})}\n" for text in texts))
            peer = Path(__file__).with_name("copies_peer.py")
            subprocess.run(
                [python, str(peer), f"{folder}/texts.jsonl", f"{folder}/pairs.json"], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"datasketch: left out, it could not be installed or run ({type(error).__name__})")
            return
        answer = json.loads((Path(folder) / "pairs.json").read_text())
    print_found(
        "datasketch: MinHash of 128, threshold .4, three words",
        answer["seconds"],
        {tuple(pair) for pair in answer["pairs"]},
        planted,
        places,
    )


def installed_peer(folder: Path) -> str:
    python = str(folder / "peer" / "bin" / "python")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "peer")], check=True, capture_output=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "datasketch"], check=True, capture_output=True)
    return python


def measure_large(size: int, data: str) -> None:
    after = followers(data)
    chance, starts = random.Random(size), sorted(after)
    texts = [chain(chance, after, starts, WORDS_A_TEXT) for _text in range(size)]
    del after
    characters = sum(map(len, texts))
    before = resident()
    began, worked = time.perf_counter(), time.process_time()
    candidates = find_candidates(texts, NOTHING)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"\n{size:,} texts, {characters / 1e6:,.0f} million characters")
    print(f"{'all pairs':32} {took:8.1f} s   ({worked:.1f} s of processor time), {len(candidates.pairs):,} candidates")
    print(f"{'largest memory over the texts':32} {largest() - before:8.0f} MB   (in all {largest():,.0f} MB)")
    measure_index(texts)


def measure_index(texts: Sequence[str]) -> None:
    began = time.perf_counter()
    index = Index({str(place): fingerprints_of(text) for place, text in enumerate(texts)})
    print(f"{'index of fingerprints built':32} {time.perf_counter() - began:8.1f} s")
    chance = random.Random(1)
    asked, added, compared = [], [], []
    for number, place in enumerate(chance.sample(range(len(texts)), ASKED)):
        words, host = texts[place].split(), texts[place - 1].split()
        text = " ".join([*host[:200], *words[100:270], *host[370:]])
        began = time.perf_counter()
        found = index.ask(fingerprints_of(text))
        asked.append(time.perf_counter() - began)
        assert {str(place), str((place - 1) % len(texts))} <= {met.key for met in found[:2]}
        for met in found[:2]:
            compare(Text(id="new", text=text), Text(id=met.key, text=texts[int(met.key)]))
        compared.append(time.perf_counter() - began)
        began = time.perf_counter()
        index.add(f"new {number}", fingerprints_of(text))
        added.append(time.perf_counter() - began)
    for what, taken in (("one new text asked", asked), ("and two compared", compared), ("added", added)):
        p95 = sorted(taken)[int(len(taken) * 0.95)]
        print(f"{what:32} p50 {statistics.median(taken) * 1000:8.1f} ms   p95 {p95 * 1000:8.1f} ms")
    print(f"{'memory in the end':32} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:8.0f} MB")


if __name__ == "__main__":
    main()
