"""``migrate``, ``demo``."""

from __future__ import annotations

import argparse
import os

from jawda.site.commands import environment, output
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES


def migrate(options: argparse.Namespace) -> int:
    """Tables as owner, rights, the built-in referentials, fonts, catalogues and static files; the demonstration if
    wanted, as the application's login."""
    environment.database(Login.OWNER, *((Login.APP,) if options.demo else ()))
    environment.framework(Login.OWNER)
    from jawda.site import fingerprint, preparation  # noqa: PLC0415 - after set-up

    mark = fingerprint.mark(demonstration=options.demo)  # taken first: what changes meanwhile is prepared next time
    applied = preparation.prepare()
    loaded = options.demo and preparation.load_demonstration()
    fingerprint.record(os.environ[VARIABLES[Login.OWNER]], mark)
    if options.json:
        output.put_json({"migrations": applied, "demonstration": loaded})
    return 0


def demo(options: argparse.Namespace) -> int:
    """Load the demonstration as the application would, under row-level security; the owner makes its operator."""
    environment.database(Login.OWNER, Login.APP)
    environment.framework(Login.OWNER)
    from jawda.site import preparation  # noqa: PLC0415 - after set-up

    loaded = preparation.load_demonstration()
    if options.json:
        output.put_json({"loaded": loaded})
    elif loaded:
        output.put_lines(["The demonstration is loaded."])
    return 0
