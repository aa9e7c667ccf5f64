"""A second reading of the 2016 rules, written from their description alone, to hold the first one against.

Its numbers stand here on purpose: two readings that share their tables would share their mistakes. It is slow and
plain; it knows documents only, neither call files nor core.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

Document = Mapping[str, Any]
Row = Mapping[str, Any]

PROGRAMME = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE EL HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE UK MK IS LI NO TR".split()  # noqa: SIM905  # a list of countries reads best as one line
)
DAILY_GROUPS = {
    1: "DK IE LU NL AT SE LI NO AU CA KW MO MC QA SM CH US",
    2: "BE DE FR IT FI UK IS AD BN JP NZ SG AE VA",
    3: "CZ EL ES CY MT PT SI BS BH GQ HK IL KR OM SA TW",
}
DAILY_RATES = {
    1: {"manager": 294, "teacher": 241, "technician": 190, "administrative": 157},
    2: {"manager": 280, "teacher": 214, "technician": 162, "administrative": 131},
    3: {"manager": 164, "teacher": 137, "technician": 102, "administrative": 78},
    4: {"manager": 88, "teacher": 74, "technician": 55, "administrative": 39},
}
LONG_STAYS = {
    (112, 78, 56): "DK IE NL SE UK",
    (98, 69, 49): "BE BG CZ EL FR IT CY LU HU AT PL RO FI IS LI NO TR",
    (84, 59, 42): "DE ES LV MT PT SK MK",
    (70, 49, 35): "EE HR LT SI",
}
PUPIL_MONTHS = dict(
    zip(
        "BE BG CZ DK DE EE IE EL ES FR HR IT CY LV LT LU HU MT NL AT PL PT RO SI SK FI SE UK MK IS LI NO TR".split(),  # noqa: SIM905  # as above
        (110, 70, 90, 145, 105, 85, 125, 100, 105, 115, 90, 115, 110, 80, 80, 110, 90, 110, 110, 115, 85, 100, 60, 85,
         95, 125, 115, 140, 60, 135, 120, 135, 80),
        strict=True,
    )
)  # fmt: skip
EDUCATION = frozenset({"HE", "SCH", "VET", "AE"})
FORMAT_FIELDS = {
    "blended-mobility": EDUCATION | {"YOUTH"},
    "pupils-exchange": {"SCH"},
    "intensive-study-programme": {"HE"},
    "long-term-pupils-mobility": {"SCH"},
    "long-term-staff-assignment": EDUCATION,
    "long-term-youth-workers-mobility": {"YOUTH"},
    "joint-staff-training": EDUCATION | {"YOUTH"},
}
YOUTH_DEADLINES = {1: (2016, 2, 2), 2: (2016, 4, 26), 3: (2016, 10, 4)}
CENT = Decimal("0.01")


def second_reading(document: Document) -> dict[str, Any]:
    """The expected result of a document."""
    headings, cut = money(document)
    failed = sorted({*consortium(document), *choices(document), *dates(document), *plan(document, headings)})
    requested = sum(headings.values(), start=Decimal(0))
    maximum = Decimal(12500 * document["months"])
    warnings = {*cut, *({"grant.maximum"} if requested > maximum else ())}
    return {
        "eligible": not failed,
        "failed": failed,
        "warnings": sorted(warnings),
        "budget": {
            "headings": {name: written(amount) for name, amount in headings.items()},
            "requested_total": written(requested),
            "maximum_grant": written(maximum),
            "grant": written(min(requested, maximum)),
        },
    }


def written(amount: Decimal) -> str:
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def counted(document: Document) -> list[Row]:
    return [each for each in document["organisations"] if each["role"] != "associated"]


def from_programme(rows: list[Row]) -> list[Row]:
    return [each for each in rows if each["country"] in PROGRAMME]


def consortium(document: Document) -> Iterator[str]:
    inside = from_programme(counted(document))
    needed = 3 if document["format"] == "general" and document["field"] != "YOUTH" else 2
    if len(inside) < needed:
        yield "consortium.minimum-organisations"
    if len({each["country"] for each in inside}) < needed:
        yield "consortium.minimum-countries"
    coordinators = [each for each in document["organisations"] if each["role"] == "coordinator"]
    if len(coordinators) != 1:
        yield "coordinator.exactly-one"
    if len(from_programme(coordinators)) < len(coordinators):
        yield "coordinator.programme-country"
    if any(is_silent_partner(each) for each in document["organisations"]):
        yield "partner-country.added-value"
    if any(each["kind"] == "higher-education-institution" and not each["charter"] for each in inside):
        yield "higher-education.charter"
    if not composition_holds(document, inside):
        yield "format.composition"


def is_silent_partner(row: Row) -> bool:
    return row["role"] == "partner" and row["country"] not in PROGRAMME and not (row["added_value"] or "").strip()


def composition_holds(document: Document, inside: list[Row]) -> bool:
    rows = counted(document)
    if document["format"] == "schools-only":
        return len(inside) == len(rows) and all(each["kind"] == "school" for each in rows)
    if document["format"] == "school-authorities":
        covered = {each["country"] for each in rows if each["kind"] == "school-authority"}
        return covered == {each["country"] for each in rows}
    if document["format"] == "transnational-youth-initiative":
        kinds = {"informal-youth-group", "youth-organisation"}
        return len({each["country"] for each in inside if each["kind"] in kinds}) > 1
    return True


def choices(document: Document) -> Iterator[str]:
    field, type_, format_ = document["field"], document["type"], document["format"]
    if field == "HE" and type_ != "INNOVATION":
        yield "type.allowed-for-field"
    if format_ == "transnational-youth-initiative" and type_ != "GOOD_PRACTICE":
        yield "type.allowed-for-format"
    home = {"schools-only": "SCH", "school-authorities": "SCH", "transnational-youth-initiative": "YOUTH"}
    if home.get(format_, field) != field:
        yield "format.allowed-for-field"
    if not any(code.rsplit("-", 1)[0] in {"H", field} for code in document["priorities"]):
        yield "priorities.at-least-one"


def dates(document: Document) -> Iterator[str]:
    field, months = document["field"], document["months"]
    least = {"HE": 24, "YOUTH": 6}.get(field, 12)
    if not least <= months <= 36:
        yield "duration.range"
    start = date.fromisoformat(document["start"])
    if after_months(start, months) - timedelta(days=1) > date(2019, 8, 31):
        yield "duration.latest-end"
    if field != "YOUTH" and not date(2016, 9, 1) <= start <= date(2016, 12, 31):
        yield "start.window"
    if document["submitted_at"]:
        day = YOUTH_DEADLINES[document["round"]] if field == "YOUTH" else (2016, 3, 31)
        if datetime.fromisoformat(document["submitted_at"]) > datetime(*day, 12, tzinfo=ZoneInfo("Europe/Brussels")):
            yield "submission.deadline"


def after_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def plan(document: Document, headings: Mapping[str, Decimal]) -> Iterator[str]:
    innovation = document["type"] == "INNOVATION"
    if not innovation and (document["intellectual_outputs"] or document["multiplier_events"]):
        yield "heading.allowed-for-type"
    if innovation and any(is_unpaid_event(event, headings) for event in document["multiplier_events"]):
        yield "multiplier-event.needs-output"
    if any(country not in allowed for country, allowed in venues(document)):
        yield "venue.participating-country"
    for activity in document["learning_activities"]:
        if activity["format"] != "joint-staff-training" and activity["host_country"] not in PROGRAMME:
            yield "venue.programme-country"
        if document["field"] not in FORMAT_FIELDS[activity["format"]]:
            yield "learning-activity.format-for-field"
        if any(not length_holds(activity, group) for group in activity["groups"]):
            yield "learning-activity.length"


def is_unpaid_event(event: Row, headings: Mapping[str, Decimal]) -> bool:
    return event["output"] is None or not headings["intellectual_outputs"]


def venues(document: Document) -> Iterator[tuple[str, set[str]]]:
    inside = {each["country"] for each in counted(document)}
    everybody = {each["country"] for each in document["organisations"]}
    country_of = {each["id"]: each["country"] for each in document["organisations"]}
    yield from ((country_of[each["host"]], inside) for each in document["transnational_meetings"])
    yield from ((each["host_country"], inside) for each in document["learning_activities"])
    yield from ((each["country"], everybody) for each in document["multiplier_events"])


def length_holds(activity: Row, group: Row) -> bool:
    if group["kind"] == "pupil-long-term":
        return 2 <= group["months"] <= 12
    if group["kind"] == "staff-long-term":
        return 60 <= group["days"] <= 365
    least = 1 if group["kind"] == "staff" and activity["format"] == "intensive-study-programme" else 5
    return least <= group["days"] <= 60


def money(document: Document) -> tuple[dict[str, Decimal], set[str]]:
    """The seven headings as they stand after their ceilings, and the rules that took something away."""
    unpaid = {each["id"] for each in document["organisations"] if each["role"] == "associated"}
    innovation = document["type"] == "INNOVATION"
    months, cut = document["months"], set()
    lines = {
        "transnational_meetings": list(meetings(document)),
        "intellectual_outputs": list(outputs(document)) if innovation else [],
        "learning_activities": list(stays(document)),
    }
    if any(amount for rows in lines.values() for organisation, amount in rows if organisation in unpaid):
        cut.add("associated-partner.no-funding")
    sums = {name: Decimal(sum(amount for who, amount in rows if who not in unpaid)) for name, rows in lines.items()}
    if any(asks_in_vain(group) and group["from"] not in unpaid for group in groups_of(document)):
        cut.add("linguistic-support.long-stay-only")
    number = len(counted(document))
    monthly = 500 + 250 * (number - 1) if number else 0
    events = sum(paid_event(event) for event in document["multiplier_events"] if not is_unpaid_event(event, sums))
    exceptional = sum((Decimal(each["cost"]) for each in document["exceptional_costs"]), Decimal(0)) * 3 / 4
    yearly = (Decimal(23000) * months / 12).quantize(CENT, ROUND_DOWN)
    ceilings = {
        "management.monthly-maximum": (Decimal(monthly), Decimal(2750)),
        "transnational-meetings.yearly-maximum": (sums["transnational_meetings"], yearly),
        "multiplier-events.project-maximum": (Decimal(events if innovation else 0), Decimal(30000)),
        "exceptional-costs.project-maximum": (exceptional, Decimal(50000)),
    }
    cut |= {rule for rule, (asked, ceiling) in ceilings.items() if asked > ceiling}
    kept = {rule: min(pair) for rule, pair in ceilings.items()}
    guarantee = Decimal(document["bank_guarantee_cost"]) * 3 / 4
    headings = {
        "project_management": months * kept["management.monthly-maximum"],
        "transnational_meetings": kept["transnational-meetings.yearly-maximum"],
        "intellectual_outputs": sums["intellectual_outputs"],
        "multiplier_events": kept["multiplier-events.project-maximum"],
        "learning_activities": sums["learning_activities"],
        "special_needs": sum((Decimal(each["cost"]) for each in document["special_needs"]), Decimal(0)),
        "exceptional_costs": (kept["exceptional-costs.project-maximum"] + guarantee).quantize(CENT, ROUND_HALF_UP),
    }
    return headings, cut


def by_distance(distance: int, near: int, far: int) -> int:
    return 0 if distance < 100 else near if distance < 2000 else far


def meetings(document: Document) -> Iterator[tuple[str, int]]:
    for meeting in document["transnational_meetings"]:
        for each in meeting["travellers"]:
            yield each["from"], each["people"] * by_distance(each["distance_km"], 575, 760)


def outputs(document: Document) -> Iterator[tuple[str, int]]:
    country_of = {each["id"]: each["country"] for each in document["organisations"]}
    for output in document["intellectual_outputs"]:
        for work in output["work"]:
            country = country_of[work["organisation"]]
            group = next((number for number, codes in DAILY_GROUPS.items() if country in codes.split()), 4)
            yield work["organisation"], work["days"] * DAILY_RATES[group][work["category"]]


def paid_event(event: Row) -> int:
    return 100 * event["local_participants"] + 200 * event["international_participants"]


def groups_of(document: Document) -> Iterator[Row]:
    for activity in document["learning_activities"]:
        yield from activity["groups"]


def is_long_stay(group: Row) -> bool:
    return (
        60 <= group.get("days", 0) <= 365
        if group["kind"] == "staff-long-term"
        else (group["kind"] == "pupil-long-term" and 2 <= group["months"] <= 12)
    )


def asks_in_vain(group: Row) -> bool:
    return bool(group["linguistic_support"] and group["people"] and not is_long_stay(group))


def stays(document: Document) -> Iterator[tuple[str, int]]:
    for activity in document["learning_activities"]:
        for group in activity["groups"]:
            language = 150 if group["linguistic_support"] and is_long_stay(group) else 0
            travel = by_distance(group["distance_km"], 275, 360)
            yield group["from"], group["people"] * (travel + support(activity, group) + language)


def support(activity: Row, group: Row) -> int:
    if group["kind"] == "pupil-long-term":
        return PUPIL_MONTHS.get(activity["host_country"], 0) * group["months"]
    days = group["days"]
    if group["kind"] == "staff-long-term":
        host = activity["host_country"]
        first, second, third = next((rates for rates, codes in LONG_STAYS.items() if host in codes.split()), (0, 0, 0))
        return first * min(days, 14) + second * max(0, min(days, 60) - 14) + third * max(0, days - 60)
    first, second = (55, 40) if group["kind"] == "learner" else (100, 70)
    return first * min(days, 14) + second * max(0, min(days, 60) - 14)
