"""Pages of those who issue: what they say, who may do what, what they refuse, what they ask of the database."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.apps.pages import page
from tests.apps.recognition.rooms import Room, another, room_of
from tests.apps.recognition.world import SCHEME, World, acts, body, fresh_lists, issued
from tests.factories import a_member, verified
from tests.pages import strict_page

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.organisations.enums import Role
from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.domain import keys
from jawda.apps.recognition.enums import State
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.sheets import sheet_of
from jawda.core.credentials import credential
from jawda.core.credentials import token as tokens
from jawda.core.credentials.keys import Algorithm

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LANGUAGES = ("fr", "ar", "en")


def spoken(room: Room, url: str, status: int = 200) -> list[Any]:
    """The page in each language, strictly parsed, within the budget of queries."""
    pages = []
    for language in LANGUAGES:
        room.client.cookies["django_language"] = language
        pages.append(strict_page(page(room.client, url, status=status), language=language))
    room.client.cookies["django_language"] = "fr"
    return pages


def typed(**changes: Any) -> dict[str, Any]:
    given = {
        "number": "QMS-0100", "holder_name": "Plasturgie Modèle", "holder_ice": "", "holder_city": "Kénitra",
        "standard": "ISO 9001:2015", "scheme": SCHEME, "issued_on": TODAY.isoformat(),
        "expires_on": (TODAY + timedelta(days=900)).isoformat(), "scope": "Injection", "sites": "Un\nDeux",
        "sectors": ["IAF 14"],
    }  # fmt: skip
    return given | changes


def report(**changes: Any) -> dict[str, Any]:
    given = {
        "number": "RE-1", "holder_name": "Plasturgie Modèle", "holder_ice": "", "holder_city": "", "scheme": "",
        "standard": "ISO 527-2", "issued_on": TODAY.isoformat(), "activity_on": TODAY.isoformat(), "scope": "Traction",
        "accreditation_url": "",
    }  # fmt: skip
    return given | changes


def test_an_empty_list_says_what_comes_first(found: World) -> None:
    fresh = room_of(body(Body.CERTIFICATION_BODY, "Certification Neuve"))
    spoken(fresh, fresh.url("issued"))
    assert fresh.url("keys") in fresh.get("issued").content.decode()
    spoken(fresh, fresh.url("keys"))
    assert fresh.get("issue").status_code == 302, "without a key there is nothing to sign with"

    assert fresh.post("make_key").status_code == 302
    text = fresh.get("issued").content.decode()
    assert fresh.url("issue") in text
    assert len(fresh.keys()) == 1
    home = fresh.client.get(reverse("organisation_home", args=[fresh.member.organisation.handle])).content.decode()
    assert fresh.url("issued") in home


def test_the_list_is_narrowed_sorted_and_taken_away(found: World, room: Room) -> None:
    issued(found)
    ending = issued(found, number="QMS-0043", holder_name="Peintures Modèle", expires_on=TODAY + timedelta(days=20))
    issued(found, number="QMS-0044", expires_on=TODAY - timedelta(days=1))
    spoken(room, room.url("issued"))

    def numbers(**query: str) -> list[str]:
        return [row["number"] for row in json.loads(room.get("issued_export", "json", **query).content)]

    assert set(numbers()) == {"QMS-0042", "QMS-0043", "QMS-0044"}
    assert numbers(bientot="1") == [ending.number]
    assert numbers(etat="expired") == ["QMS-0044"], "expiry is counted by the last day"
    assert set(numbers(etat="in_force")) == {"QMS-0042", "QMS-0043"}
    assert numbers(q="peintures") == ["QMS-0043"]
    assert numbers(tri="echeance") == ["QMS-0044", "QMS-0043", "QMS-0042"]
    assert numbers(genre="product") == []
    spoken(room, room.url("issued") + "?q=rien")
    for kind in ("xlsx", "csv"):
        assert room.get("issued_export", kind).status_code == 200
    assert room.get("issued_export", "exe").status_code == 404


def test_issuing_shows_what_is_signed_before_it_is(found: World, room: Room) -> None:
    spoken(room, room.url("issue"))
    address = room.url("issue") + "?genre=management_system"
    form = spoken(room, address)[0]
    assert found.accreditation.number in " ".join(form.texts("option")), "its own accreditation is chosen"
    url = page_of(found.accreditation.reference)

    shown = room.client.post(address, typed(accreditation_url=url, step="check"))
    strict_page(shown.content.decode(), language="fr")
    assert "callout good" in shown.content.decode()
    assert room.documents() == [], "nothing is issued by looking"

    outside = room.client.post(address, typed(accreditation_url=url, sectors=["IAF 12"], step="check"))
    assert "callout poor" in outside.content.decode(), "a claim outside the scope is said, and not forbidden"
    early = room.client.post(address, typed(accreditation_url=url, issued_on="2023-05-01", step="check"))
    assert "callout poor" in early.content.decode(), "the accreditation began on 4 March 2024"
    alone = room.client.post(address, typed(accreditation_url="", step="check"))
    assert "callout info" in alone.content.decode()
    back = room.client.post(address, typed(accreditation_url=url, step="correct"))
    assert back.status_code == 200
    assert "Plasturgie Modèle" in back.content.decode()

    done = room.client.post(address, typed(accreditation_url=url, step="issue"))
    (row,) = room.documents()
    assert done.url == room.url("document", row.pk)
    assert (row.number, row.sites, row.sectors) == ("QMS-0100", ["Un", "Deux"], ["IAF 14"])
    assert room.client.get(reverse("certificate", args=[row.reference])).status_code == 200
    spoken(room, room.url("document", row.pk))
    assert room.get("token", row.pk).content == row.credential.encode()


@pytest.mark.parametrize(
    ("sectors", "why", "before", "after"),
    [
        (
            ["IAF 12"],
            "Le secteur IAF 12 n’est pas dans la portée",
            "toute vérification le donnera pour non valide",
            "Ce certificat n’est pas valide.",
        ),
        (
            [],
            "Le document ne dit pas de quel secteur il relève",
            "On ne peut pas dire si le document",
            "On ne peut pas dire si ce certificat est valide.",
        ),
    ],
)
def test_what_is_told_before_issuing_is_what_whoever_checks_reads(
    found: World, room: Room, sectors: list[str], why: str, before: str, after: str
) -> None:
    """ISO/IEC 17011, 7.8.3: outside its scope a body is not accredited; nobody can tell of what is not stated."""
    fresh_lists(found, ago=timedelta(minutes=1))
    address = room.url("issue") + "?genre=management_system"
    draft = typed(accreditation_url=page_of(found.accreditation.reference), sectors=sectors)
    told = room.client.post(address, draft | {"step": "check"}).content.decode()
    assert why in told
    assert before in told
    room.client.post(address, draft | {"step": "issue"})
    (row,) = room.documents()
    public = room.client.get(reverse("certificate", args=[row.reference])).content.decode()
    assert after in public
    assert why.casefold() in public.casefold()


@pytest.mark.parametrize(("scheme", "told"), [(SCHEME, True), ("", False)])
def test_a_scheme_is_told_where_there_is_one(found: World, room: Room, scheme: str, told: bool) -> None:
    """The signed form asks for one; by a body’s own rules there is none, and no page or paper makes one up."""
    room.client.post(room.url("issue") + "?genre=management_system", typed(scheme=scheme, step="issue"))
    (row,) = room.documents()
    public = strict_page(room.client.get(reverse("certificate", args=[row.reference])).content.decode())
    assert ("Programme" in public.texts("dt")) is told
    said = credential.read(row.credential.encode("ascii"))
    sheet = sheet_of(said, reference=row.reference, page="https://jawda.example/c/1", fictitious=False, language="fr")
    assert bool(sheet.scheme) is told


@pytest.mark.parametrize(
    ("field", "value"),
    [("number", ""), ("standard", ""), ("expires_on", ""), ("expires_on", "2020-01-01"), ("holder_ice", "12"),
     ("issued_on", "2099-01-01"), ("sectors", ["IAF 99"]), ("scheme", "https://unknown.example")],
)  # fmt: skip
def test_a_fault_stands_at_its_field(room: Room, field: str, value: Any) -> None:
    address = room.url("issue") + "?genre=management_system"
    answer = room.client.post(address, typed(**{field: value, "step": "issue"}))
    assert answer.status_code == 422
    text = answer.content.decode()
    strict_page(text, language="fr")
    assert f'id="id_{field}_error"' in text
    assert room.documents() == []


def test_suspending_reinstating_and_withdrawing_say_their_effect(found: World, room: Room) -> None:
    row = issued(found)
    refused = room.post("change", row.pk, event="suspended", **{"suspended-reason": " "})
    assert refused.status_code == 422
    strict_page(refused.content.decode(), language="fr")
    assert room.public()[0].state == State.IN_FORCE

    room.post("change", row.pk, event="suspended", **{"suspended-reason": "Audit non tenu"})
    assert room.public()[0].state == State.SUSPENDED
    text = " ".join(str(spoken(room, room.url("document", row.pk))))
    assert text
    page_now = room.get("document", row.pk).content.decode()
    assert "Audit non tenu" in page_now
    assert 'value="suspended"' not in page_now, "what is suspended is not suspended again"
    assert "Audit non tenu" not in json.dumps(room.public()[0].events), "reasons are between the parties"
    room.post("change", row.pk, event="reinstated", **{"reinstated-reason": "Levée"})
    room.post("change", row.pk, event="withdrawn", **{"withdrawn-reason": "Fin du contrat"})
    assert room.public()[0].state == State.WITHDRAWN
    again = room.post("change", row.pk, event="reinstated", **{"reinstated-reason": "Non"})
    assert again.status_code == 422
    spoken(room, room.url("document", row.pk))
    assert room.post("change", row.pk, event="replaced").status_code == 404


def test_a_scope_is_reduced_and_what_was_signed_before_is_shown(found: World, room: Room) -> None:
    row = issued(found, sectors=("IAF 14", "IAF 17"))
    spoken(room, room.url("reissue", row.pk))
    same = room.post("reissue", row.pk, scope=row.scope, sectors=row.sectors, sites=row.sites, reason="?")
    assert same.status_code == 422, "nothing has changed"
    room.post("reissue", row.pk, scope="Moulage", sectors=["IAF 14"], sites=row.sites, reason="Activité arrêtée")
    (now,) = room.documents()
    assert (now.scope, now.sectors) == ("Moulage", ["IAF 14"])
    assert now.sha256 != row.sha256
    assert row.sha256[:16] in room.get("document", row.pk).content.decode()


def test_a_report_has_a_link_that_is_made_anew(laboratory: Room) -> None:
    address = laboratory.url("issue") + "?genre=test"
    spoken(laboratory, address)
    laboratory.client.post(address, report(step="issue"))
    (row,) = laboratory.documents()
    assert laboratory.public() == [], "a report is between the laboratory and who holds it"
    assert laboratory.client.get(reverse("shown_document", args=[row.link])).status_code == 200
    spoken(laboratory, laboratory.url("document", row.pk))
    assert laboratory.post("change", row.pk, event="suspended", **{"suspended-reason": "x"}).status_code == 422, (
        "ISO/IEC 17025 knows no suspension of a report"
    )
    laboratory.post("renew_link", row.pk)
    (now,) = laboratory.documents()
    assert laboratory.client.get(reverse("shown_document", args=[row.link])).status_code == 404
    shown = laboratory.client.get(reverse("shown_document", args=[now.link])).content.decode()
    assert "Ce rapport est authentique et en vigueur" in shown, "though the address that it was signed with is closed"
    assert now.credential == row.credential, "the file that was kept stays good"
    laboratory.post("reissue", row.pk, scope="Traction, corrigé", reason="Unité fausse")
    (amended,) = laboratory.documents()
    assert amended.scope == "Traction, corrigé"


def test_a_public_document_has_no_link_to_renew(found: World, room: Room) -> None:
    row = issued(found)
    assert room.post("renew_link", row.pk).status_code == 302
    assert room.documents()[0].link == ""


def test_a_key_of_the_other_algorithm_is_offered(found: World, room: Room) -> None:
    assert "ES256" in room.get("keys").content.decode()
    assert room.post("make_key", algorithm="ES256").status_code == 302
    assert room.keys()[-1].algorithm == "ES256"
    row = issued(found, number="ES-1", now=timezone.now())
    assert tokens.read(row.credential.encode()).algorithm is Algorithm.ES256
    for other in ("ES512", "none", ""):
        assert room.post("make_key", algorithm=other).status_code == 404
    assert len(room.keys()) == 2


def test_keys_are_replaced_and_revoked(found: World, room: Room) -> None:
    spoken(room, room.url("keys"))
    room.post("make_key")
    first, second = room.keys()
    assert first.retired_at is not None
    assert second.retired_at is None
    spoken(room, room.url("lost_key", second.pk))
    later = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert room.post("lost_key", second.pk, at=later, sure="on").status_code == 422
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert room.post("lost_key", second.pk, at=at).status_code == 422, "one says that one has read what it does"
    assert room.post("lost_key", second.pk, at=at, sure="on").status_code == 302
    assert room.keys()[1].compromised_at is not None
    spoken(room, room.url("keys"))
    spoken(room, room.url("lost_key", second.pk))
    assert room.get("lost_key", uuid4()).status_code == 404


def test_a_reader_sees_and_changes_nothing(found: World) -> None:
    row = issued(found)
    reader = another(found.certifier, Role.READER)
    for name, arguments in (("issued", ()), ("document", (row.pk,)), ("keys", ()), ("issued_export", ("csv",))):
        assert reader.get(name, *arguments).status_code == 200
    text = reader.get("document", row.pk).content.decode()
    assert reader.url("change", row.pk) not in text
    assert reader.url("issue") not in reader.get("issued").content.decode()
    assert reader.url("make_key") not in reader.get("keys").content.decode()
    for name, arguments in (("issue", ()), ("change", (row.pk,)), ("reissue", (row.pk,)), ("renew_link", (row.pk,)),
                            ("make_key", ()), ("lost_key", (uuid4(),)), ("import_issue", ()),
                            ("import_change", ())):  # fmt: skip
        assert reader.post(name, *arguments).status_code == 403, name
    officer = another(found.certifier, Role.OFFICER)
    assert officer.get("issue").status_code == 200
    assert officer.post("make_key").status_code == 403, "administrators make keys"


def test_another_body_finds_nothing(found: World) -> None:
    row = issued(found)
    other = room_of(verified(a_member("Autre organisme", Body.CERTIFICATION_BODY)))
    for name in ("document", "token", "reissue"):
        assert other.get(name, row.pk).status_code == 404
    for name in ("change", "renew_link"):
        assert other.post(name, row.pk, event="withdrawn", **{"withdrawn-reason": "x"}).status_code == 404
    with acts(found.certifier):
        row.refresh_from_db()
    assert row.state == State.IN_FORCE
    assert (
        other.client.get(reverse("recognition:issued", args=[found.certifier.organisation.handle])).status_code == 404
    )


def test_an_accreditor_accredits_and_changes_scopes(found: World) -> None:
    room = room_of(found.accreditor)
    spoken(room, room.url("issued"))
    spoken(room, room.url("accredit"))
    assert room.get("issue").status_code == 403, "an accreditor certifies nobody"
    rows = {
        "scopes-TOTAL_FORMS": "1", "scopes-INITIAL_FORMS": "0", "scopes-0-kind": "management_system",
        "scopes-0-references": "ISO 14001", "scopes-0-sectors": "14, IAF 17", "scopes-0-since": TODAY.isoformat(),
    }  # fmt: skip
    slug = "certification-essai"
    given = {"body": slug, "number": "EX-SM-08", "since": TODAY.isoformat(), "until": ""}
    more = room.post("accredit", **given, **rows, step="more")
    assert more.status_code == 200
    assert 'name="scopes-1-kind"' in more.content.decode()
    none = room.post("accredit", **given, **(rows | {"scopes-TOTAL_FORMS": "0"}))
    assert none.status_code == 422
    wrong = room.post("accredit", **given, **(rows | {"scopes-0-sectors": "99"}))
    assert wrong.status_code == 422
    strict_page(wrong.content.decode(), language="fr")
    assert len(room.documents()) == 1
    assert room.post("accredit", **given, **rows).status_code == 302
    made = next(row for row in room.documents() if row.number == "EX-SM-08")
    assert made.sectors == ["IAF 14", "IAF 17"]
    spoken(room, room.url("document", made.pk))
    assert room.get("reissue", made.pk).status_code == 404, "scopes are changed as of a day, with their history"

    spoken(room, room.url("rescope", made.pk))
    kept = {
        "scopes-TOTAL_FORMS": "1", "scopes-INITIAL_FORMS": "1", "scopes-0-kind": "management_system",
        "scopes-0-standard": "ISO/IEC 17021-1", "scopes-0-references": "ISO 14001", "scopes-0-sectors": "IAF 14",
        "scopes-0-since": TODAY.isoformat(), "scopes-0-ranges": "", "scopes-0-until": "",
    }  # fmt: skip
    assert room.post("rescope", made.pk, **kept).status_code == 302
    text = room.get("document", made.pk).content.decode()
    assert text.count("ISO/IEC 17021-1") >= 2, "the scopes of before are kept and shown"
    same = room.post("rescope", made.pk, **kept)
    assert same.status_code == 422
    gone = room.post("rescope", made.pk, **kept, **{"scopes-0-DELETE": "on"})
    assert gone.status_code == 422
    room.post("change", made.pk, event="suspended", **{"suspended-reason": "Audit"})
    certifier = room_of(found.certifier)
    address = certifier.url("issue") + "?genre=management_system"
    told = certifier.client.post(address, typed(accreditation_url=page_of(made.reference), step="check"))
    assert "callout poor" in told.content.decode(), "who issues under a suspended accreditation is told"


def test_scopes_are_not_changed_without_a_key_nor_once_the_accreditation_has_ended(found: World) -> None:
    room = room_of(found.accreditor)
    row = found.accreditation
    asked = {
        "scopes-TOTAL_FORMS": "1", "scopes-INITIAL_FORMS": "1", "scopes-0-kind": "management_system",
        "scopes-0-standard": "ISO/IEC 17021-1", "scopes-0-references": "ISO 14001", "scopes-0-sectors": "IAF 14",
        "scopes-0-since": TODAY.isoformat(), "scopes-0-ranges": "", "scopes-0-until": "",
    }  # fmt: skip
    with acts(found.accreditor):
        Attestation.objects.filter(pk=row.pk).update(expires_on=TODAY - timedelta(days=1))
    assert room.url("rescope", row.pk) not in room.get("document", row.pk).content.decode()
    over = room.post("rescope", row.pk, **asked)
    assert over.status_code == 422
    assert "en vigueur ou suspendue" in over.content.decode()
    with acts(found.accreditor):
        Attestation.objects.filter(pk=row.pk).update(expires_on=row.expires_on)
        keys.revoke_key(
            access=found.accreditor.access, key_id=room.keys()[0].pk, at=timezone.now() - timedelta(minutes=1)
        )
    lost = room.post("rescope", row.pk, **asked)
    assert lost.status_code == 422
    strict_page(lost.content.decode(), language="fr")
    assert "clé de signature" in lost.content.decode()
    assert [one.sha256 for one in room.documents()] == [row.sha256]
    room.post("make_key")
    assert room.post("rescope", row.pk, **asked).status_code == 302


def test_ranges_of_a_calibration_scope_are_read_line_by_line(found: World) -> None:
    room = room_of(found.accreditor)
    rows = {
        "scopes-TOTAL_FORMS": "1", "scopes-INITIAL_FORMS": "0", "scopes-0-kind": "calibration",
        "scopes-0-since": TODAY.isoformat(), "scopes-0-ranges": "length; mm; 0; 150; 0,002",
    }  # fmt: skip
    given = {"body": "certification-essai", "number": "EX-ET-01", "since": TODAY.isoformat(), "until": ""}
    for ranges in ("length; mm; 0", "length; mm; 0; x; 1", "length; mm; 150; 0; 1", ""):
        assert room.post("accredit", **given, **(rows | {"scopes-0-ranges": ranges})).status_code == 422, ranges
    assert room.post("accredit", **given, **rows).status_code == 302


def test_a_company_sees_what_was_issued_to_its_verified_ice(found: World) -> None:
    company = a_member("Caoutchouc Modèle", Body.COMPANY)
    ice = "001234567000047"
    with acts(company):
        company.organisation.ice = ice
        company.organisation.save(update_fields=["ice"])
    issued(found)
    issued(found, number="QMS-0050", expires_on=TODAY + timedelta(days=10))
    issued(found, number="QMS-0051", holder_ice="")
    unverified = room_of(company)
    assert "QMS-0042" not in unverified.get("held").content.decode(), "it typed its ICE itself"
    spoken(unverified, unverified.url("held"))

    room = room_of(verified(company))
    text = room.get("held").content.decode()
    assert text.index("QMS-0050") < text.index("QMS-0042"), "what lapses first stands first"
    assert "QMS-0051" not in text
    spoken(room, room.url("held"))
    rows = json.loads(room.get("held_export", "json", bientot="1").content)
    assert [row["number"] for row in rows] == ["QMS-0050"]
    assert room.get("issued").status_code == 403
    assert room.get("issue").status_code == 403
