"""What a password must be, and words that say what to do about one that will not do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from consortia.stages.people.models import Person

SHORTEST: Final = 10
LONGEST: Final = 1000


class LengthValidator:
    """Long enough to withstand guessing, short enough to be a password."""

    def validate(self, password: str, _person: Person | None = None) -> None:
        """Refuse what is too short or very long."""
        if len(password) < SHORTEST:
            words = _("Make the password longer: it has %(found)d characters and needs %(least)d or more.")
            raise ValidationError(words % {"found": len(password), "least": SHORTEST}, code="password_too_short")
        if len(password) > LONGEST:
            words = _("Shorten the password to %(most)d characters or less.")
            raise ValidationError(words % {"most": LONGEST}, code="password_too_long")

    def get_help_text(self) -> str:
        """Return the hint."""
        return _("At least %(least)d characters.") % {"least": SHORTEST}


class CommonValidator(CommonPasswordValidator):
    """Not among those that are tried first."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Look only at passwords that are long enough: one thing at a time."""
        if len(password) >= SHORTEST:
            super().validate(password, user)

    def get_error_message(self) -> str:
        """Say why and what to do."""
        return _("Many people use this password, so it is guessed first. Put three or four unrelated words together.")


class SimilarityValidator(UserAttributeSimilarityValidator):
    """Not the name or the address of the person."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("name", "email"))

    def get_error_message(self) -> str:
        """Say why and what to do."""
        return _(
            "This password is too close to your name or e-mail address. Choose words that have nothing to do with you."
        )
