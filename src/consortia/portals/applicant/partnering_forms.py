"""Forms for those who look for partners: profile, search, advert, offer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.call_words import CallWords
from consortia.portals.shared.forms import DayField, LimitedTextField
from consortia.portals.shared.languages import language_choices
from consortia.stages.calls.models import Round
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.queries import Wanted
from consortia.stages.partnering.services.advertising import AdvertText, latest_day
from consortia.stages.partnering.services.describing import Description

LONGEST_TEXT: Final = 1800
LONGEST_MESSAGE: Final = 1500
USUAL_RUN: Final = timedelta(days=60)
CODES: Final = ("fields", "priorities", "languages")
TEXTS: Final = ("offers", "seeks", "experience")


class ProfileForm(forms.Form):
    """What an organisation says to those who look for partners."""

    offers = LimitedTextField(
        label=_("What we offer"),
        limit=LONGEST_TEXT,
        rows=5,
        required=False,
        help_text=_("What you are good at and would bring into a project. Others find you by these words."),
    )
    seeks = LimitedTextField(
        label=_("What we seek"),
        limit=LONGEST_TEXT,
        rows=4,
        required=False,
        help_text=_("The projects you would join, and the partners you miss."),
    )
    experience = LimitedTextField(
        label=_("Experience"),
        limit=LONGEST_TEXT,
        rows=4,
        required=False,
        help_text=_("Projects abroad or at home. Nobody needs any: newcomers are welcome."),
    )
    fields_ = forms.MultipleChoiceField(label=_("Fields"), required=False, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label=_("Languages we can work in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priorities = forms.MultipleChoiceField(
        label=_("Priorities we work on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    welcomes_offers = forms.BooleanField(
        label=_("Others on this site may offer us contact"),
        required=False,
        help_text=_("Nobody sees an address before you accept."),
    )
    listed = forms.BooleanField(
        label=_("Show this profile and our adverts to everybody, signed in or not"), required=False
    )

    def __init__(self, *args: Any, words: CallWords, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: dict[str, Any] = {
            "fields_": list(words.fields.items()),
            "languages": language_choices(),
            "priorities": [(group, list(each.items())) for group, each in words.priorities.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field with choices

    def description(self) -> Description:
        """Return what was written."""
        given = self.cleaned_data
        return Description(
            **{name: given[name].strip() for name in TEXTS},
            fields=tuple(given["fields_"]),
            priorities=tuple(given["priorities"]),
            languages=tuple(given["languages"]),
            listed=given["listed"],
            welcomes_offers=given["welcomes_offers"],
        )


class SearchForm(forms.Form):
    """What a search for partners asks for."""

    text = forms.CharField(label=_("Words"), max_length=300, required=False, widget=forms.SearchInput)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    newcomers = forms.BooleanField(label=_("Only organisations new to the programme"), required=False)

    def __init__(self, *args: Any, words: CallWords, **options: Any) -> None:
        super().__init__(*args, **options)
        countries = [(region, list(each.items())) for region, each in words.regions.items()]
        choices: dict[str, list[Any]] = {
            "country": [("", _("All countries")), *countries],
            "kind": [("", _("All kinds")), *words.kinds.items()],
            "field": [("", _("All fields")), *words.fields.items()],
            "language": [("", _("All languages")), *language_choices()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field with choices

    def wanted(self) -> Wanted:
        """Return what is asked for; what no list offers sets no condition."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


class AdvertForm(forms.Form):
    """An advert: what is wanted, for which field and round if for any, and until when."""

    title = forms.CharField(
        label=_("Title"), max_length=150, error_messages={"required": _("Say in one line whom you look for.")}
    )
    text = LimitedTextField(
        label=_("Text"),
        limit=LONGEST_TEXT,
        rows=8,
        help_text=_("The idea, the partners you look for, and what they would do. Leave addresses out."),
        error_messages={"required": _("Describe the idea and whom you look for.")},
    )
    field = forms.ChoiceField(label=_("Field"), required=False)
    round = forms.ModelChoiceField(
        label=_("For the deadline"), queryset=Round.objects.none(), required=False, empty_label=_("None yet")
    )
    expires_on = DayField(
        label=_("Last day"),
        help_text=_("The advert ends by itself after this day; you can renew it."),
        error_messages={"required": _("Choose the last day.")},
    )

    def __init__(self, *args: Any, words: CallWords, **options: Any) -> None:
        options.setdefault("initial", {"expires_on": timezone.localdate() + USUAL_RUN})
        super().__init__(*args, **options)
        self.fields["field"].choices = [("", _("Any field")), *words.fields.items()]  # type: ignore[attr-defined]  # choices
        running = Round.objects.filter(deadline__gte=timezone.now()).select_related("edition")
        self.fields["round"].queryset = running.order_by("deadline", "id")  # type: ignore[attr-defined]  # its rows

    def advert(self) -> AdvertText:
        """Return what was written."""
        return AdvertText(**self.cleaned_data)


class RenewForm(forms.Form):
    """Until when an advert runs."""

    expires_on = DayField(label=_("Last day"), error_messages={"required": _("Choose the last day.")})

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"expires_on": min(timezone.localdate() + USUAL_RUN, latest_day())})
        super().__init__(*args, **options)


class OfferForm(forms.Form):
    """In whose name contact is offered, and what the letter says."""

    own = forms.ModelChoiceField(
        label=_("In the name of"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose your organisation.")},
    )
    message = LimitedTextField(
        label=_("Your message"),
        limit=LONGEST_MESSAGE,
        rows=6,
        help_text=_("Your idea in a few sentences, and why you ask them. Leave addresses out."),
        error_messages={"required": _("Write a few sentences, so that they can decide.")},
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["own"].queryset = organisations  # type: ignore[attr-defined]  # its rows
