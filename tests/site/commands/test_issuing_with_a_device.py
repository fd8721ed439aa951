"""``jawda credential key new --pkcs11`` and ``issue --pkcs11``: the key is made in the device and stays there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.foundation.devices.softhsm import PIN, token
from tests.site.commands.test_issuing import Run, run

from jawda.core.credentials import token as tokens
from jawda.core.credentials.keys import public_key
from jawda.foundation.devices import pkcs11
from jawda.foundation.devices.pkcs11 import Device

__all__ = ["run", "token"]


@pytest.fixture
def device(token: Device, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The words that name it; the PIN in its variable."""
    monkeypatch.setenv("JAWDA_PKCS11_PIN", PIN)
    return ("--pkcs11", token.module, "--token", token.token)


@pytest.mark.parametrize("algorithm", ["ed25519", "es256"])
def test_a_key_made_in_a_device_issues(run: Run, device: tuple[str, ...], algorithm: str) -> None:
    label = f"command-{algorithm}"
    made = run("key", "new", *device, "--key-label", label, "--algorithm", algorithm, "--json")
    assert made.status == 0
    said = json.loads(made.out)
    issued = run("issue", "model.yaml", *device, "--key-label", label, "-o", "c.jwt", "--json")
    assert (issued.status, issued.err) == (0, "")
    assert json.loads(issued.out)["key_id"] == f"did:web:certif.example#{said['thumbprint']}"
    read = tokens.read(Path("c.jwt").read_bytes().strip())
    jwk = {name: value for name, value in said["public"].items() if name != "kid"}
    assert public_key(jwk).verifies(read.signature, read.signed)
    assert sorted(item.name for item in Path().iterdir()) == ["c.jwt", "model.yaml"], "no key stands in a file"
    again = run("key", "new", *device, "--key-label", label)
    assert (again.status, again.out) == (2, "")
    assert "a key never replaces another" in again.err


def test_half_a_device_or_two_keys_are_refused(run: Run, device: tuple[str, ...]) -> None:
    assert run("key", "new", "-o", "key.json").status == 0
    for given in (
        ("issue", "model.yaml"), ("issue", "model.yaml", *device), ("key", "new"), ("key", "new", *device),
        ("issue", "model.yaml", "--key", "key.json", *device, "--key-label", "x"),
        ("issue", "model.yaml", "--key", "key.json", "--token", "essai"),
        ("key", "new", "-o", "other.json", *device, "--key-label", "x"),
    ):  # fmt: skip
        found = run(*given)
        assert (found.status, found.out) == (2, ""), given
        assert "one or the other" in found.err


def test_the_pin_comes_by_the_environment_and_is_never_told(
    run: Run, device: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("key", "new", *device, "--key-label", "command-pin").status == 0
    pkcs11.close_all()
    monkeypatch.setenv("JAWDA_PKCS11_PIN", "99887766")
    wrong = run("issue", "model.yaml", *device, "--key-label", "command-pin")
    assert (wrong.status, wrong.out) == (2, "")
    assert "refuses the PIN" in wrong.err
    assert "99887766" not in wrong.err
    monkeypatch.delenv("JAWDA_PKCS11_PIN")
    none = run("issue", "model.yaml", *device, "--key-label", "command-pin")
    assert none.status == 2
    assert "is not given" in none.err


def test_a_key_that_is_not_there(run: Run, device: tuple[str, ...]) -> None:
    found = run("issue", "model.yaml", *device, "--key-label", "nothing")
    assert found.status == 2
    assert "has no key pair called “nothing”" in found.err
