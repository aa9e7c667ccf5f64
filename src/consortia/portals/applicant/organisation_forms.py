"""Forms about organisations and their people; kinds, countries and numbers come from the calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.analysis.places import Place, fold_name, search_places
from consortia.core.call import CallDefinition
from consortia.core.call.project import Registration
from consortia.portals.applicant.entry.towns import namesakes, place_code
from consortia.stages.calls.snapshots import newest_calls
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.queries import organisations_like
from consortia.stages.organisations.services import OrganisationRecord, Standing

PLACES_OFFERED: Final = 8
LETTERS_THAT_COUNT: Final = 3
NOT_LISTED: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words in which the calls speak of organisations."""

    kinds: Mapping[str, str]
    countries: Mapping[str, str]
    regions: Mapping[str, Mapping[str, str]]
    numbers: Mapping[str, Registration]
    asks_charter: bool


def vocabulary() -> Vocabulary:
    """Return the words of all calls together; where they differ, the call loaded last is right."""
    calls = newest_calls()
    countries = {code: country for call in calls for code, country in call.countries.items()}
    regions: dict[str, dict[str, str]] = {}
    for code, country in sorted(
        countries.items(), key=lambda each: (each[1].standing != "programme", each[1].looked_up_as)
    ):
        regions.setdefault(country.region_title, {})[code] = country.name
    return Vocabulary(
        kinds={kind.code: kind.title for call in calls for kind in call.organisation_kinds},
        countries={code: country.name for code, country in countries.items()},
        regions=regions,
        numbers=_numbers(calls),
        asks_charter=any("charter" in call.call.organisations_tell for call in calls),
    )


def _numbers(calls: tuple[CallDefinition, ...]) -> Mapping[str, Registration]:
    return {
        registration.code.lower(): registration
        for call in calls
        for registration in call.registrations
        if registration.each == "organisation" and registration.pattern
    }


class OrganisationForm(forms.Form):
    """What is known of an organisation; asks back where a place or a name is not clear."""

    name = forms.CharField(
        label=_("Legal name"),
        max_length=300,
        help_text=_("As in the statutes or the register, in its own language."),
        error_messages={"required": _("Type the legal name of the organisation.")},
    )
    different = forms.BooleanField(
        label=_("It is another organisation than those above"), required=False, error_messages={"required": ""}
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"), error_messages={"required": _("Choose what kind of organisation it is.")}
    )
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": _("Choose the country of its seat.")})
    city = forms.CharField(
        label=_("City"),
        max_length=120,
        help_text=_("Where it has its seat. Distances for travel are measured from here."),
        error_messages={"required": _("Type the city or village of its seat.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "places", "data-places": ""}),
    )
    place = forms.ChoiceField(
        label=_("Which place is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the place, so that distances are right.")},
    )
    oid = forms.CharField(label=_("OID"), max_length=20, required=False)
    pic = forms.CharField(label=_("PIC"), max_length=20, required=False)
    charter = forms.BooleanField(label=_("It holds the Erasmus Charter for Higher Education"), required=False)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("A web address looks like https://www.example.org. Check for missing parts.")},
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    profile = forms.CharField(
        label=_("Who you are"),
        required=False,
        help_text=_("A few sentences. You can use them again in every application."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    taken: Organisation | None = None
    taken_address = ""

    def __init__(self, *args: Any, words: Vocabulary, known: Organisation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words
        self.known = known
        self._offer("kind", [("", now_("Choose")), *words.kinds.items()])
        groups = [(title, list(countries.items())) for title, countries in words.regions.items()]
        self._offer("country", [("", now_("Choose")), *groups])
        self._offer_places()
        for name in ("oid", "pic"):
            self._speak_of_number(name)
        if not words.asks_charter:
            del self.fields["charter"]
        if not self.lookalikes:
            del self.fields["different"]

    @cached_property
    def lookalikes(self) -> list[Organisation]:
        """Organisations on record that may be the same one."""
        name, country = self._typed("name"), self._typed("country")
        if not self.is_bound or self.known is not None or not name or not country:
            return []
        return list(organisations_like(name, country)[:5])

    @property
    def asks_place(self) -> bool:
        """Whether the town has to be chosen among several."""
        return "place" in self.fields

    def clean_oid(self) -> str:
        """Return the OID without blanks, in the form the programme gives it."""
        return self._number("oid")

    def clean_pic(self) -> str:
        """Return the PIC without blanks, in the form the programme gives it."""
        return self._number("pic")

    def clean(self) -> dict[str, Any]:
        """Ask back where a name or a place may mean several."""
        cleaned = super().clean() or {}
        if self.lookalikes and not cleaned.get("different"):
            self.add_error(
                "different", now_("An organisation like this is on record. Join it, or say that yours is another one.")
            )
        return cleaned

    def record(self) -> OrganisationRecord:
        """Return what was filled in."""
        told = self.cleaned_data
        place = self._place()
        return OrganisationRecord(
            name=" ".join(told["name"].split()),
            kind=told["kind"],
            country=told["country"],
            city=place.name if place else " ".join(told["city"].split()),
            oid=told["oid"],
            pic=told["pic"],
            latitude=place.point.latitude if place else None,
            longitude=place.point.longitude if place else None,
            charter=told.get("charter", False),
            website=told["website"],
            profile=told["profile"],
        )

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip() if self.is_bound else ""

    def _offer(self, name: str, choices: list[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def _place(self) -> Place | None:
        if not self.asks_place:
            return next(iter(self.places), None)
        return next((place for place in self.places if place_code(place) == self.cleaned_data["place"]), None)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places that the typed name may mean; one of that very name is meant without asking."""
        city, country = self._typed("city"), self._typed("country")
        if not city or country not in self.words.countries:
            return ()
        same = namesakes(city, country)
        if same and fold_name(same[0].name).startswith(fold_name(city)):
            return same
        begins = search_places(city, country, PLACES_OFFERED)
        return tuple(dict.fromkeys((*same, *begins))) or search_places(
            city[:LETTERS_THAT_COUNT], country, PLACES_OFFERED
        )

    def _is_clear(self) -> bool:
        """Whether the place need not be asked back: none is typed yet, or only one can be meant."""
        city, country = self._typed("city"), self._typed("country")
        if not city or country not in self.words.countries:
            return True
        return len(self.places) == 1 and fold_name(self.places[0].name).startswith(fold_name(city))

    def _offer_places(self) -> None:
        if self._is_clear():
            del self.fields["place"]
            return
        choices = [(place_code(place), _named(place)) for place in self.places]
        hint = now_("Without a known place, distances have to be typed by hand.")
        if choices:
            choices.append((NOT_LISTED, now_("None of these: keep it as I typed it")))
        else:
            self.fields["place"].label = now_("Is the town spelled as you mean it?")
            unknown = now_("We know no town of this name in the country. Correct it above, or keep it.")
            self.fields["place"].error_messages["required"] = unknown
            hint = f"{unknown} {hint}"
            choices.append((NOT_LISTED, now_("Yes: keep it as I typed it")))
        self._offer("place", choices)
        self.fields["place"].help_text = hint

    def _speak_of_number(self, name: str) -> None:
        registration = self.words.numbers.get(name)
        if registration is None:
            del self.fields[name]
            return
        self.fields[name].label = registration.title
        self.fields[name].help_text = registration.text
        self.fields[name].widget.attrs["class"] = "width-20"

    def _number(self, name: str) -> str:
        number = re.sub(r"[\s.-]", "", self.cleaned_data[name]).upper()
        registration = self.words.numbers[name]
        if number and not re.fullmatch(registration.pattern or "", number):
            raise forms.ValidationError(
                now_("“%(number)s” does not have the form of this number. %(form)s"),
                params={"number": number, "form": _form_of(registration)},
            )
        return number


def _form_of(registration: Registration) -> str:
    """Return the first sentence of what a call tells of a number: its form; when it is needed comes after."""
    return registration.text.partition(". ")[0].rstrip(".") + "."


def _named(place: Place) -> str:
    return f"{place.name} ({place.near})" if place.near else place.name


class JoinForm(forms.Form):
    """Asking to belong to an organisation."""

    position = forms.CharField(
        label=_("Your position there"),
        max_length=120,
        required=False,
        help_text=_("Such as “project officer”. It helps the keepers to know you."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class StandingForm(forms.Form):
    """What a person is and may do in an organisation."""

    role = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=[
            (Membership.Role.READER, _("Read the applications of the organisation")),
            (Membership.Role.WRITER, _("Read and write applications")),
            (Membership.Role.KEEPER, _("Read and write applications, change the organisation's record, admit people")),
        ],
        widget=forms.RadioSelect,
    )
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    is_legal_representative = forms.BooleanField(
        label=_("Legal representative"),
        required=False,
        help_text=_("Speaks for the organisation in law, such as a rector or director."),
    )
    may_sign = forms.BooleanField(
        label=_("May sign for the organisation"),
        required=False,
        help_text=_("Signs mandates and the declaration on honour. The legal representative may always."),
    )

    def standing(self) -> Standing:
        """Return what was chosen."""
        told = self.cleaned_data
        return Standing(
            role=told["role"],
            position=" ".join(told["position"].split()),
            is_legal_representative=told["is_legal_representative"],
            may_sign=told["may_sign"] or told["is_legal_representative"],
        )


def standing_of(membership: Membership) -> dict[str, object]:
    """Return the initial values of a standing form."""
    return {name: getattr(membership, name) for name in ("role", "position", "is_legal_representative", "may_sign")}
