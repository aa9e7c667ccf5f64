"""Pictures for pages and documents: values in, SVG as text out."""

from consortia.documents.pictures.arrivals import ArrivalsWords, Bar, arrivals_over_time, bars_of
from consortia.documents.pictures.bars import BudgetHeading, BudgetShare, BudgetWords, budget_bars
from consortia.documents.pictures.map import partner_map
from consortia.documents.pictures.map_values import MapLink, MapPartner, MapWords, Size
from consortia.documents.pictures.network import NetworkBody, NetworkTie, NetworkWords, network_graph
from consortia.documents.pictures.partners import PartnersWords, PartnerYears, partners_over_time
from consortia.documents.pictures.projection import Spot
from consortia.documents.pictures.timetable import TimetableRow, TimetableWords, timetable

__all__ = [
    "ArrivalsWords",
    "Bar",
    "BudgetHeading",
    "BudgetShare",
    "BudgetWords",
    "MapLink",
    "MapPartner",
    "MapWords",
    "NetworkBody",
    "NetworkTie",
    "NetworkWords",
    "PartnerYears",
    "PartnersWords",
    "Size",
    "Spot",
    "TimetableRow",
    "TimetableWords",
    "arrivals_over_time",
    "bars_of",
    "budget_bars",
    "network_graph",
    "partner_map",
    "partners_over_time",
    "timetable",
]
