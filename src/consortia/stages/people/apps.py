"""The people stage as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.people"
    label = "people"
