"""Texts in the languages of the programme: which language, which words, which clauses; nothing of any call."""

from consortia.analysis.texts.clauses import Span, clauses_of, sentences_of
from consortia.analysis.texts.common import common_words, is_small_word, tells_no_subject
from consortia.analysis.texts.languages import LANGUAGES, guess_language
from consortia.analysis.texts.words import Word, fold, stem, stems_of, words_of

__all__ = [
    "LANGUAGES",
    "Span",
    "Word",
    "clauses_of",
    "common_words",
    "fold",
    "guess_language",
    "is_small_word",
    "sentences_of",
    "stem",
    "stems_of",
    "tells_no_subject",
    "words_of",
]
