"""The agency portal as a Django app."""

from django.apps import AppConfig


class AgencyConfig(AppConfig):
    """Names the app."""

    name = "consortia.portals.agency"
    label = "agency"
