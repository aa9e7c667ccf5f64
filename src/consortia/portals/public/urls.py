"""The addresses of the public pages."""

from consortia.portals.public.pages import (
    calculator,
    call,
    calls,
    glossary,
    health,
    home,
    kept,
    outbox,
    partnering,
    profile,
    projects,
    reader,
    statements,
)
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (
    home.home,
    calls.calls,
    call.call,
    call.call_part,
    calculator.calculator,
    calculator.calculator_of,
    calculator.calculator_result,
    projects.projects,
    projects.compare,
    projects.project,
    projects.past_organisation,
    profile.profile,
    reader.reader,
    kept.kept,
    glossary.glossary,
    outbox.outbox,
    statements.accessibility,
    statements.privacy,
    statements.data,
    partnering.directory,
    partnering.directory_entry,
    partnering.adverts,
    partnering.network,
    health.health,
    health.robots,
)

app_name = "public"
urlpatterns = addresses(PAGES)
