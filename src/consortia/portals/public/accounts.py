"""Accounts: how people sign up, confirm their address and get back in; allauth does the work, we choose the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as current
from django import forms
from django.contrib.sites.shortcuts import get_current_site
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.reader import zone_named
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person
from consortia.stages.people.services import register_person

if TYPE_CHECKING:
    from django.http import HttpRequest


class LetterAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sends what allauth has to say as letters, and says it in our words."""

    error_messages: Final = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to whoever runs this site if you need it again."),
        "cannot_remove_primary_email": _("Letters go to this address. Choose another one for letters first."),
        "duplicate_email": _("This address already belongs to your account."),
        "email_password_mismatch": _(
            "This e-mail address and password do not belong together. Check both, or choose a new password."
        ),
        "email_taken": _("Somebody already has an account with this address. Sign in, or choose a new password."),
        "enter_current_password": _("This is not your present password. Type the one you signed in with."),
        "incorrect_password": _("This is not your password. Try again, or choose a new one."),
        "invalid_login": _("Type the e-mail address of your account."),
        "max_email_addresses": _("An account can have up to %d addresses. Remove one that you no longer use."),
        "rate_limited": _("That was many attempts in a short time. Wait a few minutes, then try again."),
        "too_many_login_attempts": _(
            "That was many attempts in a short time. Wait five minutes and try again, or choose a new password."
        ),
        "unverified_primary_email": _("Confirm this address first: open the link in the letter we sent to it."),
    }

    def save_user(
        self,
        request: HttpRequest,
        user: Person,
        form: forms.Form,
        commit: bool = True,  # noqa: ARG002  # allauth's signature
    ) -> Person:
        """Keep the person together with how they are called and read."""
        super().save_user(request, user, form, commit=False)
        register_person(
            user,
            name=form.cleaned_data["name"],
            language=get_language() or user.language,
            time_zone=form.cleaned_data["time_zone"],
        )
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody begins who was going nowhere in particular: with the work they are asked for."""
        portals = request.user.portals if request.user.is_authenticated else []
        first = next((portal for portal in ("agency", "expert") if portal in portals), "applicant")
        return reverse(f"{first}:home")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: object) -> str:
        """Return the link that confirms an address; it still leads where the person was going when they signed up."""
        address: str = super().get_email_confirmation_url(request, emailconfirmation)
        going = get_next_redirect_url(request)
        return f"{address}?{urlencode({'next': going})}" if going else address

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it stands: letters of this site need no prefix."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the outbox, from where the worker sends it."""
        request = current.request
        words = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        mail = self.render_mail(template_prefix, email, words)
        kind = template_prefix.rpartition("/")[2].replace("_", "-")
        write_letter(kind, email, subject=mail.subject, body=str(mail.body))


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("E-mail address"), password=_("Password"))
        self.fields["password"].help_text = ""


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth ships no types
    """What a new account needs: a name, an address, a password; the clock is guessed and can be changed later."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As your partners know you. It stands beside what you write."),
        error_messages={"required": _("Tell us your name: your partners see it beside what you write.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput(attrs={"data-own-zone": ""}))

    field_order: Final = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail address"), password1=_("Password"))
        self.fields["email"].help_text = _("We send a letter there; its link opens your account.")
        self.fields["password1"].help_text = PASSWORD_HINT

    def clean_name(self) -> str:
        """Return the name with single spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_time_zone(self) -> str:
        """Return the zone of the person's clock where the browser told it, else the one this page was shown in."""
        told = self.cleaned_data["time_zone"]
        return str(zone_named(told) if told else timezone.get_current_timezone())


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The address to which the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail address of your account"))


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """A new password in place of a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("New password"), password2=_("New password, once more"))
        self.fields["password1"].help_text = PASSWORD_HINT


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A new password in place of the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword=_("Present password"),
            password1=_("New password"),
            password2=_("New password, once more"),
        )
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_HINT


class AddAddressForm(allauth_forms.AddEmailForm):  # type: ignore[misc]  # allauth ships no types
    """Another address of the same person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("Another e-mail address"))
        self.fields["email"].help_text = _("We send a letter there; its link adds the address to your account.")


PASSWORD_HINT: Final = _(
    "At least 10 characters. Three or four words that do not belong together are easy to keep in mind."
)

_REQUIRED: Final = {
    "login": _("Type the e-mail address of your account."),
    "email": _("Type your e-mail address, such as name@example.org."),
    "password": _("Type your password."),
    "oldpassword": _("Type your present password."),
    "password1": _("Choose a password of at least 10 characters."),
    "password2": _("Type the new password once more."),
}
_ADDRESS_FORM: Final = _(
    "An e-mail address has a name, an @ and a place, such as name@example.org. Look for missing letters."
)


def _plain(form: forms.Form, **labels: Any) -> None:
    """Name fields in our words; a label outside the field stays in sight while one types, a placeholder does not."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = _REQUIRED[name]
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = _ADDRESS_FORM
