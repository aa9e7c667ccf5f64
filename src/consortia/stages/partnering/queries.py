"""Reading profiles, adverts, offers and who worked with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from consortia.analysis.partners import Body, Consortium
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.queries import LONGEST_TEXT, plain
from consortia.stages.partnering.joined import joined_records, one_a_body
from consortia.stages.partnering.models import Advert, Block, Offer, PartnerProfile, SameBody
from consortia.stages.partnering.past import PAST_NAME, Section, organisations_with_a_past, past_section
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search for partners asks for; what is empty sets no condition."""

    text: str = ""
    country: str = ""
    kind: str = ""
    field: str = ""
    language: str = ""
    newcomers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two organisations that carried out projects together: how many, and in which years they began."""

    a: str
    b: str
    projects: int
    years: tuple[int, ...]


def profiles_matching(wanted: Wanted) -> QuerySet[PartnerProfile]:
    """Return the profiles that hold every word of the text and meet every condition, one a body, by name."""
    met = Q()
    for word in plain(wanted.text[:LONGEST_TEXT]).split():
        met &= Q(search_text__contains=word) | Q(organisation__search_text__contains=word)
    if wanted.country:
        met &= Q(organisation__country=wanted.country)
    if wanted.kind:
        met &= Q(organisation__kind=wanted.kind)
    # Codes stand in the text framed by signs that no word has, so that both databases find them alike.
    for mark, code in (("field", wanted.field), ("language", wanted.language)):
        if code:
            met &= Q(search_text__contains=marked(mark, code))
    found = PartnerProfile.objects.filter(met).select_related("organisation")
    if wanted.newcomers:
        found = found.exclude(organisation_id__in=[UUID(each) for each in experienced()])
    return one_a_body(found).order_by("organisation__name", "id")


def marked(mark: str, code: str) -> str:
    """Return how a code stands in the text that is searched."""
    return f"[{mark}:{code.lower()}]"


def listed_profiles() -> QuerySet[PartnerProfile]:
    """Return the profiles of organisations that chose to be seen by everybody."""
    return (
        PartnerProfile.objects.filter(listed=True).select_related("organisation").order_by("organisation__name", "id")
    )


def profile_of(organisation: Organisation) -> PartnerProfile | None:
    """Return what an organisation offers and seeks, if it said so."""
    return PartnerProfile.objects.filter(organisation=organisation).select_related("organisation").first()


def adverts_open_on(day: date, *, listed: bool = False) -> QuerySet[Advert]:
    """Return the adverts that run on a day, the one that ends first on top; `listed` keeps those all may see."""
    running = Advert.objects.filter(expires_on__gte=day, withdrawn_at=None)
    if listed:
        running = running.filter(organisation__partner_profile__listed=True)
    return running.select_related("organisation", "round__edition").order_by("expires_on", "title", "id")


def an_open_advert(organisation: Organisation, wanted: str) -> Advert | None:
    """Return the running advert of an organisation that an address names, if it does."""
    running = adverts_open_on(timezone.localdate()).filter(organisation=organisation)
    return next((each for each in running if str(each.pk) == wanted), None)


def adverts_of(organisations: Iterable[Organisation]) -> QuerySet[Advert]:
    """Return all adverts of these organisations, those that run longest first."""
    own = Advert.objects.filter(organisation__in=list(organisations))
    return own.select_related("organisation", "round__edition").order_by("-expires_on", "title", "id")


def offers_to(organisations: Iterable[Organisation]) -> QuerySet[Offer]:
    """Return the offers that these organisations got, the newest first; those they blocked are not among them."""
    got = Offer.objects.filter(to_organisation__in=list(organisations)).exclude(state=Offer.State.TAKEN_BACK)
    return got.exclude(hidden()).select_related("from_organisation", "to_organisation", "advert", "sender")


def hidden() -> Q:
    """Return the condition for offers from a blocked organisation that nobody answered by hand."""
    return Q(state=Offer.State.DECLINED, answered_by=None)


def offers_from(organisations: Iterable[Organisation]) -> QuerySet[Offer]:
    """Return the offers that these organisations made, the newest first."""
    made = Offer.objects.filter(from_organisation__in=list(organisations))
    return made.select_related("from_organisation", "to_organisation", "advert", "answered_by")


def offers_waiting_for(person: Person) -> int:
    """Return how many offers wait for an answer by this person."""
    return Offer.objects.filter(to_organisation__in=written_for(person), state=Offer.State.WAITING).count()


def written_for(person: Person) -> QuerySet[Organisation]:
    """Return the organisations in whose name a person may offer and answer."""
    writing = Membership.objects.filter(person=person, admitted_at__isnull=False).exclude(role=Membership.Role.READER)
    return Organisation.objects.filter(pk__in=writing.values("organisation")).order_by("name", "id")


def blocks_of(organisations: Iterable[Organisation]) -> QuerySet[Block]:
    """Return whom these organisations blocked."""
    return Block.objects.filter(organisation__in=list(organisations)).select_related("organisation", "blocked")


def pairs_to_decide() -> QuerySet[SameBody]:
    """Return the pairs of records nobody has decided about, the surest first."""
    return SameBody.objects.filter(state=SameBody.State.OPEN).select_related("one", "other")


def pairs_before(person: Person) -> QuerySet[SameBody]:
    """Return the pairs that concern a person, those nobody decided first: all for who runs the site, else their own."""
    undecided_first = Case(When(state=SameBody.State.OPEN, then=0), default=1)
    found = SameBody.objects.select_related("one", "other", "decided_by")
    if not person.is_staff:
        own = kept_by(person)
        found = found.filter(Q(one__in=own) | Q(other__in=own))
    return found.order_by(undecided_first, "-decided_at", "-confidence", "one__name", "other__name", "id")


def pairs_waiting(person: Person, organisation: Organisation | None = None) -> int:
    """Return how many pairs that concern a person wait, in all or with one organisation."""
    found = pairs_before(person).filter(state=SameBody.State.OPEN)
    if organisation is not None:
        found = found.filter(Q(one=organisation) | Q(other=organisation))
    return found.count()


def kept_by(person: Person) -> QuerySet[Membership, UUID]:
    """Return the ids of the organisations whose record a person keeps."""
    keeping = Membership.objects.filter(person=person, role=Membership.Role.KEEPER, admitted_at__isnull=False)
    return keeping.values_list("organisation_id", flat=True)


def same_body_as(organisation: Organisation) -> frozenset[UUID]:
    """Return all records that people said are the same body as this one, itself included."""
    return joined_records().of(organisation.pk)


def experienced() -> frozenset[str]:
    """Return the ids of the organisations that took part in a past project, under whichever of their records."""
    joined = joined_records()
    known = organisations_with_a_past()
    return known | {str(each) for own in known for each in joined.of(UUID(own))}


def bodies_of(profiles: Sequence[PartnerProfile]) -> tuple[Body, ...]:
    """Return organisations with profiles as values that suggestions are made from."""
    return tuple(
        Body(
            id=str(each.organisation_id),
            name=each.organisation.name,
            country=each.organisation.country,
            kind=each.organisation.kind,
            words=words_about(each),
        )
        for each in profiles
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """What a search among all profiles needs of one: whose it is, of what sort, and everything it says in one text."""

    organisation: UUID
    country: str
    kind: str
    charter: bool
    welcomes_offers: bool
    words: str


def profiles_in_short() -> tuple[Short, ...]:
    """Return all profiles in short, in one query; thousands of them are read within a page's time."""
    own = ("organisation_id", *(f"organisation__{name}" for name in ("country", "kind", "charter")), "welcomes_offers")
    told = (*(f"organisation__{name}" for name in ("name", "city", "profile")), "offers", "experience")
    rows = PartnerProfile.objects.order_by("organisation_id").values_list(*own, *told)
    return tuple(
        Short(
            organisation=each[0],
            country=each[1],
            kind=each[2],
            charter=each[3],
            welcomes_offers=each[4],
            words=" ".join(each[len(own) :]),
        )
        for each in rows.iterator(chunk_size=1024)
    )


def profiles_by_id(organisations: Iterable[str]) -> Mapping[str, PartnerProfile]:
    """Return the profiles of these organisations, by the organisation's id."""
    wanted = [each for each in organisations if not each.startswith(PAST_NAME)]
    found = PartnerProfile.objects.filter(organisation_id__in=wanted).select_related("organisation")
    return {str(each.organisation_id): each for each in found}


def words_about(profile: PartnerProfile) -> str:
    """Return everything an organisation says about itself."""
    own = profile.organisation
    return f"{own.name} {own.city} {own.profile} {profile.offers} {profile.experience}"


def ties_among(consortia: Iterable[Consortium]) -> tuple[Tie, ...]:
    """Return who worked with whom in these consortia, the most projects first."""
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in consortia:
        for a, b in combinations(sorted(set(each.members)), 2):
            years[a, b].append(each.year)
    found = [Tie(a=a, b=b, projects=len(begun), years=tuple(sorted(begun))) for (a, b), begun in years.items()]
    return tuple(sorted(found, key=lambda tie: (-tie.projects, tie.a, tie.b)))


def ties(about: Section) -> tuple[Tie, ...]:
    """Return who worked with whom in a section of the past; around a body: in its projects."""
    return ties_among(past_section(about))
