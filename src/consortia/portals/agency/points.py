"""The points of the formal check as a form: what was typed stays as it was typed until it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.stages.screening.models import PointAnswer
from consortia.stages.screening.points import GROUPS, Group, Point
from consortia.stages.screening.services.checking import Given

if TYPE_CHECKING:
    from django.http import QueryDict

TITLES: Final[Mapping[Group, Promise]] = {
    "eligibility": gettext_lazy("Admissibility and eligibility"),
    "exclusion": gettext_lazy("Exclusion"),
    "capacity": gettext_lazy("Operational and financial capacity"),
}

# A rule holds or not; a ground for exclusion is one of which something is known, or nothing.
ANSWERS: Final[Mapping[str, Promise]] = {
    PointAnswer.Holds.YES: gettext_lazy("holds"),
    PointAnswer.Holds.NO: gettext_lazy("does not hold"),
    PointAnswer.Holds.NOT_APPLICABLE: gettext_lazy("does not apply"),
}
ABOUT_GROUNDS: Final[Mapping[str, Promise]] = {
    PointAnswer.Holds.YES: gettext_lazy("nothing known against it"),
    PointAnswer.Holds.NO: gettext_lazy("this ground applies"),
    PointAnswer.Holds.NOT_APPLICABLE: gettext_lazy("need not be looked at"),
}


def answer_words(holds: str, group: Group) -> str:
    """Return what an answer is called beside a point of this group."""
    return str((ABOUT_GROUNDS if group == "exclusion" else ANSWERS).get(holds, holds))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoint:
    """A point with what stands in its controls."""

    point: Point
    key: str
    holds: str
    words: str
    problem: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be answered, in words."""
        return [(holds, answer_words(holds, self.point.group)) for holds in ANSWERS]

    @property
    def kept(self) -> str:
        """What the answer that stands is called; empty without one."""
        return answer_words(self.point.answer.holds, self.point.group) if self.point.answer else ""

    @property
    def opens(self) -> bool:
        """Whether the room for words is open from the start: where words are needed, or stand."""
        return bool(self.problem or self.words) or self.point.found in {"fail", "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """The points of one group, and how many have an answer."""

    code: Group
    title: Promise
    points: tuple[ShownPoint, ...]
    answered: int = field(default=0)


def key_of(point: Point) -> str:
    """Return what stands for a point in names and ids of controls."""
    return point.code.replace(".", "-")


def given_in(sent: QueryDict, points: Sequence[Point]) -> dict[str, Given]:
    """Read the answers from a form; a point without a tick is left as it is."""
    return {
        point.code: Given(holds=holds, words=sent.get(f"words-{key_of(point)}", "").replace("\r\n", "\n"))
        for point in points
        if (holds := sent.get(f"holds-{key_of(point)}", ""))
    }


def groups_of(points: Sequence[Point], sent: QueryDict | None = None, lacking: Sequence[str] = ()) -> list[ShownGroup]:
    """Return the points by group; `sent` is what was typed and not stored, `lacking` the points that need words."""
    shown = [_shown(point, sent, lacking) for point in points]
    groups = []
    for code in GROUPS:
        own = tuple(each for each in shown if each.point.group == code)
        answered = sum(each.point.answer is not None for each in own)
        if own:
            groups.append(ShownGroup(code=code, title=TITLES[code], points=own, answered=answered))
    return groups


def _shown(point: Point, sent: QueryDict | None, lacking: Sequence[str]) -> ShownPoint:
    key, stands = key_of(point), point.answer
    if sent is not None:
        holds, words = sent.get(f"holds-{key}", ""), sent.get(f"words-{key}", "")
    elif stands is not None:
        holds, words = stands.holds, stands.words
    else:
        # Where a rule was looked at by itself and holds, the officer confirms; everything else is theirs to find out.
        holds, words = _suggested(point), ""
    problem = _("Say in words what you found about “%(title)s”.") % {"title": point.title}
    return ShownPoint(point=point, key=key, holds=holds, words=words, problem=problem if point.code in lacking else "")


def _suggested(point: Point) -> str:
    if point.found == "pass":
        return PointAnswer.Holds.YES
    return PointAnswer.Holds.NOT_APPLICABLE if point.found == "not-applicable" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the software found in all, and the points that ask for a closer look."""

    holding: int
    elsewhere: int
    to_look_at: tuple[tuple[str, Point], ...]


def found_in(points: Sequence[Point]) -> Found:
    """Return how many rules hold by themselves and which do not, with the keys of their places on the page."""
    found = [each.found for each in points]
    doubtful = tuple((key_of(each), each) for each in points if each.found in {"fail", "warning"})
    return Found(holding=found.count("pass"), elsewhere=found.count("not-applicable"), to_look_at=doubtful)


def problems_in(groups: Sequence[ShownGroup]) -> list[dict[str, str]]:
    """Return what to look at, each with a link to its control."""
    return [
        {"text": each.problem, "href": f"#words-{each.key}"}
        for group in groups
        for each in group.points
        if each.problem
    ]
