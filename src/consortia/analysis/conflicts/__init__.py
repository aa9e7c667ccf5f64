"""What ties an expert to an application, each tie with the path that shows it."""

from consortia.analysis.conflicts.detecting import closed_pairs, conflicts_of, open_conflicts
from consortia.analysis.conflicts.domains import domain_of, is_public_mail
from consortia.analysis.conflicts.values import (
    Body,
    Candidate,
    Case,
    Conflict,
    Kind,
    Part,
    Partner,
    Past,
    Severity,
    Together,
    severity_of,
)

__all__ = [
    "Body",
    "Candidate",
    "Case",
    "Conflict",
    "Kind",
    "Part",
    "Partner",
    "Past",
    "Severity",
    "Together",
    "closed_pairs",
    "conflicts_of",
    "domain_of",
    "is_public_mail",
    "open_conflicts",
    "severity_of",
]
