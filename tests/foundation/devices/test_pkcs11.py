"""A key in a device signs what the world verifies; what a device lacks is told in a sentence, and no PIN with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey
from tests.foundation.devices.softhsm import MODULE, PIN, token

from jawda.core.credentials import token as tokens
from jawda.core.credentials.keys import Algorithm
from jawda.core.findings import Refused, words
from jawda.core.languages import LANGUAGES
from jawda.foundation.devices import pkcs11
from jawda.foundation.devices.pkcs11 import Device, make_key, open_key

__all__ = ["token"]
pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
BOTH = (Algorithm.ED25519, Algorithm.ES256)


def refused(work: Callable[[], object]) -> str:
    """Why, with the PIN in no language."""
    with pytest.raises(Refused) as caught:
        work()
    (finding,) = caught.value.findings
    assert not any(PIN in words(finding, language) for language in LANGUAGES)
    assert PIN not in repr(caught.value)
    return finding.id.removeprefix("devices.")


@pytest.mark.parametrize("algorithm", BOTH)
def test_a_key_in_a_device_signs_what_another_library_verifies(token: Device, algorithm: Algorithm) -> None:
    made = make_key(token, f"other-{algorithm}", PIN, algorithm)
    assert made.public.algorithm is algorithm
    signed = tokens.sign({"issuer": "did:web:certif.example"}, made, key_id="did:web:certif.example#1")
    jwk = made.public.jwk()
    key: Any = OKPKey.import_key(jwk) if algorithm is Algorithm.ED25519 else ECKey.import_key(jwk)
    assert jws.deserialize_compact(signed, key, algorithms=["EdDSA", "ES256"])
    assert PIN not in repr(made)


@pytest.mark.parametrize("algorithm", BOTH)
def test_a_key_is_found_again_and_is_the_same(token: Device, algorithm: Algorithm) -> None:
    made = make_key(token, f"again-{algorithm}", PIN, algorithm)
    pkcs11.close_all()
    found = open_key(token, f"again-{algorithm}", PIN)
    assert found.public == made.public
    assert made.public.verifies(found.sign(b"message"), b"message")


def test_the_private_half_does_not_leave_the_device(token: Device) -> None:
    import pkcs11 as library

    make_key(token, "stays", PIN, Algorithm.ES256)
    key = pkcs11._open.sessions[token].get_key(object_class=library.ObjectClass.PRIVATE_KEY, label="stays")
    with pytest.raises(library.PKCS11Error):
        key[library.Attribute.VALUE]


def test_a_session_that_was_lost_is_opened_again(token: Device) -> None:
    key = make_key(token, "lost", PIN, Algorithm.ED25519)
    pkcs11._open.sessions[token].close()
    assert key.public.verifies(key.sign(b"message"), b"message")


def test_what_a_device_lacks_is_told(token: Device, tmp_path: Path) -> None:
    make_key(token, "there", PIN, Algorithm.ED25519)
    assert refused(lambda: open_key(token, "missing", PIN)) == "key"
    assert refused(lambda: make_key(token, "there", PIN, Algorithm.ED25519)) == "key_exists"
    assert refused(lambda: make_key(token, "large", PIN, Algorithm.ES384)) == "algorithm"
    assert refused(lambda: open_key(Device(MODULE, "absent"), "there", PIN)) == "token"
    assert refused(lambda: open_key(Device(str(tmp_path / "none.so"), "essai"), "there", PIN)) == "module"
    assert refused(lambda: open_key(Device(str(Path(__file__)), "essai"), "there", PIN)) == "module"


def test_a_wrong_pin_is_tried_once(token: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens lock themselves: a job that is tried again must not do it."""
    make_key(token, "pin", PIN, Algorithm.ED25519)
    pkcs11.close_all()
    assert refused(lambda: open_key(token, "pin", "")) == "no_pin"
    assert refused(lambda: open_key(token, "pin", "00000000")) == "pin"
    import pkcs11 as library

    monkeypatch.setattr(library, "lib", lambda module: pytest.fail("the device was asked again"))
    assert refused(lambda: open_key(token, "pin", "00000000")) == "pin"


def test_another_curve_is_refused(token: Device) -> None:
    import pkcs11 as library
    from pkcs11.util.ec import encode_named_curve_parameters

    make_key(token, "opens", PIN, Algorithm.ED25519)
    curve = {library.Attribute.EC_PARAMS: encode_named_curve_parameters("secp384r1")}
    session = pkcs11._open.sessions[token]
    session.create_domain_parameters(library.KeyType.EC, curve, local=True).generate_keypair(
        mechanism=library.Mechanism.EC_KEY_PAIR_GEN, store=True, label="p384"
    )
    assert refused(lambda: open_key(token, "p384", PIN)) == "algorithm"
    session.generate_keypair(library.KeyType.RSA, 2048, store=True, label="rsa")
    assert refused(lambda: open_key(token, "rsa", PIN)) == "algorithm"


def test_two_keys_of_one_label_are_no_key(token: Device) -> None:
    import pkcs11 as library

    make_key(token, "twice", PIN, Algorithm.ES256)
    curve = {library.Attribute.EC_PARAMS: pkcs11._P256}
    pkcs11._open.sessions[token].create_domain_parameters(library.KeyType.EC, curve, local=True).generate_keypair(
        mechanism=library.Mechanism.EC_KEY_PAIR_GEN, store=True, label="twice"
    )
    assert refused(lambda: open_key(token, "twice", PIN)) == "several_keys"


FORKS = """
import os, signal, sys
from jawda.foundation.devices.pkcs11 import Device, open_key
signal.alarm(60)  # a module that a child inherits may wait for ever
key = open_key(Device(sys.argv[1], sys.argv[2]), sys.argv[3], sys.argv[4])
reads, writes = os.pipe()
if os.fork() == 0:
    signal.alarm(60)
    os.write(writes, key.sign(b"message"))
    os._exit(0)
os.wait()
assert key.public.verifies(os.read(reads, 64), b"message")
assert key.public.verifies(key.sign(b"again"), b"again")
"""


def test_a_child_process_opens_a_session_of_its_own(token: Device) -> None:
    """As a server that starts its workers after it was loaded; apart, for the tests' own process has threads."""
    make_key(token, "forked", PIN, Algorithm.ED25519)
    ran = subprocess.run(
        [sys.executable, "-c", FORKS, token.module, token.token, "forked", PIN], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_a_point_without_its_wrapping_is_taken(token: Device) -> None:
    """Some devices give it so; anything else is no point."""
    raw = make_key(token, "point", PIN, Algorithm.ES256).public.raw
    assert pkcs11._point(raw, 65, "point") == pkcs11._point(b"\x04\x41" + raw, 65, "point") == raw
    assert refused(lambda: pkcs11._point(raw[:-1], 65, "point")) == "algorithm"


def test_without_the_package_it_says_what_to_install() -> None:
    asks = (
        "import sys; sys.modules['pkcs11'] = None\n"
        "from jawda.core.findings import Refused\n"
        "from jawda.foundation.devices.pkcs11 import Device, open_key\n"
        "try: open_key(Device('x', 'y'), 'z', '1')\n"
        "except Refused as fault: print(fault.findings[0].id)\n"
    )
    ran = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "devices.no_package"
