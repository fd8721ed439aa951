"""Every carried case runs and passes; one that would not is found out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.result import Status
from jawda.core.statistics.validation import Case, CaseFile, carried_cases, carried_files, run_case, validate
from jawda.core.statistics.validation.cases_carried import cases_of
from jawda.core.statistics.validation.running import RUNNERS, runner_of

CASES = {case.id: case for case in carried_cases()}


@pytest.mark.parametrize("name", CASES)
def test_every_carried_case_passes(name: str) -> None:
    found = run_case(CASES[name])
    assert found.error is None
    assert not [one for one in found.comparisons if not one.passed]
    assert found.passed


def test_every_case_names_its_source_and_licence_and_is_run_once() -> None:
    assert len(CASES) == len(carried_cases())
    assert all(case.title and case.source and case.licence for case in CASES.values())
    assert {case.area for case in CASES.values()} == set(RUNNERS)
    assert all(runner_of(case) for case in CASES.values())


@pytest.mark.parametrize("name", CASES)
def test_every_case_fails_when_its_figures_are_changed(name: str) -> None:
    """A case that passes whatever is expected would verify nothing."""
    assert not run_case(replace(CASES[name], expected=changed(CASES[name].expected))).passed


def changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 1.5 + 1
    if isinstance(value, str):
        return value + "'"
    if isinstance(value, list):
        return [changed(one) for one in value]
    if isinstance(value, dict):
        return {name: changed(one) for name, one in value.items()}
    return value


def test_the_fingerprints_are_those_of_the_files() -> None:
    folder = files("jawda.core.statistics.validation") / "cases"
    for found in carried_files():
        assert found.sha256 == hashlib.sha256((folder / found.name).read_bytes()).hexdigest()


def broken(**changes: Any) -> Case:
    return replace(CASES["own-type1"], **changes)


def test_what_stops_a_case_is_told_and_stops_no_other() -> None:
    cases = (
        broken(data={}),
        broken(data={"x": [1.0]}),
        CASES["own-type1"],
        broken(id="nobody-knows"),
        broken(area="x"),
    )
    found = validate([CaseFile(name="own.json", sha256="", cases=cases)])
    assert [one.passed for one in found.verdicts] == [False, False, True, False, False]
    assert [one.error.partition(":")[0] for one in found.verdicts if one.error] == [
        "KeyError", "Refused", "KeyError", "KeyError",
    ]  # fmt: skip
    assert found.failed[0].to_dict()["error"] == "KeyError: 'x'"
    assert found.finding.status is Status.FAIL
    assert found.finding.statistic == 4
    for language in LANGUAGES:
        assert "5" in found.finding.sentence(language)


def test_a_case_without_figures_does_not_pass() -> None:
    assert not run_case(broken(expected={})).passed


def test_one_area_alone_as_json() -> None:
    found = validate(areas=["core_tools"])
    assert found.finding.id == "validation.all_passed"
    told = json.loads(json.dumps(found.to_dict()))
    assert (told["passed"], told["failed"], told["schema"]) == (2, 0, "jawda/statistics/validation/1")
    assert {case["area"] for case in told["cases"]} == {"core_tools"}
    first = told["cases"][0]["comparisons"][0]
    assert set(first) == {"name", "expected", "obtained", "kind", "tolerance", "difference", "passed"}
    assert told["figures"] == sum(len(case["comparisons"]) for case in told["cases"])


def test_a_file_is_read_whole_or_not_at_all() -> None:
    told = {"area": "basics", "cases": [{"id": "a", "title": "t", "source": "s", "licence": "l", "params": None}]}
    assert cases_of(json.dumps(told).encode())[0].params == {}
    told["cases"][0]["colour"] = "red"  # type: ignore[index]
    with pytest.raises(TypeError, match="colour"):
        cases_of(json.dumps(told).encode())
