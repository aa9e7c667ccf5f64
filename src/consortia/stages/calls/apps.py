"""The calls stage as a Django app."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.calls"
    label = "calls"
