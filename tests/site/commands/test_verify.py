"""``jawda verify``: the verdict first, without a network; the exit status says valid, not valid, cannot tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.core.credentials.ecosystem import AUTHORITY, BODY, INDEX, ISSUED, TODAY, World, signed, status, trust_list
from tests.core.credentials.test_bundle import KEEPER, KEY, a_bundle, a_trust_file
from tests.site.commands.statistics.conftest import Said

from jawda.core.credentials import trust_file, trust_list_documents
from jawda.core.languages import LANGUAGES
from jawda.foundation.printing import Attachment, Document, render_pdf
from jawda.site.command_line import main

Verify = Callable[..., Said]
BOTH = ("--trust", "trust.json", "--offline", "bundle.jwt", "--at", "2026-11-20")


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verify:
    """On a certificate, a trust list and a bundle in the folder; in French unless ``--lang`` says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "fr_MA.UTF-8")
    Path("trust.json").write_bytes(a_trust_file())

    def run(*given: str, data: bytes | None = None, world: World | None = None) -> Said:
        Path("c.jwt").write_bytes(data or signed())
        Path("bundle.jwt").write_bytes(a_bundle(world=world) + b"\n")
        capsys.readouterr()
        code = main(["verify", "c.jwt", *given])
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return run


def test_a_valid_certificate(verify: Verify) -> None:
    found = verify(*BOTH)
    assert found.status == 0
    lines = found.out.splitlines()
    assert lines[0] == "Cette attestation est valide."
    assert lines[1] == "L’organisme était accrédité, et un accord international reconnaît cette accréditation."
    assert "Titulaire\N{NO-BREAK SPACE}: Caoutchouc Modèle" in lines
    reminder = "Ce certificat porte sur le système de management de l’organisation"
    assert any(line.startswith(reminder) for line in lines)
    assert sum(line.startswith("✓ ") for line in lines) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_in_every_language_is_the_same(verify: Verify, language: str) -> None:
    found = verify(*BOTH, "--json", "--lang", language)
    told = json.loads(found.out)
    assert told["verdict"] == "valid"
    assert told["trust_list"] == {"id": "https://jawda.example/trust-list", "version": 1}
    assert told["bundle"]["issued_at"].startswith("2026-11-20")
    assert told["recognition"]["recognition"] == "recognised"


def test_a_suspended_certificate(verify: Verify) -> None:
    found = verify(*BOTH, world=World(body_lists=[status(BODY, TODAY - timedelta(days=1), INDEX)]))
    assert found.status == 1
    assert found.out.startswith("Cette attestation est suspendue.\nSuspension décidée par l’émetteur.")


def test_a_body_that_had_lost_its_accreditation_on_that_day(verify: Verify) -> None:
    world = World()
    world.authority_lists[0] = status(AUTHORITY, ISSUED - timedelta(days=1), INDEX)
    found = verify(*BOTH, "--lang", "en", world=world)
    assert found.status == 1
    assert "On 12\xa0May 2025 the accreditation was suspended by Accréditeur Exemple." in found.out
    assert "Today: Issued under an accreditation that an international arrangement recognises." in found.out


def test_what_cannot_be_told(verify: Verify) -> None:
    found = verify("--lang", "en")
    assert found.status == 2
    assert found.out.startswith("Whether this attestation is valid cannot be told.\nThe issuer did:web:certif.example")
    assert verify("--trust", "trust.json").status == 2


def test_a_trust_list_that_is_out_of_date_is_told(verify: Verify) -> None:
    old = trust_list(valid_until=datetime(2026, 11, 2, tzinfo=UTC))
    signed_list = trust_list_documents.sign(old, KEY, key_id=f"{KEEPER}#1")
    Path("trust.json").write_text(json.dumps(trust_file.write(signed_list, [KEY.public])))
    assert "The trust list is out of date since 2\xa0November 2026" in verify(*BOTH, "--lang", "en").out


def test_nonsense_is_not_valid(verify: Verify) -> None:
    assert verify(data=b"nonsense").status == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--offline", "bundle.jwt"), "--trust"),
        (("--trust", "c.jwt"), "c.jwt"),
        (("--trust", "trust.json", "--offline", "c.jwt"), "c.jwt"),
        (("--trust", "absent.json"), "absent.json"),
    ],
)
def test_files_that_are_something_else(verify: Verify, given: tuple[str, ...], said: str) -> None:
    found = verify(*given)
    assert found.status == 2
    assert said in found.err
    assert len(found.err.splitlines()) == 1


def test_a_certificate_is_verified_from_its_paper(verify: Verify) -> None:
    """The PDF that carries it is handed over as it is, without a network."""
    sheet = Document(
        title="Certificat", organisation_name="Certif Exemple", reference="JW-2025-004812", date="12 mai 2025",
        language="fr", blocks=(), fictitious=True,
    )  # fmt: skip
    carried = Attachment(
        name="certificat.jwt", media_type="application/vc+jwt", data=signed(), description="Le document signé"
    )
    found = verify(*BOTH, data=render_pdf(sheet, timestamp=ISSUED, attachments=(carried,)))
    assert (found.status, found.out.splitlines()[0]) == (0, "Cette attestation est valide.")
    assert "Ce PDF n’a pas de cachet." in found.out, "what the verdict is not about"
    bare = verify(*BOTH, data=render_pdf(sheet, timestamp=ISSUED))
    assert bare.status == 2
    assert "ce PDF ne contient pas de document signé" in bare.err
