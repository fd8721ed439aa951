"""``jawda stats validate``: the report that a quality manager shows the auditor."""

from __future__ import annotations

import hashlib
import json
import platform
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.site.commands.statistics.conftest import Stats

from jawda import __version__
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.validation import Case, CaseFile, areas, carried_cases, validate
from jawda.core.statistics.validation.running import RUNNERS
from jawda.site.commands.statistics import arguments, validation_report
from jawda.site.commands.statistics.validation import software
from jawda.site.commands.statistics.validation_words import in_language

MOMENT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
QUICK = ("--area", "core_tools", "--area", "laboratories")


def test_what_can_be_typed_is_what_there_is() -> None:
    assert set(arguments.AREAS) == set(RUNNERS)
    for language in LANGUAGES:
        assert set(RUNNERS) <= set(in_language(language))


def test_both_reports_are_written(stats: Stats, tmp_path: Path) -> None:
    said = stats("validate", "--organisation", "Essai SARL")
    assert (said.status, said.err) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"jawda-validation.pdf", "jawda-validation.json"}
    told = json.loads((tmp_path / "jawda-validation.json").read_text("utf-8"))
    assert (told["passed"], told["failed"]) == (len(carried_cases()), 0)
    assert told["software"]["jawda"] == __version__
    assert told["software"]["python"] == platform.python_version()
    assert {"numpy", "scipy", "platform", "machine"} <= set(told["software"])
    for case in told["cases"]:
        assert {"id", "title", "source", "licence", "passed", "comparisons"} <= set(case)
        assert all({"expected", "obtained", "tolerance", "passed"} <= set(one) for one in case["comparisons"])
    folder = files("jawda.core.statistics.validation") / "cases"
    for one in told["files"]:
        assert one["sha256"] == hashlib.sha256((folder / one["name"]).read_bytes()).hexdigest()
    assert "votre responsabilité" in told["scope"]["fr"]
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "jawda-validation.pdf").pages)
    assert "Essai SARL" in text
    assert all(one["sha256"][:32] in text for one in told["files"])


def test_json_on_standard_output_and_no_file(stats: Stats, tmp_path: Path) -> None:
    said = stats("validate", *QUICK, "--no-report", "--json")
    assert {case["area"] for case in said.json["cases"]} == {"core_tools", "laboratories"}
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_and_what_it_does_not_say_come_first(stats: Stats, language: str) -> None:
    said = stats("validate", *QUICK, "--no-report", "--lang", language)
    first, second, *_ = said.out.splitlines()
    assert first == validate(areas=QUICK[1::2]).finding.sentence(language)  # type: ignore[arg-type]
    assert "IATF 16949" in second


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_what_failed(language: str) -> None:
    good = next(case for case in carried_cases() if case.id == "own-type1")
    wrong = Case(**{**{name: getattr(good, name) for name in Case.__slots__}, "id": "own-type1-b",
                    "expected": {"cg": 1.0, "bias": 1.0}})  # fmt: skip
    broken = Case(**{**{name: getattr(good, name) for name in Case.__slots__}, "data": {}})
    found = validate([CaseFile(name="own.json", sha256="0" * 64, cases=(good, wrong, broken))])
    pdf = validation_report.report_pdf(found, software(), MOMENT, language)  # type: ignore[arg-type]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "1/3" in text
    assert "KeyError" in text
    assert "own-type1-b" in text
    document = validation_report.report(found, software(), MOMENT, language)  # type: ignore[arg-type]
    assert document.conclusion is not None
    assert document.conclusion.seal == "not_ready"


def test_a_case_that_fails_ends_with_one_and_is_named(stats: Stats, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a broken numerical library would do: a method gives another number."""

    def off(*args: object, **options: object) -> object:
        return type("Off", (), {"kappa": 0.5, "po": 0.7, "pe": 0.5})()

    monkeypatch.setattr(areas.measurement_systems, "cohen_kappa_of_table", off)
    said = stats("validate", "--area", "measurement_systems", "--no-report")
    assert said.status == 1
    assert "own-kappa-table" in said.out
    assert "0.5 ≠ 0.4" in said.out


@pytest.mark.parametrize("given", [("--area", "astrology"), ("--pdf", "none/x.pdf", *QUICK), ("--report", ".", *QUICK)])
def test_refusals(stats: Stats, given: tuple[str, ...]) -> None:
    said = stats("validate", *given)
    assert (said.status, said.out) == (2, "")
    assert said.err
