"""``jawda log verify``: a log holds, was changed, or was rewritten since a head that somebody kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.core.credentials.test_bundle import KEEPER, KEY, a_trust_file
from tests.core.credentials.test_log_chain import entries, written
from tests.site.commands.statistics.conftest import Said

from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.log_chain import Entry, Head, digest, sign_head
from jawda.core.languages import LANGUAGES
from jawda.site.command_line import main

Verify = Callable[..., Said]
AT = datetime(2026, 3, 4, tzinfo=UTC)
LINES = entries(6)


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verify:
    """In a folder with a trust list; in French unless ``--lang`` says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "fr_MA.UTF-8")
    monkeypatch.setenv("JAWDA_DATA", str(tmp_path / "data"))
    Path("trust.json").write_bytes(a_trust_file())

    def run(*given: str) -> Said:
        capsys.readouterr()
        code = main(["log", "verify", *given])
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return run


def log(name: str, lines: list[Entry]) -> str:
    Path(name).write_bytes(b"".join(line + b"\n" for line in written(lines)))
    return name


def head(name: str, *lines: Entry, key: SoftwareKey = KEY, issuer: str = KEEPER) -> str:
    said = [Head(issuer=issuer, sequence=one.sequence, hash=one.hash, signed_at=AT) for one in lines]
    Path(name).write_bytes(b"".join(sign_head(one, key, key_id=f"{issuer}#1") + b"\n" for one in said))
    return name


def rewritten(lines: list[Entry]) -> list[Entry]:
    """The same log with another first line, and all that follows made to fit."""
    found: list[Entry] = []
    for line in (replace(lines[0], event="withdrawn"), *lines[1:]):
        moved = replace(line, previous_hash=found[-1].hash if found else line.previous_hash)
        found.append(replace(moved, hash=digest(moved)))
    return found


def test_nothing_was_rewritten_since_the_heads_that_were_kept(verify: Verify) -> None:
    kept = head("heads.txt", LINES[1], LINES[3])
    found = verify(log("a.jsonl", LINES), "--head", kept, "--trust", "trust.json")
    assert found.status == 0
    nb = "\N{NO-BREAK SPACE}"
    assert found.out.splitlines() == [
        f"Le registre tient{nb}: rien n’y a été changé ni omis.",
        "",
        f"✓ Lignes 1 à 6{nb}: chacune suit la précédente, aucune ne manque.",
        f"✓ Tête signée du 4{nb}mars 2026, ligne 2{nb}: rien de ce qui précède n’a été réécrit depuis.",
        f"✓ Tête signée du 4{nb}mars 2026, ligne 4{nb}: rien de ce qui précède n’a été réécrit depuis.",
        f"Empreinte de la dernière ligne{nb}: {LINES[-1].hash.hex()}",
    ]


def test_a_log_in_parts_is_one_log(verify: Verify) -> None:
    parts = [log("1.jsonl", LINES[:3]), log("2.jsonl", LINES[3:])]
    said = json.loads(verify(*parts, "--json").out)
    assert (said["holds"], said["first"], said["last"]) == (True, 1, 6)
    assert verify(*reversed(parts)).status == 1


def test_without_a_head_it_says_what_that_is_worth(verify: Verify) -> None:
    found = verify(log("a.jsonl", LINES), "--lang", "en")
    assert found.status == 0
    assert found.out.startswith("The lines follow from one another, but no signed head says")
    assert "! Without a signed head (--head), whoever wrote this file may have written all of it anew." in found.out


def test_what_came_after_a_head_goes_on_from_it(verify: Verify) -> None:
    kept = head("heads.txt", LINES[1], LINES[3])
    found = verify(log("a.jsonl", LINES[4:]), "--head", kept, "--trust", "trust.json", "--lang", "en")
    assert found.status == 0
    assert "! Signed head of 4\xa0March 2026, line 2: these lines begin after it and say nothing of it." in found.out
    other = rewritten(LINES)[4:]
    assert verify(log("b.jsonl", other), "--head", kept, "--trust", "trust.json").status == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda lines: [*lines[:2], *lines[3:]], "log_number"),
        (lambda lines: [*lines[:2], replace(lines[2], event="withdrawn"), *lines[3:]], "log_changed"),
        (rewritten, "log_head_differs"),
        (lambda lines: lines[:3], "log_head_missing"),
    ],
)
def test_what_does_not_hold_is_told_with_its_line(
    verify: Verify, damage: Callable[[list[Entry]], list[Entry]], says: str, language: str
) -> None:
    given = (
        log("a.jsonl", damage(LINES)), "--head", head("h.jwt", LINES[3]), "--trust", "trust.json", "--lang", language
    )  # fmt: skip
    found = verify(*given)
    assert (found.status, found.err) == (1, "")
    assert "✗ " in found.out
    said = json.loads(verify(*given, "--json").out)
    assert said["holds"] is False
    assert [check["id"] for check in said["checks"]] == [f"credentials.{says}"]


def test_a_head_of_another_key_or_keeper_is_bad_input(verify: Verify) -> None:
    lines = log("a.jsonl", LINES)
    other = head("other.jwt", LINES[3], key=SoftwareKey.from_seed(bytes([77]) * 32))
    found = verify(lines, "--head", other, "--trust", "trust.json", "--lang", "en")
    assert (found.status, found.out) == (2, "")
    assert "other.jwt" in found.err
    assert "is not signed by" in found.err
    stranger = head("stranger.jwt", LINES[3], issuer="did:web:x.example")
    assert verify(lines, "--head", stranger, "--trust", "trust.json").status == 2


def test_a_head_needs_the_key_of_its_keeper(verify: Verify) -> None:
    found = verify(log("a.jsonl", LINES), "--head", head("h.jwt", LINES[3]), "--lang", "en")
    assert found.status == 2
    assert "give the trust list (--trust)" in found.err
    assert main(["trust-list", "import", "trust.json"]) == 0
    assert verify("a.jsonl", "--head", "h.jwt").status == 0


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"not a line\n", b"{}\n", b"[" * 200_000, b'{"sequence": 1}\n', b"\x00\xff" * 9_000]
)
def test_what_is_no_log_is_told_in_a_sentence(verify: Verify, content: bytes) -> None:
    Path("a.jsonl").write_bytes(content)
    found = verify("a.jsonl")
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("a.jsonl")
    assert "Traceback" not in found.err


def test_files_that_are_not_there_or_say_nothing(verify: Verify, tmp_path: Path) -> None:
    lines = log("a.jsonl", LINES)
    Path("empty.txt").write_bytes(b"\n")
    for given in (
        ("missing.jsonl",), (str(tmp_path),), (lines, "--head", "missing.jwt", "--trust", "trust.json"),
        (lines, "--head", "empty.txt", "--trust", "trust.json"), (lines, "--head", lines, "--trust", "trust.json"),
        (lines, "--head", lines, "--trust", lines),
    ):  # fmt: skip
        found = verify(*given)
        assert (found.status, found.out) == (2, ""), given
        assert found.err
