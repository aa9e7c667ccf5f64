"""Profiles, adverts and offers of the demo world, made through the services by the people who would make them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from consortia.demo.names import material
from consortia.demo.population import Population
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.services.advertising import AdvertText, publish_advert, withdraw_advert
from consortia.stages.partnering.services.describing import Description, describe_organisation
from consortia.stages.partnering.services.offering import (
    accept_offer,
    block_organisation,
    decline_offer,
    send_offer,
    take_back_offer,
)


def describe_everybody(seed: int, population: Population) -> None:
    """Let most bodies say what they offer and seek, all that advertise among them; more than half are listed."""
    chance = random.Random(f"partnering {seed}")
    told = material("partnering")
    speaking = {str(_body(each[end], population).pk) for each, end in _named(told)}
    bodies = [*population.cast.values(), *(body for sort in population.by_sort.values() for body in sort)]
    for number, body in enumerate(bodies):
        if str(body.pk) in speaking or number % told["without"]:
            describe_organisation(population.writers(body)[0], body, _description(chance, body, told))


def advertise_early(population: Population) -> None:
    """Publish the adverts that have ended long since."""
    for each in material("partnering")["adverts"]:
        if each.get("early"):
            _publish(each, population)


def advertise_and_offer(population: Population) -> None:
    """Publish the adverts that run, and let some offers be sent and answered in every way."""
    told = material("partnering")
    for each in told["adverts"]:
        if not each.get("early"):
            _publish(each, population)
    for each in told["offers"]:
        _offer(each, population)


def _named(told: Mapping[str, Any]) -> list[tuple[Mapping[str, str], str]]:
    offers = [(each, end) for each in told["offers"] for end in ("from", "to")]
    return [*((each, "by") for each in told["adverts"]), *offers]


def _body(who: str, population: Population) -> Organisation:
    """Return one of the cast by its code, or the first body of a country and kind."""
    country, _space, kind = who.partition(" ")
    return population.by_sort[country, kind][0] if kind else population.cast[who]


def _description(chance: random.Random, body: Organisation, told: Mapping[str, Any]) -> Description:
    of_kind = told["kinds"][body.kind]
    tongue = material("countries")[body.country]["tongue"]
    languages = dict.fromkeys(["en", *([told["tongues"][tongue]] if tongue in told["tongues"] else [])])
    return Description(
        offers=chance.choice(of_kind["offers"]),
        seeks=chance.choice(of_kind["seeks"]),
        fields=tuple(of_kind["fields"]),
        languages=tuple(languages),
        listed=chance.random() < 0.6,  # the "more than half" of the docstring
        welcomes_offers=True,
    )


def _publish(told: Mapping[str, Any], population: Population) -> None:
    body = _body(told["by"], population)
    writer = population.writers(body)[0]
    until = timezone.localdate() + timedelta(days=told["days"])
    said = AdvertText(title=told["title"], text=told["text"], field=told["field"], expires_on=until)
    advert = publish_advert(writer, body, said)
    if told.get("withdrawn"):
        withdraw_advert(writer, advert)


def _offer(told: Mapping[str, str], population: Population) -> None:
    own, to = _body(told["from"], population), _body(told["to"], population)
    sender, reader = population.writers(own)[0], population.writers(to)[0]
    offer = send_offer(sender, own, to, message=told["message"])
    match told["answer"]:
        case "accepted":
            accept_offer(reader, offer)
        case "declined":
            decline_offer(reader, offer)
        case "taken-back":
            take_back_offer(sender, offer)
        case "blocked":
            block_organisation(reader, to, own)
