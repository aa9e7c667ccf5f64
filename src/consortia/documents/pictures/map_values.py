"""What a map of the partners is drawn from."""

from dataclasses import dataclass
from typing import Literal

from consortia.documents.pictures.projection import Spot

Role = Literal["coordinator", "partner", "associated"]
Size = Literal["wide", "narrow"]
Labelling = Literal["full", "short", "numbered"]  # names with places; names alone; numbers with a list below


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPartner:
    """An organisation at its place; the country is the code used in Erasmus+."""

    name: str
    place: str
    country: str
    spot: Spot
    role: Role = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLink:
    """People who travel from one place to another for a meeting or an activity."""

    origin: Spot
    host: Spot
    people: int = 1
    host_place: str = ""  # named on the map where no partner has its seat


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWords:
    """What the map says, so that it can say it in another language."""

    title: str = "Map of the partners"
    coordinator: str = "Coordinator"
    associated: str = "Associated partner"
    venue: str = "Venue"
    nobody: str = "No partner has a place on the map yet."
    links: str = "Lines lead to where meetings and activities take place; the thicker, the more people travel."
    beyond: str = "Arrows at the edge point to places beyond the map."
    borders: str = "Borders are drawn for orientation and take no position on the status of any territory."
    source: str = "Base map: Natural Earth."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What differs between a map for a desk and one for a telephone."""

    width: float
    least_ratio: float
    most_ratio: float
    name_size: float
    note_size: float
    caption_size: float
    name_room: float
    short_room: float
    short_from: int
    numbered_from: int
    radius: float
    margin: float

    def labelling(self, marks: int) -> Labelling:
        """Return how so many marks are named, so that the names find room."""
        return "full" if marks < self.short_from else "short" if marks < self.numbered_from else "numbered"

    def room(self, labelling: Labelling, names: int) -> tuple[float, int]:
        """Return how wide a name may be and on how many lines, where one or several stand at a place."""
        if labelling == "numbered":
            return self.width - NUMBER_ROOM, 1
        return (self.name_room, 2) if labelling == "full" and names == 1 else (self.short_room, 1)


NUMBER_ROOM = 24.0
SHEETS: dict[Size, Sheet] = {
    "wide": Sheet(
        width=900,
        least_ratio=0.6,
        most_ratio=0.8,
        name_size=14,
        note_size=12,
        caption_size=12,
        name_room=172,
        short_room=205,
        short_from=9,
        numbered_from=31,
        radius=5.5,
        margin=70,
    ),
    "narrow": Sheet(
        width=360,
        least_ratio=0.85,
        most_ratio=1.3,
        name_size=12,
        note_size=11,
        caption_size=11,
        name_room=112,
        short_room=118,
        short_from=4,
        numbered_from=5,
        radius=4.5,
        margin=30,
    ),
}
