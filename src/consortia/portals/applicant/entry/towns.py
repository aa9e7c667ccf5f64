"""Where something takes place: a town found in the gazetteer, in a country of the call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from consortia.analysis.places import Place, find_place, fold_name, search_places

MOST_NAMESAKES = 10
LETTERS_OF_A_SUGGESTION = 3


def namesakes(town: str, country: str) -> tuple[Place, ...]:
    """Return the places of a country that may be meant by this whole name, the largest first.

    Where the largest of them is only called so for short, as Frankfurt am Main is, those with the same beginning count.
    """
    found = find_place(town, country) if country else None
    if found is None:
        return ()
    typed, own = fold_name(town), fold_name(found.name)
    if own == typed or not own.startswith(f"{typed} "):
        return _of_one_name(found)
    alike = search_places(town, country, MOST_NAMESAKES)
    return tuple(place for place in alike if f"{fold_name(place.name)} ".startswith(f"{typed} "))


def _of_one_name(found: Place) -> tuple[Place, ...]:
    if not found.near:
        return (found,)
    alike = search_places(found.name, found.country, MOST_NAMESAKES)
    return tuple(place for place in alike if fold_name(place.name) == fold_name(found.name))


def suggestions(town: str, country: str) -> tuple[str, ...]:
    """Return names for somebody who mistyped one: what begins alike for longest, and large towns that begin alike."""
    beginnings = [town[:letters] for letters in range(len(town) - 1, LETTERS_OF_A_SUGGESTION - 1, -1)]
    alike = next((found for each in beginnings if (found := search_places(each, country, 1))), ())
    large = search_places(town[: max(LETTERS_OF_A_SUGGESTION, len(town) // 2)], country, 2)
    return tuple(dict.fromkeys(place.name for place in (*alike, *large)))


def place_code(place: Place) -> str:
    """Return what tells a place from its namesakes."""
    return f"{place.point.latitude:.4f},{place.point.longitude:.4f}"


class TownFields:
    """The three fields of a town: its name, its country, and which one where several bear the name."""

    def __init__(
        self, form: forms.Form, *, data: Any, countries: list[Any], town_help: str, country_required: bool
    ) -> None:
        self.form = form
        form.fields["town"] = forms.CharField(
            label=gettext("Town"),
            help_text=town_help,
            required=False,
            max_length=120,
            widget=forms.TextInput(
                attrs={"class": "width-20", "autocomplete": "off", "list": "places", "data-places": ""}
            ),
        )
        form.fields["country"] = forms.ChoiceField(
            label=gettext("Country"),
            choices=countries,
            required=country_required,
            error_messages={"required": gettext("Choose the country.")},
        )
        found = namesakes(self._now(data, "town"), self._now(data, "country"))
        if len(found) > 1:
            form.fields["which_town"] = forms.ChoiceField(
                label=gettext("Which one is meant?"),
                help_text=gettext("Several towns of this country bear the name."),
                choices=[(place_code(place), _namesake_words(place)) for place in found],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any] | None:
        """Return the town as it is kept, None where none was entered; a town that is not found becomes a problem."""
        given = self.form.cleaned_data
        town, country = given.get("town", "").strip(), given.get("country", "")
        if not town:
            return None
        if not country:
            self.form.add_error(
                "country", forms.ValidationError(gettext("Choose the country of the town."), code="incomplete")
            )
            return None
        found = namesakes(town, country)
        if not found:
            self.form.add_error("town", _not_found(town, country))
            return None
        if len(found) == 1:
            return _kept(found[0])
        wanted = given.get("which_town", "")
        chosen = next((place for place in found if place_code(place) == wanted), None)
        if chosen is None:
            problem = gettext("There are %(count)s towns of this name. Choose the one you mean.") % {
                "count": len(found)
            }
            self.form.add_error("which_town", forms.ValidationError(problem, code="incomplete"))
            return _kept(found[0])
        return _kept(chosen)

    def _now(self, data: Any, name: str) -> str:
        return str((data.get(name) if data is not None else self.form.initial.get(name)) or "")


def town_initial(extras: dict[str, Any], country: str = "") -> dict[str, str]:
    """Return the first values of the three fields."""
    town = extras.get("venue")
    if not town:
        return {"country": country}
    which = f"{town['latitude']:.4f},{town['longitude']:.4f}"
    return {"town": town["name"], "country": country or town["country"], "which_town": which}


def _kept(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "country": place.country,
        "near": place.near,
        "latitude": place.point.latitude,
        "longitude": place.point.longitude,
    }


def _namesake_words(place: Place) -> str:
    if place.near:
        return gettext("%(town)s near %(larger)s") % {"town": place.name, "larger": place.near}
    return gettext("%(town)s, %(people)s inhabitants") % {"town": place.name, "people": place.population}


def _not_found(town: str, country: str) -> str:
    close = suggestions(town, country)
    said = gettext("No town called “%(town)s” was found in this country.") % {"town": town}
    if close:
        hint = gettext("Did you mean %(close)s? If it is very small, enter the nearest larger town.")
        return f"{said} {hint % {'close': gettext(' or ').join(close)}}"
    return f"{said} {gettext('Check the spelling and the country, or enter the nearest larger town.')}"
