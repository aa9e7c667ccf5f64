"""The selection stage as a Django app."""

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.selection"
    label = "selection"
