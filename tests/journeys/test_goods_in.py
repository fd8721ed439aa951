"""At goods-in with a phone: find the plan of a delivery, count with a thumb, also where there is no network."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.walk import is_accessible, sign_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture
def phone(browser: Any, server: str) -> Any:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="fr-FR"
    )
    sign_in(context, server, "qualite@cablages.example")
    page = context.new_page()
    page.goto(f"{server}/accueil/")
    yield page
    context.close()


def to_finder(page: Any) -> None:
    page.locator(".rail summary").click()
    page.locator(".rail .only-small").get_by_role("link", name="Qualité des produits").click()
    page.get_by_role("link", name="Plans d’échantillonnage").click()


def said(page: Any) -> str:
    return str(page.locator("[data-verdict]:visible").inner_text()).strip()


def test_a_delivery_is_judged_without_network(phone: Any) -> None:
    to_finder(phone)
    phone.select_option("[name=plan]", "double")
    phone.wait_for_url("**plan=double**")
    phone.fill("[name=lot]", "1000")
    phone.locator("details.fold:has([name=edition]) summary").click()
    phone.select_option("[name=edition]", "ansi-z1.4")
    phone.get_by_role("button", name="Trouver le plan").click()
    phone.wait_for_url("**lot=1000**")
    assert phone.locator("h1").inner_text().startswith("Prélevez 50 pièces.")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    is_accessible(phone)
    address = phone.url

    phone.context.set_offline(True)
    more = phone.get_by_role("button", name="Un non-conforme de plus")
    assert said(phone) == "Continuez\N{NO-BREAK SPACE}: l’échantillon n’est pas complet."
    more.tap()
    phone.get_by_role("button", name="L’échantillon est complet").tap()
    assert "prélevez l’échantillon suivant" in said(phone)
    phone.get_by_role("button", name="Compter l’échantillon suivant").tap()
    assert phone.locator("[data-stage]:visible").inner_text().startswith("Échantillon 2 sur 2")
    more.tap()
    more.tap()
    phone.get_by_role("button", name="Un non-conforme de moins").tap()
    more.tap()
    assert phone.locator("[data-total]").inner_text() == "3"
    assert "Continuez" in said(phone), "a lot is not accepted before its sample is complete"
    phone.get_by_role("button", name="L’échantillon est complet").tap()
    assert said(phone) == "Lot accepté."
    more.tap()
    assert said(phone).startswith("Lot refusé."), "enough nonconforming units decide at once"
    phone.context.set_offline(False)

    phone.goto(address)
    assert phone.locator("[data-total]").inner_text() == "4", "a phone that sleeps forgets nothing"
    phone.get_by_role("button", name="Recommencer").tap()
    assert phone.locator("[data-count]").inner_text() == "0"
    assert phone.locator("[data-stage]:visible").inner_text().startswith("Échantillon 1 sur 2")


def test_the_lots_before_say_which_inspection_comes_next(phone: Any) -> None:
    to_finder(phone)
    phone.get_by_role("link", name="ce que disent les lots précédents").click()
    for result in ("Refusé", "Accepté", "Refusé"):
        phone.get_by_role("link", name=result, exact=True).click()
    assert phone.locator("h1").inner_text() == "Prochain lot\N{NO-BREAK SPACE}: contrôle renforcé."
    is_accessible(phone)
    phone.get_by_role("link", name="Trouver le plan du prochain lot").click()
    phone.fill("[name=lot]", "1000")
    phone.get_by_role("button", name="Trouver le plan").click()
    phone.wait_for_url("**lot=1000**")
    assert phone.locator("h1").inner_text().startswith("Prélevez 80 pièces. Acceptez jusqu’à 1 non")
