"""A quality manager enters an instrument on a phone, and records that its calibration failed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.foundation.files.samples import pdf
from tests.journeys.walk import follow, is_accessible, sign_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_an_instrument_enters_the_register_and_is_set_aside(browser: Any, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    sign_in(context, server, "qualite@cablages.example")
    page = context.new_page()
    page.goto(f"{server}/accueil/")
    page.locator(".rail summary").click()
    page.locator(".rail .only-small").get_by_role("link", name="Qualité des produits").click()
    page.get_by_role("link", name="Instruments", exact=True).click()
    assert "en retard" in page.locator("h1").inner_text(), "what is urgent is the title"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    is_accessible(page)

    page.get_by_role("link", name="Ajouter un instrument").click()
    page.fill("[name=identification]", "PC-099")
    page.fill("[name=name]", "Pied à coulisse 200 mm")
    page.fill("[name=resolution]", "0,02")
    is_accessible(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/instruments/*-*/")

    page.get_by_text("Enregistrer un étalonnage").click()
    page.get_by_label("Non conforme").check()
    page.set_input_files("[name=file]", {"name": "certificat.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    follow(page, page.get_by_role("button", name="Enregistrer l’étalonnage"))
    assert "Ne mesurez pas avec" in page.locator(".lede").first.inner_text()
    assert page.get_by_role("link", name="certificat.pdf").count() == 1
    is_accessible(page)

    page.get_by_role("link", name="Instruments").first.click()
    page.fill("#q", "PC-099")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=PC-099**")
    assert page.locator("tbody tr").count() == 1
    context.close()
