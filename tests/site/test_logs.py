"""Structured logs: what happened, and nothing about whom."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from tests.factories import a_member

from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.site.logs import JsonFormatter


@contextmanager
def written(name: str) -> Iterator[io.StringIO]:
    """What the product's formatter writes of this logger."""
    out, logger = io.StringIO(), logging.getLogger(name)
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    logger.addHandler(handler)
    try:
        yield out
    finally:
        logger.removeHandler(handler)


@pytest.mark.django_db
def test_the_address_of_a_request_is_written_as_its_routes_name() -> None:
    """Django's own lines quote the address, which names an organisation and its objects."""
    one, other, client = a_member("Un"), a_member("Deux"), Client()
    with acting(purpose=SIGN_IN):
        client.force_login(one.person)
    with written("django.request") as out:
        client.get(f"/o/{other.organisation.handle}/")
        client.get(f"/nowhere/{other.organisation.handle}/")
        client.post(f"/o/{other.organisation.handle}/")
    messages = [json.loads(line)["message"] for line in out.getvalue().splitlines()]
    assert messages == [
        "Not Found: [organisation_home]",
        "Not Found: []",
        "Method Not Allowed (POST): [organisation_home]",
    ]
    assert other.organisation.handle not in out.getvalue()


def test_values_that_postgresql_quotes_are_left_out() -> None:
    """An error of the database carries the row's values; the traceback keeps everything else."""
    quoted = "duplicate key\nDETAIL:  Key (email)=(amina@example.org) already exists.\nmore"
    logger = logging.getLogger("jawda.tests")
    with written("jawda.tests") as out:
        try:
            raise ValueError(quoted)
        except ValueError:
            logger.exception("it failed")
    body = json.loads(out.getvalue())
    assert body["message"] == "it failed"
    assert "amina" not in body["trace"]
    assert "more" in body["trace"]
