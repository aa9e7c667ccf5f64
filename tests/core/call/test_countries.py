from consortia.core.call.countries import Country


def test_countries_stand_where_people_look_for_them() -> None:
    names = ["former Yugoslav Republic of Macedonia", "Finland", "Åland", "France", "Austria", "Zambia"]

    listed = sorted((a_country(name) for name in names), key=lambda each: each.looked_up_as)

    assert [each.name for each in listed] == [
        "Åland",
        "Austria",
        "Finland",
        "former Yugoslav Republic of Macedonia",
        "France",
        "Zambia",
    ]


def a_country(name: str) -> Country:
    return Country(code=name[:2], name=name, standing="programme", region="list", region_title="List")
