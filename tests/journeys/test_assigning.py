"""A question goes to a colleague by a link and comes back; a section is printed; former answers are confirmed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.journeys.walk import begin, enter, follow, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_former_answers_are_confirmed_at_once_and_taken_back(page: Any, server: str) -> None:
    enter(page, server, "qualite@argane.example")
    home = page.url
    # Whatever others answered before: the former assessment is this one, with three answers.
    begin(page, home, "premiers-pas-1")
    assessment = re.sub(r"(profil|chapitre)/.*", "", page.url)
    page.goto(f"{assessment}chapitre/pp-direction/")
    for question in range(3):
        page.locator(".q").nth(question).locator("input[value='2']").evaluate("field => field.click()")
    page.locator(".ticks i.p").nth(2).wait_for()
    page.goto(f"{home}diagnostic/choisir/")
    page.locator("form:has(input[value='premiers-pas-1']) button").first.click()
    page.wait_for_url(re.compile("/(reprendre|profil|chapitre)/"))
    assert "/reprendre/" in page.url
    page.locator("form.actions button").first.click()
    page.wait_for_url(re.compile("/chapitre/"))
    follow(page, page.locator("a[href*='/toujours-vrai/']").first)
    is_accessible(page)
    before = page.locator("input[name=chosen]").count()
    assert before == 3
    page.locator("input[name=chosen]").first.uncheck()
    page.locator("form .btn.main").click()
    page.locator("button[name=undo]").wait_for()
    assert page.locator("input[name=chosen]").count() == 1
    is_accessible(page)
    page.locator("button[name=undo]").click()
    page.locator("button[name=undo]").wait_for(state="detached")
    assert page.locator("input[name=chosen]").count() == before


def test_a_question_goes_to_a_colleague_and_comes_back(
    page: Any,
    browser: Any,
    server: str,
    tmp_path: Path,
) -> None:
    enter(page, server, "qualite@argane.example")
    begin(page, page.url, "premiers-pas-1")
    page.wait_for_url(re.compile("/profil/"))
    page.locator("form .btn.main").click()
    page.wait_for_url(re.compile("/chapitre/"))
    chapter = page.url.partition("#")[0]
    # The key A opens the form at the question in hand.
    page.keyboard.press("a")
    page.wait_for_url(re.compile("/confier/"))
    is_accessible(page)
    page.check("input[name=scope][value=section]")
    page.fill("input[name=name]", "Karim B.")
    page.fill("textarea[name=sentence]", "Peux-tu regarder avant jeudi ?")
    page.locator("form .btn.main").click()
    address = page.locator("#address").input_value()
    is_accessible(page)
    # The colleague has no account: with the link alone he sees the questions, answers by a key, and is thanked.
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    his = context.new_page()
    his.goto(address)
    is_accessible(his)
    assert his.locator("input[type=file]").count() == 0
    his.locator(".q .choices input").first.focus()
    his.keyboard.press("3")
    his.locator("[data-progress]", has_text="Merci").wait_for()
    assert his.locator(".ticks i.c").count() == 1
    his.goto(address[:-3] + "xx/")
    is_accessible(his)
    # What came back waits for one key.
    page.goto(chapter)
    page.locator(".callout", has_text="Karim B. a répondu").wait_for()
    is_accessible(page)
    page.keyboard.press("k")
    page.keyboard.press("v")
    page.locator(".callout", has_text="Karim B. a répondu").wait_for(state="detached")
    assert not page.locator(".q").first.locator("input[name=to_review]").is_checked()
    page.reload()
    assert page.locator("button[name=accept]").count() == 0
    # It is revoked: the same address opens nothing.
    follow(page, page.locator(".q").first.locator("a[href*='/liens/']"))
    is_accessible(page)
    page.locator(".btn.danger").first.click()
    assert his.goto(address).status == 410
    is_accessible(his)
    context.close()
    # The section goes on paper, blank.
    page.goto(chapter)
    page.locator("a[href*='/imprimer/']").first.click()
    page.wait_for_url(re.compile("/imprimer/"))
    is_accessible(page)
    page.check("input[value=vierge]")
    with page.expect_download() as download:
        page.locator("form .btn.main").click()
    sheet = tmp_path / "form.pdf"
    download.value.save_as(sheet)
    assert "Rempli par" in PdfReader(sheet).pages[0].extract_text()
