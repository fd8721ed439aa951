"""Whatever file a person gives: refused within 2 s with file, place and what was expected, and nothing is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.core.spreadsheets.test_hostile_parts import packed, parts
from tests.site.commands.conftest import SOURCE, Command, arguments, costs_less, plain_environment

from jawda.apps.referentials.built_in import built_in
from jawda.core.referentials import write_referential

LIMIT = 2.0
"""Seconds of the command's own work; on a machine that does other things the clock says more."""
HEAD = ("requirement", "level", "not_applicable", "reason", "note", "evidence")
FIRST, SECOND = (item.id for item in built_in()[0].assessable[:2])


def sheet(
    *rows: tuple[object, ...], name: str = "Réponses", change: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = name
    for row in (HEAD, *rows):
        book.active.append(row)
    if change:
        change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def merged(book: openpyxl.Workbook) -> None:
    book.worksheets[0].merge_cells("A2:B2")


def wrong_sheets(book: openpyxl.Workbook) -> None:
    book.create_sheet("Budget")


def a_million_rows() -> bytes:
    return packed(
        parts("".join(f"<row><c><v>{number * 7919 % 1_000_003}</v></c></row>" for number in range(1_000_000)))
    )


def formula_bomb() -> bytes:
    return packed(parts("<row>" + "<c><f>1+1</f></c>" * 300_000 + "</row>"))


def zip_bomb() -> bytes:
    return packed({**parts(), "xl/worksheets/sheet1.xml": b" " * 150_000_000})


def billion_laughs() -> bytes:
    lines = ["l0: &l0 [x,x,x,x,x,x,x,x,x]\n"]
    lines += [f"l{n}: &l{n} [{','.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9)]
    return "".join(lines).encode()


def line(*cells: object) -> bytes:
    return ";".join(map(str, cells)).encode()


ANSWERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "wrong sheet": (lambda: sheet(name="Ventes", change=wrong_sheets), "Réponses, الأجوبة, Answers"),
    "unknown id": (
        lambda: sheet(("pp-99", 3)),
        "ligne 2, colonne «\xa0requirement\xa0»\xa0: exigence inconnue «\xa0pp-99\xa0»",
    ),
    "level 7 of 0-5": (
        lambda: sheet((FIRST, 7)),
        "ligne 2, colonne «\xa0level\xa0»\xa0: le niveau 7 sort de l’échelle\xa0; attendu\xa0: 0, 1, 2, 3, 4, 5",
    ),
    "two rows for one question": (
        lambda: sheet((FIRST, 1), (SECOND, 2), (FIRST, 3)),
        f"deux lignes pour «\xa0{FIRST}\xa0»\xa0: 2 et 4",
    ),
    "merged cells": (lambda: sheet((FIRST, 1), change=merged), "A2:B2"),
    "a formula": (lambda: sheet((FIRST, "=1+2")), "ligne 2, colonne «\xa0B\xa0»"),
    "a million rows": (a_million_rows, "20\u202f000"),
    "formula bomb": (formula_bomb, "feuille «\xa0S1\xa0»"),
    "zip bomb": (zip_bomb, "x.xlsx"),
    "unknown column": (lambda: b"requirement;niveau\n" + line(FIRST, 3), "Colonnes attendues"),
    "decimal comma that is no whole level": (
        lambda: b"requirement;level\n" + line(FIRST, "2,5"),
        "ligne 2, colonne «\xa0level\xa0»",
    ),
    "broken quotes": (lambda: b'requirement;level\n"a', "ligne 2"),
    "binary": (lambda: bytes(range(256)) * 40, "x.xlsx"),
    "truncated workbook": (lambda: sheet((FIRST, 1))[:-300], "x.xlsx"),
    "a PDF": (lambda: b"%PDF-1.7\n", "x.xlsx"),
    "JSON that is no table": (lambda: b'{"answers": {"a": 3}}', "x.xlsx"),
    "deep JSON": (lambda: b"[" * 100_000, "x.xlsx"),
    "JSON cut off": (lambda: b'[{"requirement": "a",', "x.xlsx, ligne 1"),
}

REFERENTIAL = write_referential(built_in()[0]).decode()
TINY = """\
id: tiny-1
slug: tiny
edition: "1"
languages: [fr, ar]
title: {fr: T, ar: ت}
publisher: P
rights: {fr: R, ar: ح}
scale: maturity
requirements:
- {id: a, reference: "1", parent: b, assessable: false, title: {fr: A, ar: أ}}
- {id: b, reference: "2", parent: a, title: {fr: B, ar: ب}, question: {fr: B, ar: ب}}
"""
REFERENTIALS: dict[str, tuple[Callable[[], bytes], str]] = {
    "alias cycle": (lambda: b"id: &a [*a]\n", "x.yaml, ligne 1"),
    "parent cycle": (TINY.encode, "forment une boucle"),
    "duplicate id": (lambda: TINY.replace("id: b", "id: a").encode(), "figure deux fois"),
    "duplicate key": ((TINY + "id: again\n").encode, "x.yaml, ligne 12\xa0: la clé «\xa0id\xa0»"),
    "missing declared language": (
        lambda: TINY.replace(", ar: أ", "").encode(),
        "x.yaml, ligne 10, requirements[1].title",
    ),
    "deep nesting": (lambda: b"a: " + b"[" * 50_000, "x.yaml, ligne 1"),
    "billion laughs": (billion_laughs, "x.yaml"),
    "truncated OSCAL": (
        lambda: b'{"catalog": {"metadata": {"title": "D", "version": "1"}, "controls": [{"id": "a",',
        "x.yaml, ligne 1, colonne",
    ),
    "deep OSCAL": (lambda: b'{"a":' * 100_000, "x.yaml, ligne 1, colonne"),
    "JSON that is no catalogue": (lambda: b'{"profile": {}}', "un catalogue OSCAL est attendu"),
    "an answer sheet": (lambda: sheet((FIRST, 3)), "la feuille «\xa0referential\xa0» manque"),
    "binary": (lambda: bytes(range(256)) * 40, "UTF-8"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.yaml"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_refused_with_their_place(jawda: Command, tmp_path: Path, name: str) -> None:
    content, said = ANSWERS[name]
    file = tmp_path / "x.xlsx"
    file.write_bytes(content())
    ran = jawda("assess", file, "--referential", "premiers-pas-1", "--json", "--pdf", "out.pdf")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.startswith("x.xlsx")
    assert costs_less(ran, LIMIT), ran.cpu
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.xlsx"], "no report, no database, no half a file"


@pytest.mark.parametrize("name", REFERENTIALS)
def test_referentials_are_refused_with_their_place(jawda: Command, tmp_path: Path, name: str) -> None:
    content, said = REFERENTIALS[name]
    file = tmp_path / "x.yaml"
    file.write_bytes(content())
    for arguments_, status in ((("check", file), 1), (("import", file), 2), (("export", file, "-o", "o.yaml"), 2)):
        ran = jawda("referential", *arguments_)
        assert ran.status == status
        assert said in (ran.out if status == 1 else ran.err)
        assert costs_less(ran, LIMIT), ran.cpu
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.yaml"], "nothing is stored, nothing is written"


def test_a_file_of_100_mb_is_refused_by_its_size(jawda: Command, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    for given in (("assess", file, "--referential", "premiers-pas-1"), ("referential", "check", file)):
        ran = jawda(*given)
        assert ran.status == 2
        assert "100 Mo" in ran.err
        assert costs_less(ran, LIMIT), ran.cpu


@pytest.mark.parametrize(("language", "said"), [("fr", "dossier"), ("ar", "مجلد"), ("en", "folder")])
def test_a_folder_is_no_file_in_each_language(jawda: Command, tmp_path: Path, language: str, said: str) -> None:
    ran = jawda("assess", tmp_path, "--referential", "premiers-pas-1", "--lang", language)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_missing_files_and_unknown_referentials_are_named(jawda: Command, tmp_path: Path) -> None:
    answers = tmp_path / "a.json"
    answers.write_text("[]")
    for given, said in (
        (("assess", "none.xlsx", "--referential", "premiers-pas-1"), "none.xlsx\xa0: ce fichier n’existe pas"),
        (("assess", answers, "--referential", "none.yaml"), "none.yaml\xa0: ce fichier n’existe pas"),
        (("assess", answers, "--referential", "nothing-1"), "«\xa0nothing-1\xa0»"),
        (("referential", "diff", "premiers-pas-1", "nothing-1"), "«\xa0nothing-1\xa0»"),
        (("assess", f"{answers}/x", "--referential", "premiers-pas-1"), "n’existe pas"),
        (("assess", "/dev/zero", "--referential", "premiers-pas-1"), "fichier ordinaire"),
    ):
        ran = jawda(*given)
        assert ran.status == 2
        assert said in ran.err
    assert not (tmp_path / "data").exists(), "no database is made to look for what is not there"


def test_an_unreadable_file_is_said() -> None:
    """As an account that may not read it; root may read everything."""
    if os.getuid() or not shutil.which("setpriv"):
        pytest.skip("needs root and setpriv to become another account")
    other = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    reachable = [*other, sys.executable, "-c", f"open({SOURCE + '/jawda/__init__.py'!r})"]
    if subprocess.run(reachable, check=False, capture_output=True).returncode:
        pytest.skip("another account cannot reach this checkout")
    with tempfile.TemporaryDirectory(prefix="jawda-files-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        file = folder / "secret.xlsx"
        file.write_bytes(b"x")
        file.chmod(0o600)
        given = ("--referential", "premiers-pas-1")
        environment = plain_environment(folder / "data", PYTHONDONTWRITEBYTECODE="1")
        for command, said in (
            (arguments("assess", file, *given), "vous n’avez pas le droit de lire ce fichier"),
            (arguments("referential", "template", "premiers-pas-1", "-o", folder / "o.xlsx"), "le droit d’écrire ici"),
        ):
            done = subprocess.run([*other, *command], env=environment, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout) == (2, ""), done.stderr
            assert said in done.stderr


@pytest.mark.parametrize(
    ("encoding", "newline"), [("cp1252", "\r\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\n"), ("utf-8", "\n")]
)
def test_french_excels_csv_is_read(jawda: Command, tmp_path: Path, encoding: str, newline: str) -> None:
    """Semicolons, decimal commas, Windows-1252 or a byte order mark: what the program there writes."""
    lines = ["requirement;level;note", f"{FIRST};3,0;« Réalisé » à l’été", f"{SECOND};En place;", ""]
    file = tmp_path / "réponses.csv"
    file.write_bytes(newline.join(lines).encode(encoding))
    ran = jawda("assess", file, "--referential", "premiers-pas-1", "--json")
    assert ran.status == 0, ran.err
    assert ran.json["answered"] == 2
    assert ran.json["score"] == 60


@pytest.mark.parametrize("given", [["size=1"], ["designs=perhaps"], ["designs=yes", "designs=no"]])
def test_a_wrong_profile_is_refused(jawda: Command, tmp_path: Path, given: list[str]) -> None:
    file = tmp_path / "a.json"
    file.write_text("[]")
    options = [part for choice in given for part in ("--profile", choice)]
    ran = jawda("assess", file, "--referential", "premiers-pas-1", *options)
    assert (ran.status, ran.out) == (2, "")
    assert "question de profil" in ran.err


def test_thousands_of_faults_are_counted_not_listed(jawda: Command, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps([{"requirement": f"no-{number}", "level": 9} for number in range(5000)]))
    ran = jawda("assess", file, "--referential", "premiers-pas-1")
    assert ran.status == 2
    lines = ran.err.splitlines()
    assert len(lines) == 51
    assert lines[-1].startswith("et 9")
    assert costs_less(ran, LIMIT), ran.cpu
