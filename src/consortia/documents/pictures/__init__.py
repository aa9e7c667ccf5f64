"""Pictures for pages and documents: values in, SVG as text out."""

from consortia.documents.pictures.map import partner_map
from consortia.documents.pictures.map_values import MapLink, MapPartner, MapWords, Size
from consortia.documents.pictures.projection import Spot

__all__ = ["MapLink", "MapPartner", "MapWords", "Size", "Spot", "partner_map"]
