"""The addresses of the applicant pages."""

from consortia.portals.applicant.pages import (
    budget,
    check,
    organisations,
    panel,
    partners_map,
    plan,
    plan_history,
    plan_row,
    timetable,
)
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    plan.plan,
    plan_row.plan_row_new,
    plan_history.plan_history,
    plan_row.plan_row,
    plan_row.plan_row_remove,
    budget.budget,
    check.check,
    panel.panel,
    timetable.timetable,
    partners_map.partners_map,
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
