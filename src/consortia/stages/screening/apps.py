"""The screening stage as a Django app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.screening"
    label = "screening"
