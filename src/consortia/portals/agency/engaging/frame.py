"""What every page about experts has in common."""

from __future__ import annotations

from typing import Any

from consortia.portals.agency.subjects import agencies_by_code


def experts_context(code: str, **more: Any) -> dict[str, Any]:
    """Return what a page of an agency about experts needs."""
    return {"place": "agency", "code": code, "agency": agencies_by_code()[code], **more}
