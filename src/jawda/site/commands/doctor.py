"""``jawda doctor``: what was chosen, what is wrong, and what to do."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Final

from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.devices.offered import read_offered
from jawda.foundation.devices.pkcs11 import log_in
from jawda.foundation.files.scanning import Infected, ScannerSilent, scan
from jawda.site.commands import environment, output
from jawda.site.database import Diagnosis, Login, diagnose
from jawda.site.database.logins import VARIABLES
from jawda.site.mail_settings import mail_settings
from jawda.site.values import ValueRefused

WORKER_SILENT: Final = timedelta(seconds=60)
"""A worker writes its heartbeat every 10 s; after this long it is taken for gone."""
SECRET_LENGTH: Final = 50


def doctor(options: argparse.Namespace) -> int:
    """One line for each thing looked at; 1 if one is wrong. Makes and mends nothing."""
    folder = environment.data_folder()
    found = (
        Diagnosis("data", True, f"Files are kept in {folder} (JAWDA_DATA)."),
        *_values(os.environ, folder),
        *diagnose(os.environ, folder / "database", further=_platform),
    )
    good = all(item.ok for item in found)
    if options.json:
        output.put_json({"ok": good, "findings": [asdict(item) for item in found]})
    else:
        output.put_lines(f"{'ok ' if item.ok else 'BAD'}  {item.name:<17} {item.sentence}" for item in found)
    return 0 if good else 1


def _values(values: Mapping[str, str], folder: Path) -> Iterator[Diagnosis]:
    """What the environment says, without a database."""
    key = values.get("JAWDA_SECRET_KEY", "")
    if key:
        long = len(key) >= SECRET_LENGTH
        told = "It is given." if long else f"It has {len(key)} characters; {SECRET_LENGTH} random ones are expected."
        yield Diagnosis("secret key", long, told)
    else:
        file = folder / "secret-key"
        exposed = file.exists() and file.stat().st_mode & 0o077
        told = f"Others can read it: run `chmod 600 {file}`." if exposed else f"Made at the first start, in {file}."
        yield Diagnosis("secret key", not exposed, told)
    address = values.get("JAWDA_URL", "http://localhost:8000")
    local = "//localhost" in address or "//127.0.0.1" in address
    safe = address.startswith("https://") or local
    told = f"People type {address}." if safe else f"{address} is not https: sign-ins would travel in the clear."
    yield Diagnosis("address", safe, told)
    yield _mail(values, local=local)
    yield _antivirus(values.get("JAWDA_CLAMD", ""))
    yield from _devices(values.get("JAWDA_PKCS11_DEVICES", ""), values)


def _mail(values: Mapping[str, str], *, local: bool) -> Diagnosis:
    """As the settings read it; mails that reach nobody are wrong where other people sign in."""
    try:
        found = mail_settings(values)
    except ValueRefused as refused:
        return Diagnosis("mail", False, f"{refused}.")
    reached = found.folder is None or local
    return Diagnosis("mail", reached, f"{found.described}{'.' if reached else ': set JAWDA_MAIL_URL to a relay.'}")


def _antivirus(address: str) -> Diagnosis:
    """Asks it about nothing: a scanner that does not answer keeps every file out."""
    if not address:
        return Diagnosis(
            "antivirus", True, "None is named (JAWDA_CLAMD): each stored file says that it was not scanned."
        )
    try:
        scan(b"", address=address, whole=5)
    except (ScannerSilent, Infected) as fault:
        told = f"{address} does not answer as ClamAV does ({fault}): files are refused until it does."
        return Diagnosis("antivirus", False, told)
    return Diagnosis("antivirus", True, f"ClamAV answers at {address}.")


def _devices(text: str, values: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Logs into each once: a device that is out of reach lets its body issue, suspend and withdraw nothing."""
    try:
        lent = read_offered(text)
    except ValueError as fault:
        yield Diagnosis("devices", False, f"{fault}.")
        return
    for one in lent:
        try:
            log_in(one.device, values.get(one.pin_variable, ""))
        except Refused as refused:
            yield Diagnosis("device", False, f"{one.name}: {words(refused.findings[0], 'en')}")
        else:
            yield Diagnosis("device", True, f"{one.name} answers, and takes its PIN.")


def _platform(urls: Mapping[Login, str]) -> Iterator[Diagnosis]:
    """What stands in the database, as each part's own login sees it."""
    embedded = not os.environ.get(VARIABLES[Login.APP])
    os.environ.update({VARIABLES[login]: url for login, url in urls.items()})
    try:
        environment.framework()
    except ValueRefused as refused:
        yield Diagnosis("platform", False, f"It cannot be looked at: {refused}.")
        return
    from django.db import Error  # noqa: PLC0415 - after set-up

    try:
        yield from _stored(urls, embedded=embedded)
    except Error as fault:
        yield Diagnosis("platform", False, f"It cannot be read: {str(fault).strip().splitlines()[0]}.")


def _stored(urls: Mapping[Login, str], *, embedded: bool) -> Iterator[Diagnosis]:
    from jawda.site import migration_state  # noqa: PLC0415 - after set-up

    pending = migration_state.pending()
    if pending:
        told = f"{len(pending)} are not applied, from {pending[0]} on: run `jawda migrate`."
        yield Diagnosis("migrations", False, told)
        return
    yield Diagnosis("migrations", True, "All are applied.")
    yield _referentials()
    yield _worker(embedded=embedded)
    if Login.BACKUP in urls:
        yield _audit()


def _referentials() -> Diagnosis:
    from jawda.apps.referentials import built_in, store  # noqa: PLC0415 - after set-up

    stored = {item.identifier for item in store.listed()}
    missing = sorted({item.identifier for item in built_in.shipped()} - stored)
    if missing:
        return Diagnosis("referentials", False, f"{', '.join(missing)} is not stored: run `jawda migrate`.")
    known = [item.identifier for item in built_in.shipped()]
    others = len(stored) - len(known)
    more = f", and {others} of others" if others else ""
    return Diagnosis("referentials", True, f"{len(stored)} stored: {', '.join(known)}{more}.")


def _worker(*, embedded: bool) -> Diagnosis:
    """A worker takes its name off when it ends in order; `jawda run` sees to its own."""
    from django.utils import timezone  # noqa: PLC0415 - after set-up
    from procrastinate.contrib.django.models import ProcrastinateWorker  # noqa: PLC0415 - after set-up

    last = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True).first()
    if last is None:
        return Diagnosis("worker", embedded, "None runs now: `jawda worker` starts one, and so does `jawda run`.")
    silent = timezone.now() - last
    seconds = f"{silent.total_seconds():.0f} s ago"
    if silent > WORKER_SILENT:
        return Diagnosis("worker", False, f"It was last heard of {seconds}: start `jawda worker`.")
    return Diagnosis("worker", True, f"It was last heard of {seconds}.")


def _audit() -> Diagnosis:
    from django.db import connection  # noqa: PLC0415 - after set-up

    from jawda.site import audit_check  # noqa: PLC0415 - after set-up
    from jawda.site.settings import database_of  # noqa: PLC0415 - after set-up

    connection.close()
    former = dict(connection.settings_dict)
    connection.settings_dict.update(database_of(Login.BACKUP))
    try:
        found = list(audit_check.verify_all())
    finally:
        connection.close()
        connection.settings_dict.update(former)
    broken = [item.handle for item in found if item.verification.broken]
    if broken:
        told = f"The trail of {', '.join(broken[:5])} does not hold: `jawda audit verify` says where."
        return Diagnosis("audit", False, told)
    return Diagnosis("audit", True, f"The trails of {len(found)} organisations hold.")
