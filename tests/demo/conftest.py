"""The demo world, made once for a file of tests and undone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from consortia.demo import make_world
from consortia.stages.applications.models import Application
from consortia.stages.calls.services import load_editions

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a test needs to know of the world: when it was made and what was told meanwhile."""

    made_at: datetime
    told: tuple[str, ...]

    def application(self, acronym: str) -> Application:
        return Application.objects.select_related("round__edition").get(acronym=acronym)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make the world inside a transaction that is undone, so that no other test meets it."""
    told: list[str] = []
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK), transaction.atomic():
        made_at = timezone.now()
        load_editions()
        make_world(told.append)
        with django_db_blocker.block():
            yield World(made_at=made_at, told=tuple(told))
        transaction.set_rollback(True)
