"""Root addresses: each portal lists its own."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("applications/", include("consortia.portals.applicant.urls")),
    path("", include("consortia.portals.public.urls")),
]
