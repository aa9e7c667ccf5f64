"""Root addresses: each portal lists its own."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from consortia.portals.shared.pages.patterns import patterns

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", include("consortia.portals.applicant.urls")),
    path("", include("consortia.portals.public.urls")),
    path("agency/", include("consortia.portals.agency.urls")),
    path("expert/", include("consortia.portals.expert.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}shared/favicon.svg")),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("patterns/", patterns, name="patterns"))
