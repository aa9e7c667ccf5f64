"""The past projects stage as a Django app."""

from django.apps import AppConfig


class PastProjectsConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.past_projects"
    label = "past_projects"
