"""The whole chain: what each missing, false or lapsed link makes of a certificate."""

from __future__ import annotations

import copy
import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.core.credentials.ecosystem import (
    AUTHORITY,
    BODY,
    INDEX,
    ISSUED,
    KEYS,
    SCHEME,
    STANDARD,
    TODAY,
    URL,
    World,
    accredited,
    certificate,
    entry,
    history,
    name,
    signed,
    signed_accreditation,
    status,
    trust_list,
    with_key,
)

from jawda.core.credentials import accreditation, attestation, base64url, credential, data_integrity, multibase, token
from jawda.core.credentials.accreditation import accredited_body_of
from jawda.core.credentials.attestation import Accreditation, Named, Party
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.recognition import Recognition, days_that_count
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.scopes import Scope
from jawda.core.credentials.trust_list import Scheme, SchemeKind
from jawda.core.credentials.untp import W3C_CONTEXT
from jawda.core.credentials.verdict import Verdict
from jawda.core.credentials.verification import Verification
from jawda.core.findings import Refused


def said(found: Verification) -> tuple[Verdict, Recognition | None, Recognition | None]:
    return found.verdict, found.then and found.then.recognition, found.now and found.now.recognition


def names(found: Verification) -> list[str]:
    return [check.id.partition(".")[2] for check in found.checks]


def test_everything_in_order() -> None:
    found = World().verify()
    assert said(found) == (Verdict.VALID, Recognition.RECOGNISED, Recognition.RECOGNISED)
    assert names(found) == [
        "signature", "key_in_use", "in_time", "not_suspended", "accreditation", "in_scope", "arrangement",
        "accreditation", "in_scope", "arrangement",
    ]  # fmt: skip
    assert found.headline("fr") == "Cette attestation est valide."
    assert (
        found.reason("fr") == "L’organisme était accrédité, et un accord international reconnaît cette accréditation."
    )
    told = json.loads(json.dumps(found.to_dict()))
    assert (told["schema"], told["verdict"]) == ("jawda/verification/1", "valid")
    assert told["as_of"] == "2026-11-20T14:32:00Z"
    assert told["recognition"] == {"recognition": "recognised", "on": "2025-05-12"}
    assert told["recognition_now"] == {"recognition": "recognised", "on": "2026-11-20"}
    assert told["attestation"]["number"] == "JW-2025-004812"
    assert told["accreditation"] == {"number": "EX-SM-07", "authority": "Accréditeur Exemple"}


def test_a_suspended_certificate() -> None:
    world = World(body_lists=[status(BODY, TODAY - timedelta(days=1), INDEX)])
    found = world.verify()
    assert said(found)[0] is Verdict.SUSPENDED
    assert found.headline("en") == "This attestation is suspended."
    assert found.reason("en") == "Its issuer has suspended it."


def test_it_is_asked_as_of_a_time() -> None:
    world = World()
    world.body_lists = [status(BODY, ISSUED, days=30), status(BODY, ISSUED + timedelta(days=10), INDEX, days=5)]
    world.body_lists += [status(BODY, ISSUED + timedelta(days=14), days=30)]
    found = [world.verify(at=ISSUED + timedelta(days=day)).verdict for day in (-1, 1, 11, 15, 1_200)]
    assert found == [
        Verdict.NOT_YET_VALID, Verdict.VALID, Verdict.SUSPENDED, Verdict.VALID, Verdict.EXPIRED,
    ]  # fmt: skip


def test_accreditation_lost_on_the_day_of_issue() -> None:
    """Valid and unsuspended on the date that counts."""
    world = World()
    world.authority_lists[0] = status(AUTHORITY, ISSUED - timedelta(days=1), INDEX)
    found = world.verify()
    assert said(found) == (Verdict.INVALID, Recognition.LAPSED, Recognition.RECOGNISED)
    assert found.reason("fr") == "Le 12\xa0mai 2025, l’accréditation était suspendue par Accréditeur Exemple."


def test_accreditation_lost_since_is_told_apart() -> None:
    world = World()
    world.authority_lists[1] = status(AUTHORITY, TODAY - timedelta(days=1), INDEX)
    assert said(world.verify()) == (Verdict.VALID, Recognition.RECOGNISED, Recognition.LAPSED)


@pytest.mark.parametrize(
    ("body", "then"),
    [
        ({"valid_from": datetime(2025, 6, 1, tzinfo=UTC), "since": date(2025, 6, 1)}, Recognition.LAPSED),
        ({"valid_until": datetime(2025, 1, 1, tzinfo=UTC)}, Recognition.LAPSED),
        ({"body": Party(id="did:web:other.example", name="Other")}, Recognition.FALSE),
    ],
)
def test_an_accreditation_of_another_time_or_body(body: dict[str, Any], then: Recognition) -> None:
    found = World(accreditations=[signed_accreditation(accredited(**body))]).verify()
    assert said(found)[:2] == (Verdict.INVALID, then)


@pytest.mark.parametrize(
    "change",
    [
        {"sectors": ("IAF 12",)},
        {"standard": Named(id="urn:iso:std:iso:14001:2015", name="ISO 14001:2015")},
        {"kind": Kind.PRODUCT},
    ],
)
def test_outside_the_scope(change: dict[str, Any]) -> None:
    assert said(World().verify(signed(certificate(**change))))[:2] == (Verdict.INVALID, Recognition.OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sectors": ()}, "The document does not say of which sector it is"),
        ({"standard": None}, "The document does not say to which reference"),
    ],
)
def test_what_is_not_stated_is_not_known_to_lie_within_the_scope(change: dict[str, Any], why: str) -> None:
    """ISO/IEC 17021-1, 8.2.2: a certificate names its standard and its scope; no code of its sector is asked for."""
    found = World().verify(signed(certificate(**change)))
    assert said(found)[:2] == (Verdict.UNKNOWN, Recognition.UNKNOWN)
    assert found.reason("en").casefold().startswith(why.casefold())


def test_what_cannot_be_compared_is_unknown() -> None:
    assert said(World().verify(signed(certificate(kind=None))))[:2] == (Verdict.UNKNOWN, Recognition.UNKNOWN)


def test_accredited_by_a_body_outside_the_arrangement() -> None:
    """A verdict of its own: the certificate is what it says, and nobody abroad is bound to take it."""
    found = World(trust=trust_list(arrangements=())).verify()
    assert said(found) == (Verdict.VALID, Recognition.OUTSIDE_ARRANGEMENT, Recognition.OUTSIDE_ARRANGEMENT)
    assert found.reason("en").startswith("Issued under accreditation, but by an accreditor that no")


def test_an_arrangement_that_ended_counts_in_its_transition() -> None:
    (old,) = trust_list().arrangements
    ended = replace(old, until=date(2025, 12, 31), transition_until=date(2026, 12, 31))
    found = World(trust=trust_list(arrangements=(ended,))).verify()
    assert said(found) == (Verdict.VALID, Recognition.RECOGNISED, Recognition.RECOGNISED)
    assert "arrangement_transition" in names(found)


@pytest.mark.parametrize(
    ("kind", "authorities", "then"),
    [
        (SchemeKind.OVERSIGHT, (AUTHORITY,), Recognition.OVERSEEN),
        (SchemeKind.APPROVAL, (AUTHORITY,), Recognition.APPROVED),
        (SchemeKind.OVERSIGHT, ("did:web:office.example",), Recognition.FALSE),
    ],
)
def test_schemes_differ(kind: SchemeKind, authorities: tuple[str, ...], then: Recognition) -> None:
    """IATF 16949 through the oversight offices, a ministry's approval: no arrangement of accreditors counts there."""
    scheme = Scheme(id=SCHEME.id, kind=kind, names=name("x"), authorities=authorities, source="exemple")
    found = World(trust=trust_list(schemes=(scheme,), arrangements=())).verify()
    assert found.then is not None
    assert found.then.recognition is then
    assert found.verdict is (Verdict.INVALID if then is Recognition.FALSE else Verdict.VALID)


def test_no_accreditation_claimed() -> None:
    found = World().verify(signed(certificate(accreditation=None)))
    assert said(found)[:2] == (Verdict.VALID, Recognition.NOT_CLAIMED)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"trust": None}, "no_trust_list"),
        ({"accreditations": []}, "accreditation_missing"),
        ({"authority_lists": []}, "accreditation_unknown"),
    ],
)
def test_what_could_not_be_had_is_unknown(change: dict[str, Any], check: str) -> None:
    found = World(**change).verify()
    assert said(found)[:2] == (Verdict.UNKNOWN, Recognition.UNKNOWN)
    assert check in names(found)
    assert found.reason("fr")


def test_an_issuer_nobody_knows() -> None:
    world = World()
    del world.keys[BODY]
    found = world.verify()
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason("en").startswith("The issuer did:web:certif.example is not known here")


@pytest.mark.parametrize(
    ("world", "check"),
    [
        (World(trust=trust_list(authorities=())), "authority_unknown"),
        (World(trust=with_key(trust_list(), thumbprint="x" * 43)), "authority_key"),
        (World(trust=with_key(trust_list(), until=date(2024, 2, 1))), "authority_key"),
        (World(accreditations=[signed_accreditation(key=BODY)]), "accreditation_signature"),
        (World(accreditations=[b"a.b"]), "token_parts"),
    ],
)
def test_a_false_accreditation(world: World, check: str) -> None:
    found = world.verify()
    assert said(found)[:2] == (Verdict.INVALID, Recognition.FALSE)
    assert check in names(found)


def test_an_authority_without_keys() -> None:
    world = World()
    del world.keys[AUTHORITY]
    found = world.verify()
    assert said(found)[:2] == (Verdict.UNKNOWN, Recognition.UNKNOWN)
    assert "authority_keys_missing" in names(found)


def test_a_version_of_the_accreditation_that_is_not_held() -> None:
    """Accredited since 2024, by what was replaced in 2026: how it stood in 2025 is not known, and not denied."""
    newer = accredited(valid_from=datetime(2026, 1, 1, tzinfo=UTC))
    found = World(accreditations=[signed_accreditation(newer)]).verify()
    assert said(found) == (Verdict.UNKNOWN, Recognition.UNKNOWN, Recognition.RECOGNISED)
    assert "accreditation_version_missing" in names(found)


def test_nobody_accredits_themselves() -> None:
    with pytest.raises(Refused) as told:
        accredited_body_of(
            credential.read(
                token.sign(_self_made(), KEYS[AUTHORITY], key_id=f"{AUTHORITY}#1"),
            )
        )
    assert reason(told.value) == "self_accredited"
    with pytest.raises(Refused):
        accreditation.document_of(accredited(body=Party(id=AUTHORITY, name="A")))


def _self_made() -> dict[str, Any]:
    document: Any = accreditation.document_of(accredited())
    document["credentialSubject"]["id"] = AUTHORITY
    return dict(document)


@pytest.mark.parametrize(
    ("member", "value", "why"),
    [("registerType", "business", "other_register"), ("accreditationScope", [], "shape")],
)
def test_what_is_no_accreditation(member: str, value: object, why: str) -> None:
    document: Any = accreditation.document_of(accredited())
    document["credentialSubject"][member] = value
    with pytest.raises(Refused) as told:
        accredited_body_of(credential.read(token.sign(document, KEYS[AUTHORITY], key_id=f"{AUTHORITY}#1")))
    assert reason(told.value) == why


def test_what_an_accreditation_says_returns() -> None:
    for one in (accredited(), accredited(valid_until=None)):
        assert accredited_body_of(credential.read(signed_accreditation(one))) == one


def test_the_accreditation_that_the_certificate_points_to() -> None:
    """``digestMultibase``: the file that is linked is the one that was meant."""
    data = signed_accreditation()
    link = Accreditation(
        name="EX-SM-07", authority=Party(id=AUTHORITY, name="A"), url=URL, sha256=hashlib.sha256(data).digest()
    )
    assert said(World(accreditations=[data]).verify(signed(certificate(accreditation=link))))[0] is Verdict.VALID
    other = signed_accreditation(accredited(number="EX-SM-08"))
    found = World(accreditations=[other]).verify(signed(certificate(accreditation=link)))
    assert said(found)[:2] == (Verdict.UNKNOWN, Recognition.UNKNOWN)
    assert "accreditation_differs" in names(found)
    assert said(World(accreditations=[data, other]).verify(signed(certificate(accreditation=link))))[0] is Verdict.VALID


def test_the_version_that_stood_on_the_day() -> None:
    wider = Scope(
        kind=Kind.MANAGEMENT_SYSTEM, standard=STANDARD, references=("ISO 9001",), sectors=("IAF 14", "IAF 12"),
        since=date(2026, 1, 1),
    )  # fmt: skip
    newer = accredited(scopes=(*accredited().scopes, wider), valid_from=datetime(2026, 1, 1, tzinfo=UTC))
    world = World(accreditations=[signed_accreditation(), signed_accreditation(newer)])
    found = world.verify(signed(certificate(sectors=("IAF 12",))))
    assert said(found) == (Verdict.INVALID, Recognition.OUT_OF_SCOPE, Recognition.RECOGNISED)


def test_a_status_of_the_accreditation_that_cannot_be_read() -> None:
    bad = signed_accreditation(at=entry(AUTHORITY) | {"statusListIndex": "abc"})
    assert "accreditation_invalid" in names(World(accreditations=[bad]).verify())
    other = signed_accreditation(at={"type": "Other"})
    assert "accreditation_unknown" in names(World(accreditations=[other]).verify())


def test_lists_that_are_not_their_issuers_are_as_if_not_there() -> None:
    forged = status(BODY, TODAY - timedelta(days=1))
    head, payload, _ = forged.split(b".")
    world = World(body_lists=[b".".join([head, payload, b"A" * 86]), b"nonsense"])
    assert said(world.verify())[0] is Verdict.UNKNOWN


def test_a_report_counts_on_the_day_of_its_activity() -> None:
    """ISO/IEC 17025: what a laboratory did on a day stands under its accreditation on that day."""
    report = certificate(
        kind=Kind.TEST, attestation_type="testing", activity=date(2025, 5, 2), sectors=(), valid_until=None,
        standard=Named(id="urn:iso:std:iso:6892-1", name="ISO 6892-1"),
    )  # fmt: skip
    assert days_that_count(report) == (date(2025, 5, 2),)
    scope = Scope(kind=Kind.TEST, standard="ISO/IEC 17025", references=("ISO 6892-1",), since=date(2024, 3, 4))
    world = World(accreditations=[signed_accreditation(accredited(scopes=(scope,)))])
    world.authority_lists.insert(0, status(AUTHORITY, datetime(2025, 5, 1, tzinfo=UTC)))
    found = world.verify(signed(report))
    assert said(found)[:2] == (Verdict.VALID, Recognition.OUTSIDE_ARRANGEMENT)
    assert found.then is not None
    assert found.then.on == date(2025, 5, 2)


def test_other_credentials_are_judged_by_themselves() -> None:
    plain: dict[str, Any] = {
        "@context": [W3C_CONTEXT],
        "type": ["VerifiableCredential"],
        "issuer": BODY,
        "validFrom": "2025-05-12T00:00:00Z",
        "credentialSubject": {"id": "urn:x"},
    }
    found = World().verify(token.sign(plain, KEYS[BODY], key_id=f"{BODY}#1"))
    assert said(found) == (Verdict.UNKNOWN, None, None), "whoever leaves the kind out does not escape the chain"
    assert names(found)[-1] == "another_kind"
    assert found.to_dict()["attestation"] is None
    accreditation = World().verify(signed_accreditation())
    assert said(accreditation) == (Verdict.VALID, None, None)
    assert accreditation.reason("en") == ""


def test_bad_input_is_a_verdict_with_its_reason() -> None:
    found = World().verify(b"nonsense")
    assert (said(found), names(found)) == ((Verdict.INVALID, None, None), ["token_parts"])
    assert found.to_dict()["credential"] is None
    forged = World().verify(signed(key=AUTHORITY))
    assert (said(forged), names(forged)) == ((Verdict.INVALID, None, None), ["token_signature"])


def test_a_key_revoked_since() -> None:
    world = World()
    world.keys[BODY] = history(BODY, revoked=datetime(2026, 1, 1, tzinfo=UTC))
    assert said(world.verify())[0] is Verdict.INVALID


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jawda.core.credentials.vouching._MOST_KEPT", 1)
    verifier = Verifier(World().materials())
    for day in range(3):
        assert verifier.verify(signed(), TODAY + timedelta(days=day)).verdict is Verdict.VALID
    assert len(verifier._vouching._recognitions) == 1


def test_verified_once_is_kept() -> None:
    verifier = Verifier(World().materials())
    first, second = verifier.verify(signed(), TODAY), verifier.verify(signed(), TODAY)
    assert first.to_dict() == second.to_dict()


def test_of_two_versions_of_one_moment_the_newer_counts() -> None:
    """The newest stands last: what was clear and is set from the same moment on is set."""
    clear = status(BODY, TODAY - timedelta(days=1))
    suspended = status(BODY, TODAY - timedelta(days=1), INDEX)
    assert said(World(body_lists=[clear, suspended]).verify())[0] is Verdict.SUSPENDED
    assert said(World(body_lists=[suspended, clear]).verify())[0] is Verdict.VALID
    reduced = signed_accreditation(accredited(scopes=(replace(accredited().scopes[0], sectors=("IAF 1",)),)))
    assert said(World(accreditations=[signed_accreditation(), reduced]).verify())[1] is Recognition.OUT_OF_SCOPE


def test_a_list_ends_with_the_claims_of_its_token() -> None:
    """RFC 7519, 4.1.4: after ``exp`` a token must not be accepted; a list is a token as well."""
    document = dict(token.read(status(BODY, TODAY - timedelta(days=1))).payload)
    ended = document | {"exp": int((TODAY - timedelta(hours=1)).timestamp())}
    found = World(body_lists=[token.sign(ended, KEYS[BODY], key_id=f"{BODY}#1")]).verify()
    assert said(found)[0] is Verdict.UNKNOWN
    assert "status_stale" in names(found)


def test_an_accreditation_by_another_authority_than_the_one_named() -> None:
    claimed = Accreditation(name="EX-SM-07", authority=Party(id="did:web:autre.example", name="A"), url=URL)
    found = World().verify(signed(certificate(accreditation=claimed)))
    assert said(found)[1] is Recognition.FALSE
    assert "accreditation_by_another" in names(found)
    of_a_register = replace(claimed, authority=Party(id="https://registre.example/7", name="A"))
    assert said(World().verify(signed(certificate(accreditation=of_a_register))))[1] is Recognition.RECOGNISED


def test_an_accreditation_that_began_after_the_day_that_counts() -> None:
    """Its register says since when: a version that begins before says nothing else."""
    late = signed_accreditation(accredited(since=date(2025, 6, 1)))
    found = World(accreditations=[late]).verify()
    assert said(found)[1:] == (Recognition.LAPSED, Recognition.RECOGNISED)


@pytest.mark.parametrize("scopes", [None, [{"kind": "something"}]])
def test_an_accreditation_whose_scopes_cannot_be_read_is_not_known(scopes: Any) -> None:
    """An entry of a register after the protocol has no scopes: in order, and nothing that could be compared."""
    document: dict[str, Any] = dict(token.read(signed_accreditation()).payload)
    subject = {name: value for name, value in document["credentialSubject"].items() if name != "accreditationScope"}
    document["credentialSubject"] = subject | ({} if scopes is None else {"accreditationScope": scopes})
    found = World(accreditations=[token.sign(document, KEYS[AUTHORITY], key_id=f"{AUTHORITY}#1")]).verify()
    assert said(found)[:2] == (Verdict.UNKNOWN, Recognition.UNKNOWN)


def test_a_digest_of_another_hash_tells_nothing() -> None:
    document: dict[str, Any] = copy.deepcopy(dict(token.read(signed()).payload))
    evidence = document["credentialSubject"]["authorisation"][0]["endorsementEvidence"]
    evidence["digestMultibase"] = multibase.encode_base58(b"\x13\x40" + bytes(64))
    found = World().verify(token.sign(document, KEYS[BODY], key_id=f"{BODY}#1"))
    assert said(found)[1] is Recognition.UNKNOWN
    evidence["digestMultibase"] = "f1220" + 64 * "a"
    found = World().verify(token.sign(document, KEYS[BODY], key_id=f"{BODY}#1"))
    assert said(found)[1] is Recognition.UNKNOWN, "in a base that is not read here"
    evidence["digestMultibase"] = "z0"
    found = World().verify(token.sign(document, KEYS[BODY], key_id=f"{BODY}#1"))
    assert said(found)[0] is Verdict.INVALID


def test_members_beside_what_was_measured_are_passed_over() -> None:
    document: dict[str, Any] = copy.deepcopy(dict(token.read(signed()).payload))
    item = {"quantity": "length", "unit": "mm", "low": 0, "high": 1, "uncertainty": 1, "uncertaintyUnit": "mm"}
    document["credentialSubject"]["measuredQuantity"] = [item | {"type": ["Measured"]}]
    found = World().verify(token.sign(document, KEYS[BODY], key_id=f"{BODY}#1"))
    assert found.attestation is not None
    assert found.attestation.measured[0].quantity == "length"


def test_a_context_that_is_not_known_may_change_the_meaning() -> None:
    document: dict[str, Any] = dict(token.read(signed()).payload)
    for more in ("https://other.example/context", {"name": "https://other.example/name"}):
        changed = document | {"@context": [*document["@context"], more]}
        assert names(World().verify(token.sign(changed, KEYS[BODY], key_id=f"{BODY}#1"))) == ["context_unknown"]
    proofs = document | {"@context": [*document["@context"], "https://w3id.org/security/data-integrity/v2"]}
    assert said(World().verify(token.sign(proofs, KEYS[BODY], key_id=f"{BODY}#1")))[0] is Verdict.VALID


def test_a_proof_that_ended_ends_what_it_proves() -> None:
    """W3C VC Data Integrity 1.0, 2.1: ``expires`` is when the proof expires."""
    document: dict[str, Any] = dict(token.read(signed()).payload)
    for until, verdict in (("2026-11-01T00:00:00Z", Verdict.EXPIRED), ("2027-11-01T00:00:00Z", Verdict.VALID)):
        made = data_integrity.sign(
            document, KEYS[BODY], key_id=f"{BODY}#1", created="2025-05-12T00:00:00Z", expires=until
        )
        assert said(World().verify(json.dumps(made).encode()))[0] is verdict
        assert said(World().verify(json.dumps(made | {"proof": [made["proof"]]}).encode()))[0] is verdict


def test_an_issuer_repeated_in_the_header_is_the_same() -> None:
    """RFC 7519, 5.3: a claim may be repeated in the header; then both say the same."""
    document = token.read(signed()).payload
    for issuer, verdict in ((BODY, Verdict.VALID), (AUTHORITY, Verdict.INVALID)):
        header = {"alg": "EdDSA", "cty": "vc", "iss": issuer, "kid": f"{BODY}#1", "typ": "vc+jwt"}
        text = b".".join(base64url.encode(token.written(part)) for part in (header, document))
        made = text + b"." + base64url.encode(KEYS[BODY].sign(text))
        assert said(World().verify(made))[0] is verdict


def test_of_two_accreditations_the_one_that_is_held_counts() -> None:
    """Some bodies are accredited twice, and a certificate names both; each claim has its own evidence."""
    first = Accreditation(
        name="AUTRE-1", authority=Party(id="did:web:autre.example", name="B"), url="https://autre.example/a/1"
    )
    held = certificate().accreditation
    assert held is not None
    both = signed(certificate(accreditation=first, others=(held,)))
    found = World().verify(both)
    assert said(found) == (Verdict.VALID, Recognition.RECOGNISED, Recognition.RECOGNISED)
    assert found.attestation is not None
    assert found.attestation.accreditation == held
    nothing = World(accreditations=[]).verify(both)
    assert said(nothing)[0] is Verdict.UNKNOWN
    assert nothing.attestation is not None
    assert nothing.attestation.accreditation == first


@pytest.mark.parametrize("level", ["self", "commercial", "buyer", "membership"])
def test_what_is_no_third_partys_is_no_accredited_certification(level: str) -> None:
    """ISO/IEC 17000:2020, 7.6: certification is third-party attestation."""
    found = World().verify(signed(certificate(assessor_level=level)))
    assert said(found) == (Verdict.UNKNOWN, Recognition.UNKNOWN, Recognition.UNKNOWN)
    assert names(found)[-1] == "not_third_party"


def test_an_accreditation_that_names_no_list_is_told_as_such() -> None:
    """Whether it was suspended cannot be known: that is said, and the certificate is not called false for it."""
    found = World(accreditations=[signed_accreditation(at=False)]).verify()
    assert said(found)[:2] == (Verdict.VALID, Recognition.RECOGNISED)
    assert "accreditation_no_status" in names(found)
    assert "accreditation_no_status" not in names(World().verify())


def test_of_several_accreditations_the_best_answers_in_whatever_order() -> None:
    held = certificate().accreditation
    assert held is not None
    lapsed = replace(held, url="https://accrediteur.example/a/2", name="EX-2")
    anothers = replace(held, authority=Party(id="did:web:autre.example", name="B"))
    for claims in ((held, lapsed), (lapsed, held), (anothers, held), (held, anothers)):
        found = World().verify(signed(certificate(accreditation=claims[0], others=claims[1:])))
        assert said(found)[:2] == (Verdict.VALID, Recognition.RECOGNISED)
        assert found.attestation is not None
        assert found.attestation.accreditation == held


def test_every_day_of_a_test_counts_and_the_worst_answers() -> None:
    """The issue of a report hides no day: one before the accreditation is not covered by another after it."""
    scope = Scope(kind=Kind.TEST, standard="ISO/IEC 17025", references=("ISO 6892-1",), since=date(2024, 3, 4))
    world = World(accreditations=[signed_accreditation(accredited(scopes=(scope,)))])
    world.authority_lists.insert(0, status(AUTHORITY, datetime(2025, 5, 1, tzinfo=UTC)))
    world.authority_lists.insert(0, status(AUTHORITY, datetime(2024, 3, 5, tzinfo=UTC)))
    document = attestation.document_of(
        certificate(
            kind=Kind.TEST, attestation_type="testing", sectors=(), valid_until=None, activity=date(2025, 5, 2),
            standard=Named(id="urn:iso:std:iso:6892-1", name="ISO 6892-1"),
        ),
        status=entry(BODY),
    )  # fmt: skip
    one = {
        "type": ["ConformityAssessment"], "id": "urn:a:1", "name": "Traction", "assessmentDate": "2025-05-03",
        "assessmentCriteria": [{"id": "urn:c", "name": "C"}], "assessedPerformance": [{}],
        "conformityTopic": [{"type": ["ConformityTopic"], "id": "urn:t", "name": "T"}],
    }  # fmt: skip

    def with_days(*days: str, **more: Any) -> bytes:
        subject: Any = document["credentialSubject"]
        assessed = [one | {"assessmentDate": day} | more for day in days]
        changed = document | {"credentialSubject": subject | {"conformityAssessment": assessed}}
        return token.sign(changed, KEYS[BODY], key_id=f"{BODY}#1")

    good = world.verify(with_days("2025-05-02", "2025-05-03"))
    assert said(good)[:2] == (Verdict.VALID, Recognition.OUTSIDE_ARRANGEMENT)
    early = world.verify(with_days("2024-02-01"))
    assert said(early)[:2] == (Verdict.INVALID, Recognition.LAPSED)
    assert early.then is not None
    assert early.then.on == date(2024, 2, 1)
    after = world.verify(with_days("2025-05-20"))
    assert (after.verdict, names(after)) == (Verdict.INVALID, ["day_after_issue"])
    many = [f"2025-0{month}-{day:02}" for month in (3, 4) for day in range(1, 29)]
    assert names(world.verify(with_days(*many)))[-1] == "many_days"
    # the standards of the assessments are claimed as the profile is
    within = [{"type": ["Standard"], "id": "urn:s", "name": "ISO 6892-1"}]
    assert world.verify(with_days("2025-05-02", referenceStandard=within)).verdict is Verdict.VALID
    beyond = world.verify(with_days("2025-05-02", referenceStandard=[{**within[0], "name": "ISO 148-1"}]))
    assert said(beyond)[:2] == (Verdict.INVALID, Recognition.OUT_OF_SCOPE)


def test_what_says_to_be_an_anchor_or_a_list_is_held_to_it() -> None:
    """Whoever takes another type does not escape the chain."""
    document: dict[str, Any] = dict(credential.read(signed()).document)
    for kind in ("DigitalIdentityAnchor", "BitstringStatusListCredential"):
        retyped = token.sign(document | {"type": ["VerifiableCredential", kind]}, KEYS[BODY], key_id=f"{BODY}#1")
        assert World().verify(retyped).verdict is Verdict.INVALID
    anchor: dict[str, Any] = dict(credential.read(signed_accreditation()).document)
    itself = anchor | {"issuer": anchor["issuer"] | {"id": BODY}}
    found = World().verify(token.sign(itself, KEYS[BODY], key_id=f"{BODY}#1"))
    assert (found.verdict, names(found)) == (Verdict.INVALID, ["self_accredited"])
    other = itself | {"credentialSubject": anchor["credentialSubject"] | {"id": "did:web:autre.example"}}
    stranger = World().verify(token.sign(other, KEYS[BODY], key_id=f"{BODY}#1"))
    assert (stranger.verdict, names(stranger)[-1]) == (Verdict.UNKNOWN, "authority_unknown")
    business = other | {"credentialSubject": other["credentialSubject"] | {"registerType": "business"}}
    world = World(body_lists=[], authority_lists=[])
    free = {name: value for name, value in business.items() if name != "credentialStatus"}
    assert world.verify(token.sign(free, KEYS[BODY], key_id=f"{BODY}#1")).verdict is Verdict.VALID
    assert World(trust=None).verify(signed_accreditation()).verdict is Verdict.UNKNOWN
    pinned = World(trust=with_key(trust_list(), until=date(2024, 1, 1))).verify(signed_accreditation())
    assert (pinned.verdict, names(pinned)[-1]) == (Verdict.INVALID, "authority_key")
    unread = dict(anchor["credentialSubject"]) | {"accreditationScope": [{"kind": "something"}]}
    told = World().verify(token.sign(anchor | {"credentialSubject": unread}, KEYS[AUTHORITY], key_id=f"{AUTHORITY}#1"))
    assert told.verdict is Verdict.UNKNOWN
    assert World().verify(status(AUTHORITY, TODAY - timedelta(days=1))).verdict is Verdict.VALID


def test_a_trust_list_that_has_ended_tells_nothing() -> None:
    old = trust_list(valid_until=TODAY - timedelta(days=1))
    found = World(trust=old).verify()
    assert said(found) == (Verdict.UNKNOWN, Recognition.UNKNOWN, Recognition.UNKNOWN)
    assert names(found)[-1] == "trust_list_old"
    assert World(trust=old).verify(at=TODAY - timedelta(days=1)).verdict is Verdict.VALID


def test_an_authority_counts_in_its_own_time_on_the_list() -> None:
    for kind in (SchemeKind.OVERSIGHT, SchemeKind.APPROVAL, SchemeKind.ACCREDITED):
        scheme = Scheme(id=SCHEME.id, kind=kind, names=name("S"), authorities=(AUTHORITY,), source="exemple")
        (authority,) = trust_list().authorities
        gone = trust_list(schemes=(scheme,), authorities=(replace(authority, until=date(2025, 1, 1)),))
        found = World(trust=gone).verify()
        assert said(found)[:2] == (Verdict.INVALID, Recognition.LAPSED)
        assert "authority_not_then" in names(found)


def test_under_a_scheme_of_nobody_an_accreditation_says_nothing() -> None:
    scheme = Scheme(id=SCHEME.id, kind=SchemeKind.NONE, names=name("S"), authorities=(), source="exemple")
    found = World(trust=trust_list(schemes=(scheme,))).verify()
    assert said(found) == (Verdict.VALID, Recognition.NOT_CLAIMED, Recognition.NOT_CLAIMED)


def test_the_arrangement_is_that_of_the_scope_in_which_it_lies() -> None:
    """A laboratory accredited under two standards is recognised for the one for which its accreditor is."""
    (arrangement,) = trust_list().arrangements
    (member,) = arrangement.members
    member = replace(member, kind=Kind.TEST, standard="ISO/IEC 17025")
    trust = trust_list(arrangements=(replace(arrangement, members=(member,)),))
    scopes = tuple(
        Scope(kind=Kind.TEST, standard=standard, references=(reference,), since=date(2024, 3, 4))
        for standard, reference in (("ISO/IEC 17025", "ISO 6892-1"), ("ISO 15189", "ISO 15189 A"))
    )
    world = World(trust=trust, accreditations=[signed_accreditation(accredited(scopes=scopes))])
    for reference, expected in (
        ("ISO 6892-1", Recognition.RECOGNISED), ("ISO 15189 A", Recognition.OUTSIDE_ARRANGEMENT),
    ):  # fmt: skip
        report = certificate(
            kind=Kind.TEST, attestation_type="testing", activity=ISSUED.date(), sectors=(), valid_until=None,
            standard=Named(id="urn:x", name=reference),
        )  # fmt: skip
        assert said(world.verify(signed(report)))[:2] == (Verdict.VALID, expected)


def test_a_key_is_pinned_for_the_day_on_which_it_signed() -> None:
    """An accreditation that is signed anew keeps its first day; the key of today signs it."""
    anchor = dict(credential.read(signed_accreditation()).document)
    again = token.sign(
        anchor | {"iat": int(datetime(2025, 1, 10, tzinfo=UTC).timestamp())}, KEYS[AUTHORITY], key_id=f"{AUTHORITY}#1"
    )
    since = with_key(trust_list(), since=date(2025, 1, 1))
    assert World(trust=since, accreditations=[again]).verify().verdict is Verdict.VALID
    until = with_key(trust_list(), until=date(2025, 1, 1))
    assert "authority_key" in names(World(trust=until, accreditations=[again]).verify())


def test_the_reason_is_that_of_the_verdict() -> None:
    """Of several things that speak against it, the one is told for which the verdict is what it is."""
    world = World(body_lists=[status(BODY, TODAY - timedelta(days=1), INDEX)])
    suspended = world.verify()
    assert suspended.because is not None
    assert suspended.because.id == "verification.suspended"
    lapsed = World(
        body_lists=[status(BODY, TODAY - timedelta(days=1), INDEX)],
        authority_lists=[status(AUTHORITY, ISSUED - timedelta(days=1), INDEX)],
    ).verify()  # fmt: skip
    assert lapsed.verdict is Verdict.INVALID
    assert lapsed.because is not None
    assert lapsed.because.id == "verification.accreditation_suspended"
    open_one = World(
        body_lists=[],
        authority_lists=[
            status(AUTHORITY, ISSUED - timedelta(days=1)), status(AUTHORITY, TODAY - timedelta(days=1), INDEX),
        ],
    ).verify()  # fmt: skip
    assert open_one.verdict is Verdict.UNKNOWN
    assert open_one.because is not None
    assert open_one.because.id == "verification.no_list"
    free = dict(credential.read(signed()).document)
    del free["credentialStatus"]
    missing = World(accreditations=[]).verify(token.sign(free, KEYS[BODY], key_id=f"{BODY}#1"))
    assert missing.because is not None
    assert missing.because.id == "verification.accreditation_missing"
    assert "accrediteur.example" in missing.reason("en")


def test_a_standing_that_is_said_to_be_nothing_is_as_none() -> None:
    anchor = dict(credential.read(signed_accreditation()).document) | {"credentialStatus": None}
    nothing = token.sign(anchor, KEYS[AUTHORITY], key_id=f"{AUTHORITY}#1")
    found = World(accreditations=[nothing]).verify()
    assert (found.verdict, "accreditation_no_status" in names(found)) == (Verdict.VALID, True)
