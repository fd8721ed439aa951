"""``search rebuild``: the index of search made anew from the rows that it tells of."""

from __future__ import annotations

import argparse

from jawda.site.commands import environment, output
from jawda.site.database import DatabaseRefused, Login


def rebuild(options: argparse.Namespace) -> int:
    """The login for backups says which organisations there are; each one's index is written as the application."""
    environment.database(Login.APP, Login.BACKUP)
    environment.framework(Login.BACKUP)
    from jawda.site import search_rebuild  # noqa: PLC0415 - after set-up

    found = search_rebuild.rebuild(handle=options.organisation)
    if options.organisation and not found.organisations:
        raise DatabaseRefused(f"No organisation has the handle {options.organisation!r}.")
    if options.json:
        output.put_json({"organisations": found.organisations, "entries": found.entries, "common": found.common})
    else:
        output.put_lines(
            [f"{found.organisations} organisations, {found.entries} entries; {found.common} referentials."]
        )
    return 0
