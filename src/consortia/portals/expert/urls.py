"""The addresses of the experts' pages; the root list puts `expert/` before them."""

from consortia.portals.expert.pages import home
from consortia.portals.shared.page import Page, addresses

PAGES: tuple[Page, ...] = (home.home,)

app_name = "expert"
urlpatterns = addresses(PAGES)
