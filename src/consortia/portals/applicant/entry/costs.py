"""Costs that are paid by what they really are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from consortia.portals.applicant.entry.base import EntryForm
from consortia.portals.shared.money import plain_sum
from consortia.stages.applications.services.planning import PlanEntry

_HOW_TO_WRITE_IT = gettext_lazy("Enter a sum in euro without a sign for thousands, such as 1250.50.")


class EuroField(forms.DecimalField):
    """A sum in euro as people write it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "width-10", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _HOW_TO_WRITE_IT,
        "max_decimal_places": _HOW_TO_WRITE_IT,
        "required": gettext_lazy("Enter a sum in euro."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 12, "decimal_places": 2, **options})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs follow IntegerField
        """Read a sum whichever way thousands and cents are parted."""
        return super().to_python(plain_sum(value) if isinstance(value, str) else value)


class CostForm(EntryForm):
    """One cost with what it is for."""

    template = "applicant/entry/cost.html"
    timed = False

    def build(self) -> None:
        """Add what is bought and its cost."""
        self.fields["description"] = forms.CharField(
            label=gettext("What is it for?"),
            max_length=200,
            error_messages={"required": gettext("Say what the money is for.")},
        )
        self.fields["cost"] = EuroField(
            label=gettext("Real cost in euro"), help_text=gettext("The whole cost, not only the share that is paid.")
        )

    def initial_from(self, entry: PlanEntry) -> dict[str, Any]:
        """Return what a cost holds, field by field."""
        return {"description": entry.values.get("description", ""), "cost": entry.values.get("cost", "")}

    def name(self) -> str:
        """Return what the row is called in lists."""
        return str(self.cleaned_data.get("description") or "")

    def values(self) -> dict[str, Any]:
        """Return the keys of the document for a cost."""
        return {"description": self.name(), "cost": sum_text(self.cleaned_data.get("cost"))}


def sum_text(amount: Decimal | None) -> str:
    """Return a sum as the document writes it."""
    return f"{amount or Decimal(0):.2f}"
