from __future__ import annotations

import pytest

from consortia.analysis.conflicts import domain_of, is_public_mail

PUBLIC = "gmail.com"


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ada@Uni.Example", "uni.example"),
        ("https://www.uni.example/about", "uni.example"),
        ("uni.example", "uni.example"),
        (f"ada@{PUBLIC}", ""),
        ("", ""),
        ("somewhere", ""),
    ],
)
def test_the_domain_of_an_address_or_site(address: str, domain: str) -> None:
    assert domain_of(address) == domain


def test_providers_for_everybody_tell_nothing() -> None:
    assert is_public_mail("GMX.de")
    assert not is_public_mail("uni.example")
