"""The addresses of the agency's pages; the root list puts `agency/` before them."""

from consortia.portals.agency.pages import applications, home, screening
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    home.agency,
    applications.applications,
    applications.applications_file,
    applications.views,
    screening.screening,
    screening.screening_paper,
)

app_name = "agency"
urlpatterns = addresses(PAGES)
