"""Data Integrity proofs of the suite ``eddsa-jcs-2022`` (W3C VC Data Integrity EdDSA Cryptosuites 1.0, 3.3).

The proof stands inside the document. What is signed is the canonical form (RFC 8785) of the proof's options and of the
document without it: two digests, one signature. Every member is covered, known to a context or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from jawda.core.credentials import multibase
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.keys import Algorithm, PublicKey, Signer
from jawda.core.credentials.moments import moment
from jawda.core.credentials.refusing import refuse

SUITE: Final = "eddsa-jcs-2022"
TYPE: Final = "DataIntegrityProof"
_SIGNATURE_BYTES: Final = 64
_OPTIONAL: Final = {"id", "created", "expires", "domain", "challenge", "nonce", "@context"}
_REQUIRED: Final = {"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"}


@dataclass(frozen=True)
class Proof:
    """A proof read, not yet verified: who is said to have signed, for what, and over which bytes."""

    key_id: str
    purpose: str
    signature: bytes
    signed: bytes
    created: str | None
    expires: str | None

    def verify(self, key: PublicKey) -> None:
        """Refuse where ``key`` is no Ed25519 key or did not sign."""
        if key.algorithm is not Algorithm.ED25519:
            raise refuse("token_algorithm_of_key", algorithm=SUITE, key=key.algorithm)
        if not key.verifies(self.signature, self.signed):
            raise refuse("proof_signature")


def canonical(value: Any) -> bytes:
    """The canonical form of a JSON value (RFC 8785); refused where numbers or characters have none.

    >>> canonical({"b": 1, "a": [1e21, "é"]}).decode()
    '{"a":[1e+21,"é"],"b":1}'
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError):
        raise refuse("no_canonical_form") from None


def hash_data(document: Mapping[str, Json], options: Mapping[str, Json]) -> bytes:
    """What is signed: digest of the options, then of the document (3.3.4 Hashing), both canonical.

    >>> len(hash_data({"a": 1}, {"type": TYPE}))
    64
    """
    return hashlib.sha256(canonical(dict(options))).digest() + hashlib.sha256(canonical(dict(document))).digest()


def read(document: Mapping[str, Json], *, purpose: str = "assertionMethod") -> Proof:
    """The one proof of ``document``; refused: none or several, another suite, type or purpose, unknown members.

    A proof's own ``@context`` must be the beginning of the document's (3.3.2, step 4). The suite would then leave
    further contexts of the document out of what is signed; here they stay in, so that nobody may add one.
    """
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        (proof,) = proof
    if not isinstance(proof, dict):
        raise refuse("proof_count", path="proof")
    if proof.get("type") != TYPE or proof.get("cryptosuite") != SUITE:
        raise refuse("proof_suite", path="proof.cryptosuite", suite=str(proof.get("cryptosuite"))[:40])
    for name in sorted(_REQUIRED - proof.keys() or proof.keys() - _REQUIRED - _OPTIONAL):
        raise refuse("proof_member", path=f"proof.{name[:60]}", name=name[:60])
    if proof["proofPurpose"] != purpose:
        raise refuse("proof_purpose", path="proof.proofPurpose", expected=purpose)
    for name in ("verificationMethod", "proofValue"):
        if not isinstance(proof[name], str):
            raise refuse("proof_member", path=f"proof.{name}", name=name)
    _check_context(document, proof)
    signature = multibase.decode(str(proof["proofValue"]), accepted="z")
    if len(signature) != _SIGNATURE_BYTES:
        raise refuse("proof_signature")
    rest = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    return Proof(
        key_id=str(proof["verificationMethod"]),
        purpose=purpose,
        signature=signature,
        signed=hash_data(rest, options),
        created=_moment(proof, "created"),
        expires=_moment(proof, "expires"),
    )


def sign(
    document: Mapping[str, Json], signer: Signer, *, key_id: str, created: str, purpose: str = "assertionMethod",
    expires: str | None = None,
) -> dict[str, Json]:  # fmt: skip
    """``document`` with its proof; ``created``, and ``expires`` where the proof ends, in RFC 3339, UTC.

    >>> from jawda.core.credentials.keys import SoftwareKey
    >>> key = SoftwareKey.from_seed(bytes(32))
    >>> secured = sign({"@context": ["c"], "id": "urn:1"}, key, key_id="did:web:a.example#1",
    ...                created="2026-05-04T03:02:01Z")
    >>> read(secured).verify(key.public)
    """
    if signer.public.algorithm is not Algorithm.ED25519:
        raise refuse("token_algorithm_of_key", algorithm=SUITE, key=signer.public.algorithm)
    if "proof" in document:
        raise refuse("proof_count", path="proof")
    options: dict[str, Any] = {
        "type": TYPE,
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": key_id,
        "proofPurpose": purpose,
    }
    if expires is not None:
        options["expires"] = expires
    if "@context" in document:
        options["@context"] = document["@context"]
    value = multibase.encode_base58(signer.sign(hash_data(document, options)))
    return {**document, "proof": {**options, "proofValue": value}}


def _check_context(document: Mapping[str, Json], proof: Mapping[str, Json]) -> None:
    if "@context" not in proof:
        return
    ours, whole = (
        [item] if not isinstance(item, list) else item for item in (proof["@context"], document.get("@context"))
    )
    if whole[: len(ours)] != ours:
        raise refuse("proof_context", path="proof.@context")


def _moment(proof: Mapping[str, Json], name: str) -> str | None:
    if name not in proof:
        return None
    moment(proof[name], path=f"proof.{name}")
    return str(proof[name])
