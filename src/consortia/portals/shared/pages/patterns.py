"""The pattern page: every piece with realistic content, to look at while building and to test against."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.forms import DayField, LimitedTextField
from consortia.portals.shared.statuses import STATUSES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PatternForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Title of the project"),
        max_length=200,
        help_text=_("In the language of the application. People will find the project by it."),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    needs = LimitedTextField(
        limit=5000,
        label=_("Needs and target groups"),
        help_text=_("Which needs does the project answer, whose are they, and how do you know?"),
    )
    start = DayField(label=_("First day of the project"), help_text=_("Between 1 September and 31 December 2016."))
    months = forms.IntegerField(label=_("Duration in months"), min_value=24, max_value=36)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("", _("Choose a country")), ("ES", _("Spain")), ("FI", _("Finland"))]
    )
    type = forms.ChoiceField(
        label=_("Type of the project"),
        widget=forms.RadioSelect,
        choices=[("INNOVATION", _("Supporting innovation")), ("GOOD_PRACTICE", _("Exchange of good practices"))],
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("ict", _("Digital skills")), ("incl", _("Inclusion")), ("env", _("Environment and climate"))],
        help_text=_("Choose up to three."),
    )
    annex = forms.FileField(
        label=_("Signed mandate"),
        required=False,
        help_text=_("PDF, JPEG or PNG, up to 10 MB. A clear photograph will do."),
    )
    honour = forms.BooleanField(label=_("What stands in this application is true, as far as I know"))


def patterns(request: HttpRequest) -> HttpResponse:
    """Show each piece; `?errors=1` shows the form as it comes back."""
    form = PatternForm(data={"needs": "Long. " * 900, "months": "40"} if "errors" in request.GET else None)
    return render(request, "shared/patterns.html", {"pattern_form": form, **_examples()})


def _examples() -> dict[str, Any]:
    now = timezone.now()
    deadline = datetime(2016, 3, 31, 10, 0, tzinfo=UTC)
    return {
        "training": True,
        "place": "applications",
        "deadline": deadline,
        "soon": now + timedelta(days=12, hours=4, minutes=9),
        "now": now,
        "statuses": STATUSES,
        "field_codes": ["HE", "SCH", "VET", "AE", "YOUTH"],
        "results": Paginator(range(1, 240), 12).page(7),
        **_about_the_application(),
        **_about_money(),
        **_about_people(now),
    }


def _about_the_application() -> dict[str, Any]:
    return {
        "trail": [{"text": _("My applications"), "href": "#"}, {"text": _("Bridges over the Baltic"), "href": "#"}],
        "tasks": [
            {"title": _("Context"), "href": "#", "status": "complete"},
            {
                "title": _("Priorities and topics"),
                "href": "#",
                "status": "in-progress",
                "hint": _("One of two answered"),
            },
            {
                "title": _("The consortium"),
                "href": "#",
                "status": "needs-attention",
                "hint": _("Three organisations are needed; there are two"),
            },
            {"title": _("Summary for the public"), "href": "#", "status": "not-started"},
        ],
        "rows": [
            {"term": _("Title"), "value": _("Bridges over the Baltic: shared modules for port logistics"), "href": "#"},
            {"term": _("Field"), "value": _("Vocational education and training"), "href": "#"},
            {"term": _("First day and duration"), "value": _("1 September 2016, 24 months"), "href": "#"},
            {"term": _("Summary in English"), "value": "", "href": "#"},
        ],
        "tabs": [
            {"text": _("Write"), "href": "#", "here": True},
            {"text": _("Consortium"), "href": "#"},
            {"text": _("Plan and budget"), "href": "#"},
            {"text": _("Check and submit"), "href": "#"},
        ],
        "steps": [
            {"title": _("Your application was received"), "text": _("Its receipt is in your letters."), "done": True},
            {"title": _("The PDF is being made"), "text": _("This takes about a minute."), "here": True},
            {"title": _("The agency checks eligibility"), "text": _("You hear from it by letter.")},
        ],
        "findings": [
            {
                "status": "fail",
                "text": _("Three organisations from three Programme Countries are needed; there are two."),
                "repair": _("Invite one from a Programme Country other than Spain and Poland."),
                "href": "#",
                "source": _("Programme Guide 2016, Part B, eligibility criteria"),
            },
            {
                "status": "warning",
                "text": _("The mandate of one partner was given before the budget changed."),
                "href": "#",
            },
            {"status": "pass", "text": _("The project lasts 24 months.")},
        ],
        "long_summary": _("A term is explained where it first stands."),
    }


def _about_money() -> dict[str, Any]:
    return {
        "grant": Decimal("92705.50"),
        "ceiling": Decimal(300000),
        "lines": [
            {
                "name": _("Project management and implementation"),
                "count": 24,
                "amount": Decimal("24000.00"),
                "key": "pmi",
            },
            {"name": _("Transnational project meetings"), "count": 12, "amount": Decimal("7580.00"), "key": "tpm"},
            {"name": _("Intellectual outputs"), "count": 310, "amount": Decimal("61125.50"), "key": "io"},
        ],
        "origin_steps": [
            {"term": _("Participants"), "value": "12"},
            {"term": _("Distance band"), "value": _("100 to 1 999 km")},
            {"term": _("Rate for each participant"), "value": "€ 575"},
        ],
    }


def _about_people(now: datetime) -> dict[str, Any]:
    aino, jordi = "Aino Example", "Jordi Example"
    return {
        "files": [
            {"name": "mandate-porto.pdf", "href": "#", "about": _("PDF, 210 kB"), "status": "signed", "remove": "#"},
            {"name": "mandate-gdansk.pdf", "href": "#", "about": _("PDF, 184 kB"), "status": "outdated", "remove": "#"},
        ],
        "comments": [
            SimpleNamespace(
                by=aino, at=now - timedelta(hours=26), text=_("Whose need is this: the teachers' or the ports'?")
            ),
            SimpleNamespace(by=jordi, at=now - timedelta(hours=2), text=_("Both. I have split the paragraph in two.")),
        ],
        "versions": [
            SimpleNamespace(by=jordi, at=now - timedelta(minutes=9), about=_("412 characters added"), href="#"),
            SimpleNamespace(by=aino, at=now - timedelta(hours=27), about=_("first text"), href="#"),
        ],
    }
