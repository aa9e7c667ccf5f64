"""The months of a project as a line: where a day stands on it, and where months, quarters and years begin."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days of a project from the first to the one after the last, drawn from `left` to `right`."""

    first: date
    after: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Return where the morning of the day stands; days outside stand at the nearer end."""
        part = (day - self.first).days / (self.after - self.first).days
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)

    def holds(self, day: date) -> bool:
        """Whether the day belongs to the project."""
        return self.first <= day < self.after

    def starts(self, every: int) -> Iterator[date]:
        """Yield the first day, then each day on which a stretch of so many calendar months begins."""
        yield self.first
        day = self.first.replace(day=1)
        while (day := months_later(day, 1)) < self.after:
            if (day.month - 1) % every == 0:
                yield day


def span_of(first: date, months: int, *, left: float, right: float) -> Span:
    """Return the span of a project that lasts so many months."""
    return Span(first=first, after=months_later(first, max(months, 1)), left=left, right=right)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def day_after(day: date) -> date:
    """Return the next day, where something that ends on this one stops."""
    return day + timedelta(days=1)
