"""Queries and processor time of the room, whatever the portfolio.

Counted are the statements on tables: not the transaction's own, not the telling of who acts, and not the record of
sessions, which stand around every page alike.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import machine
from tests.apps.diagnostics.rooms import Room, a_room, everything
from tests.factories import a_referential, a_requirement

from jawda.apps.referentials import store

pytestmark = pytest.mark.django_db
AROUND = ("SAVEPOINT", "RELEASE", "SELECT set_config", "usersessions_usersession")
EXPECTED = {
    "list": 6,
    "choose": 8,
    "chapter": 8,
    "result": 9,
    "sites": 6,
    "profile": 6,
    "targets": 5,
    "name": 6,
    "comparison": 8,
    "upload": 6,
    "report": 6,
    "spreadsheet": 5,
}


def statements(call: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        answer = call()
    assert answer.status_code == 200
    own = [item["sql"] for item in found if not any(word in item["sql"] for word in AROUND)]
    people = [text for text in own if text.startswith('SELECT "accounts_person"')]
    for repeated in people[1:]:  # the record of sessions reads the person a second time
        own.remove(repeated)
    return own


@pytest.mark.parametrize("portfolio", [1, 30])
def test_no_page_asks_more_for_a_larger_portfolio(portfolio: int) -> None:
    room = a_room()
    assessment = room.start(answers=everything())
    for number in range(portfolio):
        room.start(answers=everything(str(number % 6)))
    counts = {}
    for name in EXPECTED:
        rest = [] if name in ("list", "choose") else [assessment.pk]
        rest += ["pp-controle"] if name == "chapter" else []
        room.get(name, *rest)
        counts[name] = len(statements(lambda name=name, rest=rest: room.get(name, *rest)))  # type: ignore[misc]
    assert counts == EXPECTED
    saved = statements(lambda: room.save(assessment, "pp-controle-liberation", level="3", page="one", seen=""))
    assert len(saved) <= 8


def large(requirements: int, chapters: int) -> str:
    """A referential of one's own size; its id."""
    heads = [a_requirement(f"c{number}", assessable=False) for number in range(chapters)]
    rows = []
    for number, head in enumerate(heads):
        rows.append(head)
        rows += [
            a_requirement(f"c{number}-{place}", parent=head.id) for place in range(requirements // chapters)
        ]  # fmt: skip
    referential = a_referential(*rows)
    store.keep(referential)
    return referential.id


@pytest.mark.parametrize(("requirements", "chapters", "page", "save"), [(140, 7, 60, 15), (1375, 5, 300, 30)])
def test_processor_time(requirements: int, chapters: int, page: int, save: int) -> None:
    room: Room = a_room()
    identifier = large(requirements, chapters)
    answers = everything("2", identifier)
    del answers["c0-1"]
    assessment = room.start(identifier, answers)
    turns = count(1)

    def seen(answer: Any) -> None:
        assert answer.status_code == 200

    def saved() -> None:
        turn = next(turns)
        answer = room.save(assessment, "c0-1", level=str(turn % 6), page="one", turn=str(turn))
        assert "saved" in answer.json(), answer.json()

    spent = {
        "chapter": machine.least(lambda: seen(room.get("chapter", assessment.pk, "c0"))),
        "tree": machine.least(lambda: seen(room.client.get(f"/referentiels/{identifier}/"))),
        "save": machine.least(saved),
    }
    print(requirements, {name: round(value, 1) for name, value in spent.items()})  # noqa: T201 - shown on failure
    assert spent["chapter"] <= page
    assert spent["tree"] <= page
    assert spent["save"] <= save
