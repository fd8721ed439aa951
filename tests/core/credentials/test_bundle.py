"""Trust files and bundles: what someone decided to trust, and what is believed because of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.core.credentials.ecosystem import KEYS, LISTS, TODAY, URL, World, signed, trust_list

from jawda.core.credentials import bundle, token, trust_file, trust_list_documents
from jawda.core.credentials.bundle import Archived
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings import Refused

KEEPER = "did:web:jawda.example"
KEY = SoftwareKey.from_seed(bytes([9]) * 32)
SINCE = datetime(2023, 1, 1, tzinfo=UTC)


def a_trust_file(**changes: Any) -> bytes:
    signed_list = trust_list_documents.sign(trust_list(), KEY, key_id=f"{KEEPER}#1")
    return json.dumps(trust_file.write(signed_list, [KEY.public]) | changes).encode()


def a_bundle(*, key: SoftwareKey = KEY, issuer: str = KEEPER, world: World | None = None) -> bytes:
    world = world or World()
    documents = {
        did: write_document(IdentityDocument(did, (VerificationMethod(f"{did}#1", one.public),)))
        for did, one in KEYS.items()
    }
    held = world.materials()
    return bundle.sign(
        key,
        key_id=f"{KEEPER}#1",
        issuer=issuer,
        issued_at=TODAY,
        identities={did: [Archived(since=SINCE, document=one)] for did, one in documents.items()},
        accreditations=held.accreditations,
        lists=held.lists,
        logged={"ab" * 32: SINCE},
    )


def changed(**changes: Any) -> bytes:
    media, content = bundle.MEDIA_TYPE, bundle.CONTENT_TYPE
    payload = dict(token.read(a_bundle(), media_types=(media,), content_types=(content,)).payload) | changes
    return token.sign(payload, KEY, key_id=f"{KEEPER}#1", media_type=media, content_type=content)


def test_a_certificate_is_verified_with_two_files_and_no_network() -> None:
    trusted = trust_file.read(a_trust_file())
    found = bundle.read(a_bundle(), trust=trusted.trust, keys=trusted.keys)
    assert found.issued_at == TODAY
    assert found.materials.logged == {"ab" * 32: SINCE}
    assert set(found.materials.lists) == set(LISTS.values())
    assert list(found.materials.accreditations) == [URL]
    verified = Verifier(found.materials).verify(signed(), TODAY)
    assert verified.verdict is Verdict.VALID
    assert verified.to_dict() == World().verify().to_dict()


def test_a_key_may_say_more_of_itself() -> None:
    key = {**KEY.public.jwk(), "kid": KEY.public.thumbprint(), "use": "sig"}
    assert trust_file.read(a_trust_file(keys=[key])).keys == (KEY.public,)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"type": "Other"}, "trust_file"),
        ({"trustList": 3}, "trust_file"),
        ({"trustList": "é"}, "trust_file"),
        ({"keys": []}, "trust_file"),
        ({"keys": ["x"]}, "field_object"),
        ({"keys": None}, "field_list"),
        ({"keys": [SoftwareKey.from_seed(bytes(32)).public.jwk()]}, "trust_list_signer"),
        ({"more": 1}, "field_unknown"),
    ],
)
def test_what_is_no_trust_file(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as told:
        trust_file.read(a_trust_file(**changes))
    assert reason(told.value) == why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (a_bundle(key=SoftwareKey.from_seed(bytes(32))), "bundle_signer"),
        (a_bundle(issuer="did:web:other.example"), "bundle_signer"),
        (changed(type="Other"), "bundle_type"),
        (changed(more=1), "field_unknown"),
        (changed(identities=[{"id": KEEPER, "versions": [{"document": 3}]}]), "field_object"),
        (changed(accreditations=[{"url": "urn:x", "tokens": "x"}]), "bundle_tokens"),
        (changed(statusLists=[{"url": "urn:x", "tokens": ["é"]}]), "bundle_tokens"),
        (changed(log=[{"sha256": "x", "at": "yesterday"}]), "moment"),
        (signed(), "token_media_type"),
    ],
)
def test_what_is_no_bundle_of_the_keeper(data: bytes, why: str) -> None:
    with pytest.raises(Refused) as told:
        bundle.read(data, trust=trust_list(), keys=[KEY.public])
    assert reason(told.value) == why
