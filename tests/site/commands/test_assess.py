"""``jawda assess`` and ``jawda referential``: the same result from every form, and files whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from tests.site.commands.conftest import Command, arguments, costs_less, plain_environment

from jawda.apps.referentials.built_in import built_in
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import PAIR_KEYS

REFERENTIAL = built_in()[0]
KEYS = [
    "referential", "answered", "assessable", "progress", "verdict", "knock_outs", "score", "by_clause", "gaps",
    "findings",
]  # fmt: skip


def filled(template: bytes) -> list[dict[str, object]]:
    """The template filled in by hand: a level or "not applicable" in every row but the last two."""
    book = openpyxl.load_workbook(BytesIO(template))
    heading, *rows = book.worksheets[0].iter_rows(values_only=True)
    answers = [dict(zip(map(str, heading), row, strict=True)) for row in rows]
    for number, answer in enumerate(answers[:-2]):
        if number % 7 == 3:
            answer |= {"not_applicable": "x", "reason": "hors périmètre"}
        else:
            answer |= {"level": number % 6, "note": "vu à l’atelier"}
    return answers


def as_xlsx(template: bytes, answers: list[dict[str, object]]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(template))
    for number, answer in enumerate(answers, 2):
        for position, value in enumerate(answer.values(), 1):
            book.worksheets[0].cell(number, position, value)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_csv(answers: list[dict[str, object]]) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, list(answers[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(answers)
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_is_a_valid_assessment(jawda: Command, tmp_path: Path, language: str) -> None:
    ran = jawda("referential", "template", REFERENTIAL.id, "--lang", language, "-o", "t.xlsx", "--json")
    assert ran.status == 0
    assert ran.json == {"id": REFERENTIAL.id, "file": "t.xlsx", "bytes": (tmp_path / "t.xlsx").stat().st_size}
    found = jawda("assess", "t.xlsx", "--referential", REFERENTIAL.id, "--json", "--lang", language).json
    assert list(found) == KEYS
    assert (found["answered"], found["progress"], found["score"], found["verdict"]) == (0, 0, None, "not_started")
    assert found["assessable"] == len(REFERENTIAL.assessable)
    assert found["gaps"] == found["findings"] == []
    assert not (tmp_path / "data").exists(), "a built-in referential needs no database"


def test_the_same_answers_give_the_same_result_in_every_form_of_either_file(jawda: Command, tmp_path: Path) -> None:
    jawda("referential", "template", REFERENTIAL.id, "-o", "t.xlsx")
    template = (tmp_path / "t.xlsx").read_bytes()
    answers = filled(template)
    (tmp_path / "a.xlsx").write_bytes(as_xlsx(template, answers))
    (tmp_path / "a.csv").write_bytes(as_csv(answers))
    (tmp_path / "a.json").write_text(json.dumps(answers))
    for form in ("yaml", "oscal", "xlsx"):
        assert jawda("referential", "export", REFERENTIAL.id, "--format", form, "-o", f"r-{form}").status == 0
        checked = jawda("referential", "check", f"./r-{form}", "--json")
        assert (checked.status, checked.json["id"], checked.json["valid"]) == (0, REFERENTIAL.id, True)
        changed = jawda("referential", "diff", REFERENTIAL.id, f"./r-{form}", "--json").json
        assert changed["kept"] == [item.id for item in REFERENTIAL.requirements]
        assert not any(changed[name] for name in ("changed", "moved", "added", "removed"))
    pairs = [("a.xlsx", REFERENTIAL.id), ("a.csv", "./r-xlsx"), ("a.json", "./r-oscal"), ("a.xlsx", "./r-yaml")]
    first, *others = [jawda("assess", file, "--referential", name, "--json").out for file, name in pairs]
    assert all(other == first for other in others)
    found = json.loads(first)
    assert found["answered"] == len(answers) - 2
    assert found["score"] == pytest.approx(sum(item["weighted"] for item in _parts(answers)) / _weight(answers))


def _parts(answers: list[dict[str, object]]) -> list[dict[str, float]]:
    graded = [item for item in answers if item["level"] is not None]
    weights = [REFERENTIAL.by_id[str(item["requirement"])].weight for item in graded]
    return [
        {"weight": weight, "weighted": weight * 20 * int(str(item["level"]))}
        for weight, item in zip(weights, graded, strict=True)
    ]


def _weight(answers: list[dict[str, object]]) -> float:
    return sum(item["weight"] for item in _parts(answers))


def test_a_profile_leaves_out_what_does_not_apply(jawda: Command, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    every = jawda("assess", "a.json", "--referential", REFERENTIAL.id, "--json").json["assessable"]
    question, value, hidden = next(
        (question.id, choice.value, hidden)
        for question in REFERENTIAL.profile
        for choice in question.choices
        if (hidden := _hidden(question.id, choice.value))
    )
    found = jawda(
        "assess", "a.json", "--referential", REFERENTIAL.id, "--json", "--profile", f"{question}={value}"
    ).json
    assert found["assessable"] == every - hidden


def _hidden(question: str, value: str) -> int:
    return sum(
        any(condition.profile == question and value not in condition.values for condition in item.applies_when)
        for item in REFERENTIAL.assessable
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_put_the_verdict_before_any_figure_and_the_report_is_a_pdf(
    jawda: Command, tmp_path: Path, language: str
) -> None:
    rows = [{"requirement": item.id, "level": 1} for item in REFERENTIAL.assessable]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    given = ("assess", "a.json", "--referential", REFERENTIAL.id, "--lang", language)
    ran = jawda(*given, "--pdf", "r.pdf", "--organisation", "Essai")
    assert (ran.status, ran.err) == (0, "")
    first = ran.out.splitlines()[0]
    assert first
    assert not any(letter.isdigit() for letter in first)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "r.pdf"]


def test_the_list_needs_no_database(jawda: Command, tmp_path: Path) -> None:
    row, *others = jawda("referential", "list", "--json", "--lang", "en").json
    assert [item["id"] for item in (row, *others)] == [item.id for item in built_in()]
    assert row == {
        "id": REFERENTIAL.id, "title": REFERENTIAL.title.en, "questions": len(REFERENTIAL.assessable),
        "scale": "maturity", "built_in": True,
    }  # fmt: skip
    assert not (tmp_path / "data").exists()


def test_an_output_that_cannot_be_written_leaves_the_former_file(jawda: Command, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for target, said in (("folder", "dossier"), ("none/o.xlsx", "n’existe pas"), ("a.xlsx/o.xlsx", "n’existe pas")):
        (tmp_path / "a.xlsx").write_text("former")
        ran = jawda("referential", "template", REFERENTIAL.id, "-o", target)
        assert ran.status == 2
        assert said in ran.err
        assert (tmp_path / "a.xlsx").read_text() == "former"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "folder"]


@pytest.mark.parametrize("after", [0.0, 0.1, 0.25, 0.5])
def test_ctrl_c_ends_with_130_and_nothing_half_written(tmp_path: Path, after: float) -> None:
    """Whenever it comes once the command works; progress on a terminal says when that is."""
    (tmp_path / "a.json").write_text("[]")
    (tmp_path / "r.pdf").write_text("former")
    command = arguments("assess", "a.json", "--referential", REFERENTIAL.id, "--pdf", "r.pdf")
    with on_a_terminal(command, tmp_path) as (process, shown):
        assert shown()
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "r.pdf"]
    report = (tmp_path / "r.pdf").read_bytes()
    assert report == b"former" or (report.startswith(b"%PDF-") and b"%%EOF" in report[-32:])
    # a shell says 130 of either: where the interrupt met code made from text (a dataclass), Python ends by the signal
    assert process.returncode in (130, -signal.SIGINT) or report != b"former"


def test_progress_moves_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    command = arguments("assess", "a.json", "--referential", REFERENTIAL.id, "--json")
    with on_a_terminal(command, tmp_path) as (process, shown):
        out = process.communicate(timeout=60)[0]
        assert "Lecture des réponses…" in shown()
    assert json.loads(out)["answered"] == 0


@contextmanager
def on_a_terminal(command: list[str], folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], str]]]:
    """The command with its standard error on a terminal, and what has come there (waits for something to come)."""
    ours, theirs = pty.openpty()
    environment = plain_environment(folder / "data", TERM="xterm")
    with subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        try:
            yield process, lambda: os.read(ours, 10_000).decode()
        finally:
            os.close(ours)


HELPS = (
    "run", "serve", "worker", "migrate", "demo", "doctor", "publish", "audit verify", "referential list",
    "referential check", "referential template", "referential import", "referential export", "referential diff",
    "assess", "stats chart", "stats capability", "stats gauge-rr", "stats sampling-plan", "stats read", "stats type1",
    "stats bias", "stats linearity", "stats stability", "stats agreement", "stats proficiency", "stats uncertainty",
    "stats validate",
)  # fmt: skip


@pytest.mark.parametrize("command", HELPS)
def test_every_command_explains_itself_with_an_example_and_speaks_json(jawda: Command, command: str) -> None:
    ran = jawda(*command.split(), "--help")
    assert ran.status == 0
    assert f"example: jawda {command}" in " ".join(ran.out.split())
    assert "--json" in ran.out
    assert costs_less(ran, 0.5), "help costs nothing"


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    command = " ".join(arguments("referential", "export", REFERENTIAL.id, "-o", "/dev/stdout"))
    done = subprocess.run(
        ["sh", "-c", f"{command} | head -c 10"],
        env=plain_environment(tmp_path / "data"), capture_output=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert len(done.stdout) == 10
    assert b"Traceback" not in done.stderr


def test_a_mapping_is_printed_and_composed_through_a_third(jawda: Command, tmp_path: Path) -> None:
    ran = jawda("referential", "map", "premiers-pas-1", "iso-9001-2015", "--json")
    assert ran.status == 0
    assert tuple(ran.json) == ("source", "target", "pairs")
    assert {tuple(pair) for pair in ran.json["pairs"]} == {PAIR_KEYS}
    pair = next(pair for pair in ran.json["pairs"] if pair["target"] == "iso9001-7-5-3-2-versions")
    assert (pair["source"], pair["relation"], pair["via"]) == ("pp-production-versions", "intersects", [])
    ran = jawda("referential", "map", "premiers-pas-1", "iso-9001-2015", "--lang", "en")
    assert "ISO 9001 does not require initial samples" in ran.out
    own = "source: infrastructure-qualite-1\ntarget: iso-9001-2015\npairs:\n"
    third = next(item for item in built_in() if item.id == "infrastructure-qualite-1").assessable[0].id
    (tmp_path / "own.yaml").write_text(
        own + f"- {{source: {third}, target: iso9001-7-5-3-2-versions, relation: superset}}\n"
    )
    names = ("infrastructure-qualite-1", "premiers-pas-1")
    ran = jawda("referential", "map", *names, "--with", tmp_path / "own.yaml", "--json")
    assert [pair["via"] for pair in ran.json["pairs"]] == [["iso9001-7-5-3-2-versions"]]
    ran = jawda("referential", "map", "premiers-pas-1", "iso-9001-2015", "-o", tmp_path / "m.yaml")
    assert (ran.status, ran.out) == (0, "")
    assert (tmp_path / "m.yaml").read_text().startswith("source: premiers-pas-1\n")
    nothing = jawda("referential", "map", *names)
    assert nothing.status == 2
    assert "aucune correspondance" in nothing.err
