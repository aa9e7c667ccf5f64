"""The experts stage as a Django app."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.experts"
    label = "experts"
