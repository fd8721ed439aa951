"""Every page of the demonstration, for each of its people: strict, accessible, as wide as the screen.

In each run a page is looked at in one of six views (three languages, two widths), in turn; ``make check-pages``
looks at every page in all six.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
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


def found_by(browser: Any, server: str, person: str, views_of: Any) -> list[str]:
    """The faults of every page that this person reaches and nobody before does; a room's is looked at by each."""
    seen = {place.route for place in shared(browser, server, person)}
    said: list[str] = []
    number = PEOPLE.index(person)
    with someone(browser, server, person) as context:
        for place in list(places(context, server, person)):
            if place.route in seen:
                continue
            for language, width in views_of(number):
                said += faults(context, server, place, language, width)
            number += 1
    assert number > PEOPLE.index(person), "the walk found no page of this person's own"
    return said


@lru_cache(maxsize=1)
def _of_all(browser: Any, server: str) -> tuple[Place, ...]:
    found: list[Place] = []
    for person in PEOPLE[:2]:
        with someone(browser, server, person) as context:
            found += list(places(context, server, person))
    return tuple(found)


def shared(browser: Any, server: str, person: str) -> list[Place]:
    """Pages outside rooms that a visitor reaches, or the first who signs in; looked at as those two reach them."""
    before = PEOPLE[: min(PEOPLE.index(person), 2)]
    return [item for item in _of_all(browser, server) if item.person in before and not item.path.startswith("/o/")]


@pytest.mark.long
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_in_one_view(server, browser, person):
    """WCAG 2.2 AA as far as a machine sees, 2.5.8 (target size) and 1.4.10 (reflow) included."""
    assert found_by(browser, server, person, lambda number: (VIEWS[number % len(VIEWS)],)) == []


@pytest.mark.pages
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_in_every_view(server, browser, person):
    assert found_by(browser, server, person, lambda number: VIEWS) == []
