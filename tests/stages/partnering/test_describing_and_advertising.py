from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consortia.stages.journal.models import Event
from consortia.stages.organisations.models import Membership
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.queries import (
    Wanted,
    adverts_open_on,
    bodies_of,
    listed_profiles,
    profiles_matching,
    same_body_as,
)
from consortia.stages.partnering.services.advertising import (
    MOST_ADVERTS,
    RunsTooLongError,
    TooManyAdvertsError,
    latest_day,
    renew_advert,
    withdraw_advert,
)
from consortia.stages.partnering.services.describing import Description, describe_organisation, description_of
from tests.factories import applications as make
from tests.factories.partnering import a_described, a_keeper, an_advert, of


def names(wanted: Wanted) -> list[str]:
    return [each.organisation.name for each in profiles_matching(wanted)]


def test_a_profile_keeps_what_was_said_and_the_journal_what_stood_before() -> None:
    profile = a_described(offers="Clocks", fields=("HE",))
    said = Description(offers="Bells", seeks="Towers", languages=("pl", "en"), priorities=("HE-1",), listed=True)

    describe_organisation(a_keeper(profile), profile.organisation, said)

    assert description_of(PartnerProfile.objects.get()) == said
    before = Event.objects.filter(verb="describe-organisation").first().facts["before"]
    assert (before["offers"], before["fields"]) == ("Clocks", ["HE"])


def test_readers_and_strangers_describe_nothing() -> None:
    profile = a_described()

    for person in (make.a_person(), make.a_member(profile.organisation, Membership.Role.READER)):
        with pytest.raises(PermissionDenied):
            describe_organisation(person, profile.organisation, Description())
        with pytest.raises(PermissionDenied):
            withdraw_advert(person, an_advert(a_keeper(profile)))


def test_the_search_meets_every_condition() -> None:
    polish = a_described(country="PL", offers="Écluses and boats", fields=("VET",), languages=("pl",))
    german = a_described(country="DE", offers="Boats", fields=("VET", "HE"), languages=("de", "pl"))
    pole, boatman = polish.organisation.name, german.organisation.name

    assert names(Wanted()) == sorted([pole, boatman])
    assert names(Wanted(text="boats ecluses")) == [pole]
    assert names(Wanted(text="Leipzig")) == [boatman]
    assert names(Wanted(country="PL", kind="higher-education-institution")) == [pole]
    assert names(Wanted(field="HE")) == [boatman]
    assert names(Wanted(field="E")) == []
    assert names(Wanted(language="pl", field="VET")) == sorted([pole, boatman])
    assert names(Wanted(text="trains")) == []


def test_a_profile_becomes_a_body_that_speaks_of_all_its_words() -> None:
    profile = a_described(offers="Clocks", experience="Bells")

    body = bodies_of([profile])[0]

    assert body.id == str(profile.organisation_id)
    assert body.words == f"{profile.organisation.name} Leipzig  Clocks Bells"


def test_only_those_who_chose_so_are_listed_with_their_adverts() -> None:
    listed, hidden = a_described(listed=True), a_described(listed=False)
    shown, kept = an_advert(a_keeper(listed)), an_advert(a_keeper(hidden))
    today = timezone.localdate()

    assert list(listed_profiles()) == [listed]
    assert list(adverts_open_on(today, listed=True)) == [shown]
    assert set(adverts_open_on(today)) == {shown, kept}


def test_an_advert_ends_after_its_last_day_and_can_be_renewed() -> None:
    keeper = a_keeper(a_described())
    advert = an_advert(keeper, days=3)
    last = timezone.localdate() + timedelta(days=3)

    runs = [list(adverts_open_on(last + timedelta(days=days))) for days in (0, 1)]
    withdraw_advert(keeper, advert)
    withdrawn = list(adverts_open_on(last))
    renew_advert(keeper, advert, latest_day())

    assert runs == [[advert], []]
    assert withdrawn == []
    assert list(adverts_open_on(latest_day())) == [advert]
    assert [each.verb for each in Event.objects.filter(verb__contains="advert").order_by("id")] == [
        "publish-advert",
        "withdraw-advert",
        "renew-advert",
    ]


@pytest.mark.parametrize("days", [-1, 181])
def test_an_advert_runs_from_today_for_at_most_half_a_year(days: int) -> None:
    keeper = a_keeper(a_described())

    with pytest.raises(RunsTooLongError):
        an_advert(keeper, days=days)
    assert an_advert(keeper, days=0).expires_on == timezone.localdate()
    assert an_advert(keeper, days=180).expires_on == latest_day()


def test_an_organisation_has_only_so_many_adverts_at_once_renewed_ones_included() -> None:
    keeper = a_keeper(a_described())
    adverts = [an_advert(keeper) for _ in range(MOST_ADVERTS)]

    with pytest.raises(TooManyAdvertsError):
        an_advert(keeper)
    withdraw_advert(keeper, adverts[0])
    an_advert(keeper)

    with pytest.raises(TooManyAdvertsError):
        renew_advert(keeper, adverts[0], latest_day())
    renew_advert(keeper, adverts[1], latest_day())


def test_a_record_without_decisions_is_only_itself() -> None:
    own = of(a_keeper(a_described()))

    assert same_body_as(own) == {own.pk}
