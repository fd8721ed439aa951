"""Each world that the core's tests of the chain build is judged by both verifiers, from one pack."""

from __future__ import annotations

import hashlib
import inspect
import json
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from tests.apps.recognition.offline.modules import as_bytes, cases, each
from tests.core.credentials import (
    ecosystem,
    test_chain,
    test_scopes,
)

from jawda.core.credentials import (
    attestation,
    credential,
    data_integrity,
    offline_pack,
    offline_summary,
    token,
    trust_list_documents,
)
from jawda.core.credentials.bundle import Archived
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.identity_documents import write_document
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.moments import written
from jawda.core.credentials.offline_pack import Contents, Happened, HeldAccreditation, KnownSigner
from jawda.core.credentials.scopes import Measured, Range, Scope
from jawda.core.credentials.standing import Standing
from jawda.core.credentials.status_list import read_entries
from jawda.core.credentials.summary_standing import standing_of
from jawda.core.credentials.units import factor
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings import Refused

pytestmark = [pytest.mark.journey, pytest.mark.long]

PLATFORM = SoftwareKey.from_seed(bytes([9]) * 32)
KEEPER = "did:web:jawda.example"


def happened(materials: Materials, data: bytes) -> list[Happened]:
    """What a platform would say happened to an accreditation: as its lists tell it, one after the other."""
    found = credential.read(data)
    try:
        entries = read_entries(found.document["credentialStatus"])
    except (Refused, KeyError):
        return [Happened(kind="issued", at=found.valid_from or datetime(1970, 1, 1, tzinfo=UTC))]
    verifier = Verifier(materials)
    events: list[Happened] = []
    for entry in entries:
        for one in verifier.versions(entry.url):
            bit = one.bits[entry.index >> 3] >> (7 - (entry.index & 7)) & 1
            kind = "suspended" if bit else "reinstated" if events else "issued"
            events.append(Happened(kind=kind, at=one.valid_from))
    return events


def packed(materials: Materials) -> bytes:
    accreditations = []
    for url, versions in materials.accreditations.items():
        try:
            events = happened(materials, versions[-1])
        except Refused:
            events = []
        held = [(data, materials.logged.get(_digest(data))) for data in versions]
        accreditations.append(HeldAccreditation(url=url, versions=held, events=events))
    signers = [
        KnownSigner(
            did=did, name=did,
            versions=[Archived(since=one.since, document=write_document(one.document)) for one in history.versions],
        )
        for did, history in materials.keys.items()
    ]  # fmt: skip
    lists = {url: [data for data in versions if data.count(b".") == 2] for url, versions in materials.lists.items()}
    trust = None
    if materials.trust is not None:
        trust = (trust_list_documents.sign(materials.trust, PLATFORM, key_id=f"{KEEPER}#1"), [PLATFORM.public])
    return offline_pack.write(
        Contents(signers=signers, accreditations=accreditations, lists=lists, trust=trust), PLATFORM,
        key_id=f"{KEEPER}#1", issuer=KEEPER, issued_at=ecosystem.TODAY, good_until=ecosystem.TODAY,
    )  # fmt: skip


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


JUDGE = """async ({worlds, keeper, module}) => {
  const {readPack} = await import("/pack.js");
  const {verify} = await import(`/${module}`);
  const {moment} = await import("/moments.js");
  const {decides} = await import("/showing.js");
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const answers = [];
  for (const {pack, data, at} of worlds) {
    try {
      const found = await verify(bytes(data), await readPack(bytes(pack), keeper), moment(at));
      answers.push({
        verdict: found.verdict, checks: found.checks.map((one) => [one.id, one.status]),
        because: found.verdict === "valid" ? null : (found.checks.find((one) => decides(found, one)) || {id: null}).id,
        then: found.then ? found.then.recognition : null,
      });
    } catch (fault) { answers.push({broken: String(fault.stack)}); }
  }
  return answers;
}"""
#: What the browser leaves open where Python, which has the log, decides.
LEFT_OPEN = {"verification.key_revoked": "verification.key_revoked_not_here"}


def judge(page: Any, worlds: list[tuple[Materials, bytes, datetime]], module: str = "chain.js") -> list[Any]:
    given = [
        {"pack": as_bytes(packed(materials))["base64"], "data": as_bytes(data)["base64"], "at": written(at)}
        for materials, data, at in worlds
    ]
    keeper = {"issuer": KEEPER, "keys": [PLATFORM.public.jwk()]}
    found: list[Any] = page.evaluate(JUDGE, {"worlds": given, "keeper": keeper, "module": module})
    return found


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Materials, bytes, datetime, Any]]:
    """Every world that the core's tests of the chain have judged, with the judgement."""
    found: list[tuple[Materials, bytes, datetime, Any]] = []
    verify = ecosystem.World.verify

    def and_record(world: Any, data: bytes | None = None, at: datetime = ecosystem.TODAY) -> Any:
        said = verify(world, data, at)
        found.append((world.materials(), data or ecosystem.signed(), at, said))
        return said

    monkeypatch.setattr(ecosystem.World, "verify", and_record)
    for name, test in vars(test_chain).items():
        if name.startswith("test_") and inspect.isfunction(test):
            marks = [one for one in getattr(test, "pytestmark", []) if one.name == "parametrize"]
            if marks:
                for values in cases(test):
                    test(*(values if isinstance(values, tuple) else (values,)))
            elif not inspect.signature(test).parameters:
                test()
    return found


def test_every_world_of_the_chain(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = recorded(monkeypatch)
    assert len(worlds) > 40
    told = judge(page, [(materials, data, at) for materials, data, at, _ in worlds])
    seen = set()
    for one, (_, _, at, said) in zip(told, worlds, strict=True):
        assert "broken" not in one, one
        names = [check.id for check in said.checks]
        seen.add(said.verdict)
        if any(name in LEFT_OPEN for name in names):
            assert one["verdict"] == "unknown"
            continue
        assert (one["verdict"], one["then"]) == (said.verdict.value, said.then and said.then.recognition.value), (
            names,
            one,
            at,
        )
        assert one["checks"] == [[check.id, check.status.value] for check in said.checks]
        if said.verdict is not Verdict.VALID:
            assert one["because"] == (said.because and said.because.id)
    assert seen >= {Verdict.VALID, Verdict.SUSPENDED, Verdict.INVALID, Verdict.UNKNOWN, Verdict.EXPIRED}


def calibrated(*measured: Measured) -> bytes:
    return ecosystem.signed(ecosystem.certificate(
        kind=Kind.CALIBRATION, attestation_type="calibration", activity=date(2025, 5, 12), sectors=(), standard=None,
        measured=measured,
    ))  # fmt: skip


def test_measured_ranges_are_held_against_the_scope(page: Any) -> None:
    """ILAC P14, 5: within the range, and no uncertainty smaller than the best accredited, to the last figure."""
    scopes = [
        (test_scopes.CALIBRATION, [
            (replace(test_scopes.BLOCK, **members),)
            for members, _ in cases(test_scopes.test_a_calibration_within_or_beyond_its_scope)
        ]),
        (replace(test_scopes.CALIBRATION, ranges=(replace(test_scopes.LENGTH, unit="in"), test_scopes.LENGTH)), [
            (replace(test_scopes.BLOCK, high=200),), (test_scopes.BLOCK, replace(test_scopes.BLOCK, quantity="mass")),
        ]),
        (replace(test_scopes.CALIBRATION, ranges=(test_scopes.LENGTH,) * 400), [(test_scopes.BLOCK,) * 400]),
        (Scope(
            kind=Kind.CALIBRATION, standard="ISO/IEC 17025", since=date(2024, 3, 4),
            ranges=(Range(quantity="length", unit="km", low=-1e-20, high=1.7e22, uncertainty=3e-7, per_value=0.1),),
        ), [
            (Measured(quantity="length", unit="mm", low=low, high=high, uncertainty=u, uncertainty_unit="nm"),)
            for low, high, u in [(-1e-14, 5, 3e5), (-1.1e-14, 5, 3e5), (0.3, 0.3, 330_000), (0.3, 0.3, 329_999.9),
                                 (1e21, 1.7e28, 1e40), (1e21, 1.8e28, 1e40), (0, 0, 299_999)]
        ]),
    ]  # fmt: skip
    given = []
    for scope, each_measured in scopes:
        body = ecosystem.accredited(scopes=(replace(scope, since=date(2024, 3, 4), until=None),))
        world = ecosystem.World(accreditations=[ecosystem.signed_accreditation(body)])
        given += [(world, calibrated(*measured)) for measured in each_measured]
    told = judge(page, [(world.materials(), data, ecosystem.TODAY) for world, data in given])
    expected = [world.verify(data) for world, data in given]
    assert [(one["verdict"], one["checks"]) for one in told] == [
        (one.verdict.value, [[check.id, check.status.value] for check in one.checks]) for one in expected
    ]
    assert {one.verdict for one in expected} == {Verdict.VALID, Verdict.INVALID, Verdict.UNKNOWN}


def test_units_are_converted_alike(page: Any) -> None:
    """SI brochure, 3: a unit's own symbol before a prefix; nothing is converted between units of different names."""
    units = ["mm", "µm", "\u03bcm", "cd", "m", "Pa", "hPa", "dal", "L", "l", "ml", "°C", "K", "", " mm\x1c", "kOhm",
             "k\u2126", "kΩ", "N*m", "mN·m", "toString", "__proto__"]  # fmt: skip
    pairs = [[one, other] for one in units for other in units]
    told = [one["value"] for one in each(page, "units.js", "power", pairs)]
    factors = [factor(*pair) for pair in pairs]
    assert [None if power is None else Fraction(10) ** power for power in told] == factors
    assert {Fraction(1000), Fraction(1), None} <= set(factors)


def test_documents_with_their_proof_within(page: Any) -> None:
    """VC-DI-EDDSA, 3.3: the canonical form covers every member, numbers and names as RFC 8785 writes them."""
    key, body = ecosystem.KEYS[ecosystem.BODY], f"{ecosystem.BODY}#1"
    document = attestation.document_of(ecosystem.certificate(), status=ecosystem.entry(ecosystem.BODY))
    subject: Any = document["credentialSubject"]
    subject |= {
        "notes": {
            "\ufb33": 1e21,
            "😀": -0.0,
            "é\n\u0001": [0.1, 1e-7, 4.5e-324, 333333333.3333333, True, None, 2**53 - 1],
        },
    }
    made = data_integrity.sign(document, key, key_id=body, created="2025-05-12T08:00:00Z")
    ended = data_integrity.sign(
        document, key, key_id=body, created="2025-05-12T08:00:00Z", expires="2026-01-01T00:00:00Z"
    )
    other = data_integrity.sign(
        document, ecosystem.KEYS[ecosystem.AUTHORITY], key_id=body, created="2025-05-12T08:00:00Z"
    )
    late = data_integrity.sign(document, key, key_id=f"{ecosystem.BODY}#2", created="2025-05-12T08:00:00Z")
    documents = [made, made | {"name": "Autre"}, ended, other, late, {**made, "proof": [made["proof"]]}]
    world = ecosystem.World()
    datas = [json.dumps(one, ensure_ascii=False, indent=1).encode() for one in documents]
    told = judge(page, [(world.materials(), data, ecosystem.TODAY) for data in datas])
    expected = [world.verify(data) for data in datas]
    assert [(one["verdict"], one["checks"]) for one in told] == [
        (one.verdict.value, [[check.id, check.status.value] for check in one.checks]) for one in expected
    ]
    assert [one.verdict.value for one in expected] == ["valid", "invalid", "expired", "invalid", "invalid", "valid"]


@pytest.mark.parametrize("algorithm", Algorithm)
def test_signatures_of_every_kind(page: Any, algorithm: Algorithm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The algorithm is the key's; a signature is as long as its algorithm says."""
    key = SoftwareKey.from_seed(bytes(31) + b"\x07", algorithm)
    monkeypatch.setitem(ecosystem.KEYS, ecosystem.BODY, key)
    world = ecosystem.World(accreditations=[])
    good = ecosystem.signed(ecosystem.certificate(accreditation=None))
    signed, _, encoded = good.rpartition(b".")
    signature = token.base64url.decode(encoded)
    wrong = [signature[:-1], signature + b"\0", bytes(len(signature)), signature[::-1]]
    datas = [good, *(signed + b"." + token.base64url.encode(one) for one in wrong)]
    datas.append(ecosystem.signed(ecosystem.certificate(accreditation=None), key=ecosystem.AUTHORITY))
    told = judge(page, [(world.materials(), data, ecosystem.TODAY) for data in datas])
    expected = [world.verify(data) for data in datas]
    assert [one["verdict"] for one in told] == [one.verdict.value for one in expected]
    assert [one["checks"] for one in told] == [
        [[check.id, check.status.value] for check in one.checks] for one in expected
    ]
    assert [one.verdict for one in expected[:2]] == [Verdict.VALID, Verdict.INVALID]


def test_summaries_come_to_the_same(page: Any) -> None:
    one = credential.read(ecosystem.signed())
    key = ecosystem.KEYS[ecosystem.BODY]
    good = offline_summary.sign(one, key, key_id=f"{ecosystem.BODY}#1")
    forged = offline_summary.sign(one, ecosystem.KEYS[ecosystem.AUTHORITY], key_id=f"{ecosystem.BODY}#1")
    suspended = ecosystem.World(
        body_lists=[ecosystem.status(ecosystem.BODY, ecosystem.ISSUED, ecosystem.INDEX, days=900)]
    )
    revoked, later, unknown = ecosystem.World(), ecosystem.World(), ecosystem.World()
    revoked.keys[ecosystem.BODY] = ecosystem.history(ecosystem.BODY, revoked=datetime(2026, 1, 1, tzinfo=UTC))
    later.keys[ecosystem.BODY] = ecosystem.history(ecosystem.BODY, since=datetime(2026, 1, 1, tzinfo=UTC))
    del unknown.keys[ecosystem.BODY]
    stale = ecosystem.World(body_lists=[ecosystem.status(ecosystem.BODY, ecosystem.ISSUED, days=7)])
    far = datetime(2029, 1, 1, tzinfo=UTC)
    given = [
        (ecosystem.World(), good, ecosystem.TODAY, Verdict.VALID),
        (ecosystem.World(), forged, ecosystem.TODAY, Verdict.INVALID),
        (suspended, good, ecosystem.TODAY, Verdict.SUSPENDED),
        (revoked, good, ecosystem.TODAY, Verdict.INVALID),
        (later, good, ecosystem.TODAY, Verdict.VALID),
        (unknown, good, ecosystem.TODAY, Verdict.UNKNOWN),
        (stale, good, ecosystem.TODAY, Verdict.UNKNOWN),
        (ecosystem.World(), good, far, Verdict.EXPIRED),
        (ecosystem.World(), good, datetime(2025, 1, 1, tzinfo=UTC), Verdict.NOT_YET_VALID),
    ]
    told = judge(page, [(world.materials(), data, at) for world, data, at, _ in given], "summary.js")
    for found, (world, data, at, verdict) in zip(told, given, strict=True):
        materials = world.materials()
        said: Standing = standing_of(
            offline_summary.read(data), materials.keys.get(ecosystem.BODY), Verifier(materials).versions, at
        )
        assert said.verdict is verdict
        assert found["verdict"] == verdict.value
        assert found["checks"] == [[check.id, check.status.value] for check in said.checks]


def test_a_pack_of_another_is_not_read(page: Any) -> None:
    data = packed(ecosystem.World().materials())
    other = SoftwareKey.from_seed(bytes([8]) * 32)
    keys = [PLATFORM.public.jwk()]
    signed, _, body = data.partition(b"\n")
    given = [
        [as_bytes(data), {"issuer": KEEPER, "keys": [other.public.jwk()]}],
        [as_bytes(data), {"issuer": "did:web:other.example", "keys": keys}],
        [as_bytes(data + b" "), {"issuer": KEEPER, "keys": keys}],
        [as_bytes(signed + b"\n" + body.replace(b"issued", b"forged")), {"issuer": KEEPER, "keys": keys}],
        [as_bytes(signed), {"issuer": KEEPER, "keys": keys}],
        [as_bytes(ecosystem.signed() + b"\n" + body), {"issuer": KEEPER, "keys": keys}],
    ]
    told = each(page, "pack.js", "readPack", given)
    assert [one.get("refused") for one in told] == [
        "bundle_signer", "bundle_signer", "bundle_type", "bundle_type", "bundle_type", "token_media_type",
    ]  # fmt: skip
    for one in given:
        with pytest.raises(Refused):
            offline_pack.read(
                b64decode(one[0]["base64"]), issuer=one[1]["issuer"],
                keys=[other.public if one is given[0] else PLATFORM.public],
            )  # fmt: skip
    assert offline_pack.read(data, issuer=KEEPER, keys=[PLATFORM.public]).materials.trust is not None
