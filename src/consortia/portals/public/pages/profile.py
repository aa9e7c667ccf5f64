"""What a person chooses about themselves: name, clock, reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.portals.public.zones import zones_by_region
from consortia.portals.shared.page import page, signed_in
from consortia.stages.people.services import change_reading, tune_reminders

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person

REMINDER_DAYS: Final = (30, 14, 7, 3, 1)


def _reminder_choices() -> list[tuple[str, str]]:
    return [
        (str(days), ngettext("%(days)d day before", "%(days)d days before", days) % {"days": days})
        for days in REMINDER_DAYS
    ]


class ProfileForm(forms.Form):
    """Name, language, time zone and reminders."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As your partners know you. It stands beside what you write."),
        error_messages={"required": _("Type your name: your partners see it beside what you write.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of the pages, dates and numbers"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=zones_by_region,
        help_text=_("Deadlines always show Brussels time, which decides, and yours beside it."),
        error_messages={"invalid_choice": _("Choose a place from the list whose clock is the same as yours.")},
        widget=forms.Select(attrs={"data-own-zone-offer": ""}),
    )
    reminder_days = forms.MultipleChoiceField(
        label=_("Remind me of deadlines"),
        choices=_reminder_choices,
        required=False,
        help_text=_("By letter, as long as an application of yours is not submitted. Tick none for no reminders."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        chosen = {
            "name": person.name,
            "language": person.language,
            "time_zone": person.time_zone,
            "reminder_days": [str(days) for days in person.reminder_days],
        }
        super().__init__(*args, initial=chosen, **kwargs)  # type: ignore[arg-type, misc]  # a form's own parameters, passed on
        if len(settings.LANGUAGES) == 1:
            self.fields["language"].disabled = True
            self.fields["language"].widget = forms.HiddenInput()


@page("profile/", name="profile", title=_("Your details"), rights=signed_in)
def profile(request: HttpRequest) -> HttpResponse:
    """Change what a person chooses about themselves."""
    person: Person = request.user  # type: ignore[assignment]  # the page is only for people with an account
    form = ProfileForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        _keep(person, form.cleaned_data)
        messages.success(request, now_("Your details are saved."))
        return redirect("public:profile")
    return render(request, "public/profile.html", {"form": form})


@transaction.atomic
def _keep(person: Person, chosen: dict[str, object]) -> None:
    change_reading(
        person,
        name=" ".join(str(chosen["name"]).split()),
        language=str(chosen["language"]),
        time_zone=str(chosen["time_zone"]),
    )
    days = chosen["reminder_days"]
    tune_reminders(person, (int(each) for each in days) if isinstance(days, list) else ())
