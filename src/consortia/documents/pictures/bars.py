"""The budget as bars: the whole against its ceiling, then heading by heading, then organisation by organisation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from consortia.documents.pictures.drawing import (
    HUES,
    drawn,
    element,
    filled,
    picture,
    text_width,
    words,
    wrapped,
)
from consortia.documents.pictures.map_values import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetHeading:
    """A budget heading; the short name stands in the bars, next to its colour."""

    code: str
    name: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetShare:
    """What an organisation asks for under each heading, by the heading's code."""

    name: str
    amounts: Mapping[str, Decimal]
    is_coordinator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetWords:
    """What the bars say, so that they can say it in another language."""

    title: str = "Budget by heading and by organisation"
    whole: str = "Grant asked for"
    of_at_most: str = "{amount} of at most {ceiling}"
    by_heading: str = "By heading"
    by_organisation: str = "By organisation"
    nothing: str = "Nothing has been asked for yet."


def plain_amount(amount: Decimal) -> str:
    """Return a sum in euros with thin spaces between thousands, always with cents so that columns stand straight."""
    written = f"{amount:,.2f}".replace(",", "\u202f")
    return f"\u20ac\u00a0{written}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What differs between bars for a desk, beside their names, and bars for a telephone, below them."""

    width: float
    bar_left: float
    bar_room: float
    bar_top: float
    bar_height: float
    row_height: float
    name_top: float
    name_room: float
    size: float
    short_size: float
    bar_follows_name: float


_SHEETS: dict[Size, _Sheet] = {
    "wide": _Sheet(
        width=900,
        bar_left=248,
        bar_room=540,
        bar_top=4,
        bar_height=18,
        row_height=27,
        name_top=17.5,
        name_room=234,
        size=13,
        short_size=11,
        bar_follows_name=0,
    ),
    "narrow": _Sheet(
        width=360,
        bar_left=0,
        bar_room=360,
        bar_top=22,
        bar_height=16,
        row_height=48,
        name_top=16,
        name_room=258,
        size=12.5,
        short_size=10.5,
        bar_follows_name=1,
    ),
}
_TITLE_HEIGHT = 40.0
_LEADING = 16.0
_WHOLE_HEIGHT = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A stretch of a bar in the colour of its heading."""

    hue: str
    short: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """A name, the parts in the order of the headings, and the sum in words."""

    name: str
    parts: tuple[_Part, ...]
    said: str
    is_bold: bool = False

    @property
    def total(self) -> Decimal:
        return sum((part.amount for part in self.parts), Decimal(0))


def budget_bars(
    headings: Sequence[BudgetHeading],
    organisations: Sequence[BudgetShare],
    *,
    ceiling: Decimal | None = None,
    write: Callable[[Decimal], str] = plain_amount,
    size: Size = "wide",
    wording: BudgetWords | None = None,
    identifier: str = "budget-bars",
) -> str:
    """Return the budget as bars in SVG; the table with the exact sums must stand beside it.

    Headings and organisations share one scale, so that their lengths compare; the bar of the whole has its own.
    """
    said, sheet = wording or BudgetWords(), _SHEETS[size]
    colours = _Colours(headings, organisations, write)
    drawing = _Drawing(sheet)
    whole = colours.bar(said.whole, colours.sums)
    whole_said = whole.said
    if ceiling is not None:
        whole_said = said.of_at_most.format(amount=whole.said, ceiling=write(ceiling))
    drawing.add_whole(whole, whole_said, ceiling)
    by_heading = [colours.bar(each.name, {each.code: colours.sums[each.code]}) for each in headings]
    by_organisation = [colours.bar(each.name, each.amounts, is_bold=each.is_coordinator) for each in organisations]
    longest = max((bar.total for bar in (*by_heading, *by_organisation)), default=Decimal(0))
    for title, bars in ((said.by_heading, by_heading), (said.by_organisation, by_organisation)):
        drawing.add_bars(title, bars, longest)
    spoken = [f"{whole.name}: {whole_said}.", *(f"{bar.name}: {bar.said}." for bar in (*by_heading, *by_organisation))]
    return picture(
        *drawing.parts,
        identifier=identifier,
        width=sheet.width,
        height=round(drawing.y + 4),
        title=said.title,
        description=" ".join(spoken) if whole.parts else said.nothing,
        kind="bars",
    )


class _Colours:
    """The headings with their hues, and what is asked for under each in all."""

    def __init__(
        self,
        headings: Sequence[BudgetHeading],
        organisations: Sequence[BudgetShare],
        write: Callable[[Decimal], str],
    ) -> None:
        self._hues = {heading.code: (HUES[i % len(HUES)], heading.short) for i, heading in enumerate(headings)}
        self._write = write
        self.sums = dict.fromkeys(self._hues, Decimal(0))
        for share in organisations:
            for code, amount in share.amounts.items():
                if code not in self.sums:
                    raise ValueError(f"{share.name}: found the heading {code}, expected one of {sorted(self.sums)}")
                self.sums[code] += amount

    def bar(self, name: str, amounts: Mapping[str, Decimal], *, is_bold: bool = False) -> _Bar:
        parts = tuple(
            _Part(hue=hue, short=short, amount=amounts[code])
            for code, (hue, short) in self._hues.items()
            if amounts.get(code, Decimal(0)) > 0
        )
        total = sum((part.amount for part in parts), Decimal(0))
        return _Bar(name=name, parts=parts, said=self._write(total), is_bold=is_bold)


class _Drawing:
    """What has been drawn so far, from the top down."""

    def __init__(self, sheet: _Sheet) -> None:
        self.sheet = sheet
        self.parts: list[str] = []
        self.y = 0.0

    def add_whole(self, bar: _Bar, said: str, ceiling: Decimal | None) -> None:
        """Draw the whole over the full width, in a frame that reaches to the ceiling."""
        sheet = self.sheet
        size = sheet.size + 1.5
        self.parts.append(words(bar.name, 0, 17, size=size, font_weight=600))
        self.parts.append(words(said, sheet.width, 17, size=size, font_weight=600, text_anchor="end"))
        scale = _scale(sheet.width - 4, max(bar.total, ceiling or Decimal(0)))
        frame = {"width": float(ceiling or 0) * scale + 3, "height": _WHOLE_HEIGHT + 4, "rx": 4, "stroke_width": 1}
        if ceiling:
            self.parts.append(element("rect", x=0.5, y=26, **frame, **drawn("pic-axis")))
        self._segments(bar, left=2, top=28, height=_WHOLE_HEIGHT, scale=scale)
        self.y = 28 + _WHOLE_HEIGHT + 6

    def add_bars(self, title: str, bars: Sequence[_Bar], longest: Decimal) -> None:
        """Draw a title with its bars below, or nothing where there are none."""
        if not bars:
            return
        line = {"stroke_width": 1, **drawn("pic-rule")}
        self.parts.append(words(title, 0, self.y + 27, size=self.sheet.size, font_weight=600))
        self.y += _TITLE_HEIGHT
        self.parts.append(element("line", x1=0, y1=self.y - 5, x2=self.sheet.width, y2=self.y - 5, **line))
        for bar in bars:
            self._add_bar(bar, _scale(self.sheet.bar_room, longest))

    def _add_bar(self, bar: _Bar, scale: float) -> None:
        sheet, weight = self.sheet, 600 if bar.is_bold else None
        names = wrapped(bar.name, sheet.size, sheet.name_room, lines=2, bold=bar.is_bold)
        first, below = self.y + sheet.name_top, (len(names) - 1) * _LEADING
        for i, name in enumerate(names):
            self.parts.append(words(name, 0, first + i * _LEADING, size=sheet.size, font_weight=weight))
        self.parts.append(words(bar.said, sheet.width, first, size=sheet.size, font_weight=weight, text_anchor="end"))
        top = self.y + sheet.bar_top + below * sheet.bar_follows_name
        self._segments(bar, left=sheet.bar_left, top=top, height=sheet.bar_height, scale=scale)
        self.y += sheet.row_height + below

    def _segments(self, bar: _Bar, *, left: float, top: float, height: float, scale: float) -> None:
        size = self.sheet.short_size
        for part in bar.parts:
            width = float(part.amount) * scale
            # A hair of paper between the parts keeps them apart where colours cannot be told.
            shape = {"width": max(width - 1, 0.8), "height": height, "rx": min(2.0, width / 3)}
            self.parts.append(element("rect", x=left, y=top, **shape, **filled(part.hue)))
            if text_width(part.short, size) + 8 <= width:
                at = (left + (width - 1) / 2, top + height / 2 + size * 0.36)
                self.parts.append(words(part.short, *at, size=size, role="pic-on-hue", text_anchor="middle"))
            left += width


def _scale(room: float, longest: Decimal) -> float:
    return room / float(longest) if longest else 0.0
