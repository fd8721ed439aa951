"""A token in software, where SoftHSM stands (Debian: ``apt-get install softhsm2``) with the package for devices."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from jawda.foundation.devices import pkcs11
from jawda.foundation.devices.pkcs11 import Device

MODULE = next((found for found in (
    "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so",
) if Path(found).exists()), "")  # fmt: skip
PIN = "47110815"
OTHER = "autre"
"""The label of a second token, with the same PIN."""


def initialised(label: str) -> Device:
    """A new token with this label."""
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", PIN],
        check=True, capture_output=True,
    )  # fmt: skip
    return Device(MODULE, label)


@cache
def _tokens(folder: Path) -> Device:
    """Both tokens, made before the module is loaded: it reads its settings once, and sees no new ones later."""
    (folder / "tokens").mkdir(parents=True)
    (folder / "conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "conf")
    initialised(OTHER)
    return initialised("essai")


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    """One for the whole process, however many files of tests name this fixture."""
    if not MODULE or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM does not stand here (Debian: apt-get install softhsm2)")
    if find_spec("pkcs11") is None:
        pytest.skip("the extra for devices does not stand here (pip install jawda[pkcs11])")
    yield _tokens(tmp_path_factory.getbasetemp() / "softhsm")
    pkcs11.close_all()
