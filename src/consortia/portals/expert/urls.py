"""The addresses of the experts' pages; the root list puts `expert/` before them."""

from consortia.portals.expert.pages import home, invitation, profile
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    profile.profile,
    invitation.invitation,
    invitation.declaration,
    invitation.conflict,
)

app_name = "expert"
urlpatterns = addresses(PAGES)
