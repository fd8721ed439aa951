"""``organisation export``, on the demonstration: one file, once, noted in the organisation's trail."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import psycopg
import pytest
from tests.site.commands.conftest import Command

from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import VARIABLES

pytestmark = pytest.mark.long


def test_an_organisation_is_exported_whole_and_its_trail_says_so(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase, tmp_path: Path
) -> None:
    with psycopg.connect(database.urls[Login.BACKUP]) as backup:
        row = backup.execute(
            "SELECT o.id::text, o.handle, o.name, count(*) FROM organisations_organisation o JOIN diagnostics_answer a"
            " ON a.organisation_id = o.id GROUP BY o.id ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        assert row
        identifier, handle, name, answers = row
        others = [
            other
            for (other,) in backup.execute("SELECT id::text FROM organisations_organisation")
            if other != identifier
        ]
    needed = {VARIABLES[login]: given[VARIABLES[login]] for login in (Login.BACKUP, Login.APP)}
    ran = jawda("organisation", "export", handle, "-o", "own.zip", "--json", **needed)
    assert ran.status == 0, ran.err
    target = tmp_path / "own.zip"
    assert ran.json["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as found:
        assert found.testzip() is None
        assert len(json.loads(found.read("tables/diagnostics_answer.json"))) == answers
        assert name in found.read("README.txt").decode()
        owners = {
            row["organisation_id"]
            for member in found.namelist()
            if member.startswith("tables/")
            for row in json.loads(found.read(member))
            if "organisation_id" in row
        }
        assert owners == {identifier}
        partners = {
            row[side]
            for member in found.namelist()
            if member.startswith("tables/")
            for row in json.loads(found.read(member))
            if "from_organisation_id" in row
            for side in ("from_organisation_id", "to_organisation_id")
        }
        text = "".join(found.read(member).decode() for member in found.namelist())
    assert len(partners - {identifier}) == 1, "its federation"
    assert [other for other in others if other in text and other not in partners] == []
    with psycopg.connect(database.urls[Login.BACKUP]) as backup:
        entries = backup.execute(
            "SELECT content FROM audit_auditentry WHERE organisation_id = %s AND action = 'organisations.export'",
            [identifier],
        ).fetchall()
    assert [json.loads(content)["details"]["sha256"] for (content,) in entries] == [ran.json["sha256"]]
    assert jawda("audit", "verify", "--organisation", handle, **needed).status == 0
    before = target.read_bytes()
    again = jawda("organisation", "export", handle, "-o", "own.zip", **needed)
    assert (again.status, again.out) == (2, "")
    assert "stands there already" in again.err
    assert target.read_bytes() == before
    nobody = jawda("organisation", "export", "nobody", "-o", "other.zip", **needed)
    assert (nobody.status, nobody.out, nobody.err) == (2, "", "No organisation has the handle 'nobody'.\n")
    assert not (tmp_path / "other.zip").exists()
