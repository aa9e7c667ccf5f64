"""The timetable of a project as a picture: what happens when, group by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from consortia.documents.pictures.calendar import Span, day_after, span_of
from consortia.documents.pictures.drawing import (
    HUES,
    drawn,
    element,
    filled,
    number,
    picture,
    shortened,
    text_width,
    words,
    words_over,
    wrapped,
)
from consortia.documents.pictures.map_values import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRow:
    """Something that happens: from a day to a day, or on one day if it has no end.

    Rows of one `group` (outputs, meetings, learning activities) share a colour and stand under its name.
    """

    name: str
    group: str
    start: date
    end: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableWords:
    """What the timetable says, so that it can say it in another language."""

    title: str = "Timetable"
    today: str = "Today"
    before: str = "before the project"
    after: str = "after the project"
    nothing: str = "Nothing has a date yet."
    quarter: str = "Q{number}"
    months: tuple[str, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

    def month(self, day: date) -> str:
        """Return the month and the year of a day."""
        return f"{self.months[day.month - 1]} {day.year}"

    def period(self, row: TimetableRow) -> str:
        """Return when something happens, in months."""
        end = row.end or row.start
        first, last = self.month(row.start), self.month(end)
        if first == last:
            return last
        return f"{self.months[row.start.month - 1] if row.start.year == end.year else first} \u2013 {last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What differs between a timetable for a desk or a page across and one for a telephone."""

    width: float
    plot_left: float
    row_height: float
    bar_top: float
    bar_height: float
    name_top: float
    name_size: float
    note_size: float
    name_room: float
    bar_follows_name: float  # 1 where the bar lies below the last line of the name, 0 where it lies beside the first


_SHEETS: dict[Size, _Sheet] = {
    "wide": _Sheet(
        width=900,
        plot_left=236,
        row_height=26,
        bar_top=6,
        bar_height=14,
        name_top=17.5,
        name_size=13,
        note_size=11.5,
        name_room=222,
        bar_follows_name=0,
    ),
    "narrow": _Sheet(
        width=360,
        plot_left=0,
        row_height=42,
        bar_top=22,
        bar_height=12,
        name_top=17,
        name_size=12.5,
        note_size=11,
        name_room=350,
        bar_follows_name=1,
    ),
}
_AXIS_HEIGHT = 42.0
_GROUP_HEIGHT = 32.0
_NAME_LEADING = 16.0
_LEAST_BAR = 9.0
_MONTH_NEEDS = 12.0


def timetable(
    rows: Sequence[TimetableRow],
    start: date,
    months: int,
    *,
    size: Size = "wide",
    today: date | None = None,
    wording: TimetableWords | None = None,
    identifier: str = "timetable",
) -> str:
    """Return the timetable as SVG, from the project's first day over so many months; a table must stand beside it.

    "wide" is for a desk and for paper across, "narrow" stays readable on a telephone of 360 px.
    """
    said, sheet = wording or TimetableWords(), _SHEETS[size]
    span = span_of(start, months, left=sheet.plot_left, right=sheet.width)
    body, height = _body(rows, span, sheet=sheet, said=said)
    return picture(
        *_axis(span, height, said=said),
        *_today(today, span, height, said=said),
        *body,
        identifier=identifier,
        width=sheet.width,
        height=round(height),
        title=said.title,
        description=" ".join(f"{row.name}: {said.period(row)}." for row in rows) or said.nothing,
        kind="timetable",
    )


def _body(rows: Sequence[TimetableRow], span: Span, *, sheet: _Sheet, said: TimetableWords) -> tuple[list[str], float]:
    groups = list(dict.fromkeys(row.group for row in rows))
    parts, y = [], _AXIS_HEIGHT
    for place, group in enumerate(groups):
        hue = HUES[place % len(HUES)]
        if group:
            parts += _group_heading(group, y, hue=hue, sheet=sheet)
            y += _GROUP_HEIGHT
        for row in sorted((row for row in rows if row.group == group), key=lambda row: (row.start, row.name)):
            parts += _row(row, y, hue=hue, span=span, sheet=sheet, said=said)
            y += _height(row, sheet)
    if not rows:
        y += sheet.row_height
        parts.append(words(said.nothing, span.left, y - 8, size=sheet.name_size, role="pic-soft"))
    return parts, y + 8


def _axis(span: Span, height: float, *, said: TimetableWords) -> list[str]:
    """Return the years, and under them the months, or the quarters where months would be too narrow."""
    parts = []
    every = 1 if (span.right - span.left) / max(len(list(span.starts(1))), 1) >= _MONTH_NEEDS else 3
    starts = [*span.starts(every), span.after]
    for day, following in pairwise(starts):
        x, room = span.at(day), span.at(following) - span.at(day)
        if day != span.first and day.month % 3 == 1:
            faint = {"stroke_width": 1, **drawn("pic-rule")}
            parts.append(element("line", x1=x, y1=_AXIS_HEIGHT - 6, x2=x, y2=height, **faint))
        label = said.months[day.month - 1][:1] if every == 1 else said.quarter.format(number=(day.month + 2) // 3)
        if text_width(label, 11) <= room:
            parts.append(words(label, x + room / 2, 30, size=11, role="pic-soft", text_anchor="middle"))
    parts += _years(span, height)
    parts.append(element("line", x1=span.left, y1=36, x2=span.right, y2=36, stroke_width=1, **drawn("pic-axis")))
    return parts


def _years(span: Span, height: float) -> list[str]:
    starts = [*span.starts(12), span.after]
    parts = []
    for day, following in pairwise(starts):
        x = span.at(day)
        if text_width(str(day.year), 12, bold=True) <= span.at(following) - x:
            parts.append(words(str(day.year), x + (5 if day != span.first else 0), 13, size=12, font_weight=600))
        if day != span.first:
            parts.append(element("line", x1=x, y1=2, x2=x, y2=height, stroke_width=1, **drawn("pic-axis")))
    return parts


def _group_heading(group: str, y: float, *, hue: str, sheet: _Sheet) -> list[str]:
    size = sheet.name_size
    return [
        element("rect", x=0, y=y + 12, width=10, height=10, rx=2, **filled(hue)),
        words_over(shortened(group, size, sheet.width - 20, bold=True), 16, y + 21.5, size=size, font_weight=600),
    ]


def _row(row: TimetableRow, y: float, *, hue: str, span: Span, sheet: _Sheet, said: TimetableWords) -> list[str]:
    lines = _name(row, sheet)
    name = "".join(
        words_over(line, 0, y + sheet.name_top + i * _NAME_LEADING, size=sheet.name_size)
        for i, line in enumerate(lines)
    )
    top = y + sheet.bar_top + (len(lines) - 1) * _NAME_LEADING * sheet.bar_follows_name
    end = row.end or row.start
    if not (row.start < span.after and end >= span.first):
        return [name, _outside(row, top, span=span, sheet=sheet, said=said)]
    left, right = span.at(row.start), span.at(day_after(end))
    is_bar = right - left >= _LEAST_BAR
    if is_bar:
        shape = element("rect", x=left, y=top, width=right - left, height=sheet.bar_height, rx=3, **filled(hue))
    else:
        left, right, shape = _milestone((left + right) / 2, top + sheet.bar_height / 2, hue=hue, span=span)
    label = ", ".join(part for part in (row.note, said.period(row)) if part)
    return [name, shape, _label(label, left, right, top, is_bar=is_bar, span=span, sheet=sheet)]


def _name(row: TimetableRow, sheet: _Sheet) -> tuple[str, ...]:
    return wrapped(row.name, sheet.name_size, sheet.name_room, lines=2)


def _height(row: TimetableRow, sheet: _Sheet) -> float:
    return sheet.row_height + (len(_name(row, sheet)) - 1) * _NAME_LEADING


def _milestone(x: float, y: float, *, hue: str, span: Span) -> tuple[float, float, str]:
    """Return a diamond for what is too short for a bar, and how far it reaches."""
    r = 7.0
    x = min(max(x, span.left + r), span.right - r)
    points = " ".join(f"{number(a)},{number(b)}" for a, b in ((x, y - r), (x + r, y), (x, y + r), (x - r, y)))
    return x - r, x + r, element("polygon", points=points, **filled(hue))


def _label(text: str, left: float, right: float, top: float, *, is_bar: bool, span: Span, sheet: _Sheet) -> str:
    """Return the label where it can be read: in the bar, behind it, or before it."""
    size, y = sheet.note_size, top + sheet.bar_height - 3
    width = text_width(text, size) + 6
    if is_bar and width + 6 <= right - left:
        return words(text, left + 6, y, size=size, role="pic-on-hue")
    if width + 6 <= span.right - right:
        return words_over(text, right + 6, y, size=size, role="pic-soft")
    if width + 6 <= left - span.left:
        return words_over(text, left - 6, y, size=size, role="pic-soft", text_anchor="end")
    room = max(span.right - right, left - span.left) - 12
    is_behind = span.right - right >= left - span.left
    short = shortened(text, size, room)
    anchor = None if is_behind else "end"
    return words_over(short, right + 6 if is_behind else left - 6, y, size=size, role="pic-soft", text_anchor=anchor)


def _outside(row: TimetableRow, top: float, *, span: Span, sheet: _Sheet, said: TimetableWords) -> str:
    """Return a note at the edge for what does not happen during the project at all."""
    is_before = row.start < span.first
    text = f"\u25c2 {said.period(row)}, {said.before}" if is_before else f"{said.period(row)}, {said.after} \u25b8"
    x, anchor = (span.left + 4, None) if is_before else (span.right - 4, "end")
    return words_over(text, x, top + sheet.bar_height - 3, size=sheet.note_size, role="pic-alert", text_anchor=anchor)


def _today(today: date | None, span: Span, height: float, *, said: TimetableWords) -> list[str]:
    if today is None or not span.holds(today):
        return []
    x, size, top = span.at(today), 11, _AXIS_HEIGHT - 6
    room = text_width(said.today, size, bold=True)
    at = min(max(x, span.left + room / 2), span.right - room / 2)
    line = {"stroke_width": "1.5", "stroke_dasharray": "4 3", **drawn("pic-today")}
    label = words_over(said.today, at, top + 11, size=size, role="pic-alert", text_anchor="middle", font_weight=600)
    return [element("line", x1=x, y1=top + 14, x2=x, y2=height, **line), label]
