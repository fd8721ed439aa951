"""``jawda credential inspect``: what stands in an attestation, said to be unverified."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.core.credentials.ecosystem import BODY, KEYS, signed
from tests.site.commands.statistics.conftest import Said

from jawda.core.credentials import credential, data_integrity
from jawda.site.command_line import main

Inspect = Callable[..., Said]


@pytest.fixture
def inspect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inspect:
    """On bytes, in French unless ``--lang`` says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "fr_MA.UTF-8")

    def run(data: bytes, *given: str) -> Said:
        Path("c.jwt").write_bytes(data)
        capsys.readouterr()
        code = main(["credential", "inspect", "c.jwt", *given])
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return run


@pytest.mark.parametrize(
    ("language", "first"),
    [("fr", "Lu, non vérifié"), ("ar", "قُرئ ولم يُتحقق منه"), ("en", "Read, not verified")],
)
def test_it_says_first_that_nothing_is_verified(inspect: Inspect, language: str, first: str) -> None:
    found = inspect(signed(), "--lang", language)
    assert found.status == 0
    assert found.out.startswith(first)
    assert f"Certif Exemple ({BODY})" in found.out
    assert "vc+jwt, Ed25519" in found.out


def test_a_forged_one_is_shown_too(inspect: Inspect) -> None:
    """Whoever looks into a file wants to see what it says; that it is false is for ``verify`` to say."""
    told = json.loads(inspect(signed(key="did:web:accrediteur.example"), "--json").out)
    assert (told["schema"], told["verified"], told["issuer"]) == ("jawda/credential/1", False, BODY)
    assert told["document"]["credentialSubject"]["certificateNumber"] == "JW-2025-004812"


def test_a_document_with_its_proof(inspect: Inspect) -> None:
    document = dict(credential.read(signed()).document)
    proof = data_integrity.sign(document, KEYS[BODY], key_id=f"{BODY}#1", created="2025-05-12T00:00:00Z")
    found = inspect(json.dumps(proof).encode(), "--lang", "en")
    assert "Signature: eddsa-jcs-2022" in found.out


UNSIGNED = dict(credential.read(signed()).document)


@pytest.mark.parametrize(
    ("language", "first", "signature"),
    [
        ("fr", "Lu\u00a0: personne n’a signé ce document.", "Signature\u00a0: aucune"),
        ("ar", "قُرئ: لم يوقّع أحد هذه الوثيقة.", "التوقيع: لا يوجد"),
        ("en", "Read: nobody has signed this document.", "Signature: none"),
    ],
)
def test_a_document_without_a_proof_is_shown_as_nobodys(
    inspect: Inspect, language: str, first: str, signature: str
) -> None:
    """UNTP and W3C publish their examples unsecured: one looks into them, and learns that nobody signed them."""
    found = inspect(json.dumps(UNSIGNED).encode(), "--lang", language)
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith(first)
    assert signature in found.out.splitlines()
    assert f"Certif Exemple ({BODY})" in found.out


def test_an_unsigned_document_as_json(inspect: Inspect) -> None:
    """The keys are those of a signed one; what a signature would say is null."""
    told = json.loads(inspect(json.dumps(UNSIGNED).encode(), "--json").out)
    assert list(told) == list(json.loads(inspect(signed(), "--json").out))
    assert (told["verified"], told["secured"], told["key_id"], told["issuer"]) == (False, None, None, BODY)
    assert told["document"] == UNSIGNED


@pytest.mark.parametrize("proof", [None, [], {}, {"type": "DataIntegrityProof", "cryptosuite": "bbs-2023"}])
def test_a_proof_that_is_none_is_not_passed_over(inspect: Inspect, proof: object) -> None:
    found = inspect(json.dumps(UNSIGNED | {"proof": proof}).encode())
    assert (found.status, found.out) == (2, "")


SAMPLES = (
    Path(os.environ.get("JAWDA_REFERENCE") or Path(__file__).resolve().parents[4] / "shared" / "reference")
    / "credentials" / "untp-0.7.0" / "samples"
)  # fmt: skip


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published samples are not beside this checkout (JAWDA_REFERENCE)")
def test_the_published_samples(inspect: Inspect) -> None:
    """UNTP 0.7.0: all samples of conformity credentials and identity anchors."""
    samples = sorted(SAMPLES.glob("*.json"))
    assert len(samples) == 6
    for sample in samples:
        told = json.loads(inspect(sample.read_bytes(), "--json").out)
        assert told["secured"] is None
        assert told["document"] == json.loads(sample.read_bytes())


def test_what_is_none_is_refused_in_a_sentence(inspect: Inspect) -> None:
    found = inspect(b"nonsense")
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("c.jwt")
    assert len(found.err.splitlines()) == 1
