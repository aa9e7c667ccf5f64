"""Who may fit into a consortium, told from who worked with whom before."""

from consortia.analysis.partners.history import History, history_of, words_of
from consortia.analysis.partners.suggesting import suggest_partners
from consortia.analysis.partners.values import Body, Consortium, Reason, Suggestion
from consortia.analysis.partners.weighing import USUAL_WEIGHTS, Hidden, hide_each_member, learn_weights, score

__all__ = [
    "USUAL_WEIGHTS",
    "Body",
    "Consortium",
    "Hidden",
    "History",
    "Reason",
    "Suggestion",
    "hide_each_member",
    "history_of",
    "learn_weights",
    "score",
    "suggest_partners",
    "words_of",
]
