"""What an agency's letters about a file say: plain text, whole sentences, what to do and until when."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from consortia.stages.applications.letters import Words, link_to
from consortia.stages.applications.models import Application
from consortia.stages.applications.moments import moment_words
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.letters.services import write_letter
from consortia.stages.screening.models import Clarification, Extension, File


def write_to_applicants(application: Application, kind: str, words: Words, *, once_key: str) -> int:
    """Put a letter to everybody who takes part into the outbox, one for each address and key."""
    addresses = sorted({each.person.email for each in people_taking_part(application)})
    for address in addresses:
        key = f"{once_key}:{address}"
        write_letter(kind, address, subject=words.subject, body=words.body, about=str(application.pk), once_key=key)
    return len(addresses)


def question_words(question: Clarification) -> Words:
    """Ask the applicant something, with the deadline of the answer."""
    file = question.file
    names = {"title": file.title, "reference": file.reference, "due": _moment(file.application, question.due)}
    return Words(
        subject=_("A question about “%(title)s”: please answer") % names,
        body=_letter(
            file.application,
            _("The agency that checks your application “%(title)s” (%(reference)s) asks:") % names,
            _quoted(question.question),
            _("Please answer by %(due)s. Somebody who writes for the coordinator can answer here:\n%(link)s")
            % {**names, "link": link_to(file.application, "questions/")},
            _("An answer explains what you handed in; it cannot change it."),
        ),
    )


def refusal_words(file: File, *, reasons: str, appeal: str) -> Words:
    """Tell that the application is ineligible, why, and how to appeal."""
    names = {"title": file.title, "reference": file.reference, "number": file.submission.number}
    return Words(
        subject=_("“%(title)s” is ineligible") % names,
        body=_letter(
            file.application,
            _(
                "The agency has checked your application “%(title)s” (%(reference)s, receipt %(number)s). It does not"
                " meet the conditions of the call, so experts do not assess it."
            )
            % names,
            _("The reasons:\n\n%(reasons)s") % {"reasons": reasons},
            _("How you can appeal:\n\n%(appeal)s") % {"appeal": appeal},
            _("Your application stays on record, and you can use its texts for a later round:\n%(link)s")
            % {"link": link_to(file.application)},
        ),
    )


def extension_words(extension: Extension) -> Words:
    """Tell what came of a request to submit late."""
    application = extension.application
    names = {"title": application.title, "until": _moment(application, extension.until) if extension.until else ""}
    if extension.outcome == Extension.Outcome.GRANTED:
        text = _("The agency accepts that a technical failure kept you from submitting “%(title)s” in time.") % names
        more = _("You can submit it until %(until)s:\n%(link)s") % {**names, "link": link_to(application, "submit/")}
    else:
        text = (
            _("The agency has looked at your request to submit “%(title)s” after the deadline, and refuses it.") % names
        )
        more = _("Your texts are kept, and you can use them again for a later round.")
    return Words(
        subject=_("Submitting “%(title)s” after the deadline") % names,
        body=_letter(application, text, _quoted(extension.words), more),
    )


def _moment(application: Application, moment: datetime) -> str:
    return moment_words(moment, call_of_round(application.round).call.zone)


def _letter(application: Application, *paragraphs: str) -> str:
    parts = [_("Hello,"), *(text for text in paragraphs if text), _("With kind regards\nThe agency, through Consortia")]
    if application.round.training:
        parts.append(_("Training: this round is for practice, its dates are moved. No grant follows from it."))
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def answer_words(question: Clarification) -> Words:
    """Tell whoever handles the file that the applicant has answered."""
    file = question.file
    names = {"title": file.title, "reference": file.reference, "link": file_link(file)}
    late = _("The answer came after its deadline.") if question.late else ""
    return Words(
        subject=_("Answered: your question about “%(title)s”") % names,
        body="\n\n".join(
            text
            for text in (
                _("Hello,"),
                _("The applicant has answered your question about “%(title)s” (%(reference)s):") % names,
                _quoted(question.answer),
                late,
                _("Go on here:\n%(link)s") % names,
                _("With kind regards\nConsortia"),
            )
            if text
        )
        + "\n",
    )


def file_link(file: File) -> str:
    """Return the address of a file's page, for letters to the agency's own people."""
    return f"{settings.SITE_ADDRESS}/agency/{file.agency}/applications/{file.reference}/"
