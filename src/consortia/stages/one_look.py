"""Questions about rights that one request asks once: guard, view and template rely on the same answer.

What only shows something asks within `one_look()`. Whatever writes stays outside, so that a service always hears what
holds inside its own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")

_look: ContextVar[dict[Hashable, Any] | None] = ContextVar("look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Let each question be asked once within: for pages that only show something."""
    before = _look.set({})
    try:
        yield
    finally:
        _look.reset(before)


def asked_once(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return the answer to a question, asking only if this look has not asked it before."""
    looked = _look.get()
    if looked is None:
        return ask()
    if question not in looked:
        looked[question] = ask()
    return cast("Answer", looked[question])
