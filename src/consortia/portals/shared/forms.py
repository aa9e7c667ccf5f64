"""How forms look and speak everywhere: one renderer, and the fields Django does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import ngettext

from consortia.core.application import count_characters
from consortia.portals.shared.money import number_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.template.base import Template


class HouseRenderer(TemplatesSetting):
    """Renders every form with the templates in `shared/forms`: `{{ form }}` or `{{ form.name.as_field_group }}`."""

    form_template_name = "shared/forms/form.html"
    formset_template_name = "shared/forms/formset.html"
    field_template_name = "shared/forms/field.html"

    # Django's own widget templates that need our markup; the others only need our style sheet.
    replaced: Final = {
        "radio.html": "choices.html",
        "checkbox_select.html": "choices.html",
        "clearable_file_input.html": "file.html",
    }

    def get_template(self, template_name: str) -> Template | None:
        """Return our template where we have one for the widget, and Django's otherwise."""
        folder, _, name = template_name.rpartition("/")
        if folder == "django/forms/widgets" and name in self.replaced:
            template_name = f"shared/forms/{self.replaced[name]}"
        return super().get_template(template_name)


class LimitedTextField(forms.CharField):
    """A text with a limit that is shown before typing; one may write past it, but not send."""

    def __init__(self, *, limit: int, rows: int = 8, **options: Any) -> None:
        self.limit = limit
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        # The text is counted and kept as it was typed, on both sides.
        options.setdefault("strip", False)
        super().__init__(**options)
        self.widget.attrs["data-limit"] = limit

    def validate(self, value: str) -> None:
        """Refuse a text over its limit and say by how much."""
        super().validate(value.strip())
        excess = count_characters(value) - self.limit
        if excess > 0:
            raise ValidationError(
                ngettext(
                    "“%(label)s” is one character over its limit of %(limit)s. Take one out.",
                    "“%(label)s” is %(excess)s characters over its limit of %(limit)s. Shorten it by that many.",
                    excess,
                ),
                code="over-limit",
                params={"label": self.label, "excess": number_words(excess), "limit": number_words(self.limit)},
            )


class DayField(forms.DateField):
    """A calendar day, typed or picked with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"])
        super().__init__(**options)


class MomentField(forms.DateTimeField):
    """A day and a time on the clock that counts: `zone` names it, and the label or hint should say so."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "width-20"})

    def __init__(self, *, zone: str = "", **options: Any) -> None:
        self.zone = zone or settings.TIME_ZONE
        options.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M"])
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime | None:
        """Read what was typed as the time on that clock."""
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a moment on that clock."""
        with timezone.override(self.zone):
            return super().prepare_value(value)
