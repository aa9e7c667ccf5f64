from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import agencies, screening

pytestmark = pytest.mark.django_db


def test_list(client: Client) -> None:
    file = screening.a_file()
    client.force_login(agencies.somebody("officer", agency=file.agency))
    page = client.get(f"/agency/{file.agency}/applications/")
    assert page.status_code == 200
    for kind in ("csv", "xlsx"):
        answer = client.get(f"/agency/{file.agency}/applications.{kind}")
        assert len(b"".join(answer.streaming_content)) > 200
    page = client.get(f"/agency/{file.agency}/applications/{file.reference}/")
    assert page.status_code == 200
    assert client.get(f"/agency/{file.agency}/applications/views/?field=HE").status_code == 200
