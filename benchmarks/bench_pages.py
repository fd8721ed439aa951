"""Pages on the real PostgreSQL, through every middleware: queries and processor time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.common import SIZES, Figure, a_referential, answers_to, milliseconds, report
from benchmarks.database import prepared, queries_of


def main() -> int:
    """The bars of the design: what a page may ask of the database, and how long it may compute."""
    with prepared():
        return report("pages", list(_figures()))


def _figures() -> Iterator[Figure]:
    import logging  # noqa: PLC0415 - after set-up

    from django.conf import settings  # noqa: PLC0415 - after set-up
    from django.db import transaction  # noqa: PLC0415 - after set-up
    from django.test import Client  # noqa: PLC0415 - after set-up

    from jawda.apps.diagnostics import domain  # noqa: PLC0415 - after set-up
    from jawda.apps.diagnostics.imports import import_answers  # noqa: PLC0415 - after set-up
    from jawda.apps.organisations import domain as organisations  # noqa: PLC0415 - after set-up
    from jawda.apps.organisations.enums import Kind  # noqa: PLC0415 - after set-up
    from jawda.apps.organisations.queries import access_by_handle  # noqa: PLC0415 - after set-up
    from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up
    from jawda.foundation.accounts.models import Person  # noqa: PLC0415 - after set-up
    from jawda.foundation.tenancy.context import SIGN_IN, acting  # noqa: PLC0415 - after set-up

    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    with transaction.atomic():
        with acting(purpose=SIGN_IN):
            person = Person.objects.create_user("mesure@example.org", "a long password 1", name="Mesure")
            client.force_login(person)
        organisation = organisations.register_organisation(person_id=person.pk, kind=Kind.COMPANY, name="Mesure")
    base = f"/o/{organisation.handle}/diagnostic"
    for size, cpu in zip(SIZES, (60, 300), strict=True):
        referential = a_referential(size)
        with transaction.atomic(), acting(organisation_id=organisation.pk, person_id=person.pk):
            access: Any = access_by_handle(person.pk, organisation.handle)
            store.keep(referential)
            row = domain.start(access=access, referential_id=referential.id, target=60.0)
            import_answers(access=access, assessment=row, referential=referential, answers=answers_to(referential))
        here = f"{base}/{row.pk}"
        page = f"{here}/chapitre/c2/"
        yield from _page(client, f"fill-in page (one chapter), {size} requirements", page, 12, cpu)
        yield from _page(client, f"result, {size} requirements", f"{here}/resultat/", 15, 200)

        def save(here: str = here) -> None:
            answer = client.post(f"{here}/reponse/c2-1/", {"level": "3"})
            assert answer.status_code in (200, 302), answer.status_code

        yield Figure(f"save one answer, {size}: queries", queries_of(save), "queries", 10)
        yield Figure(f"save one answer, {size}", milliseconds(save, 15), "ms", 15)
    for what, path in (("diagnoses", f"{base}/"), ("home", f"/o/{organisation.handle}/"), ("front", "/")):
        yield from _page(client, what, path, 15, 200)


def _page(client: Any, what: str, path: str, queries: int, cpu: float) -> Iterator[Figure]:
    def get() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    yield Figure(f"{what}: queries", queries_of(get), "queries", queries)
    yield Figure(what, milliseconds(get, 15), "ms", cpu)


if __name__ == "__main__":
    sys.exit(main())
