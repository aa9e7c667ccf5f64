"""How long the search of past projects takes to build and to answer, and what it holds in memory.

.venv/bin/python -m benchmarks.search [--size 10000] [--size 100000] [--data ../shared/data]

Texts are chains of words: each word is followed by one that followed it in a summary of the folder given, or, where
there is none, in the demo's own sentences. So words are as frequent as in real ones and no text is a real one. Each
size runs in a process of its own. Beside it, in the same run, the peer: SQLite FTS5 with every word of the idea joined
by OR, as one would write it first.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from consortia.stages.past_projects.index import likeness
from consortia.stages.past_projects.index.asking import count_facets, find
from consortia.stages.past_projects.index.wanted import Wanted, taken_apart
from consortia.stages.past_projects.index.writing import Entry, opened, write

ROOT = Path(__file__).resolve().parent.parent
SUMMARIES = "erasmus-plus-projects-2014-2018/ka2_strategic_partnerships.csv.gz"
WORDS_A_TEXT, WORDS_AN_IDEA = 570, 400
COUNTRIES = ("AT", "BE", "DE", "EL", "ES", "FI", "FR", "IT", "PL", "UK")
FIELDS = ("HE", "SCH", "VET", "AE", "YOUTH")
QUESTIONS, SLOW_QUESTIONS = 200, 20
NEAREST = 200
PEER_SECONDS = 30.0
Followers = dict[str, list[str]]


def main() -> None:
    options = _options()
    if options.alone:
        measure(options.size[0], followers(options.data), peer=not options.without_peer)
        return
    for size in options.size or [10_000, 100_000]:
        extra = ["--without-peer"] if options.without_peer else []
        command = [
            sys.executable,
            "-m",
            "benchmarks.search",
            "--alone",
            "--size",
            str(size),
            "--data",
            options.data,
            *extra,
        ]
        subprocess.run(command, cwd=ROOT, check=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="how many projects; may be given several times")
    parser.add_argument(
        "--data", default=str(ROOT.parent / "shared" / "data"), help="folder with summaries of projects"
    )
    parser.add_argument("--without-peer", action="store_true", help="leave out SQLite FTS5")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def followers(data: str) -> Followers:
    """Return which words follow which."""
    path = Path(data) / SUMMARIES
    found: Followers = defaultdict(list)
    for text in summaries(path) if path.exists() else own_sentences():
        words = text.split()
        for word, following in pairwise(words):
            found[word].append(following)
    print(f"words from {'summaries of projects' if path.exists() else 'the demo sentences'}: {len(found):,} different")
    return found


def summaries(path: Path) -> Iterator[str]:
    csv.field_size_limit(16 * 1024 * 1024)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from (row["summary"] for row in csv.DictReader(file))


def own_sentences() -> Iterator[str]:
    for path in sorted((ROOT / "src/consortia/demo/material").rglob("*.toml")):
        yield from re.findall(r"[^\"{}=\[\]]{40,}", str(tomllib.loads(path.read_text("utf-8"))))


def chain(chance: random.Random, after: Followers, starts: Sequence[str], length: int) -> str:
    words = [chance.choice(starts)]
    while len(words) < length:
        words.append(chance.choice(after.get(words[-1]) or starts))
    return " ".join(words)


def entries(size: int, after: Followers) -> Iterator[Entry]:
    chance, starts = random.Random(size), sorted(after)
    for key in range(1, size + 1):
        yield Entry(
            key=key,
            title=chain(chance, after, starts, 8),
            summary=chain(chance, after, starts, WORDS_A_TEXT),
            names=chain(chance, after, starts, 12),
            year=2014 + key % 7,
            grant=chance.randint(20_000, 450_000),
            field=FIELDS[key % 5],
            programme="Programme",
            action=f"A{key % 9}",
            countries=tuple(chance.sample(COUNTRIES, 3)),
            topics=(f"Topic {key % 40}",),
        )


def measure(size: int, after: Followers, *, peer: bool) -> None:
    made = list(entries(size, after))
    before = resident()
    with tempfile.TemporaryDirectory() as folder:
        index = opened(Path(folder))
        began, worked = time.perf_counter(), time.process_time()
        write(index, made)
        took, worked = time.perf_counter() - began, time.process_time() - worked
        print(f"\n{size:,} projects, {sum(len(each.summary) for each in made) / size:,.0f} characters each")
        weight = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
        print(f"{'index built':44} {took:8.1f} s   ({worked:.1f} s of processor time) {weight:,.0f} MB on disk")
        began = time.perf_counter()
        write(index, made[:1], instead=[1])
        print(f"{'one project replaced':44} {(time.perf_counter() - began) * 1000:8.1f} ms")
        chance, starts = random.Random(1), sorted(after)
        ideas = [chain(chance, after, starts, WORDS_AN_IDEA) for _idea in range(QUESTIONS)]

        def facets(text: str) -> None:
            wanted = Wanted(typed=taken_apart(text))
            find(index, wanted, order="relevance", first=0, most=20)
            count_facets(index, wanted, loose=False)

        def near(text: str) -> None:
            likeness.nearest(index, likeness.weigh(index, text), NEAREST)

        report("three words, first page and facets", facets, [" ".join(idea.split()[:3]) for idea in ideas])
        report("two words side by side, the same", facets, [f'"{" ".join(idea.split()[5:7])}"' for idea in ideas])
        report("everything, newest first, and facets", lambda _text: facets(""), ideas[:SLOW_QUESTIONS])
        report(f"an idea of {WORDS_AN_IDEA} words, the {NEAREST} nearest", near, ideas)
        print(f"{'memory over the texts':44} {resident() - before:8.0f} MB   (largest in all {largest():,.0f} MB)")
    if peer:
        measure_peer(made, ideas)


def measure_peer(made: Sequence[Entry], ideas: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "peer.sqlite3")
        database.execute("create virtual table t using fts5(title, summary, tokenize='porter unicode61', content='')")
        began = time.perf_counter()
        with database:
            rows = ((each.key, each.title, each.summary) for each in made)
            database.executemany("insert into t(rowid, title, summary) values (?, ?, ?)", rows)
        print(f"{'peer: SQLite FTS5 built':44} {time.perf_counter() - began:8.1f} s")

        def ask(text: str) -> None:
            words = sorted(set(re.findall(r"\w+", text)))
            query = " OR ".join(f'"{word}"' for word in words)
            database.execute("select rowid from t where t match ? order by rank limit 200", (query,)).fetchall()

        report("peer: an idea, all words joined by OR", ask, ideas, within=PEER_SECONDS)
        database.close()


def report(what: str, ask: Callable[[str], None], texts: Sequence[str], *, within: float = 600.0) -> None:
    ask(texts[0])
    taken: list[float] = []
    for text in texts:
        if sum(taken) > within * 1000:
            break
        began = time.perf_counter()
        ask(text)
        taken.append((time.perf_counter() - began) * 1000)
    ordered = sorted(taken)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{what:44} p50 {statistics.median(ordered):8.1f} ms   p95 {p95:8.1f} ms   ({len(ordered)} questions)")


def resident() -> float:
    """Return the memory this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def largest() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
