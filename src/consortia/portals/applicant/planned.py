"""What the pages of plan, budget and findings have in common: where they stand, and which headings there are."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from consortia.core.call import CallDefinition, Heading
from consortia.core.errors import NoValueError
from consortia.portals.applicant.addresses import page_address
from consortia.stages.applications.models import Application
from consortia.stages.applications.snapshots import View


def planned_heading(call: CallDefinition, code: str) -> Heading:
    """Return the heading of an address, or say that there is none."""
    try:
        return call.heading(code)
    except NoValueError as error:
        raise Http404(str(error)) from error


def page_context(view: View, *above: tuple[str, str], **more: Any) -> dict[str, Any]:
    """Return what every one of these pages needs; `above` are the pages between the application and this one."""
    return {**frame_context(view.rows.application, view.rows.call, *above), "view": view, **more}


def frame_context(
    application: Application, call: CallDefinition, *above: tuple[str, str], **more: Any
) -> dict[str, Any]:
    """Return the same for a page that shows nothing of the draft as it now stands."""
    home = (str(application), page_address("application", reference=application.reference))
    return {
        "application": application,
        "call": call,
        "training": application.round.training,
        "place": "applications",
        "trail": [{"text": text, "href": href} for text, href in (home, *above)],
        **more,
    }


def budget_step(application: Application) -> tuple[str, str]:
    """Return the budget as a step of the way to a page."""
    return gettext("Budget"), reverse("applicant:budget", kwargs={"reference": application.reference})


def heading_step(application: Application, heading: Heading) -> tuple[str, str]:
    """Return the table of a heading as a step of the way to a page."""
    return heading.title, reverse(
        "applicant:plan", kwargs={"reference": application.reference, "heading": heading.code}
    )
