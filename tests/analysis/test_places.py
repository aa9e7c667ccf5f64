import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.analysis.distance import Point, distance_km
from consortia.analysis.places import (
    ATTRIBUTION,
    Place,
    find_place,
    fold_name,
    known_countries,
    place_in_address,
    search_places,
)
from tests.analysis.test_distance import on_a_sphere_km


@pytest.mark.parametrize(
    ("typed", "name", "country"),
    [
        ("Wien", "Vienna", "AT"),
        ("vienna", "Vienna", "AT"),
        ("Bécs", "Vienna", "AT"),
        ("Köln", "Köln", "DE"),
        ("Koln", "Köln", "DE"),
        ("KOELN", "Köln", "DE"),
        ("Cologne", "Köln", "DE"),
        ("Praha", "Prague", "CZ"),
        ("Prague", "Prague", "CZ"),
        ("Munich", "Munich", "DE"),
        ("München", "Munich", "DE"),
        ("Ghent", "Gent", "BE"),
        ("Gand", "Gent", "BE"),
        ("Αθήνα", "Athens", "EL"),
        ("София", "Sofia", "BG"),
        ("Łódź", "Łódź", "PL"),
        ("lodz", "Łódź", "PL"),
        ("Bozen", "Bolzano", "IT"),
        ("Åbo", "Turku", "FI"),
        ("Prishtinë", "Pristina", "XK"),
        ("Longyearbyen", "Longyearbyen", "NO"),
        ("Saint-Denis", "Saint-Denis", "FR"),
        ("Funchal", "Funchal", "PT"),
        ("São Paulo", "São Paulo", "BR"),
    ],
)
def test_a_place_is_found_by_the_names_that_people_type(typed: str, name: str, country: str) -> None:
    found = find_place(typed, country)

    assert found is not None
    assert (found.name, found.country) == (name, country)
    assert search_places(typed, country)[0].name == name


@pytest.mark.parametrize(
    ("address", "country", "name"),
    [
        ("Am Markt, 3  04109 Leipzig", "DE", "Leipzig"),
        ("12 rue des Tilleuls   93177  BAGNOLET CEDEX 01", "FR", "Bagnolet"),
        ("Gartenweg 7, 1  D - 80686 Munich", "DE", "Munich"),
        ("Ul. Lipowa, 2  85 - 071 Bydgoszcz", "PL", "Bydgoszcz"),
        ("Box 1240, 1012 AB Amsterdam, The Netherlands", "NL", "Amsterdam"),
        ("Odos 4, 104 32 Athens", "EL", "Athens"),
        ("3 Mill Lane, London, SW1A 9ZZ", "UK", "London"),
        ("Graz", "AT", "Graz"),
    ],
)
def test_the_town_of_an_address_is_found(address: str, country: str, name: str) -> None:
    place = place_in_address(address, country)

    assert place is not None
    assert (place.name, place.country) == (name, country)


@pytest.mark.parametrize(
    ("address", "country"),
    [("Rue de Paris 12", "FR"), ("London, null 1052", "UK"), ("04109 Leipzig", "IT"), ("", "DE"), ("1234 5678", "DE")],
)
def test_a_street_or_a_town_elsewhere_is_no_place_of_an_address(address: str, country: str) -> None:
    assert place_in_address(address, country) is None


@given(st.text(max_size=80))
def test_any_address_gives_a_place_of_its_country_or_none(address: str) -> None:
    place = place_in_address(address, "SI")

    assert place is None or place.country == "SI"


def test_a_place_carries_its_point_and_inhabitants() -> None:
    assert find_place("Wien", "AT") == Place(
        name="Vienna", country="AT", near="", point=Point(48.2085, 16.3721), population=1691468
    )


def test_search_places_gives_larger_places_first() -> None:
    found = search_places("Par")

    assert len(found) == 10
    assert [place.population for place in found] == sorted((place.population for place in found), reverse=True)
    assert ("Paris", "FR") in {(place.name, place.country) for place in found}


def test_search_places_keeps_to_the_country() -> None:
    found = search_places("val", "MT", limit=3)

    assert [place.name for place in found] == ["Valletta"]


def test_a_small_place_with_the_whole_name_is_not_crowded_out_by_larger_ones() -> None:
    assert "San" in [place.name for place in search_places("San")]


def test_places_that_share_a_name_say_what_town_they_lie_near() -> None:
    namesakes = [place for place in search_places("Neustadt", "DE", limit=30) if place.name == "Neustadt"]

    assert len(namesakes) > 1
    assert len({place.near for place in namesakes}) == len(namesakes)
    assert "" not in {place.near for place in namesakes}


@pytest.mark.parametrize("typed", ["", "  ", "-.'", "თბილისი", "|", "\n", "qqqqq"])
def test_search_places_answers_nothing_where_nothing_can_be_found(typed: str) -> None:
    assert search_places(typed) == ()
    assert find_place(typed, "DE") is None


def test_search_places_answers_nothing_for_an_unknown_country_or_no_room() -> None:
    assert search_places("Athens", "GR") == ()
    assert find_place("Athens", "GR") is None
    assert search_places("Athens", limit=0) == ()


def test_the_codes_are_those_of_the_programme() -> None:
    countries = known_countries()

    assert {"EL", "UK", "XK", "MK", "IS", "LI", "NO", "CH", "TR", "GE", "BR"} <= countries
    assert not {"GR", "GB", "SJ", "AX", "GP"} & countries


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    once = fold_name(name)

    assert fold_name(once) == once
    assert once.isascii()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßłø -'", min_size=1, max_size=6), st.integers(1, 12))
def test_every_answer_bears_a_name_that_begins_so_or_the_search_is_short(typed: str, limit: int) -> None:
    found = search_places(typed, "DE", limit=limit)

    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert list(found) == sorted(found, key=lambda place: -place.population)


def test_distances_between_cities_are_within_half_a_per_cent_of_a_sphere() -> None:
    lisbon, tallinn = find_place("Lisboa", "PT"), find_place("Tallinn", "EE")

    assert lisbon is not None
    assert tallinn is not None
    on_a_sphere = on_a_sphere_km(lisbon.point, tallinn.point)
    assert distance_km(lisbon.point, tallinn.point) == pytest.approx(on_a_sphere, rel=0.005)


def test_the_source_is_named_as_its_licence_asks() -> None:
    assert "GeoNames" in ATTRIBUTION
    assert "CC BY 4.0" in ATTRIBUTION
