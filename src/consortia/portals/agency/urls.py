"""The addresses of the agency's pages; the root list puts `agency/` before them."""

from consortia.portals.agency.pages import (
    applications,
    clarify,
    conflicts,
    decisions,
    engagements,
    experts,
    extensions,
    home,
    people,
    plan,
    refuse,
    rounds,
    screening,
)
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    home.agency,
    applications.applications,
    applications.applications_file,
    applications.views,
    screening.screening,
    screening.screening_paper,
    clarify.clarify,
    refuse.refuse,
    extensions.extensions,
    extensions.extension,
    rounds.rounds,
    rounds.round_,
    rounds.round_move,
    rounds.round_open,
    decisions.decisions,
    decisions.decision,
    people.people,
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
