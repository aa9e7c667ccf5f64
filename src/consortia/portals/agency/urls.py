"""The addresses of the agency's pages; the root list puts `agency/` before them."""

from consortia.portals.agency.pages import conflicts, engagements, experts, home, plan
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    home.agency,
    experts.experts,
    experts.expert,
    engagements.engagements,
    engagements.invite,
    engagements.engagement,
    conflicts.conflicts,
    conflicts.conflict_pair,
    plan.plan,
)

app_name = "agency"
urlpatterns = addresses(PAGES)
