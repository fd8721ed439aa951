"""The living pages in a real browser: accessible in both themes, and a script that loses no answer."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route
from tests.journeys.walk import violations

from jawda.core.languages import LANGUAGES
from jawda.foundation.ui import views

pytestmark = pytest.mark.journey

ROOT = "http://design.test"


class Site:
    """Answers the browser's requests with the views and the static files; ``fails`` cuts the line for answers."""

    def __init__(self, show) -> None:
        self.pages = {(name, language): show(name, language) for name in views.NAMES for language in LANGUAGES}
        self.fails = False
        self.received: list[str] = []

    def __call__(self, route: Route) -> None:
        path, _, query = route.request.url.removeprefix(f"{ROOT}/").partition("?")
        if route.request.method == "POST":
            self._answer(route)
        elif path.startswith("static/"):
            found = finders.find(path.removeprefix("static/"))
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            if found:
                route.fulfill(body=Path(found).read_bytes(), content_type=kind)
            else:
                route.fulfill(status=404)
        else:
            html = self.pages[path.strip("/").split("/")[1], query.removeprefix("language=")]
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    def _answer(self, route: Route) -> None:
        if self.fails:
            route.abort("connectionfailed")
            return
        self.received.append(route.request.post_data or "")
        route.fulfill(body=json.dumps({"saved": "Enregistré à 14:33", "tick": "c"}), content_type="application/json")


@pytest.fixture
def site(show) -> Site:
    return Site(show)


def visit(browser: Browser, site: Site, name: str, language: str = "fr", **options) -> Page:
    page = browser.new_context(bypass_csp=True, **options).new_page()
    page.route("**/*", site)
    page.goto(f"{ROOT}/design/{name}/?language={language}")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_and_nothing_out_of_the_page(browser, site, language, width, scheme):
    """WCAG 2.2 AA as far as a machine sees, target size included; WCAG 1.4.10: no scrolling in two directions."""
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "reduced_motion": "reduce"}
    page = visit(browser, site, views.NAMES[0], language, **options)
    for name in views.NAMES:
        page.goto(f"{ROOT}/design/{name}/?language={language}")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.context.close()


def test_letters_answer_and_move(browser, site):
    page = visit(browser, site, "question")
    page.keyboard.press("x")
    assert page.locator("#f2 input:checked").get_attribute("value") == "X"
    page.keyboard.press("j")
    page.keyboard.press("4")
    assert page.locator("#f3 input:checked").get_attribute("value") == "4"
    page.keyboard.press("k")
    assert page.locator(".q.now form").get_attribute("id") == "f2"


def test_letters_are_letters_while_one_writes(browser, site):
    page = visit(browser, site, "question")
    page.locator("#n2").press_sequentially("xj?")
    assert page.locator("#n2").input_value() == "xj?"
    assert page.locator("#f2 input:checked").get_attribute("value") == "P"


def test_letters_can_be_turned_off(browser, site):
    """WCAG 2.1.4: a shortcut of one character can be turned off."""
    page = visit(browser, site, "question")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.locator("[data-letters]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    assert page.locator("#f2 input:checked").get_attribute("value") == "P"


@pytest.mark.parametrize(
    ("key", "code"),
    [("ؤ", "KeyC"), ("c", "KeyC")],
)
def test_a_key_works_on_an_arabic_keyboard(browser, site, key, code):
    """The same physical key, whatever it writes."""
    page = visit(browser, site, "question")
    page.evaluate("document.querySelector('#f2 input[value=P]').focus()")
    page.evaluate(
        "([key, code]) => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}))",
        [key, code],
    )
    assert page.locator("#f2 input:checked").get_attribute("value") == "C"


def test_a_digit_works_without_shift_on_a_french_keyboard(browser, site):
    page = visit(browser, site, "question")
    page.evaluate("document.querySelector('#f3 input').closest('.q').querySelector('h2').click()")
    page.evaluate(
        "document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'é', code: 'Digit2', bubbles: true, cancelable: true}))"
    )
    assert page.locator("#f3 input:checked").get_attribute("value") == "2"


def test_an_answer_waits_for_the_connection(browser, site):
    page = visit(browser, site, "question")
    site.fails = True
    page.keyboard.press("c")
    page.get_by_text("Liaison coupée. 1 réponse est gardée ici").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.get_by_text("2 réponses sont gardées ici").wait_for()
    assert page.evaluate("!dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    site.fails = False
    page.locator("[data-retry]").click()
    page.get_by_text("Enregistré à 14:33").wait_for()
    assert len(site.received) == 2
    assert page.evaluate("dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}
    assert page.evaluate("Object.keys(localStorage)") == []


def test_ctrl_k_goes_to_the_search(browser, site):
    page = visit(browser, site, "lists")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.matches('[data-search], [data-search-field]')")


def test_the_list_of_errors_takes_the_focus(browser, site):
    page = visit(browser, site, "forms")
    assert page.evaluate("document.activeElement.matches('[data-summary]')")
    page.locator(".summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_identifier"


def test_a_dialog_and_a_menu_open_and_close(browser, site):
    page = visit(browser, site, "forms")
    page.locator("[data-open=give]").click()
    assert page.locator("#give").is_visible()
    page.locator("#give [data-close]").click()
    assert not page.locator("#give").is_visible()
    page.locator("[popovertarget=more]").click()
    button, menu = page.locator("[popovertarget=more]").bounding_box(), page.locator("#more").bounding_box()
    assert abs(menu["y"] - button["y"] - button["height"]) < 20


def test_the_name_of_a_chosen_file_is_shown(browser, site, tmp_path):
    file = tmp_path / "grille.xlsx"
    file.write_bytes(b"x")
    page = visit(browser, site, "forms")
    page.locator(".drop input").set_input_files(file)
    assert page.locator("[data-names]").inner_text() == "grille.xlsx"
