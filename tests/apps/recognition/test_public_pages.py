"""The public pages: one address per certificate, its verdict in three languages, and nothing that is not public."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.pages import page
from tests.apps.recognition.world import ISSUED, TODAY, World, acts, body, issued, world
from tests.factories import signed_in
from tests.pages import strict_page

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.addresses import new_link
from jawda.apps.recognition.domain import changing, heads, issuing, keys, papers, seals, status_lists
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import Event, Kind
from jawda.apps.recognition.models import Attestation, LogHead, PlatformKey, PublicAttestation
from jawda.apps.recognition.queries import keeping
from jawda.apps.recognition.queries.public import forget_verdicts
from jawda.apps.recognition.tasks import sign_log_head
from jawda.apps.recognition.views.kept_pages import forget_pages
from jawda.apps.recognition.views.limits import CHECKS, WRONG_LINKS
from jawda.core.credentials.keys import Algorithm, SoftwareKey, public_key
from jawda.core.credentials.log_chain import follow, read_head
from jawda.foundation.printing.paper_reading import credential_in
from jawda.foundation.printing.sealers import KeySealer, SealHolder, self_made_certificate
from jawda.foundation.printing.sealing import seal
from jawda.site.command_line import main

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")
CANARY = "CANARI-motif-secret"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_verdicts()
    forget_pages()
    cache.clear()


def published(found: World) -> None:
    """Every body signs its lists, as each night."""
    for one in (found.accreditor, found.certifier):
        with acts(one):
            status_lists.publish(now=datetime.now(UTC) - timedelta(minutes=1))


def reader(language: str = "fr") -> Any:
    client = Client()
    client.cookies["django_language"] = language
    return client


def a_certificate(found: World, **changes: Any) -> Attestation:
    """Issued while the lists of its accreditor were fresh, and looked at now."""
    with acts(found.accreditor):
        status_lists.publish(now=ISSUED - timedelta(days=1))
    row = issued(found, **changes)
    published(found)
    return row


def changed(found: World, row: Attestation, event: Event, at: datetime | None = None) -> None:
    with acts(found.certifier):
        changing.change(access=found.certifier.access, attestation_id=row.pk, event=event, reason=CANARY, now=at)


def a_confidential_report() -> Attestation:
    """Of a laboratory that claims no accreditation."""
    laboratory = body(Body.LABORATORY, "Laboratoire Essai")
    with acts(laboratory):
        keys.make_key(access=laboratory.access)
        draft = Draft(
            kind=Kind.TEST, number="RE-77", holder_name="Holder-CANARI", holder_ice="", holder_city="", scheme="",
            standard="ISO 1817", scope="Essai secret", sectors=(), sites=(), issued_on=datetime.now(UTC).date(),
            activity_on=datetime.now(UTC).date(), expires_on=None, accreditation_url="",
        )  # fmt: skip
        return issuing.issue(access=laboratory.access, draft=draft)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_strict_and_says_what_it_is_about(language: str) -> None:
    found = world()
    row = a_certificate(found)
    heads.sign()
    client = reader(language)
    told = strict_page(page(client, f"/c/{row.reference}"), language=language)
    said = {
        "fr": "Ce certificat est valide.", "ar": "هذه الشهادة سارية المفعول.", "en": "This certificate is valid.",
    }  # fmt: skip
    assert told.heading == said[language]
    assert row.reference in told.title
    assert "Caoutchouc Modèle" in " ".join(told.texts("dd"))
    accreditation = strict_page(page(client, f"/c/{found.accreditation.reference}"), language=language)
    assert accreditation.heading != told.heading
    for path in (
        "/certificats/", "/certificats/?q=caoutchouc", "/certificats/?q=rien-de-tel", "/verifier/",
        "/organismes/certification-essai/", "/organismes/accrediteur-essai/", "/confiance/", "/registre/",
        f"/registre/?reference={row.reference.lower()}",
    ):  # fmt: skip
        strict_page(page(client, path), language=language)
    strict_page(page(client, "/c/JW-2026-ZZZZZZZ", status=404), language=language)
    strict_page(page(client, "/d/rien", status=404), language=language)


def test_a_page_asks_at_most_ten_questions_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    row = a_certificate(world())
    client = reader()
    client.get("/certificats/")  # catalogues are warm
    monkeypatch.setattr(keeping, "_SETTLED", timedelta(0))
    for most in (10, 3):  # the first reads all that the verdict rests on, the second is of the same minute
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"/c/{row.reference}").status_code == 200
        asked = [
            item["sql"] for item in context.captured_queries if not item["sql"].startswith(("SAVEPOINT", "RELEASE"))
        ]
        assert len([sql for sql in asked if "set_config" not in sql]) <= most, asked


def test_what_is_kept_for_the_next_reader_says_nothing_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither who is signed in nor another language or day gets the page that was kept, and an event makes it old."""
    found = world()
    row = a_certificate(found)
    monkeypatch.setattr(keeping, "_SETTLED", timedelta(0))
    address = f"/c/{row.reference}"
    person = signed_in(found.certifier.person)
    name = str(found.certifier.person)
    assert name in page(person, address)
    assert name not in page(reader(), address)
    assert page(reader(), address) == page(reader(), address)
    assert name in page(person, address), "who is signed in sees their own"
    assert strict_page(page(reader("ar"), address), language="ar").heading != "Ce certificat est valide."
    assert strict_page(page(reader(), f"{address}?le=2020-01-01")).heading == "Ce certificat n’est pas encore valable."
    changed(found, row, Event.SUSPENDED, datetime.now(UTC) - timedelta(seconds=2))
    assert strict_page(page(reader(), address)).heading == "Ce certificat est suspendu."


def test_suspension_withdrawal_and_other_days_are_told() -> None:
    """Whether it was valid on 3 March is answered from kept history, at the end of that day."""
    found = world()
    with acts(found.accreditor):
        status_lists.publish(now=ISSUED - timedelta(days=1))
    row = issued(found)
    client = reader()
    for one in (found.accreditor, found.certifier):
        with acts(one):
            status_lists.publish(now=datetime(2026, 3, 3, 9, tzinfo=UTC))
    published(found)
    now = datetime.now(UTC)
    changed(found, row, Event.SUSPENDED, now - timedelta(seconds=40))
    address = f"/c/{row.reference}"
    assert strict_page(page(client, address)).heading == "Ce certificat est suspendu."
    then = page(client, f"{address}?le=2026-03-03")
    assert strict_page(then).heading == "Ce certificat est valide."
    assert "3\N{NO-BREAK SPACE}mars 2026" in then
    changed(found, row, Event.WITHDRAWN, now - timedelta(seconds=20))
    assert strict_page(page(client, address)).heading == "Ce certificat a été retiré."
    assert strict_page(page(client, f"{address}?le=2020-01-01")).heading == "Ce certificat n’est pas encore valable."


@pytest.mark.parametrize("said", ["2026-13-45", "hier", "2999-01-01", "0001-01-01", "'\"><script>", "2026-03-03\x01"])
def test_a_day_that_is_none_is_told_beside_the_present_verdict(said: str) -> None:
    row = a_certificate(world())
    answer = reader().get(f"/c/{row.reference}", {"le": said})
    assert answer.status_code == 200
    told = strict_page(answer.content.decode(), language="fr")
    assert told.heading == "Ce certificat est valide."
    assert "Ce qui suit est l’état actuel." in " ".join(told.texts("p"))


def test_a_certificate_outside_the_arrangements_has_a_verdict_of_its_own() -> None:
    from dataclasses import replace

    from jawda.apps.recognition.domain import trust
    from jawda.apps.recognition.queries.trust import current_trust

    found = world()
    row = a_certificate(found)
    known = current_trust()
    assert known is not None
    trust.publish(replace(known, version=2, arrangements=()))
    text = page(reader(), f"/c/{row.reference}")
    assert strict_page(text).heading == "Ce certificat est valide, hors des accords de reconnaissance."
    assert "À l’étranger" in text
    assert "n’est pas tenu de l’accepter" in text


def test_what_is_signed_is_shown_and_not_what_stands_in_columns() -> None:
    found = world()
    row, other = a_certificate(found), issued(found, number="QMS-0043", holder_name="Autre Société")
    with acts(found.certifier):
        PublicAttestation.objects.filter(reference=row.reference).update(
            holder_name="Menteur SA", standard="ISO 14001", state="in_force", scope="Tout"
        )
    text = page(reader(), f"/c/{row.reference}")
    assert "Menteur" not in text
    assert "ISO 14001" not in text
    with acts(found.certifier):
        PublicAttestation.objects.filter(reference=row.reference).update(credential=other.credential)
    forget_pages()
    text = page(reader(), f"/c/{row.reference}")
    assert "Autre Société" not in text
    assert "n’est pas valide" in strict_page(text).heading
    with acts(found.certifier):
        PublicAttestation.objects.filter(reference=row.reference).update(credential=row.credential[:-8] + "AAAAAAAA")
    forget_pages()
    assert strict_page(page(reader(), f"/c/{row.reference}")).heading == "Ce certificat n’est pas valide."


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "query", "given", "status"),
    [
        ("", "", "text/html; charset=utf-8", 200),
        (BROWSER, "", "text/html; charset=utf-8", 200),
        ("*/*", "", "text/html; charset=utf-8", 200),
        ("application/vc+jwt", "", "application/vc+jwt", 200),
        ("application/vc", "", "application/vc", 200),
        ("application/json", "", "application/json", 200),
        ("text/html;q=0.1, application/json", "", "application/json", 200),
        ("application/linkset+json", "", "application/linkset+json", 200),
        (BROWSER, "?linkType=linkset", "application/linkset+json", 200),
        (BROWSER, "?format=jwt", "application/vc+jwt", 200),
        (BROWSER, "?format=json", "application/json", 200),
        (BROWSER, "?format=nonsense", "text/html; charset=utf-8", 200),
        ("image/png", "", "text/plain; charset=utf-8", 406),
        ("text/html;q=0", "", "text/plain; charset=utf-8", 406),
    ],
)
def test_one_address_gives_each_form_that_is_asked_for(accept: str, query: str, given: str, status: int) -> None:
    row = a_certificate(world())
    client = reader()
    headers = {"accept": accept} if accept else {}
    answer = client.get(f"/c/{row.reference}{query}", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, given)
    assert "Accept" in answer["Vary"]
    if given.startswith("application/"):
        assert answer["Access-Control-Allow-Origin"] == "*"
    if given == "application/vc+jwt":
        assert answer.content.decode() == row.credential
    elif given in ("application/json", "application/vc"):
        assert json.loads(answer.content)["credentialSubject"]["certificateNumber"] == row.number
    elif "linkset" in given:
        (links,) = json.loads(answer.content)["linkset"]
        assert links["anchor"].endswith(f"/c/{row.reference}")
        assert json.loads(client.get(links["author"][0]["href"]).content)["id"].endswith("certification-essai")
        assert client.get(links["status"][0]["href"])["Content-Type"] == "application/vc+jwt"
    head = client.head(f"/c/{row.reference}{query}", headers=headers)
    assert (head.status_code, head["Content-Type"], head.content) == (status, given, b"")


def test_a_reference_is_found_however_it_is_typed() -> None:
    row = a_certificate(world())
    client = reader()
    for typed in (row.reference.lower(), row.reference.replace("-", " "), row.reference.replace("-", "–")):
        answer = client.get(f"/c/{typed}")
        assert (answer.status_code, answer["Location"]) == (301, f"/c/{row.reference}")
        assert client.get("/certificats/", {"q": typed})["Location"] == f"/c/{row.reference}"


def test_not_found_is_not_invalid() -> None:
    answer = reader("fr").get("/c/JW-2026-ABCDEFG")
    assert answer.status_code == 404
    assert "Introuvable ne veut pas dire invalide" in answer.content.decode()
    answer = reader("en").get("/c/JW-2026-ABCDEFG", headers={"accept": "application/json"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert "That does not make it invalid" in json.loads(answer.content)["detail"]


def test_nothing_that_is_not_public_stands_anywhere() -> None:
    """Reasons of events, persons’ names and confidential documents: in no page, file, export or line."""
    found = world()
    row = a_certificate(found)
    changed(found, row, Event.SUSPENDED)
    report = a_confidential_report()
    person = found.certifier.person.name
    client = reader()
    paths = [
        f"/c/{row.reference}", f"/c/{row.reference}?format=json", f"/c/{row.reference}?linkType=linkset",
        "/certificats/", "/certificats/?q=CANARI", "/certificats/?format=csv", "/certificats/?format=json",
        "/organismes/certification-essai/", "/organismes/laboratoire-essai/", "/registre/", "/registre.jsonl",
        f"/registre/?reference={report.reference}", f"/c/{report.reference}",
    ]  # fmt: skip
    for path in paths:
        text = client.get(path).content.decode()
        assert "Holder-CANARI" not in text, path
        assert CANARY not in text, path
        assert person not in text, path
        assert report.link not in text, path
        assert "RE-77" not in text, path
        if report.reference not in path:
            assert report.reference not in text, path
    assert client.get(f"/c/{report.reference}").status_code == 404
    assert report.sha256 in client.get("/registre.jsonl").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_confidential_document_is_shown_to_whoever_has_its_link(language: str) -> None:
    report = a_confidential_report()
    client = reader(language)
    answer = client.get(f"/d/{report.link}")
    text = page(client, f"/d/{report.link}")
    told = strict_page(text, language=language)
    assert "Holder-CANARI" in text
    assert "noindex" in text
    assert report.reference not in told.title
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    token = client.get(f"/d/{report.link}", headers={"accept": "application/vc+jwt"})
    assert token.content.decode() == report.credential
    assert "Access-Control-Allow-Origin" not in token
    assert token["Cache-Control"] == "private, no-store"


def test_whoever_guesses_links_is_stopped() -> None:
    report = a_confidential_report()
    client = reader()
    for _ in range(WRONG_LINKS):
        assert client.get(f"/d/{new_link(report.organisation_id)}").status_code == 404
    assert client.get(f"/d/{report.link}").status_code == 429


def test_search_takes_every_word_kind_and_state() -> None:
    found = world()
    row = a_certificate(found)
    over = a_certificate(
        found, number="QMS-9", holder_name="Fonderie Fictive", scope="Pièces coulées", expires_on=ISSUED.date()
    )
    client = reader()

    def references(**query: str) -> set[str]:
        answer = client.get("/certificats/", {**query, "format": "json"})
        return {item["reference"] for item in answer.json()["certificates"]}

    assert references(q="CAOUTCHOUC modele berrechid") == {row.reference}
    assert references(q="caoutch 9001") == {row.reference}
    assert references(q="outchouc") == set()
    assert references(q="caoutchouc fonderie") == set()
    assert references(q="qms 0042") == {row.reference}
    assert references(state="expired") == {over.reference}
    assert references(state="in_force", kind="management_system") == {row.reference}
    assert references(kind="accreditation") == {found.accreditation.reference}
    assert references(body="certification-essai") == {row.reference, over.reference}
    assert references(body="nobody") == set()
    assert references(q="%") == references(q="_") == references()
    sheet = client.get("/certificats/?format=csv").content.decode("utf-8-sig")
    assert row.reference in sheet
    assert client.get("/certificats/?format=xlsx").content.startswith(b"PK")
    assert "ne veut pas dire invalide" in page(client, "/certificats/?q=introuvable")
    assert client.get("/certificats/", {"q": "x\x01y" * 500, "page": "999", "state": "'"}).status_code == 200


def dropped(client: Any, data: bytes, name: str = "x.jwt") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post("/verifier/", {"file": SimpleUploadedFile(name, data), "text": ""})


def test_a_signed_file_that_is_dropped_is_judged_and_not_kept() -> None:
    found = world()
    row = a_certificate(found)
    client = reader()
    answer = dropped(client, row.credential.encode())
    told = strict_page(answer.content.decode(), language="fr")
    assert told.heading == "Ce certificat est valide."
    assert answer["Cache-Control"] == "private, no-store"
    envelope = {
        "@context": ["https://www.w3.org/ns/credentials/v2"], "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{row.credential}",
    }  # fmt: skip
    assert strict_page(dropped(client, json.dumps(envelope).encode()).content.decode()).heading == told.heading
    pasted = client.post("/verifier/", {"text": f"  {row.credential}\n"})
    assert strict_page(pasted.content.decode()).heading == told.heading
    forged = row.credential[:-8] + "AAAAAAAA"
    assert strict_page(dropped(client, forged.encode()).content.decode()).heading == "Ce certificat n’est pas valide."


@pytest.mark.parametrize(
    "data",
    [
        b"x", b"\xff\xfe\x00", b"{}", b"[" * 100_000, b"{" * 5_000, b'{"a":' * 5_000, b"a.b.c", b"ey.ey.ey", b"\0" * 64,
        b'{"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,"}', b"PK\x03\x04", b"<?xml ?>",
        b'{"@context":["https://www.w3.org/ns/credentials/v2"],"proof":[]}', "é".encode() * 10_000,
    ],
)  # fmt: skip
def test_a_hostile_file_is_a_verdict_in_words(data: bytes) -> None:
    answer = dropped(reader(), data)
    assert answer.status_code == 200
    strict_page(answer.content.decode(), language="fr")


def test_the_paper_carries_what_was_signed_and_is_checked_by_it() -> None:
    found = world()
    row = a_certificate(found)
    client = reader()
    made_now = client.get(f"/c/{row.reference}?format=pdf").content
    assert credential_in(made_now) == row.credential.encode()
    with acts(found.certifier):
        papers.print_one(row)
    answer = client.get(f"/c/{row.reference}", headers={"accept": "application/pdf"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content != made_now
    assert b"/ByteRange" in answer.content  # sealed by the body
    assert credential_in(answer.content) == row.credential.encode()
    told = dropped(client, answer.content, "x.pdf").content.decode()
    assert strict_page(told, language="fr").heading == "Ce certificat est valide."
    assert "Certification Essai" in told[told.index("Les pages de ce PDF sont celles que") :][:80]
    changed = dropped(client, answer.content.replace(b"/Title", b"/Titel", 1), "x.pdf").content.decode()
    strict_page(changed, language="fr")
    assert "Ce PDF a été changé après son cachet" in changed
    assert "n’a pas de cachet" in dropped(client, made_now, "x.pdf").content.decode()
    assert client.get(f"/c/{found.accreditation.reference}?format=pdf").content.startswith(b"%PDF")


def test_a_paper_that_another_sealed_in_the_issuers_name_is_not_the_issuers() -> None:
    """Whoever has the signed document can put it into other pages, and write any name into a certificate of his own."""
    found = world()
    row = a_certificate(found)
    client = reader()
    plain = client.get(f"/c/{row.reference}?format=pdf").content
    with acts(found.certifier):
        papers.print_one(row)
    with acts(found.accreditor):
        other = seals.own_sealer()
        seals.publish_seal(other.certificate)
    key = SoftwareKey.from_seed(bytes(range(1, 33)), Algorithm.ES256)
    holder = SealHolder(organisation="Certification Essai", country="MA")
    since, until = ISSUED - timedelta(days=1), ISSUED + timedelta(days=4_000)
    forger = KeySealer(key, self_made_certificate(key, holder, valid_from=since, valid_until=until))
    for by in (forger, other):
        told = dropped(client, seal(plain, by, reason="x", at=datetime.now(UTC)), "x.pdf").content.decode()
        assert strict_page(told, language="fr").heading == "Ce certificat est valide."
        assert "comparez ce que montrent ses pages" in told
        assert "celles que" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_checked_is_told(language: str) -> None:
    client = reader(language)
    for data in (b"", b" \n ", b"%PDF-1.7 ...", b"{" + b" " * 2_000_001):
        answer = dropped(client, data)
        assert answer.status_code == 422, data[:9]
        strict_page(answer.content.decode(), language=language)
    for text in ("", "https://other.example/c/JW-2026-ABCDEFG", "http://[bad/x", "http://localhost:8000/annuaire/",
                 "http://169.254.169.254/latest", "http://localhost:8000/", "w " * 200):  # fmt: skip
        answer = client.post("/verifier/", {"text": text})
        assert answer.status_code == 422, text
        strict_page(answer.content.decode(), language=language)


def test_what_is_typed_leads_to_its_page_or_to_the_search() -> None:
    client = reader()
    for text, where in (
        ("jw 2026 abcdefg", "/c/JW-2026-ABCDEFG"),
        ("http://localhost:8000/c/JW-2026-ABCDEFG?x=1", "/c/JW-2026-ABCDEFG"),
        ("http://localhost:8000/d/abc", "/d/abc"),
        ("QMS-0042", "/certificats/?q=QMS-0042"),
    ):
        answer = client.post("/verifier/", {"text": text})
        assert (answer.status_code, answer["Location"]) == (302, where)


def test_files_are_checked_so_often_in_an_hour() -> None:
    client = reader()
    for _ in range(CHECKS):
        assert client.post("/verifier/", {"text": "QMS"}).status_code == 302
    assert client.post("/verifier/", {"text": "QMS"}).status_code == 429


def test_the_exported_log_follows_up_to_its_signed_head() -> None:
    row = a_certificate(world())
    sign_log_head(0)
    sign_log_head(0)
    assert LogHead.objects.count() == 1
    client = reader()
    lines = client.get("/registre.jsonl").content.splitlines()
    key = public_key(PlatformKey.objects.get().public_jwk)
    head = read_head(client.get("/registre/tete").content, issuer=issuer_of(client), keys=[key])
    assert follow(lines, heads=[head]).sequence == len(lines) == head.sequence
    assert row.sha256 in lines[-1].decode()
    assert follow(client.get("/registre.jsonl?apres=1").content.splitlines(), heads=[head]).first == 2
    assert client.get("/registre.jsonl?apres=x").content.splitlines() == lines
    assert client.get("/registre/tetes").content == client.get("/registre/tete").content + b"\n"


def test_what_the_pages_give_is_what_the_command_verifies(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = world()
    issued(found)
    sign_log_head(0)
    issued(found, number="QMS-0043", now=TODAY)
    client = reader()
    monkeypatch.chdir(tmp_path)
    for name, address in (("log", "/registre.jsonl"), ("heads", "/registre/tetes"), ("trust", "/confiance/liste")):
        Path(name).write_bytes(client.get(address).content)
    assert main(["log", "verify", "log", "--head", "heads", "--trust", "trust", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("The log holds: nothing in it was changed or left out.")


def issuer_of(client: Any) -> str:
    said: str = json.loads(client.get("/.well-known/did.json").content)["id"]
    return said


def test_without_a_list_a_log_or_a_body_the_pages_say_so() -> None:
    client = reader()
    for language in LANGUAGES:
        told = strict_page(page(reader(language), "/confiance/"), language=language)
    assert told.heading == "Nobody is named here yet"
    assert client.get("/organismes/personne/").status_code == 404
    assert client.get("/registre/tete").status_code == 404
    sign_log_head(0)
    assert LogHead.objects.count() == 0
    assert "Rien n’a encore été inscrit." in page(client, "/registre/")
    assert client.get("/registre.jsonl").content == b""
