"""Which applications there are in the demo world, and what happens to each: read from its material."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from consortia.demo.names import material

Ending = Literal["draft", "submitted", "resubmitted", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something said beside a question; with `asked` it is a task for somebody, by their place in the consortium."""

    question: str
    by: int
    text: str
    part: int | None = None
    asked: int | None = None
    due_in: int | None = None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One application: which idea, in which round, how far it gets, and what else happens on the way.

    `from_days` and `to_days` are days before today, or before the deadline in a round that is closed. `written` and
    `planned` are the shares of the questions and rows that get done. `open`, `declined` and `left` are the places of
    organisations that have not answered, said no, or went later; `letter` goes to somebody who is not on the site.
    `skipped` questions stay empty, the `overlong` one runs over its limit; `outdated` is whose part changes after its
    mandate was given; `signed_papers` are the places whose printed mandates come back as a scan.
    """

    idea: str
    when: Literal["ahead", "closed", "closed-early", "last-hour"] = "ahead"
    until: Ending = "draft"
    lead: str = ""
    from_days: int = 40
    to_days: int = 1
    written: float = 1.0
    planned: float = 1.0
    mandates: bool = False
    open: Sequence[int] = ()
    declined: Sequence[int] = ()
    left: Sequence[int] = ()
    letter: str = ""
    skipped: Sequence[str] = ()
    overlong: str = ""
    conflict: Mapping[str, str] | None = None
    outdated: int | None = None
    signed_papers: Sequence[int] = ()
    comments: Sequence[Remark] = ()


@cache
def stories() -> tuple[Story, ...]:
    """Return every story, the main one first."""
    return tuple(_story(each) for each in material("stories")["stories"])


def _story(told: Mapping[str, Any]) -> Story:
    remarks = tuple(Remark(**each) for each in told.get("comments", ()))
    return Story(**{**told, "comments": remarks})
