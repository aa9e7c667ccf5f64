"""The settings of the site, with other addresses behind the same middleware."""

from consortia.config.settings import *  # noqa: F403  # all of them, as they are

ROOT_URLCONF = "benchmarks.bare_addresses"
