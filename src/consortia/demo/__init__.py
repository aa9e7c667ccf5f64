"""The demo world: invented people, organisations and applications, made from a seed through the services."""

from collections.abc import Callable

from consortia.demo.accounts import ACCOUNTS, DEMO_PASSWORD, Account

__all__ = ["ACCOUNTS", "DEMO_PASSWORD", "Account", "make_world"]


def make_world(tell: Callable[[str], None] = print) -> bool:
    """Make the demo world where there is none yet, and say whether it was made; `tell` hears of each step."""
    # Imported here because the sign-in page only wants the accounts, and models load after the settings.
    from consortia.demo.world import make

    return make(tell)
