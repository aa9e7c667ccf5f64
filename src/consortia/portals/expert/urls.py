"""The addresses of the experts' pages; the root list puts `expert/` before them."""

from consortia.portals.expert.pages import assessment, home, invitation, profile
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    profile.profile,
    invitation.invitation,
    invitation.declaration,
    invitation.conflict,
    assessment.assessment,
    assessment.entries,
    assessment.entry,
    assessment.what_is_noticed,
    assessment.finish,
    assessment.grid,
)

app_name = "expert"
urlpatterns = addresses(PAGES)
