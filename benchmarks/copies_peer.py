"""The peer of `benchmarks/copies.py`, run by a Python that has datasketch: candidates by MinHash.

Usage: PYTHON benchmarks/copies_peer.py TEXTS.jsonl PAIRS.json
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from datasketch import MinHash, MinHashLSH

PERMUTATIONS, THRESHOLD, SHINGLE = 128, 0.4, 3


def main() -> None:
    texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    began = time.perf_counter()
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    pairs = []
    for place, text in enumerate(texts):
        words = re.findall(r"\w+", text.lower())
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([" ".join(words[at : at + SHINGLE]).encode() for at in range(len(words) - SHINGLE + 1)])
        pairs += [(other, place) for other in index.query(signature)]
        index.insert(place, signature)
    Path(sys.argv[2]).write_text(json.dumps({"seconds": time.perf_counter() - began, "pairs": pairs}), "utf-8")


if __name__ == "__main__":
    main()
