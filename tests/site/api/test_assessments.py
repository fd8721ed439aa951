"""Assessments and answers through the programming interface: the same verbs, nothing overwritten unseen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site.api.calls import Program, a_program, is_problem

from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
FIRST = "pp-direction-responsable"


@pytest.fixture
def program() -> Program:
    return a_program()


def begun(program: Program) -> str:
    response = program.call("POST", "/assessments", {"referential": "premiers-pas-1", "target": 70})
    assert response.status_code == 201, response.content.decode()
    return f"/assessments/{response.json()['id']}"


def requirements(program: Program) -> list[str]:
    return [row["id"] for row in program.get("/referentials/premiers-pas-1")["requirements"] if row["assessable"]]


def test_an_assessment_is_begun_answered_closed_and_reopened(program: Program) -> None:
    one = begun(program)
    saved = program.call("PUT", f"{one}/answers/{FIRST}", {"level": "3", "note": "Nommée"})
    assert saved.status_code == 200
    assert saved.json()["level"] == "3"
    assert program.get(one)["answered"] == 1
    assert program.call("POST", f"{one}/close").json()["closed_at"]
    said = is_problem(program.call("PUT", f"{one}/answers/{requirements(program)[1]}", {"level": "1"}), 409)
    assert said["findings"] == []
    assert program.call("POST", f"{one}/reopen").json()["closed_at"] is None
    with acting(organisation_id=program.member.organisation.pk):
        said = list(AuditEntry.objects.order_by("sequence").values_list("action", "content"))
    assert [action for action, _content in said][-4:] == [
        "diagnostics.start", "diagnostics.answer", "diagnostics.close", "diagnostics.reopen",
    ]  # fmt: skip
    assert '"by":null' in said[-1][1]  # a program acted, nobody's person


def test_an_answer_is_not_overwritten_unseen(program: Program) -> None:
    """RFC 9110, 13.1.1: with a false If-Match the method must not be performed; RFC 6585, 3: 428 where one is due."""
    one = f"{begun(program)}/answers/{FIRST}"
    is_problem(program.call("GET", one), 404)
    is_problem(program.call("PUT", one, {"level": "3"}, if_match='"never"'), 412)
    first = program.call("PUT", one, {"level": "3"})
    assert first["ETag"] == program.call("GET", one)["ETag"]
    is_problem(program.call("PUT", one, {"level": "4"}), 428)
    second = program.call("PUT", one, {"level": "4"}, if_match=first["ETag"])
    assert second.status_code == 200
    is_problem(program.call("PUT", one, {"level": "5"}, if_match=first["ETag"]), 412)
    assert program.get(one)["level"] == "4"
    assert program.call("PUT", one, {"level": "4"}).status_code == 200  # the same again changes nothing


def test_answers_written_together_are_all_written_or_none(program: Program) -> None:
    one = begun(program)
    names = requirements(program)[:3]
    good = [{"requirement": name, "level": "2"} for name in names]
    preview = program.call("PUT", f"{one}/answers?preview=true", {"answers": good}).json()
    assert (preview["written"], len(preview["changes"]), program.get(f"{one}/answers")["items"]) == (False, 3, [])
    bad = [*good, {"requirement": names[0], "level": "9"}, {"requirement": "nothing", "level": "1"}]
    said = is_problem(program.call("PUT", f"{one}/answers", {"answers": bad}), 422)
    assert [(item["place"], item["id"]) for item in said["findings"]] == [
        ("answers[3]", "assessment.unknown_level"),
        ("answers[3].requirement", "invalid.twice"),
        ("answers[4]", "assessment.unknown_requirement"),
    ]
    assert program.get(f"{one}/answers")["items"] == []
    written = program.call("PUT", f"{one}/answers", {"answers": good})
    assert [row["requirement"] for row in program.get(f"{one}/answers")["items"]] == names
    other = [{"requirement": names[0], "level": "5"}]
    is_problem(program.call("PUT", f"{one}/answers", {"answers": other}), 428)
    is_problem(program.call("PUT", f"{one}/answers", {"answers": other}, if_match='"x"'), 412)
    again = program.call("PUT", f"{one}/answers", {"answers": other}, if_match=written["ETag"])
    assert again.json()["changes"][0]["before"]["level"] == "2"
    assert again["ETag"] == program.call("GET", f"{one}/answers")["ETag"]


def test_the_result_the_gaps_the_report_and_a_comparison(program: Program) -> None:
    one, two = begun(program), begun(program)
    names = requirements(program)
    for address, level in ((one, "1"), (two, "3")):
        rows = [{"requirement": name, "level": level} for name in names]
        assert program.call("PUT", f"{address}/answers", {"answers": rows}).status_code == 200
    result = program.get(f"{one}/result")
    assert (result["answered"], result["score"]) == (len(names), 20.0)
    assert {row["requirement"] for row in result["chapters"]} >= {"pp-direction"}
    first = program.get(f"{one}/gaps?limit=10")
    rest = program.get(f"{one}/gaps?limit=100&cursor={first['next']}")
    assert [row["rank"] for row in first["items"] + rest["items"]] == list(range(1, len(names) + 1))
    assert rest["next"] is None
    assert all(row["knock_out"] for row in program.get(f"{one}/gaps?knock_out=true")["items"])
    chapter = program.get(f"{one}/gaps?chapter=pp-direction")["items"]
    assert 0 < len(chapter) < len(names)
    report = program.call("GET", f"{one}/report?language=ar")
    assert (report.content[:5], report["Content-Type"]) == (b"%PDF-", "application/pdf")
    compared = program.get(f"{two}/comparison?other={one.split('/')[-1]}")
    assert compared["whole"] == 40.0
    assert compared["earlier"] == one.split("/")[-1]
    assert {row["change"] for row in compared["changes"]} == {"improved"}
    is_problem(program.call("GET", f"{two}/comparison?other={two.split('/')[-1]}"), 409)


def test_the_list_is_read_by_cursor_and_narrowed(program: Program) -> None:
    made = [begun(program) for _ in range(3)]
    program.call("POST", f"{made[0]}/close")
    first = program.get("/assessments?limit=2")
    begun(program)  # what comes meanwhile is not on the next page, and hides nothing from it
    second = program.get(f"/assessments?limit=2&cursor={first['next']}")
    shown = [f"/assessments/{row['id']}" for row in first["items"] + second["items"]]
    assert shown == made[::-1]
    assert [row["id"] for row in program.get("/assessments?state=closed")["items"]] == [made[0].split("/")[-1]]
    assert program.get("/assessments?referential=iso-9001-2015")["items"] == []
    is_problem(program.call("GET", "/assessments?cursor=é"), 400)


@pytest.mark.parametrize(
    ("body", "id", "place"),
    [
        ({}, "shape.missing", "referential"),
        ({"referential": "none-1"}, "invalid.referential", "referential"),
        ({"referential": "own:x-1"}, "invalid.referential", "referential"),
        ({"referential": "premiers-pas-1", "target": 101}, "shape.less_than_equal", "target"),
        ({"referential": "premiers-pas-1", "organisation": "another"}, "shape.extra_forbidden", "organisation"),
        ({"referential": "premiers-pas-1", "title": "x" * 161}, "shape.string_too_long", "title"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_what_cannot_be_accepted_is_said_with_its_place(
    program: Program, body: dict[str, object], id: str, place: str, language: str
) -> None:
    response = program.call("POST", "/assessments", body, accept_language=language)
    said = is_problem(response, 422)
    assert [(item["id"], item["place"]) for item in said["findings"]] == [(id, place)]
    assert response.headers["Content-Language"] == language
    assert program.get("/assessments")["items"] == []


def asked_in_earnest(captured: CaptureQueriesContext) -> float:
    """As outside a test: no savepoint stands for the transaction, and who acts is not told again at the end, which the
    commit forgets (tenancy.context)."""
    texts = [item["sql"] for item in captured.captured_queries if "SAVEPOINT" not in item["sql"]]
    told = sum("set_config" in text for text in texts)
    return len(texts) - told / 2


READS = ("", "/answers", "/result", "/gaps")


def test_a_call_asks_ten_queries_at_most_whatever_the_number(program: Program) -> None:
    one = begun(program)
    rows = [{"requirement": name, "level": "1"} for name in requirements(program)]
    program.call("PUT", f"{one}/answers", {"answers": rows})
    for path in ("/assessments", *(one + path for path in READS)):
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                program.get(path)
            counts.append(asked_in_earnest(asked))
            begun(program)
        assert counts[0] == counts[1] <= 10, (path, counts)
