"""The applicant portal as a Django app."""

from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    """Names the app."""

    name = "consortia.portals.applicant"
    label = "applicant"
