"""``audit verify`` and ``doctor`` on a database of their own: what holds, what was tampered with, what to do."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.foundation.devices.softhsm import PIN, token
from tests.site.commands.conftest import Command, as_superuser

from jawda.apps.referentials import built_in
from jawda.foundation.devices.offered import Device
from jawda.site import fingerprint
from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import VARIABLES

__all__ = ["token"]
pytestmark = pytest.mark.long


def test_a_second_migration_changes_nothing(given: dict[str, str], jawda: Command, database: EmbeddedDatabase) -> None:
    ran = jawda("migrate", "--demo", "--json", JAWDA_BUILD=str(database.folder / "build"), **given)
    assert ran.json == {"migrations": [], "demonstration": False}
    assert fingerprint.recorded(database.urls[Login.APP]) == fingerprint.mark(demonstration=True)


def test_the_login_for_backups_verifies_every_chain_and_needs_no_other(given: dict[str, str], jawda: Command) -> None:
    alone = {name: value for name, value in given.items() if name == VARIABLES[Login.BACKUP]}
    ran = jawda("audit", "verify", "--json", **alone)
    assert ran.status == 0, ran.err
    assert len(ran.json) >= 20
    assert all(row["entries"] > 0 and row["broken"] is None and len(row["head"]) == 64 for row in ran.json)
    one = jawda("audit", "verify", "--json", "--organisation", ran.json[3]["handle"], **alone)
    assert one.json == [ran.json[3]]
    none = jawda("audit", "verify", "--organisation", "nobody", **alone)
    assert (none.status, none.out) == (2, "")
    assert "nobody" in none.err


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE audit_auditentry SET content = content || ' ' WHERE id = %s", "its text was changed"),
        ("UPDATE audit_auditentry SET at = at + interval '1 s' WHERE id = %s", "its text was changed"),
        ("DELETE FROM audit_auditentry WHERE id = %s", "entry 2 is missing"),
    ],
)
def test_what_a_superuser_changed_is_found(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase, change: str, reason: str
) -> None:
    """With the trigger switched off, as only the database's master can; then put back as it was."""
    with closing(as_superuser(database)) as connection:
        row = connection.execute(
            "SELECT id, organisation_id FROM audit_auditentry WHERE sequence = 2 AND organisation_id IN"
            " (SELECT organisation_id FROM audit_auditentry WHERE sequence = 3) ORDER BY id LIMIT 1"
        ).fetchone()
        assert row
        connection.execute("CREATE TEMP TABLE kept AS SELECT * FROM audit_auditentry WHERE id = %s", [row[0]])
        connection.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        try:
            connection.execute("SET session_replication_role = replica")
            connection.execute(change, [row[0]])  # type: ignore[arg-type]  # literals of this test
            ran = jawda("audit", "verify", "--json", **given)
            words = jawda("audit", "verify", **given)
            doctor = jawda("doctor", "--json", JAWDA_BUILD=str(database.folder / "build"), **given)
        finally:
            connection.execute("DELETE FROM audit_auditentry WHERE id = %s", [row[0]])
            connection.execute("INSERT INTO audit_auditentry SELECT * FROM kept")
            connection.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")
    assert ran.status == words.status == 1
    (broken,) = [item for item in ran.json if item["broken"]]
    assert broken["organisation"] == str(row[1])
    assert broken["broken"]["reason"] == reason
    assert f"BAD {broken['handle']}" in words.out
    assert "audit" in [item["name"] for item in doctor.json["findings"] if not item["ok"]]
    assert jawda("audit", "verify", **given).status == 0


def test_the_doctor_says_what_is_missing_and_what_to_do(
    given: dict[str, str], jawda: Command, database: EmbeddedDatabase
) -> None:
    ran = jawda("doctor", "--json", JAWDA_URL="https://qualite.example", JAWDA_SECRET_KEY="short", **given)
    assert ran.status == 1
    found = {item["name"]: item for item in ran.json["findings"]}
    assert {name for name, item in found.items() if not item["ok"]} == {"secret key", "mail", "worker"}
    assert "JAWDA_MAIL_URL" in found["mail"]["sentence"]
    assert found["migrations"]["ok"]
    assert all(item.identifier in found["referentials"]["sentence"] for item in built_in.shipped())
    assert found["audit"]["ok"]
    for name in given.values():
        assert name not in ran.out, "no password is shown"


@pytest.mark.parametrize(
    ("url", "good", "told"),
    [
        ("smtps://jawda:hidden@relay.example", True, "relay relay.example:465, TLS"),
        ("file:///srv/mail", False, "/srv/mail"),
        ("http://jawda:hidden@relay.example", False, "smtp:, smtp+tls:, smtps: or file: expected"),
    ],
)
def test_the_doctor_reads_the_relay_as_the_settings_do(
    given: dict[str, str], jawda: Command, url: str, good: bool, told: str
) -> None:
    ran = jawda("doctor", "--json", JAWDA_URL="https://qualite.example", JAWDA_MAIL_URL=url, **given)
    assert ran.status == 1, "no worker runs, whatever the relay"
    found = {item["name"]: item for item in ran.json["findings"]}
    assert found["mail"]["ok"] is good
    assert told in found["mail"]["sentence"]
    assert "hidden" not in ran.out + ran.err


def test_the_doctor_logs_into_each_device(given: dict[str, str], jawda: Command, token: Device) -> None:
    lent = {
        name: {"module": token.module, "token": found, "organisation": "zh69htezev"}
        for name, found in (("hsm-1", token.token), ("hsm-2", "gone"))
    }
    values = {"JAWDA_PKCS11_DEVICES": json.dumps(lent), "JAWDA_PKCS11_PIN_HSM_1": PIN, "JAWDA_PKCS11_PIN_HSM_2": PIN}
    ran = jawda("doctor", "--json", SOFTHSM2_CONF=os.environ["SOFTHSM2_CONF"], **values, **given)
    told = [(item["ok"], item["sentence"]) for item in ran.json["findings"] if item["name"] == "device"]
    assert [good for good, _ in told] == [True, False]
    assert "hsm-2" in told[1][1]
    assert "gone" in told[1][1]
    assert PIN not in ran.out + ran.err


def test_the_owner_makes_and_unmakes_operators(given: dict[str, str], jawda: Command) -> None:
    owner = {name: value for name, value in given.items() if name == VARIABLES[Login.OWNER]}
    before = [row["email"] for row in jawda("operator", "list", "--json", **owner).json]
    assert before == ["operateur@jawda.example"]
    added = jawda("operator", "add", "Analyste@ministere.example", "--json", **owner)
    assert (added.status, added.json["operator"]) == (0, True), added.err
    assert "analyste@ministere.example" in jawda("operator", "list", **owner).out
    assert jawda("operator", "remove", "analyste@ministere.example", **owner).status == 0
    assert [row["email"] for row in jawda("operator", "list", "--json", **owner).json] == before
    nobody = jawda("operator", "add", "nobody@example.org", **owner)
    assert (nobody.status, nobody.out, nobody.err.count("\n")) == (2, "", 1)
    app = {name: value for name, value in given.items() if name == VARIABLES[Login.APP]}
    without = jawda("operator", "add", "analyste@ministere.example", **app)
    assert (without.status, without.out) == (2, "")
    assert VARIABLES[Login.OWNER] in without.err
    renamed = jawda(
        "operator", "add", "analyste@ministere.example", DATABASE_URL_OWNER=app[VARIABLES[Login.APP]], **app
    )
    assert renamed.status == 2
    assert "Traceback" not in renamed.err


def test_a_database_without_tables_is_sent_to_migrate(jawda: Command, tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="jawda-empty-"))
    folder.chmod(0o755)
    try:
        with EmbeddedDatabase(folder / "database", environment={"PATH": os.environ.get("PATH", os.defpath)}) as empty:
            urls = {VARIABLES[login]: found for login, found in empty.urls.items()}
            for given in (("referential", "list"), ("referential", "export", "mine-1", "-o", "o.yaml"), ("demo",)):
                ran = jawda(*given, **urls)
                assert (ran.status, ran.out) == (2, ""), given
                assert "run `jawda migrate`" in ran.err
            doctor = jawda("doctor", "--json", **urls)
            assert doctor.status == 1
            (bad,) = [item for item in doctor.json["findings"] if item["name"] == "migrations"]
            assert "run `jawda migrate`" in bad["sentence"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_silent_server_is_a_sentence(jawda: Command) -> None:
    ran = jawda("referential", "list", DATABASE_URL="postgresql://jawda_app:secret@127.0.0.1:1/jawda")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "secret" not in ran.err


def test_an_import_is_stored_once_and_another_content_under_its_id_is_refused(
    given: dict[str, str], jawda: Command, tmp_path: Path
) -> None:
    jawda("referential", "export", "premiers-pas-1", "-o", "mine.yaml")
    text = (tmp_path / "mine.yaml").read_text().replace("premiers-pas", "mine")
    (tmp_path / "mine.yaml").write_text(text)
    urls = {name: value for name, value in given.items() if name == VARIABLES[Login.APP]}
    for new in (True, False):
        ran = jawda("referential", "import", "mine.yaml", "--json", **urls)
        assert ran.status == 0, ran.err
        assert ran.json["new"] is new
    (tmp_path / "mine.yaml").write_text(text.replace("weight: 2", "weight: 3"))
    ran = jawda("referential", "import", "mine.yaml", **urls)
    assert ran.status == 2
    assert "mine-1" in ran.err
    assert jawda("referential", "export", "mine-1", "-o", "again.yaml", **urls).status == 0
    assert (tmp_path / "again.yaml").read_text() == text
    shipped = {item.identifier for item in built_in.shipped()}
    assert {row["id"] for row in jawda("referential", "list", "--json", **urls).json} == {*shipped, "mine-1"}
