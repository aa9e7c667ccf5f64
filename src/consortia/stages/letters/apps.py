"""The letters stage as a Django app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.letters"
    label = "letters"
