"""The visual floor: layouts, pieces and words that every portal uses."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Templates, styles and tags shared by the portals; no tables of its own."""

    name = "consortia.portals.shared"
    label = "shared"
