"""Whether two names, typed by different people at different times, mean one body."""

from consortia.analysis.same_body.clusters import Cluster, clusters_of
from consortia.analysis.same_body.names import Written
from consortia.analysis.same_body.pairs import LIKELY, Pair, Reason, likely_pairs

__all__ = ["LIKELY", "Cluster", "Pair", "Reason", "Written", "clusters_of", "likely_pairs"]
