"""A gauge study from its plan to its verdict: planned, printed, typed with the keyboard, read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pypdf import PdfReader
from tests.journeys.walk import enter, follow, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
PARTS = (1.21, 1.29, 1.25, 1.33, 1.18)


def test_a_study_is_planned_printed_typed_and_judged(page: Any, server: str) -> None:
    enter(page, server, "qualite@argane.example")
    page.goto(f"{page.url}produits/etudes/")
    is_accessible(page)
    follow(page, page.locator(".head a.btn.main"))
    # Ten parts, three operators and three trials are proposed; five, two and two are enough today.
    is_accessible(page)
    page.fill("[name=title]", "Hauteur au pied")
    page.fill("[name=tolerance]", "0,8")
    page.fill("[name=parts]", "5")
    page.fill("[name=operators]", "Hind\nC-04")
    page.fill("[name=trials]", "2")
    page.locator("form .btn.main").click()
    page.wait_for_url(re.compile("/etudes/[0-9a-f-]{36}/$"))
    study = page.url
    is_accessible(page)
    with page.expect_download() as printed:
        page.locator("a[href$='fiches.pdf']").click()
    assert len(PdfReader(printed.value.path()).pages) == 4
    # Each sheet is typed without the mouse: a value, Enter, the next; after the last one, the next sheet.
    follow(page, page.locator("a[href$='saisie/']"))
    is_accessible(page)
    for sheet in range(4):
        cells = page.locator("form[data-cells] input[type=text]")
        cells.first.focus()
        for place in range(5):
            part = int(cells.nth(place).get_attribute("name").removeprefix("value-"))
            page.keyboard.type(f"{PARTS[part - 1] + 0.004 * sheet:.3f}".replace(".", ","))
            page.keyboard.press("Enter")
        page.locator("[data-progress]", has_text="15 " if sheet == 0 else "" if sheet < 3 else "Toutes").wait_for()
        page.locator("[data-saved]", has_text=re.compile("Enregistr")).wait_for()
        assert page.locator("[data-after-cells]").evaluate("element => element === document.activeElement")
        if sheet == 1:
            # What is no number is told and stays; what was saved is there after a reload.
            cells.nth(2).fill("12,x")
            cells.nth(2).blur()
            page.locator("[data-errors]", has_text="12,x").wait_for()
            cells.nth(2).fill("1,30")
            cells.nth(2).blur()
            page.locator("[data-errors]").wait_for(state="hidden")
            page.reload()
            assert cells.nth(2).input_value() in {"1,3", "1,30"}
            page.locator("[data-after-cells]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf"fiche={sheet + 2}$") if sheet < 3 else study)
    # The verdict stands first, in words; the report prints.
    assert "Le système de mesure" in page.locator("h1").inner_text()
    assert page.locator("figure").count() == 4
    is_accessible(page)
    page.locator("[popovertarget=files]").click()
    with page.expect_download() as report:
        page.locator("a[href*='rapport.pdf?langue=ar']").click()
    assert len(PdfReader(report.value.path()).pages) >= 2


def test_appraisers_are_compared_with_the_keyboard_alone(page: Any, server: str) -> None:
    enter(page, server, "qualite@argane.example")
    page.goto(f"{page.url}produits/etudes/nouvelle/")
    follow(page, page.locator("nav.tabs a[href$='genre=agreement']"))
    is_accessible(page)
    page.fill("[name=title]", "Aspect des flacons")
    page.fill("[name=parts]", "4")
    page.fill("[name=nonconforming_parts]", "2, 3")
    page.fill("[name=operators]", "Hind\nC-04")
    page.fill("[name=trials]", "2")
    page.locator("form .btn.main").click()
    page.wait_for_url(re.compile("/etudes/[0-9a-f-]{36}/$"))
    study = page.url
    follow(page, page.locator("a[href$='saisie/']"))
    is_accessible(page)
    for sheet in range(4):
        cells = page.locator("form[data-cells] select")
        cells.first.focus()
        for place in range(4):
            part = int(cells.nth(place).get_attribute("name").removeprefix("value-"))
            # The first letter chooses; C-04 finds part 2 good the second time.
            bad = part in {2, 3} and (part, sheet) != (2, 3)
            page.keyboard.press("m" if bad else "b")
            page.keyboard.press("Enter")
        page.locator("[data-progress]", has_text="12 " if sheet == 0 else "" if sheet < 3 else "Toutes").wait_for()
        assert page.locator("[data-after-cells]").evaluate("element => element === document.activeElement")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf"fiche={sheet + 2}$") if sheet < 3 else study)
    assert page.locator("h1").inner_text() == "Le contrôle n’est pas acceptable"
    assert "C-04" in page.locator("main").inner_text()
    is_accessible(page)
