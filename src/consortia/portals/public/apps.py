"""The public portal as a Django app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Names the app."""

    name = "consortia.portals.public"
    label = "public"
