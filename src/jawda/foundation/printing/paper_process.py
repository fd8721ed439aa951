"""Reads a PDF on standard input: the credential within it, and its seal. Run by ``paper_reading.py``; knows no Jawda.

``python -I paper_process.py``. First a line of JSON: ``{"wanted": ["credential", "seal"], "most_bytes": of a
credential}``, then the file. The answer is JSON: ``{"fault": word}``, or ``{"credential": base64 or null, "seal":
object or null}``, the object empty where a seal cannot be read. It can reach no network and write no file, and the
system stops it at a bound of memory and time.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader

#: Objects of a file, files within it, steps into a tree, characters of a name, signatures.
MOST_OBJECTS = 50_000
MOST_FILES = 200
DEEPEST = 32
LONGEST = 300
MOST_SEALS = 16
MOST_DECODED = 64 << 20
MEDIA_TYPE = "application/vc+jwt"
ENDING = ".jwt"


class Fault(Exception):
    """Why there is no answer, in one word."""


def opened(content: bytes, *, strict: bool, most_stream: int = MOST_DECODED) -> Any:
    limits = DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=most_stream),
        document_budget=DocumentDecodeBudget(base_allowance=MOST_DECODED, max_ratio=4),
    )
    reader = PdfFileReader(io.BytesIO(content), strict=strict, decode_limits=limits)
    if reader.encrypted:
        raise Fault("protected")
    if int(reader.trailer["/Size"]) > MOST_OBJECTS:
        raise Fault("too_much")
    return reader


# The credential: among the files that the catalogue names (ISO 32000-2, 7.7.4, 14.13; 7.11.4).


def credential(content: bytes, most_bytes: int) -> bytes | None:
    """The one file that is a credential by its type or name; its copies count once."""
    reader = opened(content, strict=False)
    found: set[bytes] = set()
    for number, specification in enumerate(files(reader.root)):
        if number >= MOST_FILES:
            raise Fault("too_much")
        stream = embedded(specification)
        if stream is None or not is_credential(specification, stream):
            continue
        if len(stream.encoded_data) > most_bytes * 2:
            raise Fault("too_much")
        data = bytes(stream.data)
        if len(data) > most_bytes:
            raise Fault("too_much")
        found.add(data.strip())
    if len(found) > 1:
        raise Fault("several_credentials")
    return found.pop() if found else None


def files(root: Any) -> Iterator[Any]:
    """The associated files first, then the tree of names."""
    yield from items(member(root, "/AF"))
    yield from leaves(member(member(root, "/Names"), "/EmbeddedFiles"))


def leaves(tree: Any) -> Iterator[Any]:
    """The values of a tree of names, however it is knotted."""
    level, steps = [tree], 0
    for _ in range(DEEPEST):
        below: list[Any] = []
        for node in level:
            steps += 1
            if steps > MOST_FILES:
                raise Fault("too_much")
            yield from items(member(node, "/Names"))
            below += items(member(node, "/Kids"))
        if not below:
            return
        level = below
    raise Fault("too_much")


def items(value: Any) -> list[Any]:
    if not isinstance(value, ArrayObject):
        return []
    if len(value) > 2 * MOST_FILES:
        raise Fault("too_much")
    return [value[index] for index in range(len(value))]


def member(value: Any, key: str) -> Any:
    """What a dictionary has under a key, wherever in the file it stands; None for anything else."""
    return value[key] if isinstance(value, DictionaryObject) and key in value else None


def embedded(specification: Any) -> Any:
    """The stream of a file specification, None for anything else."""
    held = member(specification, "/EF")
    streams = [member(held, key) for key in ("/F", "/UF")]
    return next((stream for stream in streams if isinstance(stream, StreamObject)), None)


def is_credential(specification: Any, stream: Any) -> bool:
    names = [str(member(specification, key) or "")[-LONGEST:] for key in ("/UF", "/F")]
    return str(member(stream, "/Subtype") or "").lstrip("/") == MEDIA_TYPE or any(
        name.casefold().endswith(ENDING) for name in names
    )


# The seal: the newest signature that is not a mere time-stamp.


def seal(content: bytes) -> dict[str, Any] | None:
    if b"/ByteRange" not in content:
        return None
    from pyhanko.sign.validation.pdf_embedded import collect_embedded_signatures  # noqa: PLC0415 - a second, if needed

    signatures = collect_embedded_signatures(opened(content, strict=True))
    if len(signatures) > MOST_SEALS:
        raise Fault("too_much")
    seals = [one for one in signatures if one.sig_object_type != "/DocTimeStamp"]
    if not seals:
        return None
    return {"count": len(seals), **reading(seals[-1])}


def reading(signature: Any) -> dict[str, Any]:
    from pyhanko.sign.validation import KeyUsageConstraints, validate_pdf_signature  # noqa: PLC0415 - as above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - as above

    # nobody is trusted here, least of all whom the operating system trusts: whether the seal is broken is asked alone
    context = ValidationContext(trust_roots=[], allow_fetching=False, revocation_mode="soft-fail")
    status = validate_pdf_signature(
        signature,
        signer_validation_context=context,
        key_usage_settings=KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}),
    )
    level = status.modification_level
    signed_at = status.signer_reported_dt
    return {
        "intact": bool(status.intact and status.valid),
        "whole": status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
        "later": {"NONE": "none", "OTHER": "changes"}.get(level.name, "additions") if level is not None else "changes",
        "signed_at": None if signed_at is None or signed_at.tzinfo is None else signed_at.timestamp(),
        "reason": str(member(signature.sig_object, "/Reason") or "")[:LONGEST],
        "certificate": certificate(signature.signer_cert),
    }


def certificate(found: Any) -> dict[str, Any]:
    subject, issuer = found.subject.native, found.issuer.native
    return {
        "organisation": first(subject, "organization_name", "common_name"),
        "name": first(subject, "common_name", "organization_name"),
        "identifier": first(subject, "organization_identifier", "serial_number"),
        "country": first(subject, "country_name"),
        "issuer": first(issuer, "organization_name", "common_name"),
        "self_made": found.subject == found.issuer,
        "valid_from": found["tbs_certificate"]["validity"]["not_before"].native.timestamp(),
        "valid_until": found["tbs_certificate"]["validity"]["not_after"].native.timestamp(),
        "sha256": found.sha256.hex(),
    }


def first(names: dict[str, Any], *wanted: str) -> str:
    """A part of a distinguished name; of several the first."""
    for one in wanted:
        value = names.get(one)
        if value:
            return str(value[0] if isinstance(value, list) else value)[:LONGEST]
    return ""


def answer(order: dict[str, Any], content: bytes) -> dict[str, Any]:
    said: dict[str, Any] = {"credential": None, "seal": None}
    try:
        if "credential" in order["wanted"]:
            found = credential(content, order["most_bytes"])
            said["credential"] = None if found is None else base64.b64encode(found).decode()
    except Fault as fault:
        return {"fault": str(fault)}
    except (MemoryError, PdfDecodeLimitError):
        return {"fault": "too_much"}
    except Exception:  # whatever a reader raises on such a file, it cannot be read
        return {"fault": "damaged"}
    if "seal" in order["wanted"]:
        try:
            said["seal"] = seal(content)
        except Exception:  # likewise; the credential is read all the same
            said["seal"] = {}
    return said


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    order = json.loads(sys.stdin.buffer.readline())
    said = answer(order, sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
