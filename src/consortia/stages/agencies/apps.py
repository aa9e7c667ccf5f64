"""The agencies stage as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.agencies"
    label = "agencies"
