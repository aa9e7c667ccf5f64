"""The journal stage as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.journal"
    label = "journal"
