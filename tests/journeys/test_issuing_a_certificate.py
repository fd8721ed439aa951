"""A certifier issues a certificate and suspends it; a stranger, who has nothing but its address, sees both."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.journeys.walk import is_accessible, sign_in

from jawda.core.credentials import base64url
from jawda.core.credentials.status_list import Purpose, Standing, read_entries, read_list

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def payload(answer: Any) -> Any:
    """What stands in a signed document, as anyone may read it."""
    assert answer.status == 200, answer.url
    return json.loads(base64url.decode(answer.text().split(".")[1].encode()))


def suspended(context: Any, address: str) -> bool:
    """Whether the issuer's list, found from the document alone, says that it is suspended."""
    document = payload(context.request.get(address, headers={"Accept": "application/vc+jwt"}))
    entry = next(
        item for item in read_entries(document["credentialStatus"]) if item.purpose is Purpose.SUSPENSION
    )  # fmt: skip
    found = read_list(payload(context.request.get(entry.url)))
    said = found.answer(entry, issuers=[document["issuer"]["id"]], at=datetime.now(UTC).replace(microsecond=0))
    assert said.standing is not Standing.UNKNOWN, said
    return said.standing is Standing.SET


def test_a_certificate_is_issued_and_suspended(browser: Any, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    sign_in(context, server, "certif@organisme.example")
    page = context.new_page()
    page.goto(f"{server}/accueil/")
    if "/o/" not in page.url:
        page.get_by_role("link", name="Certification Exemple").first.click()
        page.wait_for_url("**/o/**")
    page.locator(".rail summary").click()
    page.locator(".rail .only-small").get_by_role("link", name="Certificats", exact=True).click()
    page.wait_for_url("**/certificats/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    is_accessible(page)

    page.get_by_role("link", name="Émettre un document").click()
    page.get_by_role("link", name="Certificat de système de management").click()
    page.fill("[name=number]", "CE-QMS-9001")
    page.fill("[name=holder_name]", "Visserie Fictive")
    page.fill("[name=standard]", "ISO 9001:2015")
    page.select_option("[name=scheme]", label="ISO 9001, management de la qualité")
    page.fill("[name=scope]", "Fabrication de vis à métaux")
    page.locator("summary", has_text="Secteurs IAF").click()
    page.locator("[name=sectors][value='IAF 17']").check()
    is_accessible(page)
    page.get_by_role("button", name="Vérifier avant d’émettre").click()
    page.wait_for_selector(".callout")
    assert "entre dans la portée" in page.locator(".callout").inner_text()
    is_accessible(page)
    page.get_by_role("button", name="Émettre et signer").click()
    page.wait_for_selector("#page-url")
    address = page.locator("#page-url").inner_text()
    is_accessible(page)

    stranger = browser.new_context()
    assert stranger.request.get(address).status == 200
    assert not suspended(stranger, address)

    page.locator("summary", has_text="Suspendre").click()
    page.locator("[name=suspended-reason]").fill("Audit de surveillance non réalisé")
    page.get_by_role("button", name="Suspendre ce document").click()
    page.wait_for_selector("h1:has-text('Suspendu')")
    is_accessible(page)
    assert suspended(stranger, address)
    stranger.close()
    context.close()
