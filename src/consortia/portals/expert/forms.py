"""Forms of experts: profile, answer to an invitation, declaration, a conflict."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.analysis.conflicts import domain_of
from consortia.portals.shared.call_words import CallWords
from consortia.portals.shared.forms import DayField, LimitedTextField
from consortia.portals.shared.languages import language_choices
from consortia.stages.experts.services.describing import Profile
from consortia.stages.organisations.models import Organisation
from consortia.stages.people.models import Person

LONGEST_WORKS: Final = 20_000
LONGEST_REASON: Final = 1500
MOST_APPLICATIONS: Final = 60
CODES: Final = ("fields", "priorities", "languages")


class ProfileForm(forms.Form):
    """What an expert says of themselves."""

    fields_ = forms.MultipleChoiceField(label=_("Fields you know"), required=False, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you can read an application"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priorities = forms.MultipleChoiceField(
        label=_("Priorities you know"), required=False, widget=forms.CheckboxSelectMultiple
    )
    works = LimitedTextField(
        label=_("Publications and past work"),
        limit=LONGEST_WORKS,
        rows=10,
        required=False,
        help_text=_("One piece of work to a paragraph, with an empty line between. Applications are matched by it."),
    )
    country = forms.ChoiceField(label=_("Country you live in"))
    town = forms.CharField(label=_("Town of your employer"), max_length=120, required=False)
    employer = forms.ModelChoiceField(
        label=_("Employer, if it is an organisation of yours here"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("none of mine here"),
    )
    employer_name = forms.CharField(label=_("Employer, if it is not listed above"), max_length=300, required=False)
    domain = forms.CharField(
        label=_("E-mail domain of your employer"),
        max_length=253,
        required=False,
        help_text=_("Like university.example. It shows who works in the same house."),
    )
    ties = LimitedTextField(
        label=_("Organisations you have ties with"),
        limit=LONGEST_WORKS,
        rows=4,
        required=False,
        help_text=_("One to a line. You will not be given what they take part in."),
    )
    capacity = forms.IntegerField(
        label=_("Most applications in a round"),
        min_value=1,
        max_value=MOST_APPLICATIONS,
        widget=forms.NumberInput(attrs={"class": "width-4"}),
    )
    available_from = DayField(label=_("Available from"), required=False)
    available_to = DayField(label=_("Available until"), required=False)
    identifier = forms.CharField(label=_("ORCID or another identifier"), max_length=60, required=False)
    in_pool = forms.BooleanField(
        label=_("Every agency on this site may find me and read this profile"),
        required=False,
        help_text=_("Without it, only agencies whose invitation you accepted can read it."),
    )

    def __init__(self, *args: Any, words: CallWords, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        own = Organisation.objects.filter(memberships__person=person, memberships__admitted_at__isnull=False)
        self.fields["employer"].queryset = own.order_by("name")  # type: ignore[attr-defined]  # a field that chooses a row
        choices: dict[str, Any] = {
            "fields_": list(words.fields.items()),
            "languages": language_choices(),
            "priorities": [(group, list(each.items())) for group, each in words.priorities.items()],
            "country": [
                ("", _("Choose a country")),
                *((group, list(each.items())) for group, each in words.regions.items()),
            ],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field with choices

    def clean_domain(self) -> str:
        """Take an address or a site as well; a provider for everybody is no employer's."""
        given = str(self.cleaned_data["domain"]).strip()
        domain = domain_of(given)
        if given and not domain:
            raise forms.ValidationError(
                now_("“%(given)s” is no domain of an employer. Write it like university.example, or leave it empty.")
                % {"given": given}
            )
        return domain

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first."""
        given = super().clean() or {}
        first, last = given.get("available_from"), given.get("available_to")
        if first and last and last < first:
            self.add_error("available_to", now_("The last day lies before the first one. Change one of them."))
        return given

    def profile(self) -> Profile:
        """Return what was written."""
        given = self.cleaned_data
        plain = ("country", "employer", "available_from", "available_to", "capacity", "in_pool", "domain")
        texts = ("town", "employer_name", "works", "ties", "identifier")
        return Profile(
            **{name: given[name] for name in plain},
            **{name: given[name].strip() for name in texts},
            fields=tuple(given["fields_"]),
            priorities=tuple(given["priorities"]),
            languages=tuple(given["languages"]),
        )


class DeclineForm(forms.Form):
    """Why an expert says no."""

    reason = LimitedTextField(
        label=_("Why you decline"),
        limit=LONGEST_REASON,
        rows=3,
        help_text=_("The agency reads it: no time, a conflict, another field."),
        error_messages={"required": _("Say in a few words why, so that the agency knows whether to ask you again.")},
    )


class DeclarationForm(forms.Form):
    """The expert's name under the words of the declaration."""

    name = forms.CharField(
        label=_("Your full name, in place of a signature"),
        max_length=200,
        error_messages={"required": _("Type your name: it stands in place of your signature.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class ConflictForm(forms.Form):
    """What ties an expert to an application."""

    reason = LimitedTextField(
        label=_("What ties you to this application"),
        limit=LONGEST_REASON,
        rows=4,
        error_messages={"required": _("Say in a few words what ties you to this application.")},
    )
