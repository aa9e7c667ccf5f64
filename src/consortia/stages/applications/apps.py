"""The applications stage as a Django app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.applications"
    label = "applications"
