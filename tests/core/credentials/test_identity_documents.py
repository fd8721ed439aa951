"""did:web identifiers and identity documents: whose key it is, and nothing fetched from where it should not be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials.identity_documents import (
    IdentityDocument,
    VerificationMethod,
    read_document,
    url_of,
    write_document,
)
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Refused

DID = "did:web:body.example"
KEYS = {algorithm: SoftwareKey.from_seed(bytes(31) + b"\x07", algorithm).public for algorithm in Algorithm}
KEY = KEYS[Algorithm.ED25519]


def jwk_method(number: int = 1, **members: Any) -> dict[str, Any]:
    return {"id": f"{DID}#{number}", "type": "JsonWebKey", "controller": DID, "publicKeyJwk": KEY.jwk()} | members


def multikey_method(number: int = 2, **members: Any) -> dict[str, Any]:
    return {
        "id": f"{DID}#{number}", "type": "Multikey", "controller": DID,
        "publicKeyMultibase": KEYS[Algorithm.ES256].multikey(),
    } | members  # fmt: skip


def document(**members: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/did/v1"], "id": DID,
        "verificationMethod": [jwk_method(), multikey_method()], "assertionMethod": [f"{DID}#1", "#2"],
    } | members  # fmt: skip


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
        ("did:web:xn--mgbab2bd.example", "https://xn--mgbab2bd.example/.well-known/did.json"),
        ("did:web:1.example:a.b_c-D9", "https://1.example/a.b_c-D9/did.json"),
    ],
)
def test_the_address_of_a_document(did: str, url: str) -> None:
    """did:web method, 2.5.2 Read: “:” becomes “/”, a port is percent-decoded, no path means /.well-known."""
    assert url_of(did) == url


@pytest.mark.parametrize(
    ("did", "expected"),
    [
        ("did:key:z6Mk", "identity_method"),
        ("did:webvh:x:body.example", "identity_method"),
        ("DID:web:body.example", "identity_method"),
        ("https://body.example", "identity_method"),
        ("", "identity_method"),
        ("did:web:" + "a" * 600 + ".example", "identity_method"),
        *(
            (f"did:web:{host}", "identity_host")
            for host in (
                "", "localhost", "localhost%3A8000", "body", "a.localhost", "printer.local", "x.internal",
                "Body.example", "body.EXAMPLE", "127.0.0.1", "10.1", "127.0x1", "2130706433", "0x7f000001", "a.0x7f",
                "[::1]",
                "%5B%3A%3A1%5D", "user@body.example", "user%40body.example", "body..example", ".body.example",
                "body.example.", "-a.example", "a-.example", "bödy.example", "body.example/x", "body.example?x",
                "body.example%2Fx", "body.example%3a8443", "b ody.example", "body.example\n", "a" * 64 + ".example",
                "١.example", "1.2.3.4%3A443", "body.example#1",
            )
        ),
        *((f"did:web:body.example%3A{port}", "identity_port") for port in ("", "0", "65536", "080", "x", "1%3A2", "٣")),
        *(
            (f"did:web:body.example:{path}", "identity_path")
            for path in ("", "..", ".", "a:..:b", "a::b", "a/b", "a%2Fb", "a?b", "a#b", "é", "a b", "x" * 129, "a:")
        ),
    ],
)  # fmt: skip
def test_another_identifier_is_refused(did: str, expected: str) -> None:
    """did:web method, 2.1: a fully qualified domain name; it MUST NOT include IP addresses."""
    with pytest.raises(Refused) as found:
        url_of(did)
    assert reason(found.value) == expected


@given(st.text("abz019.-:%3A8/@[]", max_size=30))
def test_whatever_is_taken_is_a_plain_address(rest: str) -> None:
    try:
        url = url_of(f"did:web:{rest}")
    except Refused:
        return
    host, _, path = url.removeprefix("https://").partition("/")
    assert "@" not in url
    assert not host.replace(".", "").replace(":", "").isdigit()
    assert not {"", ".", ".."} & set(path.split("/"))
    assert path.endswith("did.json")


def test_a_document_gives_the_keys_that_sign_attestations() -> None:
    """CID 1.0, 2.3.2: assertionMethod holds methods, or the addresses of methods, to make assertions with."""
    found = read_document(document(), did=DID)
    assert [(item.id, item.key) for item in found.methods] == [
        (f"{DID}#1", KEY), (f"{DID}#2", KEYS[Algorithm.ES256]),
    ]  # fmt: skip
    only = read_document(document(assertionMethod=["#2"]), did=DID)
    assert [item.id for item in only.methods] == [f"{DID}#2"]
    embedded = read_document({"id": DID, "assertionMethod": [jwk_method(id="#x")]}, did=DID)
    assert embedded.methods[0].id == f"{DID}#x"


def test_keys_for_other_uses_may_be_of_any_kind() -> None:
    """CID 1.0, 2.3: a document may hold keys to agree on secrets, of devices, and of other controllers."""
    agreement = multikey_method(7, publicKeyMultibase="z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc")
    foreign = jwk_method(8, controller="did:web:other.example")
    found = read_document(
        document(assertionMethod=["#2"], verificationMethod=[agreement, jwk_method(), multikey_method(), foreign]),
        did=DID,
    )
    assert [item.id for item in found.methods] == [f"{DID}#2"]
    assert [item.id for item in found.others] == [f"{DID}#1"]
    assert read_document(write_document(found), did=DID) == found
    with pytest.raises(Refused, match="identity_key_unknown"):
        found.method(f"{DID}#1")


def test_a_signer_may_have_no_key_left() -> None:
    choices: list[Any] = [[], ...]
    for none in choices:
        left = {name: value for name, value in document(assertionMethod=none).items() if value is not ...}
        found = read_document(left, did=DID)
        assert (found.methods, len(found.others)) == ((), 2)


def test_when_a_key_ends_is_read() -> None:
    """CID 1.0, 2.2: expires and revoked are dateTimeStamps; a revoked method must not verify newer proofs."""
    found = read_document(
        {"id": DID, "assertionMethod": [jwk_method(expires="2027-01-01T00:00:00Z", revoked="2026-06-01T00:00:00Z")]},
        did=DID,
    )
    assert found.methods[0].expires == datetime(2027, 1, 1, tzinfo=UTC)
    assert found.methods[0].revoked == datetime(2026, 6, 1, tzinfo=UTC)
    assert read_document(write_document(found), did=DID) == found


@given(st.sets(st.sampled_from(Algorithm), min_size=1), st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - bounds want none
def test_what_is_written_is_read(algorithms: set[Algorithm], end: datetime) -> None:
    end = end.replace(microsecond=0, tzinfo=UTC)
    made = IdentityDocument(
        DID, tuple(VerificationMethod(f"{DID}#{name}", KEYS[name], expires=end) for name in sorted(algorithms))
    )
    assert read_document(write_document(made), did=DID) == made


FOREIGN = "did:web:other.example#1"
#: Methods that this verifier cannot use: of another kind, of a key it does not know, of another, without a name here.
UNUSABLE: list[dict[str, Any]] = [
    jwk_method(9, type="Ed25519VerificationKey2020"),
    jwk_method(9, type="JsonWebKey2020"),
    jwk_method(9, type=None),
    jwk_method(9, publicKeyJwk={"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"}),
    jwk_method(9, publicKeyJwk={"kty": "oct"}),
    jwk_method(9, publicKeyJwk={**KEY.jwk(), "use": "enc"}),
    jwk_method(9, publicKeyJwk={**KEY.jwk(), "x": "AA"}),
    jwk_method(9, publicKeyJwk="x"),
    jwk_method(9, publicKeyMultibase=KEY.multikey()),
    multikey_method(
        9,
        publicKeyMultibase="zUC7K4ndUaGZgV7Cp2yJy6JtMoUHY6u7tkcSYUvPrEidqBmLCTLmi6d5WvwnUqejscAkERJ3bfjEiSYtdPkRSE8kSa11hFBr4sTgnbZ95SJj19PN2jdvJjyzpSZgxkyyxNnBNnY",
    ),
    multikey_method(9, publicKeyMultibase="zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"),
    multikey_method(9, publicKeyMultibase=None),
    multikey_method(9, publicKeyJwk=KEY.jwk()),
    jwk_method(9, controller="did:web:other.example"),
    jwk_method(9, controller=[DID]),
    jwk_method(9, type="x", revoked="yesterday"),
    jwk_method(id=FOREIGN),
    jwk_method(id=f"{DID}#"),
    jwk_method(id=f"{DID}#" + "x" * 201),
    jwk_method(id=DID),
    jwk_method(id="/keys#1"),
]


@pytest.mark.parametrize("method", UNUSABLE)
def test_what_cannot_be_used_is_passed_over(method: dict[str, Any]) -> None:
    """CID 1.0, 2.2: the type of a method tells how to use it; a method of a type one does not know verifies nothing.

    A signer with one key for others, of a kind that is not known here, keeps those that are.
    """
    both = [jwk_method(), method]
    expected = read_document(document(verificationMethod=[jwk_method()], assertionMethod=["#1"]), did=DID)
    for members in (
        {"verificationMethod": both, "assertionMethod": ["#1", method["id"]]},
        {"verificationMethod": both, "assertionMethod": [method["id"], "#1"]},
        {"verificationMethod": [jwk_method()], "assertionMethod": ["#1", method]},
        {"verificationMethod": both, "assertionMethod": ["#1"]},
    ):
        found = read_document(document(**members), did=DID)
        assert found == expected
        with pytest.raises(Refused, match="identity_key_unknown"):
            found.method(f"{DID}#9")


def test_a_method_of_another_document_that_is_only_named_is_passed_over() -> None:
    """CID 1.0, 2.3: a relationship may name a method of another document by its address; nothing is fetched here."""
    found = read_document(document(assertionMethod=[FOREIGN, "https://other.example/keys#1", "#1"]), did=DID)
    assert [item.id for item in found.methods] == [f"{DID}#1"]
    with pytest.raises(Refused, match="identity_key_foreign"):
        found.method(FOREIGN)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"id": "did:web:other.example"}, "identity_id"),
        ({"id": None}, "identity_id"),
        ({"verificationMethod": {}}, "identity_methods"),
        ({"verificationMethod": [jwk_method()] * 65}, "identity_methods"),
        ({"verificationMethod": ["#1"]}, "identity_method_form"),
        ({"verificationMethod": [jwk_method(), jwk_method()]}, "identity_twice"),
        ({"verificationMethod": [jwk_method(id=None)]}, "identity_method_id"),
        ({"verificationMethod": [jwk_method(secretKeyJwk={"d": "x"})]}, "key_private"),
        ({"verificationMethod": [multikey_method(privateKeyMultibase="z")]}, "key_private"),
        ({"verificationMethod": [jwk_method(publicKeyJwk={**KEY.jwk(), "d": "x"})]}, "key_private"),
        ({"verificationMethod": [jwk_method(revoked=None)]}, "moment"),
        ({"verificationMethod": [jwk_method(expires="2026-01-01")]}, "moment"),
        ({"assertionMethod": None}, "identity_assertion"),
        ({"assertionMethod": {}}, "identity_assertion"),
        ({"assertionMethod": ["#1"] * 65}, "identity_assertion"),
        ({"assertionMethod": ["#9"]}, "identity_assertion"),
        ({"assertionMethod": ["#1", f"{DID}#1"]}, "identity_twice"),
        ({"assertionMethod": [jwk_method()]}, "identity_twice"),
        ({"assertionMethod": [jwk_method(5, secretKeyJwk={})]}, "key_private"),
        (
            {"assertionMethod": ["#1"], "verificationMethod": [jwk_method(), multikey_method(privateKeyJwk={})]},
            "key_private",
        ),
        ({"assertionMethod": [jwk_method(5), jwk_method(5)]}, "identity_twice"),
        ({"assertionMethod": [5]}, "identity_method_id"),
        ({"assertionMethod": [jwk_method(id=5)]}, "identity_method_id"),
        # what is passed over stands in the document all the same: once, and without a private key
        ({"verificationMethod": [jwk_method(), jwk_method(3, type="x"), jwk_method(3, type="y")]}, "identity_twice"),
        ({"verificationMethod": [jwk_method(id=FOREIGN), jwk_method(id=FOREIGN)]}, "identity_twice"),
        ({"assertionMethod": [FOREIGN, FOREIGN]}, "identity_twice"),
        ({"verificationMethod": [jwk_method(), jwk_method(3, type="x", privateKeyJwk={})]}, "key_private"),
        ({"verificationMethod": [jwk_method(controller="did:web:other.example", privateKeyHex="")]}, "key_private"),
        ({"assertionMethod": [jwk_method(id=FOREIGN, secretKeyMultibase="z")]}, "key_private"),
    ],
)
def test_another_document_is_refused(members: dict[str, Any], expected: str) -> None:
    """CID 1.0, 2.2 and 3.3: a method has an id of its own; a document of another, or with a private key, is none."""
    with pytest.raises(Refused) as found:
        read_document(document(**members), did=DID)
    assert reason(found.value) == expected


def test_a_document_for_what_is_no_identifier_is_refused() -> None:
    with pytest.raises(Refused, match="identity_host"):
        read_document({"id": "did:web:localhost"}, did="did:web:localhost")


def test_a_key_is_found_by_address_or_thumbprint() -> None:
    """VC-JOSE-COSE, 4.1: kid is an absolute address of a method; RFC 7638: or the thumbprint of its key."""
    found = read_document(document(), did=DID)
    assert found.method(f"{DID}#2").key == KEYS[Algorithm.ES256]
    assert found.method(KEY.thumbprint()).id == f"{DID}#1"


@pytest.mark.parametrize(
    ("key_id", "expected"),
    [
        ("#1", "identity_key_relative"),
        ("1", "identity_key_relative"),
        ("", "identity_key_relative"),
        ("https://body.example/keys#1", "identity_key_relative"),
        ("é" * 43, "identity_key_relative"),
        ("#" + "A" * 42, "identity_key_relative"),
        ("did:web:other.example#1", "identity_key_foreign"),
        ("did:web:body.example:unit#1", "identity_key_foreign"),
        ("did:web:body.example.evil.example#1", "identity_key_foreign"),
        (f"{DID}#9", "identity_key_unknown"),
        (DID, "identity_key_unknown"),
        ("A" * 43, "identity_key_unknown"),
        (KEYS[Algorithm.ES384].thumbprint(), "identity_key_unknown"),
    ],
)
def test_another_key_is_refused(key_id: str, expected: str) -> None:
    """VC-JOSE-COSE, 4.1.1: the verification method's controller must be the issuer."""
    with pytest.raises(Refused) as found:
        read_document(document(), did=DID).method(key_id)
    assert reason(found.value) == expected
