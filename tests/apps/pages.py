"""Asking for pages as a browser does, and counting what that asks of the database."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST = 15
"""Queries that any page may make (DESIGN, "Held to")."""
_NOT_QUERIES = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "SELECT set_config")


def page(client: Any, url: str, *, status: int = 200) -> str:
    """The text of a page, which has one heading, the status wanted and no more queries than allowed."""
    client.get(url)  # sessions and catalogues are warm, as in a server that runs
    with CaptureQueriesContext(connection) as context:
        response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    asked = [query["sql"] for query in context.captured_queries if not query["sql"].startswith(_NOT_QUERIES)]
    assert len(asked) <= MOST, (url, len(asked), [sql[:100] for sql in asked])
    text: str = response.content.decode()
    if response["Content-Type"].startswith("text/html"):
        assert text.count("<h1") == 1, url
        assert "style=" not in text, url
    return text
