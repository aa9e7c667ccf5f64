"""Published lists of projects, read row by row. No Django here: bytes go in, values and complaints come out."""

from consortia.stages.past_projects.reading.exports import Export, read_export
from consortia.stages.past_projects.reading.values import (
    FileFacts,
    ReadParticipation,
    ReadRow,
    Rejected,
    UnreadableFileError,
)

__all__ = [
    "Export",
    "FileFacts",
    "ReadParticipation",
    "ReadRow",
    "Rejected",
    "UnreadableFileError",
    "read_export",
]
