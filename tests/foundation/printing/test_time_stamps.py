"""A seal that a service time-stamps (PAdES B-T, RFC 3161).

The service is the package's own for tests, asked over https on this machine: what it shows is that requests and answers
have the form, not that every service of the world is understood.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from tests.foundation.fetching.receiver import Receiver, listening
from tests.foundation.printing.seals import CREDENTIAL, SEALED_AT, paper, sealer

from jawda.foundation.fetching.addresses import Reach, parsed
from jawda.foundation.printing.paper_reading import read_paper
from jawda.foundation.printing.sealers import SealingFailed
from jawda.foundation.printing.sealing import seal
from jawda.foundation.printing.time_stamps import FetchedTimeStamps
from jawda.site.values import ValueRefused, time_stamps

STAMPED_AT = SEALED_AT + timedelta(seconds=3)
REPLY = "application/timestamp-reply"
REJECTED = bytes.fromhex("30053003020102")
"""An answer with the status ``rejection`` and no token (RFC 3161, 2.4.2)."""


@dataclass
class Service:
    """Who stamps, and its certificate in DER; ``changed`` is put between its answer and the asker."""

    receiver: Receiver
    certificate: bytes

    def stamps(self) -> FetchedTimeStamps:
        reach = Reach(loopback=True, authorities=str(self.receiver.certificate))
        return FetchedTimeStamps(parsed(f"https://localhost:{self.receiver.port}/tsa", reach), reach)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Horodatage Exemple")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    der = made.public_bytes(Encoding.DER)
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    stamper = DummyTimeStamper(asn1_x509.Certificate.load(der), private, fixed_dt=STAMPED_AT)

    def answers(asked: bytes) -> bytes:
        found: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
        return found

    with listening(tmp_path) as receiver:
        receiver.status, receiver.headers, receiver.answers = 200, {"Content-Type": REPLY}, answers
        yield Service(receiver, der)


def sealed(service: Service) -> bytes:
    return seal(paper(CREDENTIAL), sealer(), reason="Délivrance", at=SEALED_AT, time_stamps=service.stamps())


def test_the_service_says_when_it_was_sealed(service: Service) -> None:
    pdf = sealed(service)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    anchors = [asn1_x509.Certificate.load(one) for one in (sealer().certificate, service.certificate)]
    context = ValidationContext(trust_roots=anchors, moment=STAMPED_AT)
    status = validate_pdf_signature(signature, context, ts_validation_context=context)
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.intact
    assert status.timestamp_validity.timestamp == STAMPED_AT
    asked = {headers["content-type"] for _path, headers, _body in service.receiver.got}
    assert asked == {"application/timestamp-query"}
    assert CREDENTIAL not in b"".join(body for _path, _headers, body in service.receiver.got), "a digest alone is sent"


def test_our_reader_takes_a_stamped_seal_as_any_other(service: Service) -> None:
    read = read_paper(sealed(service))
    assert read.credential == CREDENTIAL
    assert (read.seal.count, read.seal.stands) == (1, True)


def _over_something_else(asked: bytes) -> bytes:
    req = tsp.TimeStampReq.load(asked)
    req["message_imprint"]["hashed_message"] = bytes(32)
    return req.dump()  # type: ignore[no-any-return, unused-ignore]


def _with_a_status(answer: bytes, status: str) -> bytes:
    found = tsp.TimeStampResp.load(answer)
    return tsp.TimeStampResp({  # type: ignore[no-any-return, unused-ignore]
        "status": tsp.PKIStatusInfo({"status": tsp.PKIStatus(status)}), "time_stamp_token": found["time_stamp_token"],
    }).dump()  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda one: setattr(one.receiver, "status", 500), "no time-stamp came: status"),
        (lambda one: setattr(one.receiver, "headers", {"Content-Type": "text/html"}), "none of RFC 3161"),
        (lambda one: setattr(one.receiver, "answers", lambda asked: b"\x30\x00"), "cannot be read"),
        (lambda one: setattr(one.receiver, "answers", lambda asked: bytes(200_000)), "no time-stamp came: size"),
        (
            lambda one: setattr(one.receiver, "answers", lambda asked, real=one.receiver.answers: real(
                _over_something_else(asked)
            )),
            "over something else",
        ),
        (
            lambda one: setattr(one.receiver, "answers", lambda asked: REJECTED), "cannot be read",
        ),
        (
            lambda one: setattr(one.receiver, "answers", lambda asked, real=one.receiver.answers: _with_a_status(
                real(asked), "rejection"
            )),
            "refuses",
        ),
    ],
)  # fmt: skip
def test_without_a_good_time_stamp_there_is_no_seal(
    service: Service, change: Callable[[Service], Any], says: str
) -> None:
    """Never one of a lower level than was asked for."""
    change(service)
    with pytest.raises(SealingFailed, match=says):
        sealed(service)


def test_an_inner_address_is_not_asked() -> None:
    stamps = FetchedTimeStamps(parsed("https://tsa.example.org/tsa"), Reach())
    with pytest.raises(SealingFailed, match="no time-stamp came"):
        seal(paper(CREDENTIAL), sealer(), reason="x", at=SEALED_AT, time_stamps=stamps)


def test_the_setting_names_an_https_address() -> None:
    assert time_stamps({}) is None
    found = time_stamps({"JAWDA_TIMESTAMP_URL": "https://tsa.example.org/rfc3161"})
    assert found is not None
    assert found[0].host == "tsa.example.org"
    for bad in ("http://tsa.example.org", "https://127.0.0.1/", "tsa", "https://user@tsa.example.org/"):
        with pytest.raises(ValueRefused, match="JAWDA_TIMESTAMP_URL"):
            time_stamps({"JAWDA_TIMESTAMP_URL": bad})
