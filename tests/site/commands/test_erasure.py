"""A person is erased after a backup was made: the backup comes back, and the person does not."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.site.commands.conftest import Command

from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import VARIABLES

pytestmark = pytest.mark.long


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jawda-erasure-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def names(url: str, person: str) -> tuple[int, int, int]:
    """Accounts with this id, addresses and memberships of it, as the login for backups sees them."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM accounts_person WHERE id = %(id)s),"
            " (SELECT count(*) FROM account_emailaddress WHERE user_id = %(id)s),"
            " (SELECT count(*) FROM organisations_membership WHERE person_id = %(id)s)",
            {"id": person},
        ).fetchone()
    assert row
    return row


def test_a_restored_backup_brings_nobody_back(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase, data: Path, folder: Path, tmp_path: Path
) -> None:
    with psycopg.connect(database.urls[Login.BACKUP]) as backup:
        row = backup.execute(
            "SELECT p.id::text, p.email FROM accounts_person p JOIN organisations_membership m ON m.person_id = p.id"
            " JOIN account_emailaddress a ON a.user_id = p.id ORDER BY p.email LIMIT 1"
        ).fetchone()
        assert row
        others = backup.execute("SELECT count(*) FROM accounts_person WHERE id <> %s", [row[0]]).fetchone()
    person, email = row
    here = {"JAWDA_DATA": str(data), **given}
    made = folder / "before.backup"
    assert jawda("backup", made, **here).status == 0
    ran = jawda("erasure", "person", email, "-o", "proof.json", "--even-last", "--json", **here)
    assert ran.status == 0, ran.err
    assert names(database.urls[Login.BACKUP], person) == (0, 0, 0)
    verified = jawda("erasure", "verify", "proof.json", "--json", **here)
    assert (verified.status, set(verified.json["checks"].values())) == (0, {True}), verified.out
    assert jawda("audit", "verify", **given).status == 0

    page = jawda("erasure", "proof", ran.json["reference"], "-o", "proof.pdf", **here)
    assert (page.status, (tmp_path / "proof.pdf").read_bytes()[:5]) == (0, b"%PDF-")
    false = json.loads((tmp_path / "proof.json").read_text())
    false["erased"]["accounts.Person"] = 7
    (tmp_path / "false.json").write_text(json.dumps(false))
    checked = jawda("erasure", "verify", "false.json", "--json", **here)
    assert (checked.status, checked.json["checks"]["signature"]) == (1, False)
    none = jawda("erasure", "verify", "proof.pdf", **here)
    assert (none.status, none.out) == (2, "")

    damaged = folder / "damaged.jsonl"
    damaged.write_text("x\n")
    new = {"JAWDA_DATA": str(folder / "new")}
    refused = jawda("restore", made, "--erasures", damaged, **new)
    assert (refused.status, "line 1" in refused.err, (folder / "new" / "database").exists()) == (2, True, False)

    ledger = data / "erasures" / "ledger.jsonl"
    back = jawda("restore", made, "--erasures", ledger, "--json", **new)
    assert back.status == 0, back.err
    assert (back.json["erased_again"], back.json["broken"]) == (1, [])
    assert (folder / "new" / "erasures" / "ledger.jsonl").read_text() == ledger.read_text()
    restored = EmbeddedDatabase(folder / "new" / "database")
    with restored:
        assert names(restored.urls[Login.BACKUP], person) == (0, 0, 0)
        with psycopg.connect(restored.urls[Login.BACKUP]) as backup:
            assert backup.execute("SELECT count(*) FROM accounts_person").fetchone() == others
        urls = {VARIABLES[login]: url for login, url in restored.urls.items()}
        assert jawda("audit", "verify", **urls).status == 0
        again = jawda("erasure", "replay", "--json", **new, **urls)
        assert again.json == {"listed": 1, "erased_again": 0}


def test_what_would_go_is_said_and_nothing_goes(given: dict[str, str], jawda: Command) -> None:
    ran = jawda("retention", "--dry-run", "--json", **given)
    assert ran.status == 0, ran.err
    assert ran.json["dry_run"]
    assert ran.json["organisations"] >= 20
    assert {"diagnostics.closed_assessments", "notices.old"} <= {rule["rule"] for rule in ran.json["rules"]}
    assert all(rule["warned"] == 0 for rule in ran.json["rules"])
    assert ran.json["otherwise"]["audit.AuditEntry"]
    done = jawda("retention", "--json", **given)
    assert done.status == 0, done.err
    assert [rule["rows"] for rule in done.json["rules"]] == [rule["rows"] for rule in ran.json["rules"]]
