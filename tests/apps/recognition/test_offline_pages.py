"""The verifier without a network, as the server gives it: what is kept by browsers holds nothing that is not public."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.apps.pages import page
from tests.apps.recognition.test_public_pages import CANARY, a_certificate, a_confidential_report, changed, published
from tests.apps.recognition.world import ISSUED, TODAY, World, acts, body, issued, world
from tests.factories import signed_in
from tests.pages import strict_page

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.domain import heads, keys, offline_packs, status_lists
from jawda.apps.recognition.domain.offline_packs import current_pack
from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.models import LogEntry, PlatformKey
from jawda.core.credentials import offline_pack
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.keys import public_key
from jawda.core.credentials.verdict import Verdict
from jawda.core.languages import LANGUAGES

pytestmark = pytest.mark.django_db
KEEPER = "did:web:jawda.example"
PACK = "/verifier/paquet"
SHELL = "/verifier/hors-ligne/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    offline_packs.forget()


def read(data: bytes) -> offline_pack.OfflinePack:
    keys_of_platform = [public_key(row.public_jwk) for row in PlatformKey.objects.all()]
    return offline_pack.read(data, issuer=KEEPER, keys=keys_of_platform)


def certified() -> tuple[World, bytes]:
    found = world()
    row = a_certificate(found)
    return found, row.credential.encode("ascii")


def test_a_certificate_is_verified_by_the_pack_alone() -> None:
    """What the server says of a certificate today, the pack says of it without the server."""
    _found, data = certified()
    heads.sign()
    answer = Client().get(PACK)
    made = read(answer.content)
    assert made.issuers == 2
    now = datetime.now(UTC)
    assert timedelta(days=5) < made.good_until - now < timedelta(days=7, minutes=1)
    # how the accreditation stood on the day of issue is said by events, which Python's verifier does not take
    said = Verifier(made.materials).verify(data, now)
    assert said.now is not None
    assert said.now.recognition == "recognised"
    assert said.credential is not None
    assert Verifier(made.materials).signed(said.credential)


def test_a_suspension_is_in_the_next_pack_at_once() -> None:
    found = world()
    row = a_certificate(found)
    before = Client().get(PACK)
    changed(found, row, Event.SUSPENDED)
    after = Client().get(PACK)
    assert before["ETag"] != after["ETag"]
    said = Verifier(read(after.content).materials).verify(row.credential.encode("ascii"), datetime.now(UTC))
    assert said.verdict is Verdict.SUSPENDED or "verification.suspended" in [check.id for check in said.checks]
    assert CANARY.encode() not in after.content


def test_what_happened_to_an_accreditation_is_told_from_the_log() -> None:
    found, _data = certified()
    contents = json.loads(Client().get(PACK).content.partition(b"\n")[2])
    (accreditation,) = contents["accreditations"]
    assert [event["kind"] for event in accreditation["events"]] == ["issued"]
    assert accreditation["url"].endswith(found.accreditation.reference)
    assert accreditation["versions"][0]["loggedAt"]


def test_nothing_of_a_confidential_document_is_in_it() -> None:
    """Neither its reference, its link, its holder nor its number; its body is public, and its lists are bits."""
    certified()
    row = a_confidential_report()
    content = Client().get(PACK).content
    for secret in (row.reference, row.link, row.number, row.holder_name, row.scope, row.credential, row.sha256):
        assert secret
        assert secret.encode() not in content
    assert b"Laboratoire Essai" in content


def test_no_certificate_is_in_it_either() -> None:
    """What is met is brought by whoever meets it: a list of all holders is not handed out with the keys."""
    found, data = certified()
    content = Client().get(PACK).content
    assert data not in content
    assert b"Caoutchouc" not in content
    assert found.certifier.organisation.name.encode() in content


def test_it_is_fetched_once_and_asked_for_again_cheaply() -> None:
    certified()
    client = Client()
    first = client.get(PACK, headers={"Accept-Encoding": "gzip"})
    assert (first.status_code, first["Content-Encoding"]) == (200, "gzip")
    assert first["Access-Control-Allow-Origin"] == "*"
    plain = client.get(PACK)
    assert gzip.decompress(first.content) == plain.content
    assert client.get(PACK, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.head(PACK).status_code == 200
    assert client.post(PACK).status_code == 405


def test_two_processes_give_the_same_bytes() -> None:
    certified()
    at = datetime(2026, 11, 20, 13, 3, tzinfo=UTC)
    one = current_pack(at)
    offline_packs.forget()
    assert current_pack(at + timedelta(minutes=9)) == one
    assert current_pack(at + timedelta(minutes=14)) != one


def asked(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as context:
        assert client.get(path).status_code == 200
    return [
        item["sql"] for item in context.captured_queries
        if not item["sql"].startswith(("SAVEPOINT", "RELEASE")) and "set_config" not in item["sql"]
    ]  # fmt: skip


def test_queries_do_not_grow_with_the_number_of_bodies() -> None:
    certified()
    client = Client()
    first, again = asked(client, PACK), asked(client, PACK)
    assert len(again) <= 3, again
    for number in range(3):
        other = body(Body.CERTIFICATION_BODY, f"Autre Essai {number}")
        with acts(other):
            keys.make_key(access=other.access)
    offline_packs.forget()
    more = asked(client, PACK)
    assert len(first) == len(more) <= 12, more


def test_an_old_list_is_not_handed_out() -> None:
    """A list that no longer counts would only be weight: without it the answer is unknown, as with it."""
    found = world()
    row = issued(found)
    made = current_pack(TODAY)
    assert made is not None
    with acts(found.certifier):
        status_lists.publish(now=TODAY - timedelta(days=1))
    offline_packs.forget()
    later = current_pack(TODAY + timedelta(days=7))
    assert later is not None
    contents = json.loads(later.data.partition(b"\n")[2])
    assert not [one for one in contents["statusLists"] if "certification-essai" in one["url"]]
    said = Verifier(read(later.data).materials).verify(row.credential.encode("ascii"), TODAY + timedelta(days=7))
    assert said.verdict is Verdict.UNKNOWN


def test_without_a_key_of_the_platform_there_is_none() -> None:
    assert Client().get(PACK).status_code == 404
    told = page(Client(), SHELL)
    assert 'data-keeper="null"' in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_strict_in_each_language(language: str) -> None:
    certified()
    client = Client()
    client.cookies["django_language"] = language
    for path in (SHELL, f"{SHELL}{language}/"):
        told = strict_page(page(client, path), language=language)
        assert told.heading == {
            "fr": "Vérifier sans réseau", "ar": "التحقق دون شبكة", "en": "Verify without a network",
        }[language]  # fmt: skip
    answer = client.get(f"{SHELL}{language}/phrases.json")
    phrases = json.loads(answer.content)
    assert phrases["language"] == language
    assert len(phrases["months"]) == 12
    assert "verification.is_valid" in phrases["findings"]
    assert all(phrases["page"].values())
    assert client.get(f"{SHELL}de/").status_code == client.get(f"{SHELL}de/phrases.json").status_code == 404


def test_what_a_browser_keeps_is_the_same_for_everyone() -> None:
    """No name, no organisation, no message: whoever is signed in, the page is that of a stranger."""
    found, _data = certified()
    mine_, stranger = signed_in(found.certifier.person), Client()
    for path in (f"{SHELL}fr/", f"{SHELL}fr/phrases.json", "/verifier/hors-ligne/travailleur.js"):
        mine, theirs = mine_.get(path), stranger.get(path)
        assert mine.content == theirs.content
        assert "no-store" not in theirs["Cache-Control"]
        assert not theirs.cookies
    assert found.certifier.person.name not in mine_.get(SHELL).content.decode()


def test_the_worker_is_allowed_beside_its_own_address_and_keeps_none_of_it() -> None:
    answer = Client().get(reverse("offline_worker"))
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"].startswith("text/javascript")
    assert "script-src" not in answer["Content-Security-Policy"]
    manifest = json.loads(Client().get(reverse("offline_manifest")).content)
    assert manifest["scope"] == manifest["start_url"] == SHELL


def test_it_is_linked_from_where_documents_are_checked() -> None:
    found = world()
    row = a_certificate(found)
    for path in ("/verifier/", f"/c/{row.reference}"):
        assert f'href="{SHELL}"' in page(Client(), path)


def test_times_of_log_are_those_of_the_log() -> None:
    found, _data = certified()
    published(found)
    line = LogEntry.objects.get(reference=found.accreditation.reference)
    contents = json.loads(Client().get(PACK).content.partition(b"\n")[2])
    assert contents["accreditations"][0]["versions"][0]["loggedAt"][:19] == f"{line.at:%Y-%m-%dT%H:%M:%S}"
    assert line.at > ISSUED
