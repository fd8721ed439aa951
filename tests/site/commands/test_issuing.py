"""``jawda credential key new`` and ``credential issue``: what they make another library verifies, and so do we."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey
from tests.site.commands.statistics.conftest import Said

from jawda.core.credentials import credential
from jawda.core.credentials.accreditation import accredited_body_of
from jawda.core.credentials.attestation import attestation_of
from jawda.core.credentials.keys import public_key
from jawda.site.command_line import main

Run = Callable[..., Said]
pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")

MODEL = """\
url: https://certif.example/c/4812
number: 004812
kind: management_system
name: ISO 9001:2015
issuer: {id: "did:web:certif.example", name: Certif Exemple}
holder: {id: "did:web:caoutchouc.example", name: Caoutchouc Modèle, registered_id: 001234567}
scheme: {id: https://schemes.example/iso-9001, name: ISO 9001}
standard: {id: "urn:iso:std:iso:9001:2015", name: "ISO 9001:2015"}
sectors:
  - IAF 14
  - "14.1"
valid_from: 2026-03-03
valid_until: 2029-03-02
"""
ACCREDITATION = """\
type: accreditation
url: https://accrediteur.example/a/7
number: EX-07
authority: {id: "did:web:accrediteur.example", name: Accréditeur Exemple}
body: {id: "did:web:certif.example", name: Laboratoire Exemple}
register: {id: https://accrediteur.example, name: Registre}
since: 2024-03-04
valid_from: 2024-03-04
scopes:
  - kind: calibration
    standard: ISO/IEC 17025:2017
    ranges:
      - {quantity: length, unit: mm, low: 0, high: 100, uncertainty: 0.0002}
    since: 2024-03-04
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """With a description in the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    Path("model.yaml").write_text(MODEL)

    def does(*given: str) -> Said:
        capsys.readouterr()
        code = main(["credential", *given])
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return does


def issue(run: Run, *more: str, model: str = "model.yaml") -> Said:
    if not Path("key.json").exists():
        assert run("key", "new", "-o", "key.json").status == 0
    return run("issue", model, "--key", "key.json", *more)


@pytest.mark.parametrize(("algorithm", "name"), [("ed25519", "EdDSA"), ("es256", "ES256")])
def test_another_library_verifies_what_is_issued(run: Run, algorithm: str, name: str) -> None:
    made = json.loads(run("key", "new", "--algorithm", algorithm, "-o", "key.json", "--json").out)
    assert Path("key.json").stat().st_mode & 0o777 == 0o600
    assert "d" not in made["public"]
    assert made["thumbprint"] == made["public"]["kid"] == public_key(made["public"]).thumbprint()
    found = issue(run)
    assert (found.status, found.err) == (0, "")
    theirs: Any = (ECKey if name == "ES256" else OKPKey).import_key(made["public"])
    token = jws.deserialize_compact(found.out.strip().encode(), theirs, algorithms=[name])
    assert token.headers()["kid"] == f"did:web:certif.example#{made['thumbprint']}"
    assert json.loads(token.payload)["credentialSubject"]["certificateNumber"] == "004812"
    ours = credential.read(found.out.encode())
    ours.verify(public_key(made["public"]))
    one = attestation_of(ours)
    assert (one.sectors, one.holder.registered_id) == (("IAF 14", "14.1"), "001234567")


def test_the_public_part_and_its_thumbprint_are_said(run: Run) -> None:
    public, thumbprint = run("key", "new", "-o", "key.json").out.splitlines()
    assert json.loads(public)["kid"] == thumbprint
    assert json.loads(Path("key.json").read_text())["d"] not in public


def test_a_key_never_replaces_another(run: Run) -> None:
    run("key", "new", "-o", "key.json")
    before = Path("key.json").read_bytes()
    found = run("key", "new", "-o", "key.json")
    assert (found.status, found.out) == (2, "")
    assert found.err == "key.json: this file exists already; a key never replaces another.\n"
    assert Path("key.json").read_bytes() == before
    assert "the folder to write into" in run("key", "new", "-o", "no/key.json").err


def test_a_key_that_others_may_read_is_said_and_serves(run: Run) -> None:
    issue(run)
    Path("key.json").chmod(0o644)
    found = issue(run)
    assert found.status == 0
    assert found.err == "key.json: others than you can read this private key: take that right away (chmod 600).\n"


def test_an_accreditation_with_its_status(run: Run) -> None:
    Path("a.yaml").write_text(ACCREDITATION)
    status = ("--status-list", "https://accrediteur.example/status/1", "--status-index", "4711")
    withdrawn = ("--withdrawal-list", "https://accrediteur.example/status/2")
    found = issue(run, *status, *withdrawn, "--profile", "w3c", "-o", "a.jwt", "--json", model="a.yaml")
    assert found.status == 0, found.err
    told = json.loads(found.out)
    one = credential.read(Path("a.jwt").read_bytes())
    assert (told["issuer"], told["sha256"]) == ("did:web:accrediteur.example", one.sha256)
    assert accredited_body_of(one).scopes[0].ranges[0].high == 100
    said: Any = one.document["credentialStatus"]
    assert [(entry["statusPurpose"], entry["id"].rpartition("/")[2]) for entry in said] == [
        ("suspension", "1#4711"),
        ("revocation", "2#4711"),
    ]
    assert issue(run, *status, "-o", "a.jwt", model="a.yaml").out == ""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: management_system", "kind: diploma", "model.yaml, line 3, kind: this value is not known here"),
        ("name: Caoutchouc Modèle", "nmae: x", "model.yaml, line 6, holder.name: a text is expected"),
        ("valid_until: 2029-03-02\n", "", "model.yaml, line 1, valid_until: a document of this kind must say until"),
        ('  - "14.1"', "  - {a: b}", "model.yaml, line 11, sectors[2]: a text is expected"),
        ("valid_from: 2026-03-03", "valid_from: 2026-03-03T10:00", "model.yaml, line 12, valid_from:"),
        ("number: 004812", "number: 1\nnumber: 2", "model.yaml, line 3"),
    ],
)
def test_a_description_that_is_wrong_is_told_by_line_and_member(run: Run, before: str, after: str, said: str) -> None:
    Path("model.yaml").write_text(MODEL.replace(before, after))
    found = issue(run)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(said), found.err
    assert len(found.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--status-list", "https://a.example/1"), "--status-list and --status-index go together."),
        (("--status-list", "http://a.example/1", "--status-index", "1"), "--status-list expects an https:// address."),
        (
            ("--status-list", "https://a.example/1", "--status-index", "-1"),
            "--status-index: index -1 is outside the list",
        ),
        (("--withdrawal-list", "https://a.example/2", "--profile", "w3c"), "--withdrawal-list names another list"),
        (
            (
                "--status-list",
                "https://a.example/1",
                "--status-index",
                "1",
                "--profile",
                "w3c",
                "--withdrawal-list",
                "http://a.example/2",
            ),
            "--withdrawal-list expects an https:// address.",
        ),
        (("-o", "no/such/folder.jwt"), "no/such/folder.jwt"),
    ],
)
def test_options_that_are_wrong(run: Run, given: tuple[str, ...], said: str) -> None:
    found = issue(run, *given)
    assert (found.status, found.out) == (2, "")
    assert said in found.err, found.err
    assert len(found.err.splitlines()) == 1


@pytest.mark.parametrize("content", ["{}", "nonsense", '{"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "d": "AAAA"}'])
def test_a_file_that_is_no_key(run: Run, content: str) -> None:
    Path("key.json").write_text(content)
    found = issue(run)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("key.json")
    assert len(found.err.splitlines()) == 1
