"""An attempt is a route, a method, an identity and whose ids stand in the address. Planned, made, and judged."""

from __future__ import annotations

import json
import random
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, product
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import urlencode
from tests.isolation.addresses import NUMBERED, WORDS, Route, model_of, names_a_tenants_row, routes
from tests.isolation.canaries import text_of
from tests.isolation.databases import writes
from tests.isolation.recipes import REFERENTIAL
from tests.isolation.rights import foreign, may_have_written
from tests.isolation.world import Identity, World

from jawda.foundation.tenancy.context import SIGN_IN, acting

NOBODY = "nobody"
"""In place of a tenant: ids that no row has."""
METHODS: tuple[tuple[str, dict[str, str]], ...] = (
    ("GET", {}),
    ("POST", {}),
    ("HEAD", {}),
    ("PUT", {}),
    ("PATCH", {}),
    ("DELETE", {}),
    ("OPTIONS", {}),
    ("GET", {"HTTP_HX_REQUEST": "true"}),
    ("GET", {"HTTP_ACCEPT": "application/json"}),
    ("POST", {"HTTP_HX_REQUEST": "true"}),
    ("POST", {"HTTP_ACCEPT": "application/json"}),
)


SELDOM = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
"""Methods that hardly any view has: fewer mixtures of ids."""


@dataclass(frozen=True)
class Attempt:
    """``handle_of`` and ``row_of`` say whose handle and whose objects stand in the address."""

    route: Route
    identity: str
    method: str
    headers: tuple[tuple[str, str], ...]
    handle_of: str = NOBODY
    row_of: str = NOBODY

    def __str__(self) -> str:
        ids = f" handle of {self.handle_of}, ids of {self.row_of}" if self.route.parameters else ""
        return f"{self.identity}: {self.method} {dict(self.headers) or ''} {self.route.name}{ids}"


def plan(world: World, count: int, *, seed: int = 2026) -> list[Attempt]:
    """Every route with every method by every identity at least once; then mixtures of ids, up to ``count``.

    Where ``count`` is too small even for the first part, a sample of it.
    """
    chance = random.Random(seed)
    cells = list(_cells(world, chance))
    first = chance.sample(cells, min(count, len(cells)))
    # all mixtures are some millions: those that are wanted are picked by their number
    ends = list(accumulate(cell.others for cell in cells))
    picked = chance.sample(range(ends[-1]), min(count - len(first), ends[-1]))
    made = [cell.attempt(0) for cell in first]
    for number in picked:
        at = bisect(ends, number)
        made.append(cells[at].another(number - (ends[at - 1] if at else 0)))
    return made


@dataclass(frozen=True)
class _Cell:
    """A route, an identity and a method: one mixture of ids at least, then others, each fourth of a seldom method."""

    one: Attempt
    pairs: list[tuple[str, str]]
    begin: int

    @property
    def _step(self) -> int:
        return 4 if self.one.method in SELDOM else 1

    @property
    def others(self) -> int:
        return -(-(len(self.pairs) - 1) // self._step)

    def another(self, number: int) -> Attempt:
        return self.attempt(1 + number * self._step)

    def attempt(self, number: int) -> Attempt:
        handle, row = self.pairs[(self.begin + number) % len(self.pairs)]
        return replace(self.one, handle_of=handle, row_of=row)


def _cells(world: World, chance: random.Random) -> Iterator[_Cell]:
    owners = [*world.tenants, NOBODY]
    for route in routes():
        rows = any(name in route.parameters and name not in WORDS for name in route.parameters if name != "handle")
        handles = owners if "handle" in route.parameters else [NOBODY]
        pairs = list(product(handles, owners if rows else [NOBODY]))
        for identity, (method, headers) in product(world.identities, METHODS):
            one = Attempt(route, identity, method, tuple(headers.items()))
            yield _Cell(one, pairs, chance.randrange(len(pairs)))


@dataclass
class Report:
    """What a series of attempts came to."""

    attempts: int = 0
    canaries: int = 0
    """Own canaries met: the search finds what is there."""
    faults: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    """Canaries that were rightly shown, by route."""

    def __str__(self) -> str:
        kinds = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.attempts} attempts, {len(self.faults)} faults, 0 foreign canaries expected; "
            f"{self.canaries} own canaries met; answers {kinds}"
        )


class Trial:
    """Makes attempts in a world. Each is rolled back unless ``keep``."""

    def __init__(self, world: World, *, keep: bool = False) -> None:
        self.world = world
        self.keep = keep
        self.report = Report()

    def run(self, attempts: list[Attempt]) -> Report:
        for attempt in attempts:
            if self.keep:
                self._make(attempt)
                continue
            with transaction.atomic():
                self._make(attempt)
                transaction.set_rollback(True)
        return self.report

    def _make(self, attempt: Attempt) -> None:
        identity = self.world.identities[attempt.identity]
        address = attempt.route.address(self.values(attempt))
        fields = self.body(attempt) if attempt.route.for_programs else self.fields(attempt)
        response = self.ask(identity, attempt.method, address, fields, dict(attempt.headers))
        acting_in = self.world.tenants[attempt.handle_of].pk if attempt.handle_of in self.world.tenants else None
        inside = acting_in if "handle" in attempt.route.parameters and acting_in in identity.homes else None
        if attempt.route.for_programs and identity.secret:
            inside = next(iter(identity.homes))
        sent = f"{address} {fields}"
        self.report.attempts += 1
        self.report.statuses[response.status_code] += 1
        if self.keep:
            self._sign_in_again(identity)
        for fault in self._judge(attempt, identity, response, inside, sent):
            self.report.faults.append(f"{attempt}: {fault}")

    def ask(
        self, identity: Identity, method: str, address: str, fields: dict[str, Any], headers: dict[str, str]
    ) -> HttpResponse:
        """One request through the whole middleware; the cookies are the identity's own, whatever was answered."""
        client = identity.client
        client.cookies.clear()
        if identity.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = identity.cookies
        client.raise_request_exception = False
        if identity.secret:
            headers = {**headers, "HTTP_AUTHORIZATION": f"Bearer {identity.secret}"}
        if address.startswith("/api/") and method in ("POST", "PUT"):
            content = {"data": json.dumps(fields), "content_type": "application/json"}
            return getattr(client, method.lower())(address, **content, **headers)
        if "/comparison" in address:
            address += f"?other={fields.get('other', '')}"
        elif "/echantillonnage/" in address and method == "GET":  # a plan that only typed tables give
            address += "?plan=multiple&lot=1000&nqa=1.0&edition=iso-2859-1-1999"
        elif method in ("GET", "HEAD") and headers and not identity.secret:
            address += "?" + urlencode(fields)
        form = {"data": fields} if method == "POST" else {}
        return getattr(client, method.lower())(address, **form, **headers)

    def _sign_in_again(self, identity: Identity) -> None:
        """Where the attempt ended the session, and that was kept."""
        if identity.person is None or SessionStore().exists(identity.cookies):
            return
        identity.client.cookies.clear()
        with transaction.atomic(), acting(purpose=SIGN_IN):
            identity.client.force_login(identity.person)
        identity.cookies = identity.client.cookies[settings.SESSION_COOKIE_NAME].value

    def values(self, attempt: Attempt) -> dict[str, Any]:
        """The values in the address."""
        found = {}
        for name in attempt.route.parameters:
            owner = attempt.handle_of if name == "handle" else attempt.row_of
            if name in WORDS:
                found[name] = WORDS[name][attempt.row_of == NOBODY and attempt.route.in_a_room]
            else:
                found[name] = self._value(name, owner)
        return found

    def _value(self, name: str, owner: str) -> Any:
        pointed = model_of(name)
        assert pointed is not None, name
        model, column = pointed
        row = self.world.rows.get((model._meta.label, owner)) or self._first_of_a_person(model._meta.label, owner)
        if row is not None:
            return getattr(row, column)
        return "zzzzzzzzzz" if column == "handle" else 987654321 if name in NUMBERED else uuid4()

    def _first_of_a_person(self, label: str, owner: str) -> Any:
        """A table of persons has no row of an organisation: take one of its members'."""
        if owner not in self.world.tenants:
            return None
        home = self.world.tenants[owner].pk
        people = (name for name, identity in self.world.identities.items() if home in identity.homes)
        return next((row for name in people if (row := self.world.rows.get((label, name)))), None)

    def fields(self, attempt: Attempt) -> dict[str, str]:
        """A form that names another's rows wherever a form might ask for one."""
        owner = attempt.row_of if attempt.row_of != NOBODY else attempt.handle_of
        ecosystem = self.world.rows.get(("ecosystems.Ecosystem", "FB" if owner.startswith("B") else "FA"))
        tenant = self.world.tenants.get(owner)
        found = {
            "level": "3", "note": "seen", "action": "join", "show_stage": "on", "referential": REFERENTIAL,
            "kind": "company", "name": "Nouvelle", "city": "Fès", "role": "reader", "confirmed": "forged",
            "ecosystem": getattr(ecosystem, "slug", ""), "organisation": str(tenant.pk if tenant else uuid4()),
            "email": "someone@example.org", "next": "/", "who": "chosen", "answer": "decline", "q": "usine",
            "college": "own_1", "mail_language": "fr",
            "address": "https://hooks.example.org/jawda", "events": "assessment.closed",
        }  # fmt: skip
        named = (
            ("diagnostics.Assessment", "assessment"), ("organisations.Membership", "membership"),
            ("diagnostics.Evidence", "evidence"), ("ecosystems.Participation", "chosen"),
            ("actions.Action", "action"), ("actions.Action", "on"),
        )  # fmt: skip
        for label, column in named:
            if row := self.world.rows.get((label, owner)):
                found[column] = found[f"{column}_id"] = str(row.pk)
        for rival in self.world.tenants:
            row = self.world.rows.get(("referentials.OwnReferential", rival))
            if row is not None and rival != attempt.handle_of:
                found |= {"suite": row.identifier, "supplements": row.identifier, "edition": "2", "step": "remove"}
                break
        return found

    def body(self, attempt: Attempt) -> dict[str, Any]:
        """What a program sends: of the form that the operation takes, so that it gets as far as it can."""
        other = self.world.rows.get(("diagnostics.Assessment", attempt.row_of))
        rivals = next(
            row for tenant in ("B2", "A2") if (row := self.world.rows.get(("referentials.OwnReferential", tenant)))
        )
        answer = {"level": "3", "note": "seen"}
        name = attempt.route.name.partition(":")[2]
        return {
            "diagnostics_assessments": {"referential": rivals.identifier},
            "diagnostics_answers": {"answers": [{"requirement": "pp-direction-responsable", **answer}]},
            "diagnostics_answer": answer,
            "diagnostics_comparison": {"other": str(other.pk if other else uuid4())},
            "organisations_sites": {"name": "Nouveau site"},
            "organisations_site": {"name": "Nouveau nom"},
        }.get(name, {})

    def _judge(
        self, attempt: Attempt, identity: Identity, response: HttpResponse, inside: UUID | None, sent: str
    ) -> Iterator[str]:
        known = self.world.canaries.found_in(sent)
        found = self.world.canaries.found_in(everything_said(response)) - known
        wrong = foreign(self.world, identity, found, inside)
        self.report.canaries += len(found) - len(wrong)
        self.report.own[attempt.route.name] += len(found) - len(wrong)
        if wrong:
            yield f"shows {wrong}"
        if response.status_code >= 500:
            yield f"answers {response.status_code}"
        if not self.keep:  # what is kept changes what the next attempt may meet
            yield from _wrong_status(self.world, attempt, identity, response)
        for line in writes():
            if not may_have_written(self.world, identity, line, inside):
                yield f"writes {line['verb']} {line['table']} {line['row']}"
        kept = "no-store" not in response.headers.get("Cache-Control", "")
        alike = attempt.route.name == "health"  # answered before the session is looked at, the same to everyone
        if identity.person and kept and not alike:
            yield "could be kept by a cache"
        yield from self._mail()

    def _mail(self) -> Iterator[str]:
        """What a mail says must be the receiver's to know."""
        for message in getattr(mail, "outbox", []):
            receivers = [
                item for item in self.world.identities.values() if item.person and item.person.email in message.to
            ]
            found = self.world.canaries.found_in(f"{message.subject} {message.body} {message.message()}")
            for token in found:
                if not any(not foreign(self.world, item, {token}, next(iter(item.homes), None)) for item in receivers):
                    yield f"mails {token} to {message.to}"
        if hasattr(mail, "outbox"):
            mail.outbox.clear()


def everything_said(response: HttpResponse) -> str:
    """Headers, cookies, redirects and the body, whatever it is made of."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{heads}\n{response.cookies.output()}\n{text_of(response.headers.get('Content-Type', ''), body)}"


def _wrong_status(world: World, attempt: Attempt, identity: Identity, response: HttpResponse) -> Iterator[str]:
    """Another's room, and another's object in one's own room, do not exist: 404, or 405 for the method alone."""
    status, route = response.status_code, attempt.route
    if status == 405 or route.declaration is None or route.declaration.audience == "public":
        return
    if route.for_programs:
        if not identity.secret and status != 401:
            yield f"answers {status} without a token"
        home_of_program = world.tenants[attempt.row_of].pk if attempt.row_of in world.tenants else None
        others = any(map(names_a_tenants_row, route.parameters)) and home_of_program not in identity.homes
        if identity.secret and others and status not in (403, 404):
            yield f"answers {status} for another's object"
        return
    if identity.person is None:
        if status != 302 or "/compte/login/" not in response["Location"]:
            yield f"answers {status} to nobody"
        return
    if route.declaration.audience == "operator" and not identity.operator and status != 404:
        yield f"answers {status} to who is no operator"
    if not route.in_a_room:
        return
    home = world.tenants[attempt.handle_of].pk if attempt.handle_of in world.tenants else None
    if home not in identity.homes:
        if status != 404:
            yield f"answers {status} in another's room"
    elif (
        attempt.row_of != attempt.handle_of
        and any(map(names_a_tenants_row, route.parameters))
        and status not in (403, 404)
    ):
        yield f"answers {status} for another's object"
