"""The page that describes the interface: every operation, in three languages around it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.apps.pages import page

from jawda.site.api_page import operations, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_operation_is_described(language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    text = page(client, "/api/v1/docs")
    assert f'lang="{language}"' in text
    lines = [line for _subject, group in operations() for line in group]
    assert len(lines) > 25
    for line in lines:
        assert f'id="{line.id}"' in text
        assert line.scope in text
    assert [item.name for item in told()] != []
    for item in told():
        assert f'id="{item.id}"' in text
        assert item.name in text
