"""The list of public documents and its exports read what they show, and nothing row by row."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.recognition.world import issued, world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["", "json", "csv", "xlsx"])
def test_signed_documents_stay_where_they_are(form: str) -> None:
    found = world()
    issued(found)
    client = Client()
    client.get("/certificats/")  # catalogues are warm
    counts = []
    for number in (None, "QMS-0043"):
        if number:
            issued(found, number=number)
        with CaptureQueriesContext(connection) as context:
            answer = client.get("/certificats/", {"q": "caoutchouc", "format": form})
        assert (number or "QMS-0042") in answer.content.decode("utf-8", "replace") or form in ("", "xlsx")
        asked = [item["sql"] for item in context.captured_queries]
        read = [sql.partition(" FROM ")[0] for sql in asked if "publicattestation" in sql]
        assert read
        assert not [sql for sql in read if '"credential"' in sql or '"words"' in sql]
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("language", "between"), [("fr", "\u00a0; "), ("ar", "؛ "), ("en", "; ")])
def test_sites_stand_apart_as_the_language_writes_it(language: str, between: str) -> None:
    issued(world(), sites=("Lot 12, Berrechid", "Lot 14, Settat"))
    client = Client()
    client.cookies["django_language"] = language
    text = client.get("/certificats/?format=csv").content.decode("utf-8-sig")
    assert f"Lot 12, Berrechid{between}Lot 14, Settat" in text
