"""A quality engineer's morning: a characteristic, the instrument's spreadsheet, the chart, its signal, the print."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.journeys.walk import enter, is_accessible

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    """As an office writes it: cp1252, semicolons, decimal commas, a value not determined, a drift at the end."""
    chance = random.Random(7)
    lines = ["Pièce;Opérateur;Diamètre (mm);Date"]
    for place in range(150):
        value = chance.gauss(12.0 if place < 125 else 12.03, 0.01)
        told = "n.d." if place == 40 else f"{value:.3f}".replace(".", ",")
        lines.append(f"{place + 1};A;{told};{place // 30 + 1:02}/11/2026")
    file = tmp_path / "relevé.csv"
    file.write_bytes("\r\n".join(lines).encode("cp1252"))
    return file


def test_a_spreadsheet_becomes_a_chart_whose_signal_is_found_and_printed(
    page: Any,
    server: str,
    spreadsheet: Path,
    tmp_path: Path,
) -> None:
    enter(page, server, "qualite@argane.example")
    page.get_by_role("link", name="Qualité des produits").first.click()
    page.get_by_role("link", name="Ajouter une caractéristique").click()
    page.get_by_label("Ce qui est mesuré ou compté").fill("Diamètre")
    page.get_by_label("Unité").fill("mm")
    page.get_by_label("Limite inférieure de spécification").fill("11.9")
    page.get_by_label("Limite supérieure de spécification").fill("12.1")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile(r"/produits/[0-9a-f-]{36}/$"))
    chart = page.url
    is_accessible(page)
    # The file is read and reported; nothing is stored yet.
    page.get_by_role("link", name="Importer un fichier").first.click()
    page.locator("#file").set_input_files(spreadsheet)
    page.get_by_role("button", name="Lire le fichier").click()
    page.wait_for_url(re.compile("/importer/.+/"))
    assert page.locator("h1").inner_text().replace("\u202f", " ").startswith("30 échantillons, 149 valeurs")
    assert "cp1252" in page.locator("main").inner_text()
    assert "n.d." in page.locator("main").inner_text()
    is_accessible(page)
    page.get_by_role("button", name="Tout enregistrer").click()
    page.wait_for_url(chart)
    # The conclusion stands in the title; the last sample signals.
    assert "cause spéciale" in page.locator("h1").inner_text()
    assert "30" in page.locator("h1").inner_text()
    is_accessible(page)
    # Point by point with the keyboard: the arrow moves the reading on without another page.
    page.locator("#point").focus()
    page.keyboard.press("ArrowLeft")
    page.locator("#lecture h3", has_text="29").wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator("#lecture h3", has_text="28").wait_for()
    # Closer is asked of the server.
    page.locator("#move-closer").click()
    page.wait_for_url(re.compile("de=8&a=22"))
    # A sample that is entered elsewhere appears by itself.
    page.goto(chart)
    other = page.context.new_page()
    other.goto(f"{chart}saisir/")
    for place in range(1, 6):
        other.get_by_label(f"Valeur {place}").fill("12.04")
    other.get_by_role("button", name="Enregistrer, et saisir le suivant").click()
    other.locator(".toast", has_text="31").wait_for()
    other.close()
    page.locator("h1", has_text="31").wait_for(timeout=25_000)
    # Why it is left out stands with it, in the list of signals too.
    page.get_by_role("link", name="31", exact=True).first.click()
    page.locator("#lecture summary").first.click()
    page.get_by_label("Pourquoi").fill("Essai de réglage")
    page.get_by_role("button", name="L’écarter", exact=True).click()
    page.locator("#signals ~ table", has_text="Essai de réglage").wait_for()
    # On paper.
    page.get_by_role("button", name="Imprimer, exporter").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF, français").click()
    printed = tmp_path / "carte.pdf"
    download.value.save_as(printed)
    assert "Carte de contrôle" in PdfReader(printed).pages[0].extract_text()
