from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.test import RequestFactory


def test_a_page_that_is_refused_is_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    answer_to(PermissionDenied())

    assert [record.getMessage() for record in caplog.records] == [
        "Forbidden (Permission denied): /applications/X/submit/"
    ]
    assert len(caplog.text.splitlines()) == 1


def test_a_fault_is_told_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    answer_to(LookupError("nothing under this code"))

    assert "Traceback" in caplog.text
    assert "LookupError: nothing under this code" in caplog.text


def answer_to(error: Exception) -> None:
    """Let Django make its answer to what a page raised."""
    request = RequestFactory().get("/applications/X/submit/")
    try:
        raise error
    except type(error) as raised:
        response_for_exception(request, raised)
