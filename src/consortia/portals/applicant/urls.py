"""The addresses of the applicant pages."""

from consortia.portals.applicant.pages import organisations
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    organisations.organisations,
    organisations.organisation_search,
    organisations.organisation_new,
    organisations.organisation,
    organisations.organisation_change,
    organisations.organisation_join,
    organisations.organisation_leave,
    organisations.organisation_person,
    organisations.places,
)

app_name = "applicant"
urlpatterns = addresses(PAGES)
