"""Writing and sending letters."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from consortia.stages.letters.models import Letter

MOST_ATTEMPTS = 8


def write_letter(
    kind: str, to: str, *, subject: str, body: str, about: str = "", once_key: str | None = None
) -> Letter:
    """Put a letter into the outbox; it leaves after the caller's transaction holds, never before."""
    subject = " ".join(subject.split())
    if once_key is None:
        return Letter.objects.create(kind=kind, to=to, subject=subject, body=body, about=about)
    letter, _made = Letter.objects.get_or_create(
        once_key=once_key, defaults={"kind": kind, "to": to, "subject": subject, "body": body, "about": about}
    )
    return letter


def send_waiting_letters(*, most: int = 50) -> int:
    """Send what waits in the outbox where a mail server is configured; return how many left."""
    if not settings.MAIL_CONFIGURED:
        return 0
    waiting = Letter.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).order_by("attempts", "id")[:most]
    return sum(_send(letter) for letter in waiting)


def _send(letter: Letter) -> bool:
    letter.attempts += 1
    try:
        send_mail(letter.subject, letter.body, None, [letter.to])
    except (SMTPException, OSError) as trouble:
        letter.trouble = str(trouble)[:500]
        letter.save(update_fields=["attempts", "trouble"])
        return False
    letter.sent_at = timezone.now()
    letter.trouble = ""
    letter.save(update_fields=["attempts", "trouble", "sent_at"])
    return True
