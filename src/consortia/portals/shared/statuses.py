"""Every state that a page names: its word, its shape and its tone. Colour never says it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Status:
    """A state as a reader meets it."""

    word: _StrPromise
    shape: str
    tone: str = "plain"


STATUSES: Final[dict[str, Status]] = {
    # parts of an application
    "not-started": Status(_("Not started"), "not-started"),
    "in-progress": Status(_("In progress"), "in-progress", "information"),
    "needs-attention": Status(_("Needs attention"), "attention", "caution"),
    "complete": Status(_("Complete"), "complete", "success"),
    # findings
    "pass": Status(_("Holds"), "pass", "success"),
    "fail": Status(_("Does not hold"), "fail", "danger"),
    "warning": Status(_("Look at this"), "attention", "caution"),
    "not-applicable": Status(_("Does not apply"), "not-applicable"),
    # applications and submissions
    "draft": Status(_("Draft"), "draft"),
    "submitted": Status(_("Submitted"), "sent", "success"),
    "withdrawn": Status(_("Withdrawn"), "withdrawn"),
    "current": Status(_("Counts"), "complete", "success"),
    "replaced": Status(_("Replaced by a later version"), "versions"),
    # organisations in a consortium
    "invited": Status(_("Invited"), "clock", "information"),
    "accepted": Status(_("Accepted"), "complete", "success"),
    "declined": Status(_("Declined"), "fail", "danger"),
    # engagements of experts ("replaced" is said above)
    "ended": Status(_("Ended"), "withdrawn"),
    # calls and rounds
    "open": Status(_("Open"), "in-progress", "success"),
    "closing": Status(_("Closes soon"), "clock", "caution"),
    "closed": Status(_("Closed"), "locked"),
    "training": Status(_("Training"), "information", "caution"),
    # mandates, letters and files
    "missing": Status(_("Missing"), "not-started", "caution"),
    "signed": Status(_("Signed"), "complete", "success"),
    "outdated": Status(_("Needs a new look"), "attention", "caution"),
    "waiting": Status(_("Waiting"), "clock"),
    "sent": Status(_("Sent"), "sent", "success"),
    "failed": Status(_("Could not be sent"), "fail", "danger"),
    "done": Status(_("Done"), "complete", "success"),
    "overdue": Status(_("Overdue"), "attention", "danger"),
    # an agency's files
    "received": Status(_("Not begun"), "not-started"),
    "checking": Status(_("Being checked"), "in-progress", "information"),
    "clarifying": Status(_("Waits for the applicant"), "clock", "caution"),
    "eligible": Status(_("Formal check passed"), "complete", "success"),
    "refusal-proposed": Status(_("Proposed as ineligible"), "attention", "caution"),
    "ineligible": Status(_("Ineligible"), "fail", "danger"),
    # selections and places in ranking lists
    "drawing-up": Status(_("Being drawn up"), "in-progress", "information"),
    "proposed": Status(_("Proposed by the committee"), "clock", "caution"),
    "approved": Status(_("Approved, not published"), "complete", "information"),
    "published": Status(_("Published"), "complete", "success"),
    "awarded": Status(_("Awarded"), "complete", "success"),
    "reserve": Status(_("Reserve list"), "clock", "caution"),
    "below-threshold": Status(_("Below the threshold"), "fail"),
    # appeals
    "reassessing": Status(_("Being assessed anew"), "in-progress", "information"),
    "decided": Status(_("Decided"), "complete", "success"),
    # how sure a rule is
    "verified": Status(_("Verified against the source"), "pass", "success"),
    "provisional": Status(_("Provisional"), "in-progress", "caution"),
}
