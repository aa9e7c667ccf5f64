"""What letters about an application say: plain text, whole sentences, the link and the deadline in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortia.stages.applications.models import Application, Comment, Invitation, Participation, Submission
from consortia.stages.applications.moments import day_words, exact_words, moment_words
from consortia.stages.calls.models import DeadlineMove
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A letter before it has an address."""

    subject: str
    body: str


def invitation_words(invitation: Invitation, link: str) -> Words:
    """Ask to take part: who asks, for what, until when, and what an answer means."""
    application = invitation.application
    names = {
        "person": _name(invitation.invited_by),
        "title": application.title,
        "call": call_of_round(application.round).title,
        "role": Participation.Role(invitation.role).label,
        "deadline": _deadline(application),
        "organisation": invitation.participation.organisation.name if invitation.participation else "",
        "link": link,
    }
    asked = (
        _("%(person)s invites %(organisation)s to take part in the application “%(title)s” as %(role)s.")
        if invitation.participation
        else _("%(person)s invites your organisation to take part in the application “%(title)s” as %(role)s.")
    )
    return Words(
        subject=_("%(person)s invites you to “%(title)s”") % names,
        body=_written(
            application,
            asked % names,
            _("The call: %(call)s\nThe deadline: %(deadline)s") % names,
            _quoted(invitation.message),
            _("Look at it and answer here:\n%(link)s") % names,
            _(
                "Saying yes binds you to nothing yet: you see the application, write your own part and sign a mandate"
                " before it is submitted. Saying no is fine too; the coordinator is told."
            ),
            _(
                "The link is meant for you. If somebody else answers for your organisation, pass this letter on. If you"
                " do not know who writes, leave it: nothing happens."
            ),
        ),
    )


def invitation_answered_words(invitation: Invitation, name: str, *, accepted: bool) -> Words:
    """Tell who invited what became of it."""
    application = invitation.application
    names = {"name": name, "title": application.title}
    if accepted:
        subject = _("%(name)s takes part in “%(title)s”") % names
        text = _("%(name)s has accepted the invitation to “%(title)s” and can write in it from now on.") % names
    else:
        subject = _("%(name)s does not take part in “%(title)s”") % names
        text = _("%(name)s has declined the invitation to “%(title)s”. You can invite another organisation.") % names
    return Words(
        subject=subject,
        body=_written(
            application, text, _("The consortium:\n%(link)s") % {"link": link_to(application, "consortium/")}
        ),
    )


def parted_words(participation: Participation, person: Person) -> Words:
    """Tell that an organisation no longer takes part, and what stays."""
    application = participation.application
    names = {"organisation": participation.organisation.name, "title": application.title, "person": person.name}
    return Words(
        subject=_("%(organisation)s no longer takes part in “%(title)s”") % names,
        body=_written(
            application,
            _("%(person)s took %(organisation)s out of the application “%(title)s”.") % names,
            _(
                "Its texts are kept and come back if it joins again. Its travel and its work no longer count, so the"
                " budget has changed and mandates may need a new look."
            ),
            _("The consortium:\n%(link)s") % {"link": link_to(application, "consortium/")},
        ),
    )


def coordination_words(participation: Participation, before: str) -> Words:
    """Tell that another organisation coordinates from now on."""
    application = participation.application
    names = {"organisation": participation.organisation.name, "before": before, "title": application.title}
    return Words(
        subject=_("%(organisation)s now coordinates “%(title)s”") % names,
        body=_written(
            application,
            _("%(before)s handed the coordination of “%(title)s” over to %(organisation)s.") % names,
            _(
                "%(organisation)s now makes the choices, invites partners and submits. Every text stays where it is."
                " Mandates named the former coordinator, so each partner is asked to look at its own again."
            )
            % names,
            _("The deadline: %(deadline)s") % {"deadline": _deadline(application)},
            _("The consortium:\n%(link)s") % {"link": link_to(application, "consortium/")},
        ),
    )


def mandate_wanted_words(participation: Participation, *, again: bool) -> Words:
    """Ask a partner for its mandate, or for a new look at the one it gave."""
    application = participation.application
    names = {"organisation": participation.organisation.name, "title": application.title}
    text = (
        _("The part of %(organisation)s in “%(title)s”, or its money, has changed since its mandate was given.")
        if again
        else _("The application “%(title)s” still needs the mandate of %(organisation)s.")
    )
    page = link_to(application, f"consortium/{participation.key}/mandate/")
    return Words(
        subject=_("“%(title)s”: the mandate of %(organisation)s") % names,
        body=_written(
            application,
            text % names,
            _("See exactly what it is bound to, print it and give it here:\n%(link)s") % {"link": page},
            _("The deadline: %(deadline)s") % {"deadline": _deadline(application)},
        ),
    )


def receipt_words(submission: Submission, *, now: datetime, grant: str) -> Words:
    """Tell everybody who takes part what was received, when, and under which number."""
    application = submission.application
    call = call_of_round(application.round)
    names = {
        "title": application.title,
        "number": submission.number,
        "received": exact_words(submission.received_at, call.call.zone),
        "sha256": submission.sha256,
        "grant": grant,
        "declared": submission.declared_by,
        "link": f"{settings.SITE_ADDRESS}/receipts/{submission.number}/",
    }
    return Words(
        subject=_("Received: “%(title)s”, receipt %(number)s") % names,
        body=_written(
            application,
            _("The application “%(title)s” was received on %(received)s.") % names,
            _(
                "Receipt number: %(number)s\nGrant asked for: %(grant)s\nDeclaration on honour by: %(declared)s\n"
                "SHA-256 of what was received: %(sha256)s"
            )
            % names,
            _("The receipt, the application as PDF and the files to keep:\n%(link)s") % names,
            _until_the_deadline(application, now=now),
        ),
    )


def withdrawn_words(application: Application, person: Person, *, reason: str, number: str) -> Words:
    """Tell everybody who takes part that the application was withdrawn."""
    names = {"title": application.title, "person": person.name, "number": number}
    received = (
        _("What was received under %(number)s stays on record and no longer counts.") % names
        if number
        else _("It had not been submitted. Everything in it stays on record and can be read.")
    )
    return Words(
        subject=_("Withdrawn: “%(title)s”") % names,
        body=_written(
            application,
            _("%(person)s withdrew the application “%(title)s”.") % names,
            _quoted(reason),
            received,
            _("The application:\n%(link)s") % {"link": link_to(application)},
        ),
    )


def reminder_words(application: Application, *, days: int) -> Words:
    """Remind of a draft whose deadline comes near."""
    names = {
        "days": days,
        "title": application.title,
        "deadline": _deadline(application),
        "link": link_to(application),
        "profile": f"{settings.SITE_ADDRESS}/profile/",
    }
    return Words(
        subject=ngettext("One day left for “%(title)s”", "%(days)d days left for “%(title)s”", days) % names,
        body=_written(
            application,
            _("The application “%(title)s” is still a draft. Nothing has been submitted yet.") % names,
            _("The deadline: %(deadline)s") % names,
            _("See what is still missing and go on here:\n%(link)s") % names,
            _("You choose on which days you are reminded, or whether at all:\n%(profile)s") % names,
        ),
    )


def deadline_moved_words(application: Application, moved: DeadlineMove) -> Words:
    """Tell everybody who takes part that the deadline of their round has moved, and why."""
    zone = call_of_round(application.round).call.zone
    names = {
        "title": application.title,
        "before": moment_words(moved.before, zone),
        "after": moment_words(moved.after, zone),
        "link": link_to(application),
    }
    return Words(
        subject=_("The deadline for “%(title)s” has moved") % names,
        body=_written(
            application,
            _("The deadline of the round in which you apply with “%(title)s” has moved.") % names,
            _("It was: %(before)s\nIt is now: %(after)s") % names,
            _("The reason:"),
            _quoted(moved.reason),
            _("Your application:\n%(link)s") % names,
        ),
    )


def deadline_of_round_moved_words(moved: DeadlineMove) -> Words:
    """Tell whoever leads an agency that a deadline has moved for all of them."""
    round_ = moved.round
    call = call_of_round(round_)
    names = {
        "call": call.title,
        "fields": ", ".join(round_.fields),
        "before": moment_words(moved.before, call.call.zone),
        "after": moment_words(moved.after, call.call.zone),
    }
    parts = [
        _("Hello,"),
        _("A deadline of %(call)s (%(fields)s) has moved, for every agency on this site.") % names,
        _("It was: %(before)s\nIt is now: %(after)s") % names,
        _("The reason:"),
        _quoted(moved.reason),
        _("Everybody who applies in this round gets a letter."),
        _("With kind regards\nConsortia"),
    ]
    return Words(subject=_("A deadline has moved: %(call)s") % names, body="\n\n".join(parts) + "\n")


def task_words(task: Comment) -> Words:
    """Say who asks for what beside which question, and until when."""
    application = task.application
    question = call_of_round(application.round).question(task.question)
    names = {
        "person": _name(task.author),
        "title": application.title,
        "question": question.title,
        "text": " ".join(task.text.split())[:60],
        "due": day_words(task.due) if task.due else "",
        "link": link_to(application, "comments/"),
    }
    return Words(
        subject=_("%(person)s asks you: %(text)s") % names,
        body=_written(
            application,
            _("%(person)s asks you something in the application “%(title)s”, beside the question “%(question)s”:")
            % names,
            _quoted(task.text),
            _("It should be done by %(due)s.") % names if task.due else "",
            _("Answer, or mark it as done, here:\n%(link)s") % names,
        ),
    )


def link_to(application: Application, page: str = "") -> str:
    """Return the address of a page of the application, for letters and papers."""
    return f"{settings.SITE_ADDRESS}/applications/{application.reference}/{page}"


def _written(application: Application, *paragraphs: str) -> str:
    """Put a letter together: greeting, what there is to say, closing, and that it is practice where it is."""
    closing = _("With kind regards\nConsortia")
    parts = [_("Hello,"), *(text for text in paragraphs if text), closing]
    if application.round.training:
        parts.append(_("Training: this round is for practice, its dates are moved. No grant follows from it."))
    return "\n\n".join(parts) + "\n"


def _quoted(message: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in message.strip().splitlines())


def _until_the_deadline(application: Application, *, now: datetime) -> str:
    if application.is_late(now):
        return _("The deadline has passed, so this version is the one that is assessed.")
    return _("Until the deadline, %(deadline)s, it can be submitted again; then the last version counts.") % {
        "deadline": _deadline(application)
    }


def _deadline(application: Application) -> str:
    return moment_words(application.deadline, call_of_round(application.round).call.zone)


def _name(person: Person | None) -> str:
    return person.name if person is not None else _("Somebody")
