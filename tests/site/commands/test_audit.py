"""A trail that was cut off at its end holds in itself; against a head that was kept it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.site.commands.conftest import Command, as_superuser

from jawda.site.database import EmbeddedDatabase

pytestmark = pytest.mark.long


@contextmanager
def changed(database: EmbeddedDatabase, *statements: str, organisation: str) -> Iterator[psycopg.Connection]:
    """As the database's master, with triggers off; every entry of the organisation is put back as it was."""
    with closing(as_superuser(database)) as connection:
        mine = "audit_auditentry WHERE organisation_id = %s"
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {mine}", [organisation])
        connection.execute(
            "CREATE TEMP TABLE body AS SELECT * FROM organisations_organisation WHERE id = %s", [organisation]
        )
        try:
            for statement in statements:
                assert connection.execute(statement, [organisation]).rowcount >= 1  # type: ignore[arg-type]
            yield connection
        finally:
            connection.execute(f"DELETE FROM {mine}", [organisation])
            connection.execute("INSERT INTO audit_auditentry SELECT * FROM kept")
            connection.execute("INSERT INTO organisations_organisation SELECT * FROM body ON CONFLICT DO NOTHING")


LAST = "(SELECT max(sequence) FROM audit_auditentry WHERE organisation_id = e.organisation_id)"
CUTS = {
    "the last entry": f"DELETE FROM audit_auditentry e WHERE organisation_id = %s AND sequence = {LAST}",
    "all but the first": "DELETE FROM audit_auditentry WHERE organisation_id = %s AND sequence > 1",
}


@pytest.fixture
def kept(given: dict[str, str], jawda: Command, tmp_path: Path) -> list[dict[str, Any]]:
    ran = jawda("audit", "heads", "-o", "heads.json", **given)
    assert ran.status == 0, ran.err
    rows: list[dict[str, Any]] = json.loads((tmp_path / "heads.json").read_text())
    assert rows == jawda("audit", "verify", "--json", **given).json
    assert jawda("audit", "verify", "--against", "heads.json", **given).status == 0
    return rows


@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_is_found_against_a_head_that_was_kept(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase, kept: list[dict[str, Any]], cut: str
) -> None:
    row = max(kept, key=lambda item: item["entries"])
    with changed(database, CUTS[cut], organisation=row["organisation"]):
        alone = jawda("audit", "verify", "--json", **given)
        ran = jawda("audit", "verify", "--against", "heads.json", "--json", **given)
        words = jawda("audit", "verify", "--against", "heads.json", "--organisation", row["handle"], **given)
    assert alone.status == 0, "in itself it holds: hence the heads"
    assert ran.status == words.status == 1
    (broken,) = [item for item in ran.json if item["broken"]]
    assert broken["handle"] == row["handle"]
    left = row["entries"] - 1 if cut == "the last entry" else 1
    assert broken["broken"]["sequence"] == left + 1
    assert f"there were {row['entries']} entries, {left} are left" in broken["broken"]["reason"]
    assert words.out.startswith(f"BAD {row['handle']} ")


def test_a_chain_written_anew_is_found_and_one_that_grew_holds(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase, kept: list[dict[str, Any]]
) -> None:
    row = max(kept, key=lambda item: item["entries"])
    grown = (
        "INSERT INTO audit_auditentry (id, organisation_id, action, content)"
        " VALUES (gen_random_uuid(), %s, 'tests.more', '{}')"
    )
    with changed(database, organisation=row["organisation"]) as connection:
        connection.execute("SET session_replication_role = origin")  # the trigger chains what is written
        connection.execute(grown, [row["organisation"]])
        connection.execute("SET session_replication_role = replica")
        more = jawda("audit", "verify", "--against", "heads.json", **given)
    assert more.status == 0, more.out
    with changed(database, CUTS["the last entry"], organisation=row["organisation"]) as connection:
        connection.execute("SET session_replication_role = origin")
        connection.execute(grown, [row["organisation"]])
        connection.execute("SET session_replication_role = replica")
        alone = jawda("audit", "verify", **given)
        ran = jawda("audit", "verify", "--against", "heads.json", "--json", **given)
    assert alone.status == 0
    assert ran.status == 1
    (broken,) = [item for item in ran.json if item["broken"]]
    assert broken["broken"] == {"sequence": row["entries"], "reason": "its hash is not the one that was kept"}


def test_an_organisation_that_is_gone_is_found(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase, kept: list[dict[str, Any]], tmp_path: Path
) -> None:
    ghost = {**kept[0], "organisation": str(uuid4()), "handle": "ghost"}
    (tmp_path / "heads.json").write_text(json.dumps([*kept, ghost]))
    ran = jawda("audit", "verify", "--against", "heads.json", **given)
    assert ran.status == 1
    assert f"BAD ghost 0 {'0' * 16} BROKEN at 1: the organisation is gone" in ran.out


def test_heads_of_a_broken_chain_are_not_written(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase, kept: list[dict[str, Any]], tmp_path: Path
) -> None:
    row = max(kept, key=lambda item: item["entries"])
    before = (tmp_path / "heads.json").read_bytes()
    change = "UPDATE audit_auditentry SET content = content || ' ' WHERE organisation_id = %s AND sequence = 2"
    with changed(database, change, organisation=row["organisation"]):
        ran = jawda("audit", "heads", "-o", "heads.json", **given)
    assert ran.status == 1
    assert f"BAD {row['handle']}" in ran.out
    assert (tmp_path / "heads.json").read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "[" * 100_000, "[1]", '[{"organisation": "x"}]', "\x00", '[{"organisation": 1}]']
)
def test_a_file_that_holds_no_heads_is_refused_in_a_sentence(jawda: Command, tmp_path: Path, content: str) -> None:
    (tmp_path / "heads.json").write_text(content)
    ran = jawda("audit", "verify", "--against", "heads.json")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "heads.json" in ran.err
    assert not (tmp_path / "data").exists(), "no database is started for it"
