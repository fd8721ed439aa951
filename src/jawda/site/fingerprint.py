"""Which program a database and its files were prepared for: what is prepared already costs no second start.

The mark stands in the database itself, as the comment on its schema, so that a restored or replaced database carries
its own. One of the files where raw SQL is allowed; needs no framework.
"""

from __future__ import annotations

import hashlib
import os
import sysconfig
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
from psycopg import sql

PACKAGE = Path(__file__).resolve().parent.parent
MARK = "jawda "
_MADE = (".mo", ".pyc")
"""What is made from the rest."""


def fingerprint(package: Path = PACKAGE, libraries: Path | None = None) -> str:
    """Of the program's files by name, size and time, and of the versions of the libraries; some milliseconds."""
    libraries = libraries or Path(sysconfig.get_path("purelib"))
    digest = hashlib.sha256()
    for line in (*sorted(_files(package)), *sorted(item.name for item in libraries.glob("*.dist-info"))):
        digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()[:32]


def _files(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            if not name.endswith(_MADE):
                found = os.stat(os.path.join(place, name))
                yield f"{place}/{name} {found.st_size} {found.st_mtime_ns}"


def mark(*, demonstration: bool) -> str:
    """What is kept: this program, with or without the demonstration."""
    return f"{MARK}{fingerprint()}{' demonstration' if demonstration else ''}"


def recorded(url: str) -> str:
    """The mark in the database behind ``url``; '' where there is none."""
    with closing(psycopg.connect(url, connect_timeout=10)) as connection:
        row = connection.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')").fetchone()
    found = str(row[0]) if row else ""
    return found if found.startswith(MARK) else ""  # PostgreSQL has a comment of its own there


def record(url: str, mark: str) -> None:
    """Write the mark, as owner."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(mark)))
