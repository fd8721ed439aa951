"""``operator``: who operates the platform. With the owner's login: no page, and no account, makes an operator."""

from __future__ import annotations

import argparse

from jawda.site.commands import environment, output
from jawda.site.database import Login
from jawda.site.values import ValueRefused


def add_one(options: argparse.Namespace) -> int:
    """Let the person with this address operate."""
    return _change(options, True)


def remove_one(options: argparse.Namespace) -> int:
    """Let them operate no more, from their next page on."""
    return _change(options, False)


def list_all(options: argparse.Namespace) -> int:
    """Their names and addresses."""
    _framework()
    from jawda.foundation.accounts import domain  # noqa: PLC0415 - after set-up

    rows = [{"email": person.email, "name": person.name} for person in domain.operators()]
    if options.json:
        output.put_json(rows)
    else:
        output.put_lines(f"{row['email']:<40} {row['name']}" for row in rows)
    return 0


def _change(options: argparse.Namespace, operates: bool) -> int:
    _framework()
    from jawda.foundation.accounts import domain  # noqa: PLC0415 - after set-up

    if not domain.let_operate(email=options.email, operates=operates):
        raise ValueRefused(f"No account has the address {options.email!r}: it signs up first, then operates.")
    if options.json:
        output.put_json({"email": options.email, "operator": operates})
    else:
        output.put_lines([f"{options.email} {'operates' if operates else 'operates no more'}."])
    return 0


def _framework() -> None:
    environment.database(Login.OWNER)
    environment.framework(Login.OWNER)
