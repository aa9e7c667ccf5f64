"""What every test gets: no network, quick passwords, loaded calls."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is. All else stays as it is, in CI the same examples each time.
settings.register_profile(
    "without-deadline", settings.get_profile("ci" if "CI" in os.environ else "default"), deadline=None
)
settings.load_profile("without-deadline")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test of a stage or portal the database, so that none needs to ask for it."""
    for item in items:
        folder = Path(item.fspath).relative_to(Path(__file__).parent).parts[0]
        if folder in {"stages", "portals"} and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave the machine."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest) -> None:
    """Hash passwords quickly: their strength is Django's matter, not ours."""
    if "settings" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("settings").PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with examples and real records that lies beside the checkout in CI; a person's clone has none."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ with examples and records is not beside this checkout")
    return SHARED
