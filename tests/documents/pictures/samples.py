"""Partnerships to draw: small, usual and hard ones, all made up, in real towns."""

from datetime import date
from decimal import Decimal

from consortia.analysis.places import find_place
from consortia.documents.pictures import (
    BudgetHeading,
    BudgetShare,
    MapLink,
    MapPartner,
    NetworkBody,
    NetworkTie,
    PartnerYears,
    Spot,
    TimetableRow,
    budget_bars,
    network_graph,
    partner_map,
    partners_over_time,
    timetable,
)
from consortia.documents.pictures.map_values import Role, Size


def spot(town: str, country: str) -> Spot:
    place = find_place(town, country)
    assert place is not None, (town, country)
    return Spot(place.point.latitude, place.point.longitude)


def partner(name: str, town: str, country: str, role: Role = "partner") -> MapPartner:
    return MapPartner(name=name, place=town, country=country, spot=spot(town, country), role=role)


def ways_to(host: MapPartner, partners: list[MapPartner]) -> list[MapLink]:
    return [MapLink(origin=each.spot, host=host.spot, people=2) for each in partners if each is not host]


THREE = [
    partner("Evening School of the Danube", "Wien", "AT", "coordinator"),
    partner("Town Hall of the Silver Mine", "Kutná Hora", "CZ"),
    partner("Centre for Free Time", "Košice", "SK"),
]
EIGHT = [
    partner("Applied University of the Lamps", "Eindhoven", "NL", "coordinator"),
    partner("College of the Three Towers", "Gent", "BE"),
    partner("College of the Port and the Diamond Trades", "Antwerpen", "BE"),
    partner("Higher Institute of Translators, Interpreters and Guides", "Brussel", "BE"),
    partner("Lakeland University of Applied Sciences", "Jyväskylä", "FI"),
    partner("University of the Guadalquivir", "Sevilla", "ES"),
    partner("Сдружение за обучение на възрастни", "Sofia", "BG"),
    partner("Workshop Brussels", "Brussel", "BE", "associated"),
]
FOURTEEN = [
    partner("University of the Three Towers", "Gent", "BE", "coordinator"),
    partner("Free School of the Senne", "Brussel", "BE"),
    partner("Province of the Port, Department of Education and Training", "Antwerpen", "BE"),
    partner("Library of the Sagas", "Reykjavík", "IS"),
    partner("Island School of Tourism", "Funchal", "PT"),
    partner("State University of the Warm Springs", "Tbilisi", "GE"),
    partner("Federal University of the Bay of All Saints", "Salvador", "BR"),
    partner("Adult School of the Old Town", "Tallinn", "EE"),
    partner("Σχολή του Κόλπου", "Patra", "EL"),
    partner("City of Monks, Department of Education and Sport", "München", "DE"),
    partner("Technical School of Łódź", "Łódź", "PL"),
    partner("School of the Fortunate Isles", "Las Palmas", "ES"),
    partner("Institute of Further Education", "Cork", "IE", "associated"),
    partner("Higher Institute of Mechanics", "Bologna", "IT"),
]
MAPS = {
    "nobody": ([], []),
    "three": (THREE, ways_to(THREE[1], THREE)),
    "eight": (EIGHT, [*ways_to(EIGHT[5], EIGHT), *ways_to(EIGHT[0], EIGHT)]),
    "fourteen": (FOURTEEN, [*ways_to(FOURTEEN[3], FOURTEEN), *ways_to(FOURTEEN[9], FOURTEEN)]),
}

PLAN = [
    TimetableRow(name="Management", group="Management", start=date(2016, 9, 1), end=date(2018, 8, 31)),
    TimetableRow(name="Curriculum", group="Outputs", start=date(2016, 10, 1), end=date(2017, 6, 30), note="O1"),
    TimetableRow(name="Kick-off", group="Meetings", start=date(2016, 9, 20), note="Gent"),
    TimetableRow(name="Closing", group="Meetings", start=date(2018, 8, 28), end=date(2018, 8, 29), note="Łódź"),
]

HEADINGS = [
    BudgetHeading(code="management", name="Project management and implementation", short="PMI"),
    BudgetHeading(code="meetings", name="Transnational project meetings", short="TPM"),
    BudgetHeading(code="outputs", name="Intellectual outputs", short="IO"),
]
SHARES = [
    BudgetShare(
        name="University of the Three Towers",
        amounts={"management": Decimal(12000), "meetings": Decimal(1150), "outputs": Decimal("7350.50")},
        is_coordinator=True,
    ),
    BudgetShare(name="Evening School", amounts={"management": Decimal(6000), "outputs": Decimal(15000)}),
]

PARTNERS = [
    PartnerYears(name="College of the Eleven Bridges with a long name that needs two lines at least", years=(2014,)),
    PartnerYears(name="Szkoła nad Rzeką", years=(2009, 2014, 2014, 2014, 2020)),
]


BODIES = [NetworkBody(id=str(n), name=each.name, note=each.country, home=n == 0) for n, each in enumerate(FOURTEEN)]
TIES = [
    *(NetworkTie(a="0", b=str(n), projects=1 + n % 4) for n in range(1, 14)),
    *(NetworkTie(a=str(n), b=str(n + 1), projects=1) for n in range(1, 13, 3)),
]


def every_picture(size: Size = "wide") -> dict[str, str]:
    maps = {f"map of {name}": partner_map(*sample, size=size) for name, sample in MAPS.items()}
    return maps | {
        "timetable": timetable(PLAN, date(2016, 9, 1), 24, size=size, today=date(2017, 5, 1)),
        "empty timetable": timetable([], date(2016, 9, 1), 12, size=size),
        "bars": budget_bars(HEADINGS, SHARES, ceiling=Decimal(300000), size=size),
        "network": network_graph(BODIES, TIES, size=size),
        "empty network": network_graph([], [], size=size),
        "empty bars": budget_bars(HEADINGS, [], size=size),
        "partners": partners_over_time(PARTNERS, size=size),
        "one partner": partners_over_time(PARTNERS[:1], size=size),
        "no partner": partners_over_time([], size=size),
    }
