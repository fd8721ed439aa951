"""``migrate``, ``demo``, ``publish``."""

from __future__ import annotations

import argparse
import os

from jawda.site.commands import environment, output
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES
from jawda.site.values import ValueRefused


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
    if options.large:
        return _large(options)
    environment.database(Login.OWNER, Login.APP)
    environment.framework(Login.OWNER)
    from jawda.site import preparation  # noqa: PLC0415 - after set-up

    loaded = preparation.load_demonstration()
    if options.json:
        output.put_json({"loaded": loaded})
    elif loaded:
        output.put_lines(["The demonstration is loaded."])
    return 0


def publish(options: argparse.Namespace) -> int:
    """Renew what may be renewed of the figures over all companies; the worker does so each night."""
    environment.database(Login.PUBLISHER)
    environment.framework(Login.PUBLISHER)
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from jawda.apps.diagnostics.reviews.release import renew  # noqa: PLC0415 - after set-up

    renewed = renew(now=timezone.now())
    if options.json:
        output.put_json({"usual_differences": renewed})
    else:
        output.put_lines([f"renewed: {name}" for name in renewed])
    return 0


def _large(options: argparse.Namespace) -> int:
    """Thousands of companies, in steps that are kept: Ctrl-C stops between two of them."""
    if options.companies is not None and options.companies < 1:
        raise ValueRefused(f"--companies {options.companies}: a number above 0 is expected.")
    environment.database(Login.APP)
    environment.framework()
    from jawda.site import demo_large  # noqa: PLC0415 - after set-up

    number = options.companies or demo_large.COMPANIES
    with output.counted("companies", number) as tell:
        made = demo_large.load(number, tell=tell)
    if options.json:
        output.put_json({"companies": number, "made": made})
    else:
        output.put_lines([f"{number} fictitious companies stand, {made} of them new; {demo_large.OFFICER} sees them."])
    return 0
