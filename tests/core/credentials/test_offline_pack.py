"""The offline pack: what it holds returns, and nobody but the platform makes one."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.core.credentials.ecosystem import AUTHORITY, BODY, ISSUED, KEYS, LISTS, TODAY, URL, World, signed, trust_list

from jawda.core.credentials import offline_pack, token, trust_list_documents
from jawda.core.credentials.bundle import Archived
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.identity_documents import write_document
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.offline_pack import Contents, Happened, HeldAccreditation, KnownSigner, read, write
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings import Refused

PLATFORM = SoftwareKey.from_seed(bytes([9]) * 32)
KEEPER = "did:web:jawda.example"
WORLD = World()


def contents(**changes: Any) -> Contents:
    signers = [
        KnownSigner(
            did=did, name=did,
            versions=[Archived(since=one.since, document=write_document(one.document)) for one in history.versions],
        )
        for did, history in WORLD.keys.items()
    ]  # fmt: skip
    held = HeldAccreditation(
        url=URL, versions=[(WORLD.accreditations[0], ISSUED)], events=[Happened(kind="issued", at=ISSUED)]
    )
    given: dict[str, Any] = {
        "signers": signers,
        "accreditations": [held],
        "lists": {LISTS[BODY]: WORLD.body_lists, LISTS[AUTHORITY]: WORLD.authority_lists},
        "trust": (trust_list_documents.sign(trust_list(), PLATFORM, key_id=f"{KEEPER}#1"), [PLATFORM.public]),
        "log_head": b"a.b.c",
    }
    return Contents(**(given | changes))


def made(found: Contents | None = None) -> bytes:
    return write(
        found or contents(), PLATFORM, key_id=f"{KEEPER}#1", issuer=KEEPER, issued_at=TODAY,
        good_until=TODAY + timedelta(days=6),
    )  # fmt: skip


def by_hand(body: Any, **head: Any) -> bytes:
    """A pack whose signature is good, whatever stands in it."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    said: dict[str, Any] = {
        "type": "OfflinePack", "issuer": KEEPER,
        "issuedAt": "2026-11-20T14:32:00Z", "goodUntil": "2026-11-26T14:32:00Z",
        "issuers": 2, "sha256": hashlib.sha256(data).hexdigest(),
    } | head  # fmt: skip
    signed_head = token.sign(
        said, PLATFORM, key_id=f"{KEEPER}#1", media_type=offline_pack.MEDIA_TYPE,
        content_type=offline_pack.CONTENT_TYPE,
    )  # fmt: skip
    return signed_head + b"\n" + data


def refused(data: bytes, issuer: str = KEEPER, key: SoftwareKey = PLATFORM) -> str:
    with pytest.raises(Refused) as told:
        read(data, issuer=issuer, keys=[key.public])
    return reason(told.value)


def test_a_certificate_is_verified_by_a_pack() -> None:
    found = read(made(), issuer=KEEPER, keys=[PLATFORM.public])
    assert (found.issued_at, found.good_until, found.issuers) == (TODAY, TODAY + timedelta(days=6), 2)
    assert Verifier(found.materials).verify(signed(), TODAY).verdict is Verdict.VALID
    assert found.materials.logged == {hashlib.sha256(WORLD.accreditations[0]).hexdigest(): ISSUED}
    assert found.materials.trust == trust_list()


def test_what_is_not_known_is_left_out() -> None:
    bare = contents(
        trust=None, log_head=None,
        accreditations=[HeldAccreditation(url=URL, versions=[(WORLD.accreditations[0], None)], events=[])],
    )  # fmt: skip
    found = read(made(bare), issuer=KEEPER, keys=[PLATFORM.public])
    assert (found.materials.trust, found.materials.logged) == (None, {})


def test_the_same_contents_at_the_same_moment_are_the_same_bytes() -> None:
    """So that two servers give one ETag."""
    assert made() == made()


def test_only_the_platform_makes_one() -> None:
    assert refused(made(), issuer="did:web:other.example") == "bundle_signer"
    assert refused(made(), key=KEYS[BODY]) == "bundle_signer"
    es256 = SoftwareKey.from_seed(bytes(31) + b"\x07", offline_pack.token.Algorithm.ES256)
    assert refused(made(), key=es256) == "bundle_signer"


def test_contents_of_another_pack_are_refused() -> None:
    head, _, body = made().partition(b"\n")
    assert refused(head) == "bundle_type"
    assert refused(head + b"\n" + body + b" ") == "bundle_type"
    assert refused(by_hand({}, type="VerificationBundle")) == "bundle_type"
    assert refused(signed() + b"\n" + body) == "token_media_type"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"identities": None}, "field_list"),
        ({"identities": [{"id": "did:web:x.example", "name": "X", "versions": []}]}, "history_empty"),
        (
            {"identities": [{"id": "x", "name": "X", "versions": [{"since": "2026-01-01T00:00:00Z", "document": 1}]}]},
            "field_object",
        ),
        (
            {"accreditations": [{"url": URL, "versions": [{"token": 1, "loggedAt": None}], "events": []}]},
            "bundle_tokens",
        ),
        ({"statusLists": [{"url": URL, "tokens": ["é"]}]}, "bundle_tokens"),
        ({"statusLists": [{"url": URL, "tokens": "a.b.c"}]}, "bundle_tokens"),
        ({"trustList": "a.b"}, "field_list"),
        ({"trustList": "a.b", "trustKeys": [PLATFORM.public.jwk()]}, "token_parts"),
        ({"surplus": 1}, "field_unknown"),
    ],
)
def test_another_form_is_refused(changes: dict[str, Any], why: str) -> None:
    whole: dict[str, Any] = {"identities": [], "accreditations": [], "statusLists": [], "trustList": None}
    assert refused(by_hand(whole | changes)) == why


def test_a_head_says_no_more_than_it_must() -> None:
    assert refused(by_hand({}, more=1)) == "field_unknown"


def test_what_is_too_large_to_be_kept_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made()
    monkeypatch.setattr(offline_pack, "MOST_BYTES", 1_000)
    with pytest.raises(Refused, match="json_size"):
        made()
    assert refused(data) == "bundle_type"


def test_moments_are_written_to_the_second() -> None:
    late = datetime(2026, 11, 20, 14, 32, 0, 999_999, tzinfo=UTC)
    found = write(contents(), PLATFORM, key_id="x", issuer=KEEPER, issued_at=late, good_until=late)
    assert read(found, issuer=KEEPER, keys=[PLATFORM.public]).issued_at == TODAY
