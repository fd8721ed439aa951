"""A company that holds a copy of ISO 2859-1 types its tables once, and has the plans that nobody may print for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests import typed_tables
from tests.journeys.walk import is_accessible, sign_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_from_a_refused_plan_to_one_of_the_own_copy(browser: Any, server: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    sign_in(context, server, "qualite@cablages.example")
    page = context.new_page()
    page.goto(f"{server}/accueil/")
    page.get_by_role("link", name="Qualité des produits").first.click()
    page.get_by_role("link", name="Plans d’échantillonnage").click()
    page.select_option("[name=plan]", "multiple")
    page.wait_for_url("**plan=multiple**")
    page.fill("[name=lot]", "1000")
    page.locator("details.fold:has([name=edition]) summary").click()
    page.select_option("[name=edition]", typed_tables.NORM)
    page.get_by_role("button", name="Trouver le plan").click()
    assert "ne sont pas reprises ici" in page.locator("main").inner_text()
    asked = page.url

    page.get_by_role("link", name="Utiliser les tables de notre exemplaire").click()
    is_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="ISO 2859-1:1999").click()
    assert download.value.suggested_filename == f"tables-{typed_tables.NORM}.xlsx"

    page.get_by_role("link", name="Importer un formulaire rempli").click()
    page.set_input_files("[name=file]", download.value.path())
    page.get_by_role("button", name="Prévisualiser").click()
    assert "Exemplaire" in page.get_by_role("alert").inner_text(), "an empty form does not say which copy it is"
    filled = tmp_path / "tables.xlsx"
    filled.write_bytes(typed_tables.multiple_workbook())
    page.set_input_files("[name=file]", filled)
    page.get_by_role("button", name="Prévisualiser").click()
    assert "se suivent comme dans des tables imprimées" in page.locator("main").inner_text()
    is_accessible(page)
    page.get_by_role("button", name="Importer").click()
    page.get_by_role("heading", name="ISO 2859-1:1999").wait_for()
    is_accessible(page)

    page.goto(asked)
    assert page.locator("h1").inner_text().startswith("Prélevez 20 pièces.")
    assert typed_tables.COPY in page.locator("main").inner_text()

    page.get_by_role("link", name="Tables d’échantillonnage de nos exemplaires").click()
    page.get_by_text("Retirer ces tables").click()
    page.get_by_role("button", name="Les retirer définitivement").click()
    page.get_by_text("sont retirées").wait_for()
    page.goto(asked)
    assert "ne sont pas reprises ici" in page.locator("main").inner_text()
    context.close()
