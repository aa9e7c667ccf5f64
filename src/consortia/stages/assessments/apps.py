"""The assessments stage as a Django app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Names the app."""

    name = "consortia.stages.assessments"
    label = "assessments"
