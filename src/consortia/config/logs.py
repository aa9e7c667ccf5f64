"""What the terminal of the site tells: trouble in full, refusals that belong to daily life in a line."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Final

EXPECTED: Final = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


class ExpectedRefusals(logging.Filter):
    """Takes the traceback off a page that was refused or not found: the visitor was told, and nothing is broken."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, the expected ones without their traceback."""
        if getattr(record, "status_code", None) in EXPECTED:
            record.exc_info = record.exc_text = None
        return True
