"""Private keys as JSON Web Keys, against an independent library and the published example."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey

from jawda.core.credentials import private_keys
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Refused

ED25519 = private_keys.write(bytes([7]) * 32, Algorithm.ED25519)
ISSUER = "did:web:body.example"


@pytest.mark.parametrize("algorithm", private_keys.MADE)
def test_what_is_written_is_read_by_us_and_by_others(algorithm: Algorithm) -> None:
    jwk = private_keys.write(bytes([7]) * 32, algorithm)
    assert private_keys.read(jwk).public == SoftwareKey.from_seed(bytes([7]) * 32, algorithm).public
    theirs: Any = (OKPKey if algorithm is Algorithm.ED25519 else ECKey).import_key({**jwk})
    assert theirs.is_private
    assert theirs.thumbprint() == jwk["kid"] == private_keys.read(jwk).public.thumbprint()


def test_the_example_of_the_norm() -> None:
    """RFC 8037, A.1 and A.3: the key and its thumbprint."""
    key = private_keys.read(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "key_ops": ["sign"],
        }
    )
    assert key.public.thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("name", ["P-256", "P-384", "P-521"])
def test_keys_that_others_made(name: str) -> None:
    jwk: Any = ECKey.generate_key(name, private=True).as_dict(private=True)
    assert private_keys.read(jwk).public.jwk()["x"] == jwk["x"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"d": None}, "key_not_private"),
        ({"d": "é"}, "key_not_private"),
        ({"d": "AAAA"}, "key_invalid"),
        ({"d": private_keys.write(bytes([8]) * 32, Algorithm.ED25519)["d"]}, "key_pair"),
        ({"kty": "RSA"}, "key_type"),
        ({"use": "enc"}, "key_use"),
    ],
)
def test_what_is_no_private_key(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as told:
        private_keys.read(ED25519 | changes)
    assert reason(told.value) == why


def test_how_a_token_names_its_key() -> None:
    thumbprint = ED25519["kid"]
    assert private_keys.key_id(ED25519, ISSUER) == f"{ISSUER}#{thumbprint}"
    unnamed = {name: value for name, value in ED25519.items() if name != "kid"}
    assert private_keys.key_id(unnamed, ISSUER) == f"{ISSUER}#{thumbprint}"
    assert private_keys.key_id(ED25519 | {"kid": "#2"}, ISSUER) == f"{ISSUER}#2"


@pytest.mark.parametrize(("kid", "why"), [("did:web:other.example#1", "identity_key_foreign"), (7, "field_text")])
def test_the_name_of_anothers_key(kid: Any, why: str) -> None:
    with pytest.raises(Refused) as told:
        private_keys.key_id(ED25519 | {"kid": kid}, ISSUER)
    assert reason(told.value) == why
