"""Root addresses: each portal lists its own."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", include("consortia.portals.applicant.urls")),
    path("", include("consortia.portals.public.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"/{settings.STATIC_URL}shared/favicon.svg")),
]
