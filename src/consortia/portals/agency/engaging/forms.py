"""Forms about experts: a search, an invitation, a check of conflicts, an end."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consortia.analysis.conflicts import Body, Candidate, domain_of
from consortia.portals.shared.call_words import CallWords
from consortia.portals.shared.forms import DayField, LimitedTextField
from consortia.portals.shared.languages import language_choices
from consortia.stages.experts.models import Engagement, Expert
from consortia.stages.experts.queries import Sought
from consortia.stages.experts.services.inviting import Terms

LONGEST_BRIEFING: Final = 8000
LONGEST_REASON: Final = 1500
MOST_APPLICATIONS: Final = 60


class ExpertSearchForm(forms.Form):
    """What a search for experts asks for."""

    text = forms.CharField(label=_("Words"), max_length=300, required=False, widget=forms.SearchInput)
    field = forms.ChoiceField(label=_("Field"), required=False)
    language = forms.ChoiceField(label=_("Reads"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, words: CallWords, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: dict[str, Any] = {
            "field": [("", _("All fields")), *words.fields.items()],
            "language": [("", _("All languages")), *language_choices()],
            "country": [("", _("All countries")), *_countries(words)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field with choices

    def sought(self) -> Sought:
        """Return what is asked for; a choice that is not offered asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Sought(**{name: given.get(name, "") for name in ("text", "field", "language", "country")})


class InviteForm(forms.Form):
    """Whom to invite and on which terms."""

    expert = forms.ModelChoiceField(
        label=_("Expert"), queryset=Expert.objects.none(), required=False, empty_label=_("somebody else, by e-mail")
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    most = forms.IntegerField(
        label=_("Most applications"),
        min_value=1,
        max_value=MOST_APPLICATIONS,
        widget=forms.NumberInput(attrs={"class": "width-4"}),
    )
    internal = forms.BooleanField(label=_("Works for the agency"), required=False)
    answer_by = DayField(label=_("Answer by"), required=False)
    due_on = DayField(label=_("Assessments due on"), required=False)
    briefing = LimitedTextField(
        label=_("Briefing"),
        limit=LONGEST_BRIEFING,
        rows=6,
        required=False,
        help_text=_("Stands in the letter and on the page of the invitation."),
    )
    reading_pack = LimitedTextField(
        label=_("Reading pack"),
        limit=LONGEST_BRIEFING,
        rows=6,
        required=False,
        help_text=_("Shown once the expert accepts: guides and links to read before assessing."),
    )

    def __init__(self, *args: Any, experts: QuerySet[Expert], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["expert"].queryset = experts  # type: ignore[attr-defined]  # a field that chooses a row

    def clean(self) -> dict[str, Any]:
        """One of the two, an expert or an address."""
        given = super().clean() or {}
        if bool(given.get("expert")) == bool(given.get("email")) and "email" not in self.errors:
            self.add_error("email", _("Choose an expert, or type an address: one of the two."))
        return given

    def terms(self) -> Terms:
        """Return what the agency asks for and gives to read."""
        names = ("most", "internal", "answer_by", "due_on", "briefing", "reading_pack")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class StrangerForm(forms.Form):
    """Somebody who is no expert here, as far as one knows them."""

    employer = forms.CharField(label=_("Employer"), max_length=300, required=False)
    town = forms.CharField(label=_("Town of the employer"), max_length=120, required=False)
    email = forms.CharField(label=_("E-mail address or domain"), max_length=254, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, words: CallWords, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("unknown")), *_countries(words)]  # type: ignore[attr-defined]  # a field with choices

    def candidate(self) -> Candidate | None:
        """Return the person as a candidate; None while nothing is told."""
        if not self.is_valid() or not any(self.cleaned_data.values()):
            return None
        given = self.cleaned_data
        employer = given["employer"].strip()
        return Candidate(
            id="",
            country=given["country"],
            employer=Body(id="", name=employer, country=given["country"], town=given["town"]) if employer else None,
            domain=domain_of(given["email"]),
        )


class ReasonForm(forms.Form):
    """Why something is done that others read about."""

    reason = LimitedTextField(
        label=_("Reason"),
        limit=LONGEST_REASON,
        rows=3,
        error_messages={"required": _("Say why: those it is about read it.")},
    )


class ReplaceForm(ReasonForm):
    """Who takes over what an expert had."""

    successor = forms.ModelChoiceField(
        label=_("Who takes over"),
        queryset=Engagement.objects.none(),
        empty_label=_("Choose an expert"),
        error_messages={"required": _("Choose who takes over.")},
    )

    def __init__(self, *args: Any, successors: QuerySet[Engagement], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]  # a field that chooses a row


def _countries(words: CallWords) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(group, list(each.items())) for group, each in words.regions.items()]
