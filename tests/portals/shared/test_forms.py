from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.html import parse_html

from consortia.portals.shared.forms import DayField, LimitedTextField
from consortia.portals.shared.problems import messages_at, problems_of

GAP = "\N{NO-BREAK SPACE}"


class Everything(forms.Form):
    title = forms.CharField(label="Title", max_length=10, help_text="Short.")
    text = LimitedTextField(label="Needs", limit=10, required=False)
    day = DayField(label="First day")
    months = forms.IntegerField(label="Months", min_value=24, max_value=36)
    email = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    annex = forms.FileField(label="Mandate")
    honour = forms.BooleanField(label="It is true")


def said_about(name: str, value: object) -> list[str]:
    form = Everything({name: value})
    return messages_at(form[name])


def test_a_field_is_label_hint_and_control_tied_together() -> None:
    field = Everything()["title"]

    assert parse_html(field.as_field_group()) == parse_html(
        """
        <div class="field field-text" id="id_title_field">
          <label for="id_title">Title</label>
          <div class="hint" id="id_title_helptext">Short.</div>
          <input type="text" name="title" maxlength="10" required aria-describedby="id_title_helptext" id="id_title">
        </div>
        """
    )


def test_a_refused_field_keeps_its_value_and_points_to_its_message() -> None:
    html = Everything({"title": "far too long a title"})["title"].as_field_group()

    assert 'value="far too long a title"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html


def test_a_limit_is_shown_before_the_text_and_described_to_it() -> None:
    html = Everything()["text"].as_field_group()

    assert html.index("Up to 10 characters. A line end counts as two.") < html.index("<textarea")
    assert 'aria-describedby="id_text_limit"' in html
    assert "maxlength" not in html


def test_a_group_of_choices_is_a_fieldset_with_its_name() -> None:
    html = Everything()["kind"].as_field_group()

    assert html.startswith("<fieldset")
    assert "<legend>Kind</legend>" in html
    assert '<label for="id_kind_0">A</label>' in html


def test_what_may_stay_empty_says_so() -> None:
    form = Everything()

    assert "(optional)" in form["text"].as_field_group()
    assert "(optional)" not in form["title"].as_field_group()


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("x" * 9, 0),
        ("x" * 10, 0),
        ("x" * 11, 1),
        ("x" * 8 + "\r\n", 0),
        ("x" * 9 + "\n", 1),
        ("😀" * 10, 0),
        (" " * 12, 2),
    ],
)
def test_the_limit_counts_characters_and_each_line_end_as_two(text: str, over: int) -> None:
    said = said_about("text", text)

    assert bool(said) is (over > 0)
    if over == 1:
        assert said == ["“Needs” is one character over its limit of 10. Take one out."]
    if over > 1:
        assert said == [f"“Needs” is {over} characters over its limit of 10. Shorten it by that many."]


def test_a_text_is_kept_as_it_was_typed() -> None:
    form = Everything({"text": " a \n"})
    form.is_valid()

    assert form.cleaned_data["text"] == " a \n"


def test_blanks_alone_are_no_answer() -> None:
    class Asked(forms.Form):
        text = LimitedTextField(label="Needs", limit=10)

    assert messages_at(Asked({"text": "  "})["text"]) == ["Write an answer to “Needs”."]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title", "", "Write an answer to “Title”."),
        ("title", "x" * 11, "Shorten “Title” to 10 characters; it has 11."),
        ("day", "", "Give the day for “First day”."),
        ("day", "31.31.2016", "Write “First day” as a day of the calendar, such as 31/03/2016."),
        ("months", "23", "“Months” must be at least 24."),
        ("months", "37", "“Months” can be at most 36."),
        ("months", "two", "Write “Months” as a whole number, such as 24."),
        ("email", "nobody", "Write “E-mail” like name@example.org."),
        ("kind", "", "Choose an answer to “Kind”."),
        ("kind", "c", "Choose one of the answers to “Kind” that the list offers."),
        ("annex", "", "Choose a file for “Mandate”."),
        ("honour", "", "Tick “It is true” to go on."),
    ],
)
def test_a_message_names_the_answer_and_what_to_do(name: str, value: str, message: str) -> None:
    assert said_about(name, value) == [message]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1234567", "Write “Cost” with at most 6 digits."),
        ("12345", "Write “Cost” with at most 4 digits before the point."),
        ("1.005", "Write “Cost” with at most 2 decimal places."),
    ],
)
def test_a_sum_says_which_of_its_digits_are_too_many(value: str, message: str) -> None:
    class Asked(forms.Form):
        cost = forms.DecimalField(label="Cost", max_digits=6, decimal_places=2)

    assert messages_at(Asked({"cost": value})["cost"]) == [message]


def test_an_empty_file_is_named() -> None:
    form = Everything(files={"annex": SimpleUploadedFile("mandate.pdf", b"")})
    form.data = {"title": "x"}
    form.is_bound = True

    assert messages_at(form["annex"]) == ["The file for “Mandate” is empty. Choose another."]


def test_a_message_that_a_form_wrote_itself_stays() -> None:
    class Own(forms.Form):
        name = forms.CharField(label="Name", error_messages={"required": "Who are you?"})

        def clean(self) -> None:
            raise forms.ValidationError("Nobody of that name is known here.")

    form = Own({"name": ""})

    assert list(problems_of(form)) == [
        {"text": "Nobody of that name is known here.", "href": ""},
        {"text": "Who are you?", "href": "#id_name"},
    ]


@pytest.mark.parametrize(("name", "href"), [("title", "#id_title"), ("kind", "#id_kind_0"), ("honour", "#id_honour")])
def test_each_problem_leads_to_a_control_that_exists(name: str, href: str) -> None:
    form = Everything({name: ""})

    assert href in [problem["href"] for problem in problems_of(form)]
    assert f'id="{href[1:]}"' in form[name].as_field_group()


def test_a_formset_tells_the_problems_of_all_its_forms() -> None:
    class Row(forms.Form):
        city = forms.CharField(label="City")

    rows: Any = forms.formset_factory(Row, min_num=2, validate_min=True, extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-city": "", "form-1-city": "Turku"}

    assert [problem["href"] for problem in problems_of(rows(data))] == ["#id_form-0-city"]
