"""Every page declares who may open it, and the database is what the models say."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from consortia import portals
from consortia.portals.shared.page import Page

PORTALS = [name for _finder, name, is_package in iter_modules(portals.__path__) if is_package and name != "shared"]


def urls_of(portal: str) -> ModuleType:
    return import_module(f"consortia.portals.{portal}.urls")


@pytest.mark.parametrize("portal", PORTALS)
def test_every_page_declares_rights_and_a_title(portal: str) -> None:
    without = [page.name for page in urls_of(portal).PAGES if not callable(page.rights) or not str(page.title)]

    assert without == []


@pytest.mark.parametrize("portal", PORTALS)
def test_every_address_of_a_portal_is_a_page(portal: str) -> None:
    urls = urls_of(portal)

    assert [pattern.callback for pattern in urls.urlpatterns] == [page.view for page in urls.PAGES]


@pytest.mark.parametrize("portal", PORTALS)
def test_every_page_that_is_written_has_an_address(portal: str) -> None:
    pages = import_module(f"consortia.portals.{portal}.pages")
    modules = [
        import_module(f"{pages.__name__}.{module}") for _finder, module, _is_package in iter_modules(pages.__path__)
    ]
    written = {value.name for module in modules for value in vars(module).values() if isinstance(value, Page)}

    assert written - {page.name for page in urls_of(portal).PAGES} == set()


@pytest.mark.parametrize("portal", PORTALS)
def test_no_two_pages_share_a_name_or_an_address(portal: str) -> None:
    pages = urls_of(portal).PAGES

    assert len({page.name for page in pages}) == len(pages)
    assert len({page.address for page in pages}) == len(pages)


def test_migrations_are_in_step_with_the_models() -> None:
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("consortia.")}
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))

    assert {app for app in detector.changes(graph=loader.graph) if app in ours} == set()


def test_django_has_nothing_to_complain_about() -> None:
    assert run_checks() == []
