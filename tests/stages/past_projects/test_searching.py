"""Search and comparison: what is found, in which order, and that nothing typed is an error."""

from __future__ import annotations

import io
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.stages.past_projects.comparing import similar_projects, words_of_subjects
from consortia.stages.past_projects.index.passages import passage
from consortia.stages.past_projects.index.wanted import Typed, Wanted, taken_apart
from consortia.stages.past_projects.index.words import stems
from consortia.stages.past_projects.keeping import database_stamp, follow, index_folder
from consortia.stages.past_projects.models import PastProject
from consortia.stages.past_projects.queries import Results, history_of, search_projects
from consortia.stages.past_projects.services.importing import import_results
from consortia.stages.past_projects.services.indexing import ensure_index
from tests.stages.past_projects import lists
from tests.stages.past_projects.lists import FIRST, ROWS, SECOND, THIRD

pytestmark = pytest.mark.django_db

GARDENS, CHOIRS, RADIO = (row["Project Identifier"] for row in ROWS)


@pytest.fixture
def three() -> None:
    import_results(io.BytesIO(lists.as_csv()), name="list.csv")


def found(text: str = "", **limits: object) -> list[str]:
    return names(search_projects(Wanted(typed=taken_apart(text), **limits)))  # type: ignore[arg-type]  # limits by name


def names(results: Results) -> list[str]:
    return [hit.project.identifier for hit in results.hits]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("vegetables", [GARDENS]),
        ("vegetable", [GARDENS]),
        ("singing", [CHOIRS]),
        ("SCHOOL garden", [GARDENS]),
        ('"school gardens"', [GARDENS]),
        ('"gardens school"', []),
        ("Lodz", []),
        ("szkoła rzeka", [CHOIRS, GARDENS]),
        ("szkola nad rzeka", [CHOIRS, GARDENS]),
        ("Σχολειο", [GARDENS]),
        ("Undecimo", [GARDENS]),
        (GARDENS, [GARDENS]),
        ("people -radio", [CHOIRS]),
        ("people -“radio station”", [CHOIRS]),
        ("climate", [GARDENS]),
    ],
)
def test_words_find_projects(typed: str, expected: list[str]) -> None:
    results = search_projects(Wanted(typed=taken_apart(typed)))

    assert (sorted(names(results)) if not results.is_loose else []) == sorted(expected)


@pytest.mark.usefixtures("three")
def test_where_none_has_all_words_those_with_some_are_shown_and_it_is_said() -> None:
    results = search_projects(Wanted(typed=taken_apart("radio zeppelin")))

    assert (names(results), results.is_loose) == ([RADIO], True)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"fields": ("SCH",)}, [GARDENS]),
        ({"fields": ("SCH", "AE")}, [CHOIRS, GARDENS]),
        ({"countries": ("PL",)}, [CHOIRS, GARDENS]),
        ({"countries": ("PL",), "years": (2017,)}, [CHOIRS]),
        ({"least_grant": Decimal(30000), "most_grant": Decimal(112527)}, [GARDENS, RADIO]),
        ({"least_grant": Decimal(30001), "most_grant": Decimal(112526)}, []),
        ({"topics": ("Health, well-being and sport",)}, [GARDENS]),
        ({"countries": ("ZZ",)}, []),
    ],
)
def test_limits_narrow(limits: dict[str, object], expected: list[str]) -> None:
    assert sorted(found(**limits)) == sorted(expected)


@pytest.mark.usefixtures("three")
def test_the_order_is_as_asked() -> None:
    def by(order: str) -> list[str]:
        return names(search_projects(Wanted(), order=order))  # type: ignore[arg-type]  # the orders below

    assert by("newest") == [CHOIRS, GARDENS, RADIO]
    assert by("oldest") == [RADIO, GARDENS, CHOIRS]
    assert by("largest") == [CHOIRS, GARDENS, RADIO]
    assert by("smallest") == [RADIO, GARDENS, CHOIRS]


@pytest.mark.usefixtures("three")
def test_a_word_in_the_title_counts_more() -> None:
    import_results(
        io.BytesIO(
            lists.as_csv([{**THIRD, "Project Identifier": "T", "Project Title": "Vegetables", "Project Summary": ""}])
        )
    )

    assert found("vegetables") == ["T", GARDENS]


@pytest.mark.usefixtures("three")
def test_facets_count_what_was_found_and_a_limit_does_not_narrow_its_own() -> None:
    free = search_projects(Wanted()).facets
    limited = search_projects(Wanted(countries=("ES",))).facets

    assert free["countries"] == {"PL": 2, "EL": 1, "ES": 1, "FI": 1, "UK": 1}
    assert free["years"] == {"2014": 1, "2016": 1, "2017": 1}
    assert limited["countries"] == free["countries"]
    assert limited["years"] == {"2016": 1}


@pytest.mark.usefixtures("three")
def test_passages_mark_what_was_found_and_nothing_is_lost() -> None:
    (hit,) = search_projects(Wanted(typed=taken_apart("vegetables bees"))).hits

    assert [piece.text for piece in hit.passage if piece.marked] == ["vegetables", "bees"]
    assert "".join(piece.text for piece in hit.passage) == FIRST["Project Summary"]


@given(st.text(max_size=900), st.sets(st.sampled_from(["school", "garden", "bee", "a"])))
def test_a_passage_is_a_piece_of_its_text(text: str, words: set[str]) -> None:
    pieces = passage(f"{text} school bees", words)

    inner = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert inner in unicodedata.normalize("NFC", f"{text} school bees")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "typed",
    ['"', "-", "AND OR NOT", "title:x^5 (a OR", "[1 TO 2]", "*", "~", "\\", "--", '-"', "a" * 2000, "日本", "\x00"],
)
def test_nothing_typed_is_an_error(typed: str) -> None:
    assert search_projects(Wanted(typed=taken_apart(typed))).total >= 0


@given(st.text(max_size=200))
def test_whatever_is_typed_is_taken_apart(typed: str) -> None:
    parts = taken_apart(typed)

    assert all(any(letter.isalnum() for letter in part) for part in (*parts.words, *parts.phrases, *parts.unwanted))


def test_what_is_typed_means_words_phrases_and_what_must_not_be_there() -> None:
    assert taken_apart('school-garden "two words" -bees “other „mark') == Typed(
        words=("school-garden",), phrases=("two words", "other", "mark"), unwanted=("bees",)
    )


def test_words_are_known_without_accents_and_endings() -> None:
    assert stems("Gardens, gardening: ŁÓDŹ straße Αθήνα Ёлка") == [
        "garden",
        "garden",
        "lodz",
        "strass",
        "αθηνα",
        "елка",
    ]


def test_without_projects_nothing_is_found() -> None:
    assert search_projects(Wanted(typed=taken_apart("school"))) == Results(
        hits=(), total=0, facets=search_projects(Wanted()).facets
    )


@pytest.mark.usefixtures("three")
def test_the_index_follows_a_list_and_is_built_anew_where_it_missed_one() -> None:
    ensure_index()
    folder = index_folder().note.folder
    before = database_stamp()
    import_results(io.BytesIO(lists.as_csv([{**THIRD, "Project Title": "A zeppelin over every yard"}])))
    key = PastProject.objects.get(identifier=RADIO).pk
    many = [{**FIRST, "Project Identifier": f"N-{number}"} for number in range(20)]

    follow({key}, before)
    rebuilt = index_folder().note.folder
    between = database_stamp()
    import_results(io.BytesIO(lists.as_csv(many)))
    follow({key}, "a stamp of another day")

    assert rebuilt != folder
    assert index_folder().note.folder != rebuilt
    assert index_folder().note.stamp == database_stamp() != between
    assert found("zeppelin") == [RADIO]
    assert ensure_index() is False


@pytest.mark.usefixtures("three")
def test_a_changed_project_is_replaced_in_the_index() -> None:
    import_results(io.BytesIO(lists.as_csv([{**FIRST, "Project Identifier": f"N-{number}"} for number in range(20)])))
    ensure_index()
    folder, before = index_folder().note.folder, database_stamp()
    import_results(io.BytesIO(lists.as_csv([{**THIRD, "Project Title": "A zeppelin over every yard"}])))

    follow({PastProject.objects.get(identifier=RADIO).pk}, before)

    assert index_folder().note.folder == folder
    assert (found("zeppelin"), found('"radio in every"')) == ([RADIO], [])
    assert search_projects(Wanted()).total == 23


@pytest.mark.usefixtures("three")
def test_an_idea_is_set_beside_what_exists() -> None:
    idea = "Our pupils plant vegetables and keep a diary of soil. A zeppelin carries the harvest. People sing."

    likeness = similar_projects(idea)

    nearest = likeness.projects[0]
    assert nearest.project.identifier == GARDENS
    assert {word.written for word in nearest.words} >= {"vegetables", "diary", "soil", "pupils", "plant"}
    assert "zeppelin" in {word.written for word in likeness.new_everywhere}
    assert [piece.text for piece in nearest.pairs[0].theirs if piece.marked]
    assert "vegetables" not in {word.written for word in likeness.new_everywhere}


def test_a_project_in_the_language_of_an_idea_is_not_near_for_its_small_words() -> None:
    german = "Wir wollen mit den Schulen und mit den Eltern Lieder singen und von der alten Stadt erzählen."
    lied = {**FIRST, "Project Identifier": "N-1", "Project Summary": german}
    import_results(io.BytesIO(lists.as_csv([*ROWS, lied])), name="list.csv")

    likeness = similar_projects(
        "Wir wollen den Einsatz von Pumpen lehren und mit den Betrieben in der alten Stadt üben."
    )

    assert [[word.written for word in each.words] for each in likeness.projects] == [["alten", "Stadt"]]


@pytest.mark.usefixtures("three")
def test_one_word_in_common_is_no_likeness() -> None:
    likeness = similar_projects("Zeppelins carry vegetables between lighthouses.")

    assert likeness.projects == ()


def test_texts_that_repeat_stand_for_one() -> None:
    same = [{**FIRST, "Project Identifier": f"N-{number}", "Project Title": f"Garden {number}"} for number in range(12)]
    same += [
        {**THIRD, "Project Identifier": f"O-{number}", "Project Summary": f"w{number} v{number}"}
        for number in range(90)
    ]
    import_results(
        io.BytesIO(
            lists.as_csv([*same, SECOND, {**THIRD, "Project Summary": "A garden on the roof; pupils meet bees."}])
        )
    )

    likeness = similar_projects("Pupils plant vegetables in gardens and keep bees; people sing in choirs.")

    assert len(likeness.projects) == 3
    assert sum(each.same for each in likeness.projects) == 11


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("text", ["", "the", "zzz", "\x00" * 50, "vegetables " * 5000, "½ 日本語 " * 3000])
def test_any_text_can_be_compared(text: str) -> None:
    assert len(similar_projects(text).projects) <= 3


@pytest.mark.usefixtures("three")
def test_an_organisation_has_its_partners_over_time() -> None:
    organisation = PastProject.objects.get(identifier=GARDENS).participations.get(number=1).organisation

    history = history_of(organisation)

    assert [part.project.identifier for part in history.projects] == [CHOIRS, GARDENS]
    assert history.spellings == ("SZKOLA NAD RZEKA", "Szkoła nad Rzeką")
    assert [(each.organisation.name, each.years) for each in history.partners] == [
        ("Choir House", (2017,)),
        ("Colegio del Puente Undécimo", (2016,)),
        ("Σχολείο της Θάλασσας", (2016,)),
    ]


def test_words_that_many_projects_say_are_ways_to_speak_and_no_subjects() -> None:
    rows = [
        {**FIRST, "Project Identifier": f"2016-1-XA01-KA201-{number:06}", "Project Summary": "There are many others."}
        for number in range(2, 101)
    ]
    import_results(io.BytesIO(lists.as_csv([FIRST, *rows])), name="list.csv")

    assert words_of_subjects("There are many bees, and others keep bees.") == "bees bees"


def test_of_few_past_projects_nothing_is_learned_about_words() -> None:
    import_results(io.BytesIO(lists.as_csv()), name="list.csv")

    assert words_of_subjects("There are bees.") == "There are bees."
