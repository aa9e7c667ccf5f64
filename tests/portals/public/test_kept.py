"""A page sent after the sign-in expired loses nothing, with or without script."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from consortia.stages.applications.models import Answer
from tests.factories import applications as make

TEXT = "In the six regions of our partnership every sixth device is older than ten years."


def test_a_page_sent_while_signed_out_is_kept_and_sent_again_after_signing_in(client: Client) -> None:
    consortium = make.a_draft()
    parts = {"reference": consortium.application.reference, "section": "description"}
    form = {"page": "p1", "do": "save", "text-description.needs": TEXT, "base-description.needs": "0"}

    sent = client.post(reverse("applicant:section", kwargs=parts), form)
    client.force_login(consortium.lead)
    kept = client.get(reverse("public:kept"))
    client.post(kept.context["waiting"].path, dict(kept.context["waiting"].fields))

    assert sent.headers["Location"] == f"/account/login/?next={reverse('public:kept')}"
    assert TEXT in kept.content.decode()
    assert Answer.objects.filter(application=consortium.application, text=TEXT).count() == 1


def test_what_was_kept_can_be_thrown_away(client: Client) -> None:
    client.post(reverse("applicant:organisation_new"), {"name": "A school that is new here"})
    client.force_login(make.a_person())

    first = client.get(reverse("public:kept"))
    client.post(reverse("public:kept"))
    second = client.get(reverse("public:kept"))

    assert "A school that is new here" in first.content.decode()
    assert second.headers["Location"] == reverse("applicant:home")
