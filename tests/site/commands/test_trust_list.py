"""``jawda trust-list``: the first import pins a key, later ones are held to it, nothing is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.core.credentials.ecosystem import AUTHORITY, trust_list
from tests.core.credentials.test_bundle import KEEPER, KEY
from tests.site.commands.statistics.conftest import Said

from jawda.core.credentials import trust_file, trust_list_documents
from jawda.core.credentials.keys import SoftwareKey
from jawda.site.command_line import main

Run = Callable[..., Said]
OTHER = SoftwareKey.from_seed(bytes([8]) * 32)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("JAWDA_DATA", str(tmp_path / "data"))

    def does(*given: str) -> Said:
        capsys.readouterr()
        code = main(["trust-list", *given])
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return does


def file(name: str, *, key: SoftwareKey = KEY, beside: tuple[SoftwareKey, ...] = (), **changes: Any) -> str:
    signed = trust_list_documents.sign(trust_list(**changes), key, key_id=f"{KEEPER}#1")
    keys = [item.public for item in (key, *beside)]
    Path(name).write_text(json.dumps(trust_file.write(signed, keys)))
    return name


def version(run: Run) -> int:
    return int(json.loads(run("show", "--json").out)["version"])


def test_the_first_import_pins_its_key_and_says_so(run: Run) -> None:
    found = run("import", file("a.json"))
    assert found.status == 0
    assert found.out.splitlines() == [
        f"First trust list: the key {KEY.public.thumbprint()} of {KEEPER} is pinned. Later lists must be signed by it. "
        "Make sure with the list’s keeper that it is theirs.",
        "Trust list kept: version 1. It serves jawda verify where --trust is not given.",
    ]
    assert "pinned" not in run("import", file("b.json", version=2)).out
    assert version(run) == 2


def test_another_key_is_refused_in_a_sentence_that_says_what_to_do(run: Run) -> None:
    run("import", file("a.json"))
    found = run("import", file("b.json", key=OTHER, version=2))
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"b.json: this list is not signed by the key of {KEEPER} that the first import pinned")
    assert "trust-list.json and import again" in found.err
    assert version(run) == 1


def test_a_key_that_stands_beside_a_newer_list_is_not_taken_over(run: Run) -> None:
    """Nobody signed it: else whoever carries a file could put their own key into it."""
    run("import", file("a.json"))
    assert run("import", file("b.json", version=2, beside=(OTHER,))).status == 0
    assert json.loads(run("show", "--json").out)["keys"] == [KEY.public.thumbprint()]
    assert run("import", file("c.json", key=OTHER, version=3)).status == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 1},
        {"version": 2, "arrangements": ()},
        {"version": 3, "issued_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"version": 3, "id": "https://other.example/list"},
    ],
)
def test_nothing_is_taken_back(run: Run, changes: dict[str, Any]) -> None:
    run("import", file("a.json", version=2))
    found = run("import", file("b.json", **changes))
    assert (found.status, len(found.err.splitlines())) == (2, 1)
    assert found.err.startswith("b.json")
    assert version(run) == 2
    assert run("import", "a.json").status == 0


def test_what_is_kept_is_exported_as_it_came(run: Run) -> None:
    run("import", file("a.json"))
    printed = run("export").out
    assert trust_file.read(printed.encode()) == trust_file.read(Path("a.json").read_bytes())
    found = run("export", "-o", "out.json", "--json")
    assert Path("out.json").read_text() == printed
    assert json.loads(found.out)["version"] == 1
    assert run("export", "-o", "no/such/folder.json").status == 2


def test_what_it_says_for_people(run: Run) -> None:
    run("import", file("a.json", valid_until=datetime(2026, 11, 2, tzinfo=UTC)))
    said = run("show").out
    assert "Version: 1" in said
    assert "Issued on: 1\N{NO-BREAK SPACE}November 2026" in said
    assert f"  Accréditeur Exemple ({AUTHORITY}), since 1\N{NO-BREAK SPACE}January 2024" in said
    assert "  Accord (https://arrangement.example), since" in said
    assert "The trust list is out of date since 2\N{NO-BREAK SPACE}November 2026" in said
    told = json.loads(run("show", "--json").out)
    assert told["authorities"] == [
        {
            "id": AUTHORITY,
            "names": {"fr": "Accréditeur Exemple", "ar": "Accréditeur Exemple", "en": "Accréditeur Exemple"},
            "country": None,
            "since": "2024-01-01",
            "until": None,
        }
    ]
    assert told["arrangements"][0]["members"][0]["standard"] == "ISO/IEC 17021-1"


def test_an_authority_of_the_past(run: Run) -> None:
    from dataclasses import replace
    from datetime import date

    (one,) = trust_list().authorities
    run("import", file("a.json", authorities=(replace(one, until=date(2025, 12, 31)),)))
    assert "1\N{NO-BREAK SPACE}January 2024 to 31\N{NO-BREAK SPACE}December 2025" in run("show").out


@pytest.mark.parametrize("verb", ["show", "export"])
def test_where_none_is_kept(run: Run, verb: str) -> None:
    found = run(verb)
    assert (found.status, found.out) == (2, "")
    assert found.err == "no trust list is kept here: import one with jawda trust-list import.\n"


def test_what_is_none_and_what_was_changed_since(run: Run, tmp_path: Path) -> None:
    Path("c.json").write_text("{}")
    assert run("import", "c.json").status == 2
    run("import", file("a.json"))
    kept = tmp_path / "data" / "trust" / "trust-list.json"
    head, payload, signature = json.loads(kept.read_text())["trustList"].split(".")
    broken = json.loads(kept.read_text()) | {"trustList": f"{head}.{payload}.{signature[::-1]}"}
    kept.write_text(json.dumps(broken))
    found = run("show")
    assert found.status == 2
    assert found.err.startswith(str(kept))
