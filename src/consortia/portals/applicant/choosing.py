"""The form of the choices: field, format, type, dates, language, with what the call says of each."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from consortia.portals.applicant.beginning import LONGEST_PROJECT, explain_dates
from consortia.portals.applicant.combining import PARTS, Part, allowed_together, clashes, options, rules_on
from consortia.portals.applicant.explained import Explained, ExplainedRadios
from consortia.portals.applicant.remembering import RememberingForm
from consortia.portals.shared.forms import DayField
from consortia.portals.shared.languages import language_choices, language_words
from consortia.stages.applications.models import Application
from consortia.stages.applications.timing import project_ends
from consortia.stages.calls.models import Round

LABELS: Final[dict[Part, Promise]] = {
    "field": gettext_lazy("Field"),
    "format": gettext_lazy("Form of partnership"),
    "type": gettext_lazy("Type of project"),
}


class ChoicesForm(RememberingForm):
    """What a consortium chooses before it writes."""

    start = DayField(
        label=gettext_lazy("First day of the project"),
        error_messages={
            "required": gettext_lazy("Choose the first day of the project."),
            "invalid": gettext_lazy("Write the day like 2028-09-01 or 01.09.2028."),
        },
    )
    months = forms.IntegerField(
        label=gettext_lazy("Duration in months"),
        min_value=1,
        max_value=LONGEST_PROJECT,
        error_messages={
            "required": gettext_lazy("Say how many months the project takes."),
            "invalid": gettext_lazy("Write the months as a whole number, like 24."),
            "min_value": gettext_lazy("A project takes at least one month."),
            "max_value": gettext_lazy("No project takes that long. Write the months as a number, like 24."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the application"),
        help_text=gettext_lazy("One that your agency reads. You write the summary for the public in English as well."),
    )
    acronym = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("How you speak of the project among yourselves."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "width-20"}),
    )

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        self.application = application
        round_ = application.round
        rules = rules_on(round_)
        for part in PARTS:
            self._offer(part, round_, " ".join(rules[part]))
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]  # a field with choices
        self.order_fields([*PARTS])
        explain_dates(self, round_, str(self["field"].value() or application.field))

    def _offer(self, part: Part, round_: Round, rules: str) -> None:
        offered = [(each.code, Explained(title=each.title, text=each.text)) for each in options(round_, part)]
        if offered:
            self.fields[part] = forms.ChoiceField(
                label=str(LABELS[part]),
                help_text=rules,
                choices=offered,
                widget=ExplainedRadios,
                error_messages={"required": gettext("Choose one."), "invalid_choice": gettext("Choose one.")},
            )

    @property
    def parts(self) -> list[forms.BoundField]:
        """Field, format and type, as far as the call has them."""
        return [self[part] for part in PARTS if part in self.fields]

    @property
    def rest(self) -> list[forms.BoundField]:
        """Everything else."""
        return [bound for bound in self if bound.name not in PARTS]

    @property
    def ends(self) -> date | None:
        """The last day of the project as the form now says it."""
        try:
            start = self.fields["start"].to_python(self["start"].value())
            months = self.fields["months"].to_python(self["months"].value())
        except forms.ValidationError:
            return None
        return project_ends(start, months) if start and months and 0 < months <= LONGEST_PROJECT else None

    @property
    def together(self) -> str:
        """Which choices go together, for the script that closes what does not."""
        return json.dumps(allowed_together(self.application.round))

    def clean(self) -> dict[str, Any]:
        """Say which choices do not go together, in the words of the call."""
        cleaned = super().clean() or {}
        if all(part in cleaned for part in PARTS if part in self.fields):
            chosen: dict[Part, str] = {part: cleaned.get(part, "") for part in PARTS}
            for part, words in clashes(self.application.round, chosen):
                self.add_error(part if part in self.fields else None, words)
        return cleaned

    def words(self, name: str, value: Any) -> Any:
        """Return a value as people read it; days and numbers stay what they are."""
        titles = {each.code: each.title for each in options(self.application.round, name)} if name in PARTS else {}
        return titles.get(value, language_words(value) if name == "language" else value)
