"""The addresses of the public pages."""

from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = ()

app_name = "public"
urlpatterns = addresses(PAGES)
