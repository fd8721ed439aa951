"""Opens a provider's file (PKCS#12) on standard input. Run by ``seal_files.py``; knows no Jawda.

``python -I seal_file_process.py``. The input is a line of JSON, ``{"password"}``, and then the file. The answer is
JSON: ``{"key", "certificate", "chain": []}`` in DER and base 64, or ``{"fault": word}``. How often a password is hashed
is said by the file, up to two thousand million times: the system stops this at a bound of time.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

MOST_ABOVE = 8
"""Certificates above the one that seals."""


def answer(content: bytes, password: str) -> dict[str, Any]:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode())
    except Exception:  # whatever a reader of hostile bytes raises: it cannot be opened
        return {"fault": "unreadable"}
    # the certificate is the one of the key, among those of the file
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        return {"fault": "no_key"}
    if len(others) > MOST_ABOVE:
        return {"fault": "unreadable"}
    parts = [
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        *(one.public_bytes(Encoding.DER) for one in (certificate, *others)),
    ]
    key_text, certificate_text, *chain = [b64encode(part).decode("ascii") for part in parts]
    return {"key": key_text, "certificate": certificate_text, "chain": chain}


def main() -> int:
    order, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.write(json.dumps(answer(content, json.loads(order)["password"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
