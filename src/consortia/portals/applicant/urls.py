"""The addresses of the applicant pages."""

from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = ()

app_name = "applicant"
urlpatterns = addresses(PAGES)
