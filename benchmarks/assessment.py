"""The assessment on the workloads that its nearest peer was measured with, beside what that peer needs for them.

The peer is CISO Assistant community (snapshot f990d7b1 of August 2026), its figures as they were measured on the same
kind of machine (two shared cores): processor time in its own process, on SQLite unless said otherwise. Ours are through
every middleware, on PostgreSQL, by the real logins. Both count statements; those that open and close a transaction
are left out, those that tell PostgreSQL who acts are not.

W-140: a tree of 140 nodes (2, 11, 116, 11 by depth), 123 of them questions, all answered. W-200x140: 200 companies with
one such assessment, nine tenths answered. W-1000x140: 1 000 assessments, here of one group (no company of ours sees
another's). W-1375: a tree of 1 375 nodes, 1 341 of them questions.
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
from benchmarks.common import say
from benchmarks.database import prepared, queries_of
from tests import machine

from jawda.core.languages import Text
from jawda.core.referentials import Referential, Requirement, ScaleKind
from jawda.core.referentials.scales import DEFAULT_SCALES
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES

COMPANIES, PORTFOLIO = 200, 1000
NOTE = "vu à l’atelier, à compléter au siège."
LEVELS = ("C", "P", "X", "N")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One kind of work: statements, processor time, the clock; what it may be, and what the peer needs."""

    what: str
    queries: int
    cpu: float
    p50: float
    p95: float
    most_queries: int | None = None
    most_cpu: float | None = None
    most_clock: float | None = None
    kilobytes: float | None = None
    most_kilobytes: float | None = None
    peer: str = ""

    @property
    def missed(self) -> list[str]:
        """The bars that are missed."""
        pairs = (
            ("queries", self.queries, self.most_queries), ("cpu", self.cpu, self.most_cpu),
            ("clock", self.p50, self.most_clock), ("size", self.kilobytes or 0, self.most_kilobytes),
        )  # fmt: skip
        return [name for name, value, most in pairs if most is not None and value > most]


def measured(what: str, work: Callable[[], object], *, times: int = 20, **bars: Any) -> Measured:
    """Count, then repeat. Processor time in milliseconds of the quiet machine, its lower quartile: others only add."""
    queries = queries_of(work)
    clock = []

    def timed() -> None:
        at = time.perf_counter()
        work()
        clock.append((time.perf_counter() - at) * 1000)

    cpu = machine.paired(timed, times)
    return Measured(
        what=what, queries=queries, cpu=round(statistics.quantiles(cpu, n=4)[0], 1),
        p50=round(statistics.median(clock), 1),
        p95=round(statistics.quantiles(clock, n=20)[-1], 1), **bars,
    )  # fmt: skip


def main() -> int:
    """Fill a database, measure, print; 1 where a bar is missed."""
    with prepared() as database:
        found = list(_all(database.urls[Login.PUBLISHER]))
    if "--json" in sys.argv[1:]:
        rows = [{**asdict(item), "missed": item.missed} for item in found]
        say(json.dumps({"benchmark": "assessment with its database", "figures": rows}, indent=2))
    else:
        _print(found)
    return 1 if any(item.missed for item in found) else 0


def _print(found: list[Measured]) -> None:
    slow = f"this machine now: {machine.slowness():.1f} times slower than quiet"
    say(f"\nassessment with its database (in brackets: at most; {slow})")
    say(f"  {'':<52}{'queries':>12}{'cpu ms':>16}{'p50 / p95 ms':>22}{'kB':>12}  peer")
    for item in found:
        queries = f"{item.queries}{_bar(item.most_queries)}"
        cpu = f"{item.cpu:g}{_bar(item.most_cpu)}"
        clock = f"{item.p50:g}{_bar(item.most_clock)} / {item.p95:g}"
        size = "" if item.kilobytes is None else f"{item.kilobytes:g}{_bar(item.most_kilobytes)}"
        missed = f"  MISSED: {', '.join(item.missed)}" if item.missed else ""
        say(f"  {item.what:<52}{queries:>12}{cpu:>16}{clock:>22}{size:>12}  {item.peer}{missed}")


def _bar(most: float | None) -> str:
    return "" if most is None else f" ({most:g})"


def w_140() -> Referential:
    """2 parts, 11 chapters, 116 below them of which 4 hold 11 more: 123 questions."""
    return _tree("w-140", parts=2, chapters=11, below=116, holders=4, deepest=11)


def w_1375() -> Referential:
    """4 parts, 25 chapters, 1 296 below them of which 5 hold 50 more: 1 341 questions."""
    return _tree("w-1375", parts=4, chapters=25, below=1296, holders=5, deepest=50)


def _tree(name: str, *, parts: int, chapters: int, below: int, holders: int, deepest: int) -> Referential:
    rows: list[Requirement] = []
    for part in range(parts):
        rows.append(_node(f"p{part}", f"{part + 1}", None, question=False))
        for chapter in range(part, chapters, parts):
            rows.append(_node(f"c{chapter}", f"{part + 1}.{chapter + 1}", f"p{part}", question=False))
            for item in range(chapter, below, chapters):
                holds = item < holders
                rows.append(_node(f"q{item}", f"{chapter + 1}.{item + 1}", f"c{chapter}", question=not holds))
                inner = range(item, deepest, holders) if holds else ()
                rows += [_node(f"d{leaf}", f"{item + 1}.{leaf + 1}", f"q{item}", question=True) for leaf in inner]
    words = _text(name)
    return Referential(
        id=f"{name}-1", slug=name, edition="1", title=words, languages=("fr", "ar", "en"), publisher="Jawda",
        rights=words, scale=DEFAULT_SCALES[ScaleKind.CONFORMITY], requirements=tuple(rows),
    )  # fmt: skip


def _node(identifier: str, reference: str, parent: str | None, *, question: bool) -> Requirement:
    words = _text("Les dispositions sont écrites, connues, appliquées et vérifiées à intervalles planifiés ; ce qui "
                  "en ressort est enregistré et suivi d’effets mesurés.")  # fmt: skip
    return Requirement(
        id=identifier, reference=reference, parent=parent, title=_text(f"Exigence {reference}"), assessable=question,
        question=words if question else Text(), plain_words=words if question else Text(),
    )  # fmt: skip


def _text(words: str) -> Text:
    return Text(fr=words, ar=words, en=words)


def _all(publisher: str) -> Iterator[Measured]:
    from django.conf import settings  # noqa: PLC0415 - after set-up
    from django.test import Client  # noqa: PLC0415 - after set-up

    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    owner = _Owner(client)
    yield from _loading()
    small, large = w_140(), w_1375()
    yield from _creating(owner, small, large)
    _companies(small)
    one, wide = owner.company("Une entreprise", small, 1), owner.company("Un grand référentiel", large, 1)
    _settled()
    yield _aggregate(publisher, small)
    yield from _pages(client, one, wide, small, large)
    group = owner.company("Un groupe", small, PORTFOLIO)
    _settled()
    for what, place, peer in (
        ("one company", one, "63 ms, 35 queries"),
        ("1 000 assessments", group, "2 593 ms, 37 queries; 200 on PostgreSQL: 593 ms"),
    ):
        yield measured(f"save one answer, {what}", _post(client, place, "q50"), most_queries=10, most_cpu=15, peer=peer)
    yield measured(
        "list of 1 000 assessments, a page of 50", _get(client, f"/o/{group.handle}/diagnostic/?page=2"),
        most_queries=8, peer="863 ms, 1 220 queries (all of them)",
    )  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A company and its last assessment."""

    handle: str
    assessment: str


class _Owner:
    """A person signed in, and companies of theirs."""

    def __init__(self, client: Any) -> None:
        from django.db import transaction  # noqa: PLC0415 - after set-up

        from jawda.foundation.accounts.models import Person  # noqa: PLC0415 - after set-up
        from jawda.foundation.tenancy.context import SIGN_IN, acting  # noqa: PLC0415 - after set-up

        with transaction.atomic(), acting(purpose=SIGN_IN):
            self.person = Person.objects.create_user("mesure@example.org", "a long password 1", name="Mesure")
            client.force_login(self.person)

    def access(self, name: str) -> Any:
        """A new company's, as its manager."""
        from django.db import transaction  # noqa: PLC0415 - after set-up

        from jawda.apps.organisations import domain  # noqa: PLC0415 - after set-up
        from jawda.apps.organisations.enums import Kind  # noqa: PLC0415 - after set-up
        from jawda.apps.organisations.queries import access_by_handle  # noqa: PLC0415 - after set-up
        from jawda.foundation.tenancy.context import acting  # noqa: PLC0415 - after set-up

        with transaction.atomic():
            row = domain.register_organisation(person_id=self.person.pk, kind=Kind.COMPANY, name=name)
            with acting(person_id=self.person.pk):
                return access_by_handle(self.person.pk, row.handle)

    def company(self, name: str, referential: Referential, assessments: int) -> Place:
        """With so many assessments, all but every fifth closed, the last one open."""
        from django.db import transaction  # noqa: PLC0415 - after set-up

        from jawda.foundation.tenancy.context import acting  # noqa: PLC0415 - after set-up

        access = self.access(name)
        with transaction.atomic(), acting(organisation_id=access.organisation_id, person_id=self.person.pk):
            last = _fill(access.organisation_id, referential, assessments, thinned=False)
        return Place(access.handle, str(last))


def _fill(organisation_id: Any, referential: Referential, count: int, *, thinned: bool, company: int = 0) -> Any:
    """Written in bulk: what is measured is reading and saving. The id of the last, which is open unless thinned."""
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from jawda.apps.diagnostics.models import Answer, Assessment  # noqa: PLC0415 - after set-up
    from jawda.apps.diagnostics.queries import loaded_all, summary_of  # noqa: PLC0415 - after set-up

    now = timezone.now()
    rows = [
        Assessment(
            organisation_id=organisation_id, referential=referential.id, target=60.0,
            started_at=now - timedelta(minutes=count - number), closed_at=now if thinned or number % 5 else None,
        )
        for number in range(count, 0, -1)
    ]  # fmt: skip
    rows[-1].closed_at = now if thinned else None
    Assessment.objects.bulk_create(rows)
    Answer.objects.bulk_create(
        [
            Answer(
                organisation_id=organisation_id, assessment=row, requirement=item.id, note=NOTE,
                level="" if LEVELS[place % 4] == "N" else LEVELS[place % 4], not_applicable=LEVELS[place % 4] == "N",
                reason=NOTE if LEVELS[place % 4] == "N" else "",
            )
            for row in rows
            for place, item in enumerate(referential.assessable)
            if not thinned or (company * 7 + place) % 10
        ],
        batch_size=5000,
    )  # fmt: skip
    closed = [row for row in rows if row.closed_at]
    if closed:
        kept = summary_of(loaded_all(closed[:1])[0]).stored()
        Assessment.objects.filter(pk__in=[row.pk for row in closed]).update(summary=kept)
    return rows[-1].pk


def _companies(referential: Referential) -> None:
    """W-200x140."""
    from django.db import transaction  # noqa: PLC0415 - after set-up

    from jawda.apps.organisations.models import Organisation  # noqa: PLC0415 - after set-up
    from jawda.foundation.tenancy.context import acting  # noqa: PLC0415 - after set-up

    for number in range(COMPANIES):
        identifier = uuid4()
        with transaction.atomic(), acting(organisation_id=identifier):
            Organisation.objects.create(id=identifier, kind="company", name=f"Entreprise {number}")
            _fill(identifier, referential, 1, thinned=True, company=number)


def _settled() -> None:
    """As the server's own upkeep leaves the tables after such a load."""
    with psycopg.connect(os.environ[VARIABLES[Login.OWNER]], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def _loading() -> Iterator[Measured]:
    from django.db import transaction  # noqa: PLC0415 - after set-up

    from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up

    numbers = iter(range(1000))

    def load() -> None:
        base = w_140()
        edition = str(next(numbers))
        new = Referential(**{
            **{name: getattr(base, name) for name in base.__dataclass_fields__ if base.__dataclass_fields__[name].init},
            "id": f"load-{edition}", "slug": "load", "edition": edition,
        })  # fmt: skip
        with transaction.atomic():
            store.keep(new)
            store.load(new.id)

    yield measured(
        "load a referential of 140", load, times=7, most_queries=30, most_cpu=500, peer="1 800 ms, 2 235 queries"
    )
    with transaction.atomic():
        store.keep(w_140())
        store.keep(w_1375())


def _creating(owner: _Owner, *referentials: Referential) -> Iterator[Measured]:
    from django.db import transaction  # noqa: PLC0415 - after set-up

    from jawda.apps.diagnostics import domain  # noqa: PLC0415 - after set-up
    from jawda.foundation.tenancy.context import acting  # noqa: PLC0415 - after set-up

    access = owner.access("Création")
    for referential, peer in zip(referentials, ("64 ms, 58 queries", "539 ms, 58 queries"), strict=True):

        def create(referential: Referential = referential) -> None:
            with transaction.atomic(), acting(organisation_id=access.organisation_id, person_id=owner.person.pk):
                domain.start(access=access, referential_id=referential.id)

        yield measured(f"create an assessment, {referential.id}", create, peer=peer)


def _pages(client: Any, one: Place, wide: Place, small: Referential, large: Referential) -> Iterator[Measured]:
    for place, referential, cpu, peers in (
        (one, small, 60, ("354 ms, 303 queries", "186 ms, 292 queries")),
        (wide, large, 300, ("8 063 ms, 2 777 queries", "2 942 ms, 2 733 queries")),
    ):
        fill_in = client.get(f"/o/{place.handle}/diagnostic/{place.assessment}/")["Location"].partition("#")[0]
        for what, path, peer in (
            ("fill-in page (one chapter)", fill_in, peers[0]),
            ("tree of titles", f"/referentiels/{referential.id}/", peers[1]),
        ):
            work = _get(client, path)
            size = round(len(client.get(path).content) / 1000, 1)
            yield measured(f"{what}, {referential.id}", work, most_queries=12, most_cpu=cpu, kilobytes=size, peer=peer)


def _get(client: Any, path: str) -> Callable[[], None]:
    def get() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return get


def _post(client: Any, place: Place, requirement: str) -> Callable[[], None]:
    """As the page's script sends it."""
    path = f"/o/{place.handle}/diagnostic/{place.assessment}/reponse/{requirement}/"

    def post() -> None:
        answer = client.post(path, {"level": "P", "note": NOTE, "page": "one"}, headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.status_code
        assert "saved" in answer.json(), answer.json()

    return post


def _aggregate(publisher: str, referential: Referential) -> Measured:
    """On a connection of the login that publishes."""
    from django.db import connection  # noqa: PLC0415 - after set-up
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - after set-up

    from jawda.apps.diagnostics.aggregates import levels  # noqa: PLC0415 - after set-up

    parts = conninfo_to_dict(publisher)
    connection.close()
    former = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.settings_dict.update(USER=parts["user"], PASSWORD=parts["password"])
    found = levels(referential.id)
    assert len(found.requirements) == len(referential.assessable)
    assert max(found.companies(name) for name in found.requirements) <= COMPANIES + 1
    size = round(len(json.dumps(found.as_document())) / 1000, 1)
    result = measured(
        "levels over 200 companies, as publisher", lambda: levels(referential.id), most_queries=1, most_clock=150,
        kilobytes=size, most_kilobytes=100, peer="9 851 ms, 21 queries, 19 500 kB (PostgreSQL)",
    )  # fmt: skip
    connection.close()
    connection.settings_dict.update(former)
    return result


if __name__ == "__main__":
    sys.exit(main())
