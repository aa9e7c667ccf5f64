"""The organisations stage as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.organisations"
    label = "organisations"
