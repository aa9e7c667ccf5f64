"""The ideas stage as a Django app."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.ideas"
    label = "ideas"
