"""The addresses of the agency's pages; the root list puts `agency/` before them."""

from consortia.portals.agency.pages import home
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    home.agency,
)

app_name = "agency"
urlpatterns = addresses(PAGES)
