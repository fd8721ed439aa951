"""Every page of the demonstration, for each of its people: strict, accessible, as wide as the screen.

In each run a page is looked at in one of six views (three languages, two widths), in turn; ``make check-pages``
looks at every page in all six.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.journeys.walk import PEOPLE, VIEWS, Place, faults, places, sign_in, speak

pytestmark = pytest.mark.journey


@contextmanager
def someone(browser: Any, server: str, person: str) -> Iterator[Any]:
    """A browser of that person's own, signed in."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", locale="fr-FR")
    speak(context, server, "fr")
    if person:
        sign_in(context, server, person)
    yield context
    context.close()


def found_by(browser: Any, server: str, views_of: Any) -> list[str]:
    """The faults of every page, public ones once; a room's once for each person who reaches it."""
    seen: set[tuple[str, str]] = set()
    said: list[str] = []
    number = 0
    for person in PEOPLE:
        with someone(browser, server, person) as context:
            for place in list(places(context, server, person)):
                if key(place) in seen or (place.route, "") in seen:
                    continue
                seen.add(key(place))
                for language, width in views_of(number):
                    said += faults(context, server, place, language, width)
                number += 1
    assert number > 20, "the walk found too few pages to mean anything"
    return said


def key(place: Place) -> tuple[str, str]:
    """What makes a page another one: its pattern, and who reads it where it belongs to a room."""
    return place.route, place.person if place.path.startswith("/o/") else ""


def test_every_page_in_one_view(server, browser):
    """WCAG 2.2 AA as far as a machine sees, 2.5.8 (target size) and 1.4.10 (reflow) included."""
    assert found_by(browser, server, lambda number: (VIEWS[number % len(VIEWS)],)) == []


@pytest.mark.pages
def test_every_page_in_every_view(server, browser):
    assert found_by(browser, server, lambda number: VIEWS) == []
