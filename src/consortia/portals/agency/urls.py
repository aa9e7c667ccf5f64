"""The addresses of the agency's pages; the root list puts `agency/` before them."""

from consortia.portals.agency.pages import (
    applications,
    clarify,
    decisions,
    extensions,
    home,
    people,
    refuse,
    rounds,
    screening,
    selection,
    selection_appeals,
    selection_application,
    selection_certainty,
    selection_changes,
    selection_committee,
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
    selection.selection,
    selection.selection_round,
    selection.selection_package,
    selection_application.selection_application,
    selection_committee.selection_committee,
    selection_certainty.selection_certainty,
    selection_changes.selection_changes,
    selection_appeals.selection_appeals,
    selection_appeals.selection_appeal,
)

app_name = "agency"
urlpatterns = addresses(PAGES)
