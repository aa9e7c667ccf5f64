"""What past projects tell about the organisations of the site: the one door through which it comes in."""

from __future__ import annotations

from consortia.analysis.partners import Consortium


def past_consortia() -> tuple[Consortium, ...]:
    """Return the consortia of all past projects in the order of time; members are ids of organisations of the site."""
    return ()
