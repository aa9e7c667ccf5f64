"""Same and similar applications: which texts share passages, and where these stand in each."""

from consortia.analysis.copies.finding import find_copies, is_worth_a_look
from consortia.analysis.copies.fingerprints import fingerprints_of, known_runs
from consortia.analysis.copies.index import Index, Met, compare
from consortia.analysis.copies.values import Found, Pair, Passage, Text

__all__ = [
    "Found",
    "Index",
    "Met",
    "Pair",
    "Passage",
    "Text",
    "compare",
    "find_copies",
    "fingerprints_of",
    "is_worth_a_look",
    "known_runs",
]
