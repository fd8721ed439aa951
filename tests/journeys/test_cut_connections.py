"""An assessment is done in a browser while the line is cut 500 times, and no answer is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.journeys.conftest import Served
from tests.journeys.cutting import WAYS, Line
from tests.journeys.walk import begin, enter

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
CUTS = 500
PAD_LAID = """async () => {
  const open = await new Promise(done => {
    const asked = indexedDB.open("jawda"); asked.onsuccess = () => done(asked.result) });
  if (!open.objectStoreNames.contains("pads")) return false;
  return new Promise(done => {
    const asked = open.transaction("pads").objectStore("pads").count();
    asked.onsuccess = () => { open.close(); done(asked.result > 0) } }) }"""


@pytest.fixture
def line(served: Served) -> Iterator[Line]:
    found = Line(served.port, path=b"/reponse/", cuts=CUTS, share=0.8)
    yield found
    found.close()


@pytest.fixture
def page(browser: Any) -> Any:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.on("dialog", lambda dialog: dialog.accept())
    yield context.new_page()
    context.close()


def start(page: Any, address: str) -> str:
    """An assessment by IATF 16949, 152 questions; its address without what stands at the end."""
    enter(page, address, "qualite@argane.example")
    begin(page, page.url, "iatf-16949-2016")
    return re.sub(r"(profil|chapitre)/.*", "", page.url)


def answer(page: Any, number: int, question: Any) -> tuple[str, str]:
    """A level and a note of this question's own; what was typed."""
    level, note = "CPX"[number % 3], f"constat {number}, vu à l’atelier"
    question.locator(f"input[name=level][value={level}]").evaluate("field => field.click()")
    question.locator("textarea[name=note]").evaluate("field => { field.closest('details').open = true }")
    question.locator("textarea[name=note]").fill(note)
    return level, note


def all_sent(page: Any) -> None:
    """Nothing waits any more; the person is impatient and presses “try now”."""
    page.wait_for_function(
        """() => {
          const button = document.querySelector("[data-retry]");
          if (!button.hidden) button.click();
          return button.hidden && !document.querySelector(".saved.failed, .saved.pending");
        }""",
        polling=400,
        timeout=120_000,
    )


def test_500_cut_connections_lose_no_answer(served: Served, line: Line, page: Any) -> None:
    """Cut before the question arrives, in its middle, after the server wrote and before it said so; with pages left
    while answers wait. In the end the database holds what was typed."""
    base = start(page, f"http://localhost:{line.port}")
    typed: dict[str, tuple[str, str]] = {}
    page.goto(f"{base}chapitre/iatf16949-4/")
    for turn in range(40):
        page.wait_for_selector("html[data-keeps]")  # no hand is quicker than that
        for question in page.locator(".q").all():
            name = question.get_attribute("id").removeprefix("q-")
            typed[name] = answer(page, len(typed), question)
        if turn % 3 == 1:
            page.reload()  # while answers wait
        elif turn % 3 == 2:
            all_sent(page)
        following = page.locator(".dock a.main")
        address = following.get_attribute("href")
        if "/chapitre/" not in address:
            break
        page.goto(f"http://localhost:{line.port}{address}")
    all_sent(page)
    for chapter in ("iatf16949-4", "iatf16949-8"):  # what an earlier page left behind is sent by the next one
        page.goto(f"{base}chapitre/{chapter}/")
        all_sent(page)
    rows = page.request.get(f"{base}export/reponses.json").json()
    stored = {row["requirement"]: (row["level"], row["note"]) for row in rows}
    assert len(typed) >= 150
    assert {name: stored.get(name) for name in typed} == typed
    assert len(stored) == len(typed)
    assert sum(line.done.values()) == CUTS, line.done
    assert set(line.done) == set(WAYS)


def test_a_session_that_ended_keeps_answers_until_one_signs_in_again(served: Served, page: Any) -> None:
    """The bar says so; signing in in another tab sends them; what two pages typed is not mixed up."""
    enter(page, served.address, "qualite@argane.example")
    home = page.url
    begin(page, home, "premiers-pas-1")
    base = re.sub(r"(profil|chapitre)/.*", "", page.url)
    page.goto(f"{base}chapitre/pp-direction/")
    page.context.clear_cookies()
    question = page.locator(".q").first
    question.locator("input[value='4']").evaluate("field => field.click()")
    page.locator("[data-ended]").wait_for(state="visible")
    other = page.context.new_page()
    enter(other, served.address, "qualite@argane.example")
    page.bring_to_front()
    page.locator("[data-saved]", has_text=re.compile(r"\d\d:\d\d")).wait_for(timeout=60_000)
    assert page.locator("[data-ended]").is_hidden()
    page.reload()
    assert page.locator(".q").first.locator("input[value='4']").is_checked()


def test_signing_out_leaves_nothing_in_the_browser(served: Served, page: Any) -> None:
    """No answer and no key stays."""
    enter(page, served.address, "qualite@argane.example")
    home = page.url
    page.goto(f"{home}diagnostic/")
    page.locator("td.num a").first.click()
    page.wait_for_url(re.compile("/chapitre/"))
    page.route("**/reponse/**", lambda route: route.abort())
    page.locator(".q").first.locator("input[name=level]:not(:checked)").first.evaluate("field => field.click()")
    kept = """async () => {
      const open = await new Promise(done => {
        const asked = indexedDB.open("jawda"); asked.onsuccess = () => done(asked.result) });
      const count = store => new Promise(done => {
        const asked = open.transaction(store).objectStore(store).count(); asked.onsuccess = () => done(asked.result) });
      const covered = Object.keys(localStorage).filter(name => name.startsWith("jawda pad "));
      return [await count("keys"), await count("entries"), await count("pads"), covered.length] }"""
    page.locator(".saved.failed").first.wait_for()
    assert page.evaluate(kept) == [1, 1, 1, 0]
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    page.wait_for_url(lambda url: "/chapitre/" not in url)
    assert page.evaluate(kept) == [0, 0, 0, 0]


@pytest.mark.parametrize("leave", ["link", "reload", "close"])
def test_what_was_typed_in_the_last_blink_is_not_lost(served: Served, page: Any, leave: str) -> None:
    """The line is down and the page is left at once: by its link, by reloading, by closing it."""
    enter(page, served.address, "qualite@argane.example")
    home = page.url
    begin(page, home, "premiers-pas-1")
    base = re.sub(r"(profil|chapitre)/.*", "", page.url)
    page.goto(f"{base}chapitre/pp-direction/")
    page.wait_for_function(PAD_LAID)
    context = page.context
    context.route("**/reponse/**", lambda route: route.abort())
    question = page.locator(".q").first
    name = question.get_attribute("id").removeprefix("q-")
    question.locator("textarea[name=note]").evaluate("field => { field.closest('details').open = true }")
    question.locator("textarea[name=note]").fill("dit en partant")
    if leave == "link":
        page.locator(".dock a.main").click()
        page.wait_for_load_state()
    elif leave == "reload":
        page.reload()
    else:
        with page.expect_event("close"):  # it closes beside us, and its context cannot be changed meanwhile
            page.close(run_before_unload=True)
        page = context.new_page()
    context.unroute("**/reponse/**")
    page.goto(f"{base}chapitre/pp-direction/")
    page.locator("[data-saved]", has_text=re.compile(r"\d\d:\d\d")).wait_for(timeout=60_000)
    rows = page.request.get(f"{base}export/reponses.json").json()
    assert {row["requirement"]: row["note"] for row in rows if row["note"]} == {name: "dit en partant"}
