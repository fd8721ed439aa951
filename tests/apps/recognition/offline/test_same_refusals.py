"""Two verifiers, one judgement: what the core's tests turn away is turned away in the browser, for the same reason.

The cases are those of the core's own tests, taken from their parameters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.apps.recognition.offline.modules import as_bytes, cases, each
from tests.core.credentials import (
    ecosystem,
    test_attestation,
    test_credential,
    test_data_integrity,
    test_identity_documents,
    test_json_text,
    test_keys,
    test_offline_summary,
    test_shapes,
    test_status_list,
    test_token,
)

from jawda.core.credentials import (
    accreditation,
    attestation,
    credential,
    data_integrity,
    identity_documents,
    json_text,
    multibase,
    offline_summary,
    shapes,
    token,
)
from jawda.core.credentials.keys import Algorithm, SoftwareKey, public_key_of_multikey
from jawda.core.credentials.life_cycles import LIFE_CYCLES
from jawda.core.credentials.moments import moment
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.scopes import Measured
from jawda.core.credentials.trust_list import undated
from jawda.core.findings import Refused
from jawda.core.findings.words import number
from jawda.core.languages import LANGUAGES

pytestmark = [pytest.mark.journey, pytest.mark.long]


def refusal(read: Any, *given: Any) -> str:
    """The reason for which Python turns it away; nothing where it is taken."""
    try:
        read(*given)
    except Refused as refused:
        return reason(refused)
    return ""


def agree(page: Any, module: str, name: str, given: list[list[Any]], expected: list[str]) -> None:
    """The browser says the same of each."""
    assert len(given) > 3
    told = [one.get("refused", one.get("broken", "")) for one in each(page, module, name, given)]
    assert list(zip(told, given, strict=True)) == list(zip(expected, given, strict=True))


def test_texts_of_two_meanings(page: Any) -> None:
    """RFC 7493: names twice, numbers and characters that are not the same for everyone, depth, size."""
    bad = [data for data, _ in cases(test_json_text.test_a_text_of_two_meanings_is_refused)]
    good = [
        b"{}",
        b"[" * 64 + b"]" * 64,
        b'"\\ud83d\\ude00"',
        b"-0",
        b"1e3",
        b" [1.5, true , null]\n",
        b'{"__proto__": 1}',
    ]
    agree(
        page, "strict_json.js", "parse", [[as_bytes(data)] for data in bad + good],
        [refusal(json_text.parse, data) for data in bad + good],
    )  # fmt: skip


def test_tokens(page: Any) -> None:
    """Headers that bring a key, other algorithms, types and forms, second contents (RFC 8725, VC-JOSE-COSE)."""
    made = test_token.made
    bad = [data for data, _ in cases(test_token.test_another_form_is_refused)]
    bad += [made(**header) for header, _ in cases(test_token.test_another_header_is_refused)]
    forbidden = test_token.test_a_header_that_brings_a_key_or_changes_what_is_signed_is_refused
    bad += [made(**{name: value}) for name in cases(forbidden) for value in (None, True, "x", [name])]
    bad += [made(json.dumps({name: None}).encode()) for name in cases(test_token.test_a_second_content_is_refused)]
    good = [test_token.GOOD, made(alg="Ed25519"), made(cty=...), made(typ="application/vc+jwt", cty="application/vc")]
    agree(
        page, "token.js", "read", [[as_bytes(data)] for data in bad + good],
        [refusal(token.read, data) for data in bad + good],
    )  # fmt: skip


def test_credentials(page: Any) -> None:
    bad = [test_credential.as_token(**changes) for changes, _ in cases(test_credential.test_refused)]
    bad += [
        json.dumps({"type": "EnvelopedVerifiableCredential", "id": address}).encode()
        for address in cases(test_credential.test_envelopes_of_something_else)
    ]
    good = [
        test_credential.as_token(), b" " + test_credential.as_token() + b"\n",
        test_credential.as_token(nbf=1_775_000_000, exp=1_780_000_000.5),
        test_credential.as_token(iss=test_credential.ISSUER, jti=test_credential.DOCUMENT["id"]),
        test_credential.as_token(type="VerifiableCredential"),
    ]  # fmt: skip
    agree(
        page, "credential.js", "read", [[as_bytes(data)] for data in bad + good],
        [refusal(credential.read, data) for data in bad + good],
    )  # fmt: skip


def variants(value: Any) -> Iterator[Any]:
    """A document with one member left out, or with something else in its place, each in turn."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {other: held for other, held in value.items() if other != name}
            yield value | {name: []}
            yield value | {name: 1.5}
            yield value | {name: ""}
            for changed in variants(inner):
                yield value | {name: changed}
        yield value | {"surplus": True}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            for changed in variants(inner):
                yield [*value[:place], changed, *value[place + 1 :]]


def _whole(read: Any, data: bytes) -> Any:
    return read(credential.read(data))


def test_attestations_and_accreditations_of_another_shape(page: Any) -> None:
    """UNTP 0.7.0: each member of a whole document is left out, emptied and replaced."""
    whole = [
        attestation.document_of(test_attestation.certificate(measured=(
            Measured(quantity="length", unit="mm", low=0, high=1, uncertainty=0.1, uncertainty_unit="mm"),
        ), activity=date(2025, 5, 2)), status=ecosystem.entry(ecosystem.BODY)),
        accreditation.document_of(ecosystem.accredited(), status=ecosystem.entry(ecosystem.AUTHORITY)),
    ]  # fmt: skip
    for document, read, name in zip(
        whole, (attestation.attestation_of, accreditation.accredited_body_of), ("attestationOf", "accreditedBodyOf"),
        strict=True,
    ):  # fmt: skip
        tokens = [
            token.sign(one, ecosystem.KEYS[ecosystem.BODY], key_id="x") for one in [document, *variants(document)]
        ]
        assert len(tokens) > 120
        expected = [refusal(_whole, read, data) for data in tokens]
        told = page.evaluate(
            """async ({tokens, name}) => {
              const {read} = await import("/credential.js");
              const made = (await import("/attestation.js"))[name];
              return Promise.all(tokens.map(async (text) => {
                const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
                try { made(await read(bytes)); return ""; } catch (fault) { return fault.reason || fault.stack; }
              }));
            }""",
            {"tokens": [data.decode() for data in tokens], "name": name},
        )
        assert expected[0] == ""
        assert len(set(expected)) > 3
        assert [(one, data) for one, data in zip(told, tokens, strict=True)] == list(zip(expected, tokens, strict=True))


def test_moments(page: Any) -> None:
    texts = [
        "2026-03-03T10:00:00+01:00", "2026-03-03T10:00:00.123456789Z", "2024-02-29T00:00:00Z", "2023-02-29T00:00:00Z",
        "2026-03-03", "2026-03-03T24:00:00Z", "2026-03-03T10:60:00Z", "2026-03-03T10:00:60Z", "2026-13-01T00:00:00Z",
        "2026-03-03T10:00:00+25:00", "2026-03-03T10:00:00-00:00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59Z", "2026-03-03T10:00:00", "2026-03-03 10:00:00Z",
        "2026-03-03T10:00:00+14:00", "2026-03-03T10:00:00-14:00", "2026-03-03T10:00:00+14:01",
        "2026-03-03T10:00:00+23:59", "2026-03-03T10:00:00z", "٢٠٢٦-03-03T10:00:00Z", "2026-03-03T10:00:00Z\n", 5, None,
    ]  # fmt: skip
    told = each(page, "moments.js", "moment", [[text] for text in texts])
    for text, one in zip(texts, told, strict=True):
        try:
            expected = {"value": round((moment(text) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)}
        except Refused as refused:
            expected = {"refused": reason(refused), "path": None}
        assert one == expected, text


def test_days(page: Any) -> None:
    """RFC 3339, 5.6: full-date is year, month and day; both take the same texts for one."""
    texts = [
        "2026-03-03",
        "2024-02-29",
        "0000-01-01",
        *(bad for shape, _, bad in cases(test_shapes.test_values) if shape is shapes.day),
    ]
    told = each(page, "moments.js", "isDay", [[text] for text in texts])
    assert [one["value"] for one in told] == [not refusal(shapes.hold, text, shapes.day) for text in texts]


def test_documents_of_identity(page: Any) -> None:
    """CID 1.0, 2.2: what cannot be used is passed over by both, and both refuse the same documents."""
    made, did = test_identity_documents.document, test_identity_documents.DID
    documents = [made(**members) for members, _ in cases(test_identity_documents.test_another_document_is_refused)]
    good = test_identity_documents.jwk_method()
    for method in test_identity_documents.UNUSABLE:
        documents.append(made(verificationMethod=[good, method], assertionMethod=["#1", method["id"]]))
        documents.append(made(verificationMethod=[good, method], assertionMethod=["#1"]))
        documents.append(made(verificationMethod=[], assertionMethod=[good, method]))
    documents += [made(), made(assertionMethod=["did:web:other.example#1", "#2"]), made(assertionMethod=[])]
    documents = [json.loads(json.dumps(document)) for document in documents]
    versions = [[did, [{"since": "2026-01-01T00:00:00Z", "document": document}]] for document in documents]
    for one, document in zip(each(page, "identities.js", "readHistory", versions), documents, strict=True):
        refused = refusal(lambda given: identity_documents.read_document(given, did=did), document)
        assert one.get("refused", "") == refused, (one, document)
        if not refused:
            found = identity_documents.read_document(document, did=did)
            (version,) = one["value"]["versions"]
            assert [method["id"] for method in version["methods"]] == [method.id for method in found.methods], document
            assert [method["id"] for method in version["others"]] == [method.id for method in found.others], document


def test_multikeys(page: Any) -> None:
    """CID 1.0, 2.2.2; SEC 1, 2.3.4: a compressed point stands for one key, or for none."""
    keys = [
        SoftwareKey.from_seed(bytes(31) + bytes([seed]), algorithm).public
        for algorithm in Algorithm
        for seed in range(1, 9)
    ]
    good = [key.multikey() for key in keys]
    assert {multibase.decode(text)[2] for text in good} >= {2, 3}
    broken = [multibase.decode(text) for text in good[8::8]]
    bad = [multibase.encode_base58(bytes([*data[:2], first, *data[3:]])) for data in broken for first in (0, 4)]
    bad += [multibase.encode_base58(data[:3] + b"\xff" * (len(data) - 3)) for data in broken]
    bad += [
        multibase.encode_base58(data[:3] + bytes(len(data) - 4) + bytes([last])) for data in broken for last in range(8)
    ]
    bad += [multibase.encode_base58(data[:-1]) for data in broken] + ["", "z", "zabc", "uAAAA"]
    agree(
        page, "keys.js", "publicKeyOfMultikey", [[text] for text in good + bad],
        [refusal(public_key_of_multikey, text) for text in good + bad],
    )  # fmt: skip
    told = each(page, "keys.js", "publicKeyOfMultikey", [[text] for text in good])
    assert [one["value"]["thumbprint"] for one in told] == [key.thumbprint() for key in keys]


def test_proofs(page: Any) -> None:
    """VC-DI-EDDSA, 3.3.2: one proof, its suite, type, purpose, members and context as they must be."""
    signed = test_data_integrity.signed
    documents = [
        {**signed(), "proof": {k: v for k, v in (signed()["proof"] | members).items() if v is not ...}}
        for members, _ in cases(test_data_integrity.test_another_proof_is_refused)
    ]
    documents += [
        {k: v for k, v in (signed() | {"proof": proof}).items() if v is not ...}
        for proof in cases(test_data_integrity.test_exactly_one_proof)
    ]
    documents += [signed(), {**signed(), "proof": [signed()["proof"]]}, signed({"@context": "https://example.org/1"})]
    agree(
        page, "data_integrity.js", "read", [[document] for document in documents],
        [refusal(data_integrity.read, document) for document in documents],
    )  # fmt: skip


def test_numbers_in_sentences(page: Any) -> None:
    """ISO 80000-1, 7.3: groups of three from five digits on; six significant digits of a measure."""
    values = [
        0,
        7,
        2026,
        9999,
        10_000,
        67_108_863,
        -12_345,
        0.1,
        74.001176,
        0.0001,
        0.00000172,
        12_345.678,
        1e-20,
        2.5e20,
    ]
    told = page.evaluate(
        """async (values) => {
          const {Wording} = await import("/wording.js");
          return ["fr", "ar", "en"].map((language) => values.map((value) => new Wording({language}).number(value)));
        }""",
        values,
    )
    assert told == [[number(value, language) for value in values] for language in LANGUAGES]


def test_keys_that_are_none(page: Any) -> None:
    """RFC 8032: no point of small order, nothing off the curve; RFC 7517: use and algorithm as the key says."""
    bad = [jwk for jwk, _ in cases(test_keys.test_another_key_is_refused)]
    bad += [
        {"kty": "OKP", "crv": "Ed25519", "x": token.base64url.encode(bytes.fromhex(encoded)).decode()}
        for encoded in cases(test_keys.test_a_point_of_small_order_is_no_key)
    ]
    good = [SoftwareKey.from_seed(bytes(31) + b"\x07", algorithm).public.jwk() for algorithm in Algorithm]
    agree(
        page, "keys.js", "publicKey", [[jwk] for jwk in bad + good],
        [refusal(test_keys.public_key, jwk) for jwk in bad + good],
    )  # fmt: skip
    told = each(page, "keys.js", "publicKey", [[jwk] for jwk in good])
    assert [one["value"]["thumbprint"] for one in told] == [test_keys.public_key(jwk).thumbprint() for jwk in good]


def test_summaries(page: Any) -> None:
    changed = test_offline_summary.changed
    bad = [changed(**changes) for changes, _ in cases(test_offline_summary.test_another_form_is_refused)]
    bad += [changed(name) for name in cases(test_offline_summary.test_what_must_be_there_is_asked_for)]
    bad += [changed(key_id=key_id) for key_id in cases(test_offline_summary.test_a_key_says_whose_it_is)]
    bad += [ecosystem.signed(), changed(scope="x" * 400, holder="x" * 2_400), b"a.b", changed(holder=" \u00a0\u2003")]
    bad += [changed(holder="\ufeff"), changed(holder="\x1c"), changed(holder="x" * 501), changed(holder="😀" * 500)]
    good = [test_offline_summary.GOOD, changed(kind="of_2040"), changed("status"), changed("exp")]
    agree(
        page, "summary.js", "read", [[as_bytes(data)] for data in bad + good],
        [refusal(offline_summary.read, data) for data in bad + good],
    )  # fmt: skip


def test_status_lists(page: Any) -> None:
    """Where a packed list is cut off, one reader says that it is too short and the other that it is damaged."""
    texts = [text for text, _ in cases(test_status_list.test_another_list_is_refused)]
    texts += [test_status_list.packed(bytes(1 << 28))]
    told = each(page, "status_list.js", "decode", [[text] for text in texts])
    same = {"status_encoding", "status_length"}
    for one, text in zip(told, texts, strict=True):
        expected = refusal(test_status_list.decode, text)
        assert one.get("refused") in (same if expected in same else {expected}), (one, str(text)[:60])
    documents = [
        json.loads(json.dumps(test_status_list.DOCUMENT | members))
        for members, _ in cases(test_status_list.test_another_document_is_no_list)
    ]
    documents.append(test_status_list.DOCUMENT)
    expected_reasons = [refusal(test_status_list.read_list, document) for document in documents]
    answers = each(page, "status_list.js", "readList", [[document] for document in documents])
    for one, wanted, document in zip(answers, expected_reasons, documents, strict=True):
        found = one.get("refused", "")
        assert found == wanted or {found, wanted} == same, (one, document)


def test_entries_of_status_lists(page: Any) -> None:
    """``1.0`` is no whole number: entries are read as they come in a token, not as JavaScript would have them."""
    statuses = [status for status, _, _ in cases(test_status_list.test_another_entry_is_refused)]
    statuses += [test_status_list.W3C, [test_status_list.W3C] * 2]
    documents = [as_bytes(json.dumps([status]).encode()) for status in statuses]
    found = page.evaluate(
        """async (documents) => {
          const {parse} = await import("/strict_json.js");
          const {readEntries} = await import("/status_list.js");
          return documents.map(({base64}) => {
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            try { readEntries(parse(bytes)[0]); return ""; } catch (fault) { return fault.reason || String(fault); }
          });
        }""",
        documents,
    )
    assert found == [refusal(test_status_list.read_entries, status) for status in statuses]


def test_kinds_and_their_standards(page: Any) -> None:
    """A kind that the core learns is learnt here too."""
    told = page.evaluate("async () => (await import('/kinds.js')).STANDARDS")
    expected = {kind.value: set(cycle.accreditation_standards) for kind, cycle in LIFE_CYCLES.items()}
    assert {kind: set(standards) for kind, standards in told.items()} == expected
    names = ["ISO/IEC 17021-1:2015", "ISO/IEC 17025", ":2015", "ISO 9001:", "urn:iso:9001:a", "x:٢٠١٥"]
    assert [one["value"] for one in each(page, "kinds.js", "undated", [[name] for name in names])] == [
        undated(name) for name in names
    ]
