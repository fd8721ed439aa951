"""Requests made from the interface's own description, good and bad: no 5xx, and every answer is as described.

`make fuzz-api` makes many more.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema_rs
import pytest
import schemathesis
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from tests.site.api.calls import Program, a_program

from jawda.site.api import document

EXAMPLES = int(os.environ.get("JAWDA_FUZZ_EXAMPLES", "12"))

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def real(program: Program) -> dict[str, str]:
    """Values for the address that name something there is."""
    assessment = program.call("POST", "/assessments", {"referential": "premiers-pas-1"}).json()["id"]
    site = program.call("POST", "/sites", {"name": "Usine"}).json()["id"]
    return {
        "assessment_id": assessment, "requirement_id": "pp-direction-responsable", "site_id": site,
        "identifier": "premiers-pas-1", "old": "premiers-pas-1", "new": "iso-9001-2015", "form": "yaml", "slug": "none",
    }  # fmt: skip


def as_described(operation: dict[str, Any], response: HttpResponse, sent: str) -> None:
    """The status and the media type stand in the description, and the body has the form that it gives."""
    assert response.status_code < 500, sent
    said = operation["responses"].get(str(response.status_code))
    if said is None:
        assert response.status_code == 405, (sent, response.status_code)
        return
    content = said.get("content", {})
    if not content:
        return
    kind = response.headers["Content-Type"].partition(";")[0]
    assert kind in {name.partition(";")[0] for name in content}, (sent, kind)
    if "json" in kind and content.get(kind, {}).get("schema", {}).get("format") != "binary":
        schema = content[response.headers["Content-Type"].partition(";")[0]]["schema"]
        whole = {**schema, "components": document()["components"]}
        jsonschema_rs.Draft202012Validator(whole).validate(response.json())


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_whatever_is_sent_the_answer_is_as_described(mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_dict(document())
    program = a_program()
    there = real(program)
    made = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
        def run(case: Any, known: bool) -> None:
            nonlocal made
            path = case.operation.path.removeprefix("/api/v1")
            for name, value in (case.path_parameters or {}).items():
                shown = there.get(name, value) if known else value
                path = path.replace("{" + name + "}", quote(str(shown), safe=""))
            if case.query:
                path += "?" + urlencode(case.query, doseq=True)
            body = case.body if isinstance(case.body, dict | list | str | int | float | bool) else None
            headers = {"accept_language": "ar" if known else "fr"}
            response = program.call(case.method.upper(), path, body, **headers)
            made += 1
            as_described(document()["paths"][case.operation.path][case.method.lower()], response, f"{path} {body}")

        with suppress(Unsatisfiable):  # where nothing is taken, nothing can be wrong
            run()
    assert made > 20
