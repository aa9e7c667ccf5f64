"""People: natural persons with an account."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    """Makes people; the e-mail address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "", **fields: object) -> Person:
        """Return a new person; without a password they cannot sign in until they set one."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, *, name: str = "", **fields: object) -> Person:
        """Return a person who runs the installation; who may give this command needs no letter to prove an address."""
        from allauth.account.models import EmailAddress  # its tables refer to ours, so it is there only later

        person = self.create_user(email, password, name=name, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.using(self._db).create(user=person, email=person.email, verified=True, primary=True)
        return person


def usual_reminder_days() -> list[int]:
    """Days before a deadline on which a person is reminded unless they chose others."""
    return [14, 3, 1]


class Person(AbstractBaseUser, PermissionsMixin):
    """A natural person: signs in by e-mail, reads in a language and a time zone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Brussels")
    reminder_days = models.JSONField(_("reminders, days before the deadline"), default=usual_reminder_days)
    portals = models.JSONField(
        _("portals"), default=list, help_text=_("Further portals that the person has a place in: agency, expert.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("runs the installation"), default=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email
