"""`consortia experts assign`: three tables in, an assignment with its proof out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ended, process, run

APPLICATIONS = "application,experts_needed\nwood,2\nwater,1\n"
EXPERTS = "expert,max_load\nash,1\nbirch,2\n"
SCORES = "application,expert,score\nwood,ash,0.5\nwood,birch,-0.25\nwater,birch,1\n"


def asked(folder: Path, *, applications: str = APPLICATIONS, experts: str = EXPERTS, scores: str = SCORES) -> list[str]:
    words = ["experts", "assign"]
    for name, text in (("applications", applications), ("experts", experts), ("scores", scores)):
        path = folder / f"{name}.csv"
        path.write_bytes(text.encode())
        words += [f"--{name}", str(path)]
    return words


def answered(folder: Path, *words: str, **tables: str) -> Ended:
    return run(*asked(folder, **tables), *words)


def values_of(folder: Path, *words: str, **tables: str) -> Any:
    return answered(folder, "--format", "json", *words, **tables).values


def test_a_round_that_can_be_served_is_answered_whole(tmp_path: Path) -> None:
    ended = answered(tmp_path, "--format", "json")

    assert (ended.code, ended.err) == (0, "")
    assert ended.values == {
        "status": "optimal",
        "objective": 1.25,
        "bound": 1.25,
        "worst_off": 0.25,
        "assignments": [
            {"application": "wood", "expert": "ash", "score": 0.5},
            {"application": "wood", "expert": "birch", "score": -0.25},
            {"application": "water", "expert": "birch", "score": 1},
        ],
        "unserved": [],
    }


def test_a_round_is_answered_in_words(tmp_path: Path) -> None:
    ended = answered(tmp_path)

    assert ended.out.splitlines() == [
        "3 of 3 places filled: proven best",
        "total 1.25 (at most 1.25), worst-off application 0.25",
        "  wood: ash (0.5), birch (-0.25)",
        "  water: birch (1)",
    ]


def test_the_aim_decides_who_gives_way(tmp_path: Path) -> None:
    tables = {
        "applications": "application,experts_needed\na,1\nb,1\n",
        "experts": "expert,max_load\ne,1\nf,1\n",
        "scores": "application,expert,score\na,e,9\na,f,5\nb,e,3\nb,f,1\n",
    }

    by_total, by_worst = (values_of(tmp_path, "--aim", aim, **tables) for aim in ("total", "worst-off"))

    assert (by_total["objective"], by_total["worst_off"]) == (10, 1)
    assert (by_worst["objective"], by_worst["worst_off"]) == (8, 3)
    assert values_of(tmp_path, **tables) == by_worst


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"experts": "expert,max_load\nash,1\nbirch,1\n"},
         ("water and wood together need 3 experts and can have at most 2: of those allowed for them, "
          "birch takes at most 1. Without one of these demands the rest can be met")),
        ({"applications": "application,experts_needed\nwood,2\nwater,2\n"},
         "it needs 2 experts, and only 1 expert is allowed for it: birch"),
        ({"applications": "application,experts_needed\nwood,2\nwater,1\nwind,1\n"},
         "it needs 1 expert, and no expert is allowed for it"),
        ({"experts": "expert,max_load\nash,0\nbirch,2\n"},
         ("it needs 2 experts and can have at most 1: of those allowed for it, ash takes at most 0. "
          "Without one of these demands the rest can be met")),
    ],
)  # fmt: skip
def test_what_cannot_be_served_says_why(tables: dict[str, str], reason: str, tmp_path: Path) -> None:
    ended = answered(tmp_path, "--format", "json", **tables)

    assert ended.code == 1
    assert ended.values["status"] == "infeasible"
    assert [(each["missing"], each["reason"]) for each in ended.values["unserved"]] == [(1, reason)]


def test_places_held_by_others_that_stay_short_are_told(tmp_path: Path) -> None:
    tables = {
        "applications": "application,experts_needed\na,1\nb,2\n",
        "experts": "expert,max_load\ne,1\n",
        "scores": "application,expert,score\na,e,1\nb,e,5\n",
    }

    values = values_of(tmp_path, **tables)

    assert [(each["application"], each["expert"]) for each in values["assignments"]] == [("b", "e")]
    assert values["worst_off"] is None
    only_one = "b needs 2 experts, and only 1 expert is allowed for it: e"
    assert [each["reason"] for each in values["unserved"]] == [
        f"the experts it could have are with others that stay short as well: {only_one}",
        f"it{only_one[1:]}",
    ]


def test_applications_that_the_same_others_keep_short_are_told_so(tmp_path: Path) -> None:
    tables = {
        "applications": "application,experts_needed\na,1\nb,1\nc,1\n",
        "experts": "expert,max_load\ne,1\n",
        "scores": "application,expert,score\na,e,9\nb,e,1\nc,e,1\n",
    }

    reasons = [each["reason"] for each in values_of(tmp_path, **tables)["unserved"]]

    told = (
        "a and b together need 2 experts and can have at most 1: of those allowed for them, e takes at most 1. "
        "Without one of these demands the rest can be met"
    )
    assert reasons == [told, f"the applications told of for b stand in its way too: {told}"]


def test_an_application_for_which_too_few_are_allowed_is_told_so_before_what_others_have(tmp_path: Path) -> None:
    tables = {
        "applications": "application,experts_needed\na,1\nb,2\nc,3\n",
        "experts": "expert,max_load\ne,1\nf,0\n",
        "scores": "application,expert,score\na,e,9\nb,e,1\nb,f,1\nc,e,1\nc,f,1\n",
    }

    reasons = {each["application"]: each["reason"] for each in values_of(tmp_path, **tables)["unserved"]}

    assert reasons["c"] == "it needs 3 experts, and only 2 experts are allowed for it: e and f"


def test_what_others_contend_for_is_told_within_those_that_hang_together(tmp_path: Path) -> None:
    tables = {
        "applications": "application,experts_needed\na,2\nb,2\nc,2\nd,2\n",
        "experts": "expert,max_load\ne,1\nf,1\ng,1\nh,1\n",
        "scores": "application,expert,score\na,e,1\nb,g,9\nb,h,1\nc,g,1\nc,h,9\nd,g,2\nd,h,2\n",
    }

    reasons = {each["application"]: each["reason"] for each in values_of(tmp_path, **tables)["unserved"]}

    assert set(reasons) >= {"a"}
    assert reasons["a"] == "it needs 2 experts, and only 1 expert is allowed for it: e"
    assert all("a needs" not in reason for reason in reasons.values())


def test_a_round_that_lacks_many_experts_is_told_in_sums(tmp_path: Path) -> None:
    names = [f"a{number}" for number in range(205)]
    tables = {
        "applications": "application,experts_needed\n" + "".join(f"{name},2\n" for name in names),
        "experts": "expert,max_load\ne,203\nf,203\n",
        "scores": "application,expert,score\n" + "".join(f"{name},e,1\n{name},f,1\n" for name in names),
    }

    values = values_of(tmp_path, **tables)

    sums = "204 applications that contend for the same experts together need 408 experts and can have at most 406"
    reasons = [each["reason"] for each in values["unserved"]]
    assert [each["missing"] for each in values["unserved"]] == [2, 2]
    assert reasons[0] == sums
    assert reasons[1].endswith(f"stand in its way too: {sums}")


def test_what_is_told_again_for_another_application_names_the_first(tmp_path: Path) -> None:
    tables = {
        "applications": "application,experts_needed\na,1\nb,2\nc,2\n",
        "experts": "expert,max_load\ne,1\nf,0\n",
        "scores": "application,expert,score\na,e,9\nb,e,1\nb,f,1\nc,e,1\nc,f,1\n",
    }

    first, second = (each["reason"] for each in values_of(tmp_path, **tables)["unserved"])

    told = "needs 2 experts and can have at most 1: of those allowed for it, f takes at most 0. "
    rest = "Without one of these demands the rest can be met"
    assert first == f"it {told}{rest}"
    assert second == f"the applications told of for b stand in its way too: b {told}{rest}"


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"scores": SCORES + "wind,ash,1\n"},
         'scores.csv: line 5, column application: found "wind", expected one of the 2 applications in '),
        ({"scores": SCORES + "wood,elm,1\n"},
         'scores.csv: line 5, column expert: found "elm", expected one of the 2 experts in '),
        ({"scores": SCORES + "wood,ash,2\n"},
         'scores.csv: line 5: found "wood" with "ash" again, expected each pair once'),
        ({"scores": SCORES + "water,ash,high\n"}, 'scores.csv: line 5, column score: found "high", expected a number'),
        ({"scores": SCORES + "water,ash,nan\n"}, 'scores.csv: line 5, column score: found "nan", expected a number'),
        ({"scores": SCORES + 'water,ash,"0,5"\n'}, 'scores.csv: line 5, column score: found "0,5", expected a number'),
        ({"scores": SCORES + "water,ash,1e99\n"}, 'scores.csv: line 5, column score: found "1e99", expected a number'),
        ({"scores": SCORES + "water,ash,\n"}, "scores.csv: line 5, column score: found nothing, expected a value"),
        ({"scores": SCORES + "water,ash\n"}, "scores.csv: line 5: found 2 cells, expected 3, one for each column"),
        ({"experts": "expert,max_load\nash,-1\nbirch,2\n"},
         'experts.csv: line 2, column max_load: found "-1", expected a whole number from 0 to 100000'),
        ({"experts": "expert,max_load\nash,1.5\nbirch,2\n"},
         'experts.csv: line 2, column max_load: found "1.5", expected a whole number from 0 to 100000'),
        ({"experts": EXPERTS + "ash,3\n"},
         'experts.csv: line 4, column expert: found "ash", which line 2 has, expected each expert once'),
        ({"applications": "application,needed\nwood,2\n"},
         "applications.csv: line 1: found the columns application, needed, expected experts_needed beside them"),
        ({"applications": "application;experts_needed\nwood;2\n"},
         ("applications.csv: line 1: found cells apart by semicolons, "
          "expected cells apart by commas: application,experts_needed")),
        ({"experts": "expert\tmax_load\nash\t2\n"}, "experts.csv: line 1: found cells apart by tabs"),
        ({"applications": ""}, "applications.csv: line 1: found no columns, expected application, experts_needed"),
        ({"applications": 'application,experts_needed\n"wood,2\n'},
         "applications.csv: line 2: found a row that is not CSV"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_file_and_line(tables: dict[str, str], told: str, tmp_path: Path) -> None:
    ended = answered(tmp_path, **tables)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"{tmp_path}/{told}")


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    words = asked(tmp_path)
    (tmp_path / "scores.csv").unlink()
    (tmp_path / "experts.csv").write_bytes(b"expert,max_load\n" + "hêtre,1\n".encode() + b"ch\xeane,1\n")

    ended = run(*words)
    (tmp_path / "experts.csv").write_text(EXPERTS, encoding="utf-8")
    without = run(*words)

    assert (ended.code, without.code) == (2, 2)
    assert "experts.csv: line 3: found bytes that are not UTF-8, expected a table as CSV in UTF-8" in ended.err
    assert "scores.csv: the file: found nothing, expected a file that can be read" in without.err


def test_further_columns_are_named_and_empty_lines_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    plain = values_of(tmp_path)

    ended = answered(
        tmp_path,
        "--format",
        "json",
        applications="\ufeffname,experts_needed,application\n\nx,2, wood\n,,\ny,1,water\n",
    )

    assert ended.values == plain
    assert ended.err == f"{tmp_path}/applications.csv: not read: the column name\n"


def test_fine_scores_are_rounded_with_a_note_and_the_bound_holds(tmp_path: Path) -> None:
    ended = answered(tmp_path, "--format", "json", scores=SCORES + "water,ash,0.12345678901234567891\n")

    assert ended.code == 0
    assert "Some scores are finer than can be reckoned with here; they were rounded to 1E-" in ended.err
    assert ended.values["bound"] >= ended.values["objective"]
    assert ended.values["bound"] - ended.values["objective"] < 1e-9


def test_two_processes_print_the_same(tmp_path: Path) -> None:
    words = asked(tmp_path)

    first, second = (process(*words, "--format", "json") for _ in range(2))

    assert first.code == 0
    assert first.out == second.out


def test_a_draw_gives_each_pair_its_chance_and_the_seed_that_draws_it_again(tmp_path: Path) -> None:
    words = ("--chance-at-most", "0.5")
    scores = SCORES + "wood,elm,0.4\nwater,elm,0.2\nwater,ash,0.1\n"
    tables = {"experts": "expert,max_load\nash,1\nbirch,2\nelm,2\n", "scores": scores}
    first = values_of(tmp_path, *words, **tables)

    again = values_of(tmp_path, *words, "--seed", str(first["drawn"]["seed"]), **tables)

    assert again == first
    assert first["drawn"]["likeliest"] == first["drawn"]["chance_at_most"] == 0.5
    assert first["drawn"]["held_back"] == ["wood"]
    assert {each["chance"] for each in first["assignments"]} <= {0.25, 0.5}


def test_who_is_short_only_by_the_bound_is_told_so(tmp_path: Path) -> None:
    found = [values_of(tmp_path, "--chance-at-most", "0.1", "--seed", str(seed))["unserved"] for seed in range(3)]

    reasons = {each["reason"] for unserved in found for each in unserved}

    assert reasons == {"the chance allowed for a pair leaves it short in this draw: allow a higher one"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--seed", "4"), "--seed is for a draw"),
        (("--chance-at-most", "0.5", "--aim", "worst-off"), "--aim worst-off is not for a draw"),
        (("--chance-at-most", "0"), "not a number above 0 and up to 1"),
        (("--chance-at-most", "1.5"), "not a number above 0 and up to 1"),
        (("--chance-at-most", "a half"), "not a number above 0 and up to 1"),
        (("--chance-at-most", "0.12345"), "at most three decimals"),
    ],
)
def test_a_draw_that_cannot_be_made_says_why(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    ended = answered(tmp_path, *words)

    assert (ended.code, told in " ".join(ended.err.split())) == (2, True)
