"""What letters to experts, and about them to agencies, say: plain text, whole sentences, no other expert's name."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortia.stages.applications.moments import day_words
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Engagement


def engagement_words(engagement: Engagement, link: str) -> tuple[str, str]:
    """Return subject and text of the invitation: which agency, which call, how much, until when."""
    told = {**_told(engagement), "link": link, "person": engagement.invited_by.name}
    subject = _("%(agency)s invites you to assess applications") % told
    asked = (
        ngettext(
            "%(person)s, for %(agency)s, invites you to assess up to one application to the call:\n%(call)s",
            "%(person)s, for %(agency)s, invites you to assess up to %(most)d applications to the call:\n%(call)s",
            engagement.most,
        )
        % told
    )
    parts = [asked]
    if engagement.answer_by is not None:
        parts.append(_("Please answer by %(answer_by)s.") % {"answer_by": day_words(engagement.answer_by)})
    if engagement.due_on is not None:
        parts.append(_("Assessments are due on %(due_on)s.") % {"due_on": day_words(engagement.due_on)})
    if engagement.briefing:
        parts.append(engagement.briefing)
    parts.append(_("Accept or decline here, signed in with this address:\n%(link)s") % told)
    parts.append(_("When you accept, the agency can read your profile as an expert. When you decline, it cannot."))
    return subject, "\n\n".join(parts)


def answered_words(engagement: Engagement, name: str) -> tuple[str, str]:
    """Return subject and text for whoever invited."""
    told = {**_told(engagement), "name": name, "reason": engagement.reason}
    if engagement.state == Engagement.State.ACCEPTED:
        text = _("%(name)s accepts to assess applications to the call:\n%(call)s")
        return _("%(name)s accepts to assess") % told, text % told
    text = _("%(name)s declines to assess applications to the call:\n%(call)s\n\nThe reason: %(reason)s")
    return _("%(name)s declines to assess") % told, text % told


def given_words(engagement: Engagement) -> tuple[str, str]:
    """Return subject and text for an expert who has new applications to assess; no title leaves by e-mail."""
    told = _told(engagement)
    text = _("There are applications for you to assess, to the call:\n%(call)s\n\nThey stand here:\n%(site)s/expert/")
    parts = [text % told]
    if engagement.due_on is not None:
        parts.append(_("Assessments are due on %(due_on)s.") % {"due_on": day_words(engagement.due_on)})
    parts.append(_("If something ties you to one of them, say so there before you read on."))
    return _("%(agency)s has applications for you") % told, "\n\n".join(parts)


def engagement_ended_words(engagement: Engagement) -> tuple[str, str]:
    """Return subject and text for an expert whose engagement the agency ends."""
    told = {**_told(engagement), "reason": engagement.reason}
    subject = _("%(agency)s ends your engagement") % told
    text = _("You have no more applications to assess for the call:\n%(call)s\n\nThe reason: %(reason)s") % told
    return subject, text


def _told(engagement: Engagement) -> dict[str, object]:
    return {
        "agency": engagement.agency_title,
        "call": call_of_round(engagement.round).title,
        "most": engagement.most,
        "site": settings.SITE_ADDRESS,
    }
