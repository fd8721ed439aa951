"""One visit with a network; then, without one, certificates are verified and papers’ codes lead to a verdict."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from tests.core.credentials import ecosystem
from tests.journeys.conftest import Served
from tests.journeys.walk import is_accessible, sign_in, speak

pytestmark = [
    pytest.mark.journey,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
PAGE = "/verifier/hors-ligne/"
#: The second code of a paper, made as the job makes it, for one public document in each state; and a forged one.
CODES = """
import json, django
django.setup()
from django.db.transaction import atomic
from django.utils import timezone
from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.models import Attestation, PublicAttestation, SigningKey
from jawda.core.credentials import credential, offline_summary
from jawda.core.credentials.keys import SoftwareKey
from jawda.foundation.tenancy.context import acting
found = {}
for row in PublicAttestation.objects.filter(
    kind="management_system", expires_on__gt=timezone.localdate()
).order_by("issued_at"):
    if row.state in found:
        continue
    with atomic(), acting(organisation_id=row.source_organisation_id):
        key, did = SigningKey.objects.filter(compromised_at=None).latest("created_at"), own_identity().did
        said, page = credential.read(row.credential.encode()), page_of(row.reference)
        room = offline_summary.room_beside(page)
        signers = {row.state: signer_of(key), "forged": SoftwareKey.from_seed(bytes(32))}
        for name, signer in signers.items():
            summary = offline_summary.sign(said, signer, key_id=f"{did}#{key.name}", most_bytes=room)
            found[name] = {"reference": row.reference, "number": row.number, "summary": summary.decode()}
            found[name]["token"] = row.credential
print("CODES " + json.dumps(found))
"""


@pytest.fixture(scope="module")
def codes(served: Served) -> Any:
    environment = served.environment | {"DJANGO_SETTINGS_MODULE": "jawda.site.settings"}
    done = subprocess.run([sys.executable, "-c", CODES], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    (line,) = (one for one in done.stdout.splitlines() if one.startswith("CODES "))
    return json.loads(line.removeprefix("CODES "))


@pytest.fixture
def visited(browser: Any, server: str) -> Iterator[Any]:
    """A phone that opened the page once, and has no network since."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{server}{PAGE}")
    page.wait_for_selector("#verifier[data-kept=yes]")
    assert "Organismes connus" in page.locator("#kept-words").inner_text()
    is_accessible(page)
    context.set_offline(True)
    yield context
    context.close()


def opened(context: Any, address: str) -> Any:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#verifier[data-ready=yes]")
    return page


def given(page: Any, data: bytes, name: str = "certificat.jwt") -> tuple[str, str]:
    """The verdict on a file, and all that is said."""
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.set_input_files("#file", files=[{"name": name, "mimeType": "application/octet-stream", "buffer": data}])
    page.wait_for_selector("#result .verdict")
    return page.locator("#result .verdict").get_attribute("data-verdict"), page.locator("#result").inner_text()


def test_files_are_verified_without_a_network(visited: Any, server: str, codes: Any) -> None:
    page = opened(visited, f"{server}{PAGE}")
    page.reload()
    page.wait_for_selector("#verifier[data-ready=yes]")
    assert "Organismes connus" in page.locator("#kept-words").inner_text()
    verdict, said = given(page, codes["in_force"]["token"].encode())
    assert verdict == "valid"
    assert codes["in_force"]["number"] in said
    assert "D’après ce qui a été conservé le" in said
    assert given(page, codes["suspended"]["token"].encode())[0] == "suspended"
    assert given(page, codes["withdrawn"]["token"].encode())[0] == "withdrawn"
    is_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    head, payload, signature = codes["in_force"]["token"].split(".")
    swapped = "B" if signature[5] != "B" else "C"
    forged = f"{head}.{payload}.{signature[:5]}{swapped}{signature[6:]}"
    verdict, said = given(page, forged.encode())
    assert verdict == "invalid"
    assert "Délivré à" not in said
    assert given(page, b"nonsense")[0] == "invalid"
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.set_input_files("#file", files=[{"name": "vide.jwt", "mimeType": "text/plain", "buffer": b""}])
    page.get_by_text("Ce fichier est vide.").wait_for()


def test_an_issuer_that_is_not_kept_is_unknown(visited: Any, server: str) -> None:
    """Known or not is told by what is kept: nothing is asked of anyone."""
    page = opened(visited, f"{server}{PAGE}")
    verdict, said = given(page, ecosystem.signed())
    assert verdict == "unknown"
    assert "n’est pas connu ici" in said


def test_the_codes_of_papers_lead_to_a_verdict(visited: Any, server: str, codes: Any) -> None:
    """The address in the second code is opened by the phone’s camera: there is no other way in."""
    for state, verdict in (("in_force", "valid"), ("suspended", "suspended"), ("withdrawn", "withdrawn")):
        one = codes[state]
        page = opened(visited, f"{server}/c/{one['reference']}#{one['summary']}")
        page.wait_for_selector("#result .verdict")
        assert page.locator("#result .verdict").get_attribute("data-verdict") == verdict
        said = page.locator("#verifier").inner_text()
        assert one["number"] in said
        assert "L’accréditation de l’émetteur n’a pas été vérifiée." in said
        assert "Il n’y a pas de réseau" in said
        page.close()
    forged = codes["forged"]
    page = opened(visited, f"{server}/c/{forged['reference']}#{forged['summary']}")
    page.wait_for_selector("#result .verdict")
    assert page.locator("#result .verdict").get_attribute("data-verdict") == "invalid"
    page = opened(visited, f"{server}/c/{codes['in_force']['reference']}")
    page.get_by_text("Cette adresse ne contient pas de résumé").wait_for()


def test_with_a_network_a_page_comes_from_the_network(browser: Any, server: str, codes: Any) -> None:
    """No old verdict passes for a present one, and no page of a document, of a person or of a room is kept."""
    context = browser.new_context(locale="fr-FR")
    sign_in(context, server, "certif@organisme.example")
    page = context.new_page()
    page.goto(f"{server}{PAGE}")
    page.wait_for_selector("#verifier[data-kept=yes]")
    assert "certif@organisme.example" not in page.content()
    one = codes["in_force"]
    for path in (f"/c/{one['reference']}", "/accueil/", "/d/rien"):
        page.goto(f"{server}{path}")
    page.goto(f"{server}/c/{one['reference']}#{one['summary']}")
    assert page.locator("#verifier").count() == 0
    assert page.locator("h1").first.inner_text() == "Ce certificat est valide."
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) {
              const response = await caches.match(request);
              found.push([new URL(request.url).pathname, await response.text()]);
            }
          return found;
        }"""
    )
    assert len(kept) > 20
    for path, text in kept:
        assert path.startswith(("/static/", "/verifier/")), path
        for private in ("certif@organisme.example", one["reference"], "csrfmiddlewaretoken"):
            assert private not in text, path
    scopes = page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope)")
    assert sorted(scopes) == [f"{server}/c/", f"{server}/d/", f"{server}{PAGE}"]
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{server}/accueil/")
    context.close()


def test_it_speaks_arabic_without_a_network(browser: Any, server: str, codes: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    speak(context, server, "ar")
    page = context.new_page()
    page.goto(f"{server}{PAGE}")
    page.wait_for_selector("#verifier[data-kept=yes]")
    context.set_offline(True)
    one = codes["in_force"]
    page = opened(context, f"{server}/c/{one['reference']}#{one['summary']}")
    page.wait_for_selector("#result .verdict")
    assert page.evaluate("[document.dir, document.documentElement.lang]") == ["rtl", "ar"]
    assert page.locator("#result h2").first.inner_text() == "هذه الشهادة سارية المفعول."
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    is_accessible(page)
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en] #verifier[data-ready=yes]")
    context.close()


def test_what_is_too_old_no_longer_clears_anything(browser: Any, server: str, codes: Any) -> None:
    """Eight days without a network: the lists count no longer, and the answer is unknown, never valid."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{server}{PAGE}")
    page.wait_for_selector("#verifier[data-kept=yes]")
    context.set_offline(True)
    later = "const real = Date.now.bind(Date); Date.now = () => real() + {days} * 86400000;"
    for days, words in ((8, "ne vaut plus depuis"), (-2, "L’horloge de cet appareil retarde")):
        page = context.new_page()
        page.add_init_script(later.replace("{days}", str(days)))
        page.goto(f"{server}{PAGE}")
        page.wait_for_selector("#verifier[data-ready=yes]")
        verdict, _said = given(page, codes["in_force"]["token"].encode())
        assert verdict == "unknown"
        assert words in page.locator("#verifier").inner_text()
        page.close()
    context.close()
