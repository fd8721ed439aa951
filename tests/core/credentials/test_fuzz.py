"""Tokens, proofs, keys and lists that were tampered with: no exception but a refusal, and nothing verifies.

`make fuzz-credentials` makes a hundred thousand of each.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jawda.core.credentials import (
    base64url,
    data_integrity,
    offline_summary,
    scopes,
    status_list,
    token,
    trust_list_documents,
)
from jawda.core.credentials.identity_documents import (
    IdentityDocument,
    VerificationMethod,
    read_document,
    write_document,
)
from jawda.core.credentials.json_text import parse
from jawda.core.credentials.keys import Algorithm, SoftwareKey, public_key, public_key_of_multikey
from jawda.core.findings import Refused, words
from jawda.core.languages import LANGUAGES

EXAMPLES = int(os.environ.get("JAWDA_FUZZ_CREDENTIALS", "60"))
KEYS = {algorithm: SoftwareKey.from_seed(bytes(31) + b"\x07", algorithm) for algorithm in Algorithm}
KEY_ID = "did:web:body.example#1"
PAYLOAD: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "issuer": "did:web:body.example",
    "credentialSubject": {"id": "did:web:holder.example", "n": [1, 2.5, True, None, "é"]},
}
TOKENS = {algorithm: token.sign(PAYLOAD, key, key_id=KEY_ID) for algorithm, key in KEYS.items()}
SUMMARY: dict[str, Any] = {
    "number": "JW-1",
    "kind": "product",
    "holder": "Exemple",
    "standard": "ISO 9001:2015",
    "scope": "Moulage…",
    "shortened": ["scope"],
    "nbf": 1_747_000_000,
    "exp": 1_841_000_000,
    "status": [{"list": "https://body.example/status/1", "index": 7, "purposes": ["revocation"]}],
    "sha256": "A" * 43,
}
SECURED = data_integrity.sign(PAYLOAD, KEYS[Algorithm.ED25519], key_id=KEY_ID, created="2026-05-04T03:02:01Z")

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.binary(max_size=8).map(repr)
    | st.sampled_from(["none", "EdDSA", "HS256", "ES256", "Ed25519", "vc+jwt", KEY_ID, "\ud800", "z", "z111", ""])
)  # fmt: skip
JUNK = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
NAMES = ["alg", "typ", "cty", "kid", "crit", "jwk", "zip", "b64", "x"]
FORMS = [phase for phase in Phase if phase is not Phase.reuse]
fuzzed = settings(
    max_examples=EXAMPLES, database=None, derandomize=EXAMPLES < 1000, phases=FORMS,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes changed, put in, taken out, moved or doubled: up to six times."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        signs = [b".", b"..", b"=", b"A", b"_", b"-", data[start:end] * 2]
        piece = draw(st.binary(max_size=8) | st.sampled_from(signs))
        data = data[:start] + piece + data[end:]
    return data


def told(refused: Refused) -> None:
    """A refusal can always be said, in every language, and written down."""
    for finding in refused.findings:
        for language in LANGUAGES:
            assert words(finding, language).encode("utf-8")


@pytest.mark.parametrize("algorithm", Algorithm)
@fuzzed
@given(data=st.data())
def test_a_token_changed_anywhere_does_not_verify(algorithm: Algorithm, data: st.DataObject) -> None:
    changed = data.draw(mutations(TOKENS[algorithm]))
    try:
        token.read(changed).verify(KEYS[algorithm].public)
    except Refused as refused:
        told(refused)
    else:
        assert changed == TOKENS[algorithm]


@fuzzed
@given(members=st.dictionaries(st.sampled_from(NAMES), JUNK, max_size=4), payload=st.binary(max_size=60) | JUNK)
def test_a_header_of_anything(members: dict[str, Any], payload: Any) -> None:
    whole = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": KEY_ID} | members
    content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signed = base64url.encode(json.dumps(whole).encode()) + b"." + base64url.encode(content)
    try:
        found = token.read(signed + b"." + base64url.encode(KEYS[Algorithm.ED25519].sign(signed)))
        found.verify(KEYS[Algorithm.ED25519].public)
    except Refused as refused:
        told(refused)
    else:
        assert found.header["alg"] in ("EdDSA", "Ed25519")
        assert found.media_type == "vc+jwt"
        assert not found.header.keys() & set(token.FORBIDDEN)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each member and element of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for name, item in inner for found in places(item, (*path, name)))]


PLACES = places(SECURED)[1:]


@st.composite
def changed_documents(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """One member or element of a document replaced, taken away, or another put beside it."""
    changed: Any = copy.deepcopy(document)
    *way, last = draw(st.sampled_from(places(document)[1:]))
    holder = changed
    for name in way:
        holder = holder[name]
    what = draw(st.sampled_from(["set", "take", "add"]))
    if what == "take":
        del holder[last]
    elif what == "add" and isinstance(holder, dict):
        holder[draw(st.text(max_size=6) | st.sampled_from(["proof", "ttl", "until", "revoked"]))] = draw(JUNK)
    else:
        holder[last] = draw(JUNK)
    return dict(changed)


@fuzzed
@given(changed=changed_documents(SUMMARY))
def test_a_summary_of_anything_rightly_signed(changed: dict[str, Any]) -> None:
    """Even its issuer cannot make a reader stumble."""
    try:
        data = token.sign(
            changed, KEYS[Algorithm.ED25519], key_id=KEY_ID, media_type=offline_summary.MEDIA_TYPE,
            content_type=offline_summary.CONTENT_TYPE,
        )  # fmt: skip
    except ValueError:  # NaN, or half of a surrogate pair: no JSON, so no token
        return
    try:
        found = offline_summary.read(data)
    except Refused as refused:
        told(refused)
    else:
        assert found.issuer == "did:web:body.example"
        assert len(found.credential_sha256) == 64


@fuzzed
@given(changed=changed_documents(SECURED))
def test_a_document_changed_anywhere_has_no_proof(changed: dict[str, Any]) -> None:
    try:
        data_integrity.read(changed).verify(KEYS[Algorithm.ED25519].public)
    except Refused as refused:
        told(refused)
    else:
        assert data_integrity.canonical(changed) == data_integrity.canonical(SECURED)


URL = "https://body.example/status/1"
NOW = datetime(2026, 3, 3, tzinfo=UTC)
STATUS_LIST: dict[str, Any] = {
    "id": URL, "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": "did:web:body.example",
    "validFrom": "2026-03-03T00:00:00Z", "validUntil": "2026-03-04T00:00:00Z",
    "credentialSubject": {
        "type": "BitstringStatusList", "statusPurpose": ["revocation", "suspension"], "ttl": 3_600_000,
        "encodedList": status_list.encode([9]),
    },
}  # fmt: skip
ENTRY = status_list.StatusEntry(URL, 9, status_list.Purpose.REVOCATION)
ENTRIES: dict[str, Any] = {"credentialStatus": [dict(status_list.write_entry(ENTRY, integer_index=False))] * 2}
IDENTITY: dict[str, Any] = dict(
    write_document(
        IdentityDocument(
            "did:web:body.example",
            tuple(
                VerificationMethod(f"did:web:body.example#{name}", key.public, expires=NOW)
                for name, key in KEYS.items()
            ),
        )
    )
)
TRUST_LIST: dict[str, Any] = json.loads((Path(__file__).parent / "trust_list.json").read_text("utf-8"))
SCOPE: dict[str, Any] = {
    "kind": "calibration", "standard": "ISO/IEC 17025", "references": ["ISO 3650"], "sectors": ["IAF 17"],
    "ranges": [{"quantity": "length", "unit": "mm", "low": 0, "high": 1, "uncertainty": 0.1, "perValue": 1e-6}],
    "since": "2024-01-01", "until": "2027-01-01",
}  # fmt: skip
READERS: dict[str, tuple[dict[str, Any], Callable[[dict[str, Any]], Any]]] = {
    "status list": (STATUS_LIST, status_list.read_list),
    "status entries": (ENTRIES, lambda document: status_list.read_entries(document.get("credentialStatus"))),
    "identity document": (IDENTITY, lambda document: read_document(document, did="did:web:body.example")),
    "trust list": (TRUST_LIST, trust_list_documents.read),
    "scope": (SCOPE, scopes.read),
}


@pytest.mark.parametrize("name", READERS)
@fuzzed
@given(data=st.data())
def test_a_document_changed_anywhere_is_read_or_refused(name: str, data: st.DataObject) -> None:
    document, read = READERS[name]
    try:
        found = read(data.draw(changed_documents(document)))
    except Refused as refused:
        told(refused)
    else:
        assert type(found) is type(read(document))


@fuzzed
@given(text=mutations(str(STATUS_LIST["credentialSubject"]["encodedList"]).encode()), index=st.integers(-1, 200_000))
def test_a_list_changed_anywhere_answers_unknown_or_is_refused(text: bytes, index: int) -> None:
    """An answer comes from bits that were unpacked whole, with the sum that gzip keeps of them."""
    subject = {**STATUS_LIST["credentialSubject"], "encodedList": text.decode("latin-1")}
    entry = status_list.StatusEntry(URL, index, status_list.Purpose.REVOCATION)
    try:
        found = status_list.read_list(STATUS_LIST | {"credentialSubject": subject})
    except Refused as refused:
        told(refused)
        return
    answer = found.answer(entry, issuers={"did:web:body.example"}, at=NOW)
    inside = 0 <= index < found.length
    assert (answer.standing is status_list.Standing.UNKNOWN) is not inside
    assert found.bits == status_list.read_list(STATUS_LIST).bits


@fuzzed
@given(text=mutations(json.dumps(SECURED).encode()) | st.binary(max_size=60))
def test_a_text_of_anything_is_json_or_refused(text: bytes) -> None:
    try:
        value = parse(text)
    except Refused as refused:
        told(refused)
    else:
        assert value == json.loads(text)


@fuzzed
@given(algorithm=st.sampled_from(Algorithm), members=st.dictionaries(
    st.sampled_from(["kty", "crv", "x", "y", "alg", "use", "key_ops", "d"]), JUNK, max_size=3))  # fmt: skip
def test_a_key_of_anything(algorithm: Algorithm, members: dict[str, Any]) -> None:
    try:
        public_key(KEYS[algorithm].public.jwk() | members).verifies(b"x" * 64, b"m")
    except Refused as refused:
        told(refused)


@fuzzed
@given(data=st.data())
def test_a_multikey_of_anything(data: st.DataObject) -> None:
    algorithm = data.draw(st.sampled_from(Algorithm))
    text = data.draw(mutations(KEYS[algorithm].public.multikey().encode())).decode("latin-1")
    try:
        public_key_of_multikey(text).verifies(b"x" * 64, b"m")
    except Refused as refused:
        told(refused)
