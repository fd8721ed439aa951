"""Every page that the demonstration's people can reach, found by following links, and what must hold on each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import Resolver404, resolve
from tests.pages import strict_page

from jawda.core.languages import LANGUAGES
from jawda.site.demo_people import PASSWORD, SIGN_INS

PEOPLE: Final = ("", *(person.email for person in SIGN_INS))
WIDTHS: Final = (1280, 390)
#: Every way in which a page is looked at.
VIEWS: Final = tuple((language, width) for width in WIDTHS for language in LANGUAGES)
#: Not pages: they change the language and go back.
_PASSED_OVER: Final = frozenset({"language"})


@dataclass(frozen=True, slots=True)
class Place:
    """A page as someone finds it: the address's pattern, the address, and who found it ("" for nobody)."""

    route: str
    path: str
    person: str


def enter(page: Any, server: str, person: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto(f"{server}/compte/login/")
    page.locator("[name=login]").fill(person)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/compte/login/" not in url)


def sign_in(context: Any, server: str, person: str) -> None:
    """The whole context is signed in, on no page."""
    page = context.new_page()
    enter(page, server, person)
    page.close()


def begin(page: Any, home: str, referential: str) -> None:
    """Choose a referential and begin with nothing, also where former answers could be carried over."""
    page.goto(f"{home}diagnostic/choisir/")
    page.locator(f"form:has(input[value='{referential}']) button").first.click()
    page.wait_for_url(re.compile("/(reprendre|profil|chapitre)/"))
    if "/reprendre/" in page.url:
        page.locator("form.actions a.btn").click()
        page.wait_for_url(re.compile("/(profil|chapitre)/"))


def speak(context: Any, server: str, language: str) -> None:
    """From now on the context's pages come in ``language``."""
    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": server}])


def places(context: Any, server: str, person: str) -> Iterator[Place]:
    """Each pattern once, nearest pages first; files and addresses of other sites are not followed."""
    waiting, seen, routes = ["/", "/accueil/", "/design/"], set(), set()
    while waiting:
        path = waiting.pop(0)
        name, route = _pattern(path)
        if path in seen or route is None or route in routes or name in _PASSED_OVER:
            continue
        seen.add(path)
        answer = context.request.get(f"{server}{path}")
        if "text/html" not in answer.headers.get("content-type", "") or answer.status != 200:
            continue
        final = urlsplit(answer.url).path
        route = _pattern(final)[1]
        if route is None or route in routes:
            continue
        routes.add(route)
        yield Place(route, final, person)
        for link in _links(answer.text()):
            target = urlsplit(urljoin(answer.url, link))
            if target.netloc == urlsplit(server).netloc:
                waiting.append(target.path)


def _links(html: str) -> list[str]:
    """Where a page leads, as it was sent."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "a" and (address := dict(attrs).get("href")):
                found.append(address)

    Reader().feed(html)
    return found


def _pattern(path: str) -> tuple[str, str | None]:
    """The name and the pattern of an address; the pages of the design system count one by one."""
    try:
        found = resolve(path)
    except Resolver404:
        return "", None
    return found.url_name or "", path if found.app_name == "ui" else found.route


def own_language(path: str) -> str:
    """That of a page which keeps its language in its address, since it is read where no server is; else empty."""
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return last if "/hors-ligne/" in path and last in LANGUAGES else ""


def follow(page: Any, link: Any) -> None:
    """Click, and wait for the document it leads to: a click returns before, and between two pages there is none."""
    with page.expect_event("domcontentloaded"):
        link.click()


def violations(page: Any) -> list[str]:
    """What axe finds on a page that has come whole, the size of its targets among it: rule and place of each."""
    page.wait_for_load_state("load")
    asked = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=asked).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def is_accessible(page: Any) -> None:
    """At its end, where the bar at the foot rests in its own place: elsewhere it covers a target, until one scrolls."""
    page.wait_for_load_state("load")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def faults(context: Any, server: str, place: Place, language: str, width: int) -> list[str]:
    """What is wrong on a page: strict HTML, axe with the size of targets, one direction of scrolling, refused parts."""
    speak(context, server, language)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    answer = page.goto(f"{server}{place.path}")
    found = [] if answer.status == 200 else [f"status {answer.status}"]
    try:
        strict_page(answer.text(), language=own_language(place.path) or language)
    except AssertionError as fault:
        found += str(fault).splitlines()
    found += violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    page.close()
    who = place.person or "nobody"
    return [f"{place.path} ({who}, {language}, {width} px): {fault}" for fault in (*found, *said)]
