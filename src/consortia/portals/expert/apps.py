"""The expert portal as a Django app."""

from django.apps import AppConfig


class ExpertConfig(AppConfig):
    """Names the app."""

    name = "consortia.portals.expert"
    label = "expert"
