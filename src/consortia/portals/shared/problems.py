"""What a form says about an answer: which one, what happened and what to do, never a bare "invalid".

Django's own messages are replaced by ours; a message that a form wrote itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError
    from django.forms import BaseForm, BoundField
    from django.utils.functional import _StrPromise

    Source = BaseForm | BaseFormSet[Any] | Iterable[Mapping[str, str]]

MESSAGES: Final[dict[str, _StrPromise]] = {
    "required": _("Write an answer to “%(label)s”."),
    "invalid": _("Write “%(label)s” in another way: it could not be read."),
    "invalid_choice": _("Choose one of the answers to “%(label)s” that the list offers."),
    "invalid_list": _("Choose from the list for “%(label)s”."),
    "max_length": _("Shorten “%(label)s” to %(limit_value)s characters; it has %(show_value)s."),
    "min_length": _("Write at least %(limit_value)s characters for “%(label)s”; it has %(show_value)s."),
    "max_value": _("“%(label)s” can be at most %(limit_value)s."),
    "min_value": _("“%(label)s” must be at least %(limit_value)s."),
    "max_decimal_places": _("Write “%(label)s” with at most %(max)s decimal places."),
    "max_digits": _("Write “%(label)s” with at most %(max)s digits."),
    "max_whole_digits": _("Write “%(label)s” with at most %(max)s digits before the point."),
    "empty": _("The file for “%(label)s” is empty. Choose another."),
    "missing": _("Choose a file for “%(label)s”."),
    "invalid_extension": _(
        "Files of the kind %(extension)s are not taken for “%(label)s”. Taken are %(allowed_extensions)s."
    ),
    "null_characters_not_allowed": _("Take the characters that cannot be shown out of “%(label)s”."),
}

# What the same code asks for, where the kind of answer makes it plainer.
BY_KIND: Final[tuple[tuple[type[forms.Field], str, _StrPromise], ...]] = (
    (forms.BooleanField, "required", _("Tick “%(label)s” to go on.")),
    (forms.ChoiceField, "required", _("Choose an answer to “%(label)s”.")),
    (forms.ModelChoiceField, "required", _("Choose an answer to “%(label)s”.")),
    (forms.FileField, "required", _("Choose a file for “%(label)s”.")),
    (forms.DateField, "required", _("Give the day for “%(label)s”.")),
    (forms.DateField, "invalid", _("Write “%(label)s” as a day of the calendar, such as 31/03/2016.")),
    (forms.DateTimeField, "required", _("Give the day and the time for “%(label)s”.")),
    (forms.DateTimeField, "invalid", _("Write “%(label)s” as a day and a time, such as 31/03/2016 12:00.")),
    (forms.DecimalField, "invalid", _("Write “%(label)s” in figures, such as 1200.50.")),
    (forms.IntegerField, "invalid", _("Write “%(label)s” as a whole number, such as 24.")),
    (forms.EmailField, "invalid", _("Write “%(label)s” like name@example.org.")),
    (forms.URLField, "invalid", _("Write “%(label)s” as an address such as https://example.org.")),
)


def messages_at(field: BoundField) -> list[str]:
    """Return what there is to say about one field, in the house's words."""
    return [_worded(error, field) for error in field.errors.as_data()]


def problems_of(source: Source) -> Iterable[Mapping[str, str]]:
    """Yield everything to look at in a form, a formset or a list of mappings, each with `text` and `href`."""
    if isinstance(source, BaseFormSet):
        yield from ({"text": str(text), "href": ""} for text in source.non_form_errors())
        for form in source.forms:
            yield from problems_of(form)
    elif isinstance(source, forms.BaseForm):
        yield from ({"text": str(text), "href": ""} for text in source.non_field_errors())
        for field in source:
            yield from ({"text": text, "href": f"#{_first_control(field)}"} for text in messages_at(field))
    else:
        yield from source


def _worded(error: ValidationError, field: BoundField) -> str:
    ours = _ours(error.code or "", field.field)
    if ours is None or not _is_django_own(error, field.field):
        return str(next(iter(error)))
    return ours % {**(error.params or {}), "label": field.label}


def _ours(code: str, field: forms.Field) -> _StrPromise | None:
    for kind, its_code, message in BY_KIND:
        if code == its_code and isinstance(field, kind):
            return message
    return MESSAGES.get(code)


def _is_django_own(error: ValidationError, field: forms.Field) -> bool:
    defaults = [
        message
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
        for message in vars(kind).get("default_error_messages", {}).values()
    ]
    for validator in field.validators:
        # Some validators keep one message, that of decimals one for each thing it counts.
        defaults += [getattr(type(validator), "message", None), *getattr(type(validator), "messages", {}).values()]
    return any(error.message is default for default in defaults)


def _first_control(field: BoundField) -> str:
    """Return the id a link should lead to: a group of choices has none of its own, its first choice has."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.use_fieldset else field.auto_id)
