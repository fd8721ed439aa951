"""What a first visit downloads: at most 300 kB, as it goes over the line."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.walk import places, sign_in, speak

pytestmark = [pytest.mark.journey, pytest.mark.long]

MOST = 300_000


def weight(context: Any, url: str) -> dict[str, int]:
    """Bytes of body and headers of everything that the page asks for, by address."""
    page = context.new_page()
    asked: list[Any] = []
    page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108 - a built-in method is refused
    page.goto(url, wait_until="networkidle")
    sizes = {request.url: request.sizes() for request in asked}
    page.close()
    return {address: size["responseBodySize"] + size["responseHeadersSize"] for address, size in sizes.items()}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_front_page_is_light(server, browser, language):
    context = browser.new_context()
    speak(context, server, language)
    loaded = weight(context, f"{server}/")
    context.close()
    assert any(".woff2" in address for address in loaded)
    assert 10_000 < sum(loaded.values()) <= MOST, loaded


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_fill_in_page_is_light_at_first(server, browser, language):
    """A chapter, with nothing kept from an earlier page."""
    signed_in = browser.new_context()
    speak(signed_in, server, "fr")
    sign_in(signed_in, server, "qualite@cablages.example")
    found = places(signed_in, server, "qualite@cablages.example")
    chapter = next(place.path for place in found if "chapter" in place.route or "chapitre" in place.route)
    fresh = browser.new_context(storage_state=signed_in.storage_state())
    speak(fresh, server, language)
    loaded = weight(fresh, f"{server}{chapter}")
    signed_in.close()
    fresh.close()
    assert 10_000 < sum(loaded.values()) <= MOST, loaded
