"""What holds for every operation: who is let in, how problems are said, what caches may do, what comes in."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.factories import a_member, signed_in
from tests.site.api.calls import API, Program, a_program, is_problem

from jawda.apps.organisations.enums import Kind
from jawda.foundation.api.operations import SAID
from jawda.foundation.api.reading import DEEPEST, LARGEST
from jawda.site import api

pytestmark = pytest.mark.django_db


def test_without_a_token_in_force_it_is_401_and_a_session_opens_nothing() -> None:
    """RFC 6750, 3: the answer includes WWW-Authenticate."""
    member = a_member()
    for secret in ("", "jwd_" + "a" * 43, "x"):
        response = Program(member, secret).call("GET", "/assessments")
        is_problem(response, 401)
        assert response["WWW-Authenticate"] == "Bearer"
    is_problem(signed_in(member.person).get(f"{API}/assessments"), 401)


def test_a_token_without_the_scope_is_403_and_names_it() -> None:
    program = a_program("organisation:read")
    assert "assessments:read" in is_problem(program.call("GET", "/assessments"), 403)["title"]
    assert program.get("/organisation")["name"] == "Tôlerie Témoin"
    is_problem(program.call("POST", "/sites", {"name": "x"}), 403)


def test_anothers_object_looks_like_none() -> None:
    mine, theirs = a_program(), a_program()
    made = theirs.call("POST", "/assessments", {"referential": "premiers-pas-1"}).json()["id"]
    site = theirs.call("POST", "/sites", {"name": "Leur site"}).json()["id"]
    nowhere = "00000000-0000-4000-8000-000000000000"
    for there, never in (
        (f"/assessments/{made}/result", f"/assessments/{nowhere}/result"),
        (f"/sites/{site}", f"/sites/{nowhere}"),
    ):
        found = [is_problem(mine.call("GET", path), 404) for path in (there, never)]
        assert found[0] == found[1]
    is_problem(mine.call("PUT", f"/sites/{site}", {"name": "Pris"}), 404)
    is_problem(mine.call("DELETE", f"/sites/{site}"), 404)
    assert theirs.get(f"/sites/{site}")["name"] == "Leur site"


def test_what_is_not_there_is_said_in_the_form_of_problems() -> None:
    for path in ("/nothing", "/assessments/no-uuid", "/referentials/none-1"):
        is_problem(Client().get(API + path), 404)
    response = Client().patch(f"{API}/referentials")
    is_problem(response, 405)
    assert response["Allow"] == "GET"


def test_what_is_read_has_an_etag_and_no_cache_answers_for_another() -> None:
    """RFC 9110, 15.4.5: 304 where If-None-Match names what stands."""
    program = a_program()
    response = program.call("GET", "/organisation")
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= {name.strip() for name in response["Vary"].split(",")}
    assert program.call("GET", "/organisation", if_none_match=response["ETag"]).status_code == 304
    assert "no-store" in program.call("GET", "/sites/x")["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ('{"name": NaN}', "application/json", 400),
        ('{"name": "a", "name": "b"}', "application/json", 400),
        ('{"name": "a\\u0000b"}', "application/json", 400),
        ('{"name": "a\\ud800b"}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ("name=a", "application/x-www-form-urlencoded", 415),
        (json.dumps({"name": "x" * LARGEST}), "application/json", 413),
        ("[]", "application/json", 422),
        ("null", "application/json", 422),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(content: str | bytes, kind: str, status: int) -> None:
    program = a_program()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {program.secret}"}
    is_problem(Client().generic("POST", f"{API}/sites", content, content_type=kind, **headers), status)
    assert program.get("/sites")["items"] == []


def test_characters_that_no_text_has_are_refused_in_the_address() -> None:
    is_problem(Client().get(f"{API}/referentials/a%00b"), 404)
    is_problem(Client().get(f"{API}/directory?q=a%00b"), 400)


def test_sites_are_added_changed_and_closed_by_the_pages_own_verbs() -> None:
    program = a_program()
    made = program.call("POST", "/sites", {"name": " Usine  de Kénitra ", "region": "04"})
    assert made.status_code == 201
    one = f"/sites/{made.json()['id']}"
    assert made.json()["name"] == "Usine de Kénitra"
    said = is_problem(program.call("POST", "/sites", {"name": "Usine de Kénitra", "region": "04"}), 422)
    assert said["findings"][0]["place"] == "name"
    said = is_problem(program.call("PUT", one, {"name": "Usine", "region": "99"}), 422)
    assert [item["place"] for item in said["findings"]] == ["region"]
    assert program.call("PUT", one, {"name": "Usine", "employees": 3}).json()["region"] == ""
    assert program.call("DELETE", one).json()["ended_on"]
    assert [row["name"] for row in program.get("/sites")["items"]] == ["Usine"]


def test_the_trail_is_read_in_its_order_and_each_entry_follows_the_one_before_it() -> None:
    """With the hashes kept elsewhere, what is cut off or written anew shows; no key of a person is given."""
    program = a_program()
    program.call("POST", "/sites", {"name": "Usine"})
    first = program.get("/audit?limit=2")
    rows = first["items"] + program.get(f"/audit?cursor={first['next']}")["items"]
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["previous_hash"] for row in rows] == ["00" * 32, *(row["hash"] for row in rows[:-1])]
    assert (rows[0]["by_person"], rows[-1]["by_person"]) == (True, False)
    assert str(program.member.person.pk) not in str(rows)
    is_problem(program.call("GET", "/audit?cursor=eA"), 400)


def test_a_federation_has_no_assessments_and_reads_its_own_facts() -> None:
    program = a_program(kind=Kind.FEDERATION)
    is_problem(program.call("GET", "/assessments"), 403)
    assert program.get("/organisation")["kind"] == "federation"


def test_public_facts_need_no_token() -> None:
    anyone = Program(None, "")
    rows = anyone.get("/referentials?limit=2")
    assert len(rows["items"]) == 2
    assert rows["next"]
    for form, start in (("yaml", b"id:"), ("oscal", b"{"), ("xlsx", b"PK"), ("reponses", b"PK")):
        response = anyone.call("GET", f"/referentials/premiers-pas-1/files/{form}")
        assert response.status_code == 200
        assert start in response.content[:40], response.content[:40]
    is_problem(anyone.call("GET", "/referentials/premiers-pas-1/files/exe"), 422)
    is_problem(anyone.call("GET", "/referentials/premiers-pas-1/changes/none-1"), 404)
    assert anyone.get("/directory") == {"items": [], "next": None}
    assert anyone.get("/ecosystems")["items"] == []
    is_problem(anyone.call("GET", "/ecosystems/none"), 404)


def test_participations_and_consents_are_read() -> None:
    program = a_program()
    assert program.get("/participations") == {"items": []}
    assert program.get("/consents") == {"items": [], "next": None}


def test_every_operation_says_who_may_and_every_status_is_described() -> None:
    document = api.document()
    assert document["openapi"].startswith("3.1")
    names = []
    for address, item in document["paths"].items():
        assert address.startswith(API)
        for said in item.values():
            names.append(said["operationId"])
            assert {int(code) for code in said["responses"]} - {200, 201, 304} <= set(SAID)
            assert ("401" in said["responses"]) == bool(said["security"])
    assert len(names) == len(set(names))
    assert Client().get(f"{API}/openapi.json").json() == document


def test_an_operation_that_declares_nothing_is_not_mounted(monkeypatch: pytest.MonkeyPatch) -> None:
    from ninja import NinjaAPI, Router

    router = Router()
    router.get("/forgotten")(lambda request: None)
    other = NinjaAPI(urls_namespace="other", openapi_url=None)
    other.add_router("", router)
    monkeypatch.setattr(api, "api", other)
    with pytest.raises(api.Undeclared):
        api.patterns()
