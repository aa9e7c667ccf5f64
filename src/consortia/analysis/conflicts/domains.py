"""Domains of addresses and sites: whose they may be."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit


def is_public_mail(domain: str) -> bool:
    """Whether a domain belongs to a provider of mail for everybody, so that it tells nothing of an employer."""
    return domain.casefold() in _public_mail()


def domain_of(address: str) -> str:
    """Return the domain of an e-mail address or of a site, in small letters without `www.`; empty where none is one."""
    host = address.rpartition("@")[2] if "@" in address else urlsplit(_with_scheme(address)).hostname or ""
    domain = host.strip().strip(".").casefold().removeprefix("www.")
    return "" if "." not in domain or is_public_mail(domain) else domain


def parents_of(domain: str) -> tuple[str, ...]:
    """Return a domain and those above it down to two labels: `law.uni.example`, `uni.example`."""
    labels = domain.split(".")
    return tuple(".".join(labels[at:]) for at in range(len(labels) - 1))


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"//{address}"


@cache
def _public_mail() -> frozenset[str]:
    told = tomllib.loads(files("consortia.analysis.conflicts").joinpath("data/public-mail.toml").read_text("utf-8"))
    return frozenset(told["domains"])
