"""The addresses of the agency's pages; the root list puts `agency/` before them."""

from consortia.portals.agency.pages import assessments, home
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    home.agency,
    assessments.assessments,
    assessments.assessment,
)

app_name = "agency"
urlpatterns = addresses(PAGES)
