"""Parting with an organisation: first everything it touches and what becomes of it, then the deed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.portals.applicant.acting import may_change_part, present, sees_part
from consortia.portals.applicant.pages.consortium import consortium_step
from consortia.portals.applicant.panel import finding_item
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import a_participation
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Participation
from consortia.stages.applications.permissions import may_lead, may_read
from consortia.stages.applications.services.consortium import (
    part_with_organisation,
    view_without,
    what_parting_touches,
)
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.applications.touched import Touched

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """One thing that names the organisation, and what becomes of it, in words."""

    what: str
    where: str
    becomes: str


@page(
    "applications/<str:reference>/consortium/<str:key>/part/",
    name="part_with",
    title=_("Part with an organisation"),
    rights=may_change_part,
    of=a_participation,
    sees=sees_part,
)
def part_with(request: HttpRequest, subject: Participation) -> HttpResponse:
    """List everything that names the organisation and what becomes of it; then do it."""
    present(subject)
    if subject.role == Participation.Role.COORDINATOR:
        raise PermissionDenied
    name = {"name": subject.organisation.name}
    if request.method == "POST":
        part_with_organisation(person_of(request), subject)
        messages.success(request, now_("%(name)s no longer takes part. Its texts are kept.") % name)
        if may_read(request.user, subject.application):
            return redirect("applicant:consortium", reference=subject.application.reference)
        return redirect("applicant:home")
    view = view_of(subject.application)
    after = view_without(view, subject)
    broken_before = {finding.rule for finding in view.failed}
    told = {
        "participation": subject,
        "organisation": subject.organisation,
        "fates": [_fate(each, view) for each in what_parting_touches(subject)],
        "grant_before": view.budget.grant.amount,
        "grant_after": after.budget.grant.amount,
        "breaks": [finding_item(each, view) for each in after.failed if each.rule not in broken_before],
        "own": not may_lead(request.user, subject.application),
    }
    return render(request, "applicant/part_with.html", page_context(view, consortium_step(subject.application), **told))


def _fate(touched: Touched, view: View) -> Fate:
    heading = next((each.title for each in view.rows.call.headings if each.code == touched.heading), "")
    entries = {"count": touched.entries}
    if touched.fate == "kept":
        what = ngettext(
            "%(count)d answer about the organisation", "%(count)d answers about the organisation", touched.entries
        )
        return Fate(
            what=what % entries,
            where=now_("The form"),
            becomes=now_(
                "Kept, but no longer part of the application. They come back if the organisation joins again."
            ),
        )
    becomes = []
    if touched.entries:
        out = ngettext("%(count)d entry of it is taken out.", "%(count)d entries of it are taken out.", touched.entries)
        becomes.append(out % entries)
    if touched.fate == "moved":
        becomes.append(now_("It is held by the coordinator instead."))
    return Fate(what=touched.title or touched.key, where=heading, becomes=" ".join(becomes))
