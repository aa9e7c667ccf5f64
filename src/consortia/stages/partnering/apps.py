"""The partnering stage as a Django app."""

from django.apps import AppConfig


class PartneringConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.partnering"
    label = "partnering"
