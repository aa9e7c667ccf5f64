"""How saves of one answer become its versions, whoever sends them, in whatever order, and however often.

An author's text always grew from a view: what the author had sent in some version, or what stood after it. A save
names that view, so every change is taken for exactly what it was. A save that arrives twice is one version.
"""

import re
from dataclasses import dataclass, replace
from typing import Protocol

from consortia.core.application.drafting import Draft, Own, grow
from consortia.core.application.merging import Conflict, Move, merge_drafts, moves_between

_LINE_END = re.compile(r"\r\n?")
# Half of a character that the browser cut in two, and the one character that databases do not keep.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What an author has before their eyes: what they sent in a version, or what stood after it. 0: an empty answer."""

    version: int = 0
    sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """One save as its author sent it; `save_id` is made by the author's browser and repeated with each attempt.

    `page` names the open page it came from: somebody may write in two of them at once. `caret` is where the author
    was writing, in characters of the text.
    """

    text: str
    save_id: str
    page: str = ""
    caret: int | None = None
    grew_from: View = View()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an answer: what its author sent and what stood afterwards."""

    number: int
    author: str
    page: str
    save_id: str
    grew_from: View
    sent: Draft
    stands: Draft
    conflicts: tuple[Conflict, ...] = ()


class Versions(Protocol):
    """The versions of one answer, wherever they are kept."""

    def latest(self) -> Version | None:
        """Return the version that stands."""

    def numbered(self, number: int) -> Version | None:
        """Return a version by its number."""

    def saved_as(self, save_id: str) -> Version | None:
        """Return the version that a save became."""

    def own(self, author: str, page: str) -> Own:
        """Return which versions came from an author, and which of them from one open page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a save: the version to keep, or None when nothing new came; and the author's view from now on."""

    new: Version | None
    view: View


def clean_text(text: str) -> str:
    """Return a text as every part of the site keeps it: one kind of line end, only whole characters."""
    return _HALF_CHARACTER.sub("\ufffd", _LINE_END.sub("\n", text).replace("\0", ""))


def receive(versions: Versions, save: Save, *, author: str) -> Received:
    """Take in a save: merge it with what others wrote since, so that nothing anybody typed is lost."""
    text = clean_text(save.text)
    arrived = versions.saved_as(save.save_id)
    if arrived is not None and arrived.sent.text == text:
        return Received(new=None, view=View(version=arrived.number, sent=True))
    latest = versions.latest()
    number = latest.number + 1 if latest else 1
    if arrived is not None:
        # A page that was sent, opened again with the back button, and sent anew: its text grew from the first sending.
        save = replace(save, grew_from=View(version=arrived.number, sent=True), save_id=f"{save.save_id[:50]}.{number}")
    base = draft_seen(versions, save.grew_from)
    if text == base.text:
        return Received(new=None, view=save.grew_from)
    standing = latest.stands if latest else Draft()
    own = replace(versions.own(author, save.page), now=number)
    merge = merge_drafts(base, grow(base, text, save=number, own=own, caret=save.caret), standing, own=own)
    new = Version(
        number=number,
        author=author,
        page=save.page,
        save_id=save.save_id,
        grew_from=save.grew_from,
        sent=merge.mine,
        stands=merge.draft,
        conflicts=merge.conflicts,
    )
    return Received(new=new, view=View(version=number, sent=True))


def draft_seen(versions: Versions, view: View) -> Draft:
    """Return what an author had before their eyes; a version that never was counts as empty: nothing is taken away."""
    version = versions.numbered(view.version) if view.version else None
    if version is None:
        return Draft()
    return version.sent if view.sent else version.stands


def moves_since(versions: Versions, view: View, *, own: Own) -> tuple[Move, ...]:
    """Return what happened to the text since an author's view, so that the caret can stay with its words."""
    latest = versions.latest()
    if latest is None or view == View(version=latest.number):
        return ()
    return moves_between(draft_seen(versions, view), latest.stands, own=own)
