"""What a password must be, and what people read about one that will not do."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from consortia.stages.people.models import Person


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("abc", "Make the password longer: it has 3 characters and needs 10 or more."),
        ("password12", "Many people use this password"),
        ("nora@river.example", "too close to your name or e-mail address"),
        ("Nora Quellen", "too close to your name or e-mail address"),
        ("kettle " * 200, "Shorten the password to 1000 characters or less."),
    ],
)
def test_a_password_that_will_not_do_says_what_to_do(password: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, Person(name="Nora Quellen", email="nora@river.example"))

    assert len(refused.value.messages) == 1
    assert words in refused.value.messages[0]


def test_a_few_words_are_a_good_password() -> None:
    validate_password("kettle river tuesday", Person(name="Nora Quell", email="nora@river.example"))
