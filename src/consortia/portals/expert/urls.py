"""The addresses of the experts' pages; the root list puts `expert/` before them."""

from consortia.portals.expert.pages import amounts, assessment, consolidated, home, invitation, profile
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
    consolidated.consolidated,
    consolidated.consolidated_entries,
    consolidated.consolidated_entry,
    consolidated.consolidated_noticed,
    amounts.consolidated_amounts,
)

app_name = "expert"
urlpatterns = addresses(PAGES)
