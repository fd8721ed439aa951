"""An accreditor, a body and a certificate that are had over https on this machine, under names of their own."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.core.credentials import ecosystem
from tests.foundation.fetching.receiver import Receiver, listening

from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.keys import SoftwareKey

HOSTS = ("accrediteur.example", "certif.example")


@dataclass
class Served:
    """``paths`` of what can be had; a test takes some away or puts others there."""

    receiver: Receiver
    certificate: str
    authority: str
    body: str

    @property
    def asked(self) -> list[str]:
        """What was asked for, in order, each with the host that was meant."""
        return [f"{headers['host'].partition(':')[0]}{path}" for path, headers, _ in self.receiver.got]


@contextmanager
def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The names lead to this machine, as a resolver would say; all else is as everywhere."""
    real = socket.getaddrinfo

    def resolved(host: str, *given: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host in HOSTS else host, *given, **more)

    with listening(folder, HOSTS) as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", resolved)
        monkeypatch.setenv("JAWDA_FETCHING_LOOPBACK", "1")
        monkeypatch.setenv("JAWDA_FETCHING_AUTHORITIES", str(receiver.certificate))
        authority, body = (f"did:web:{host}%3A{receiver.port}:{host[0]}" for host in HOSTS)
        first, second = (f"https://{host}:{receiver.port}" for host in HOSTS)
        keys = {authority: SoftwareKey.from_seed(bytes([1]) * 32), body: SoftwareKey.from_seed(bytes([2]) * 32)}
        for name, value in {
            "AUTHORITY": authority,
            "BODY": body,
            "KEYS": keys,
            "URL": f"{first}/a/7",
            "LISTS": {authority: f"{first}/status/a", body: f"{second}/status/b"},
        }.items():
            monkeypatch.setattr(ecosystem, name, value)
        before = ecosystem.ISSUED - timedelta(days=1)
        receiver.pages = {
            "/a/did.json": identity(authority),
            "/c/did.json": identity(body),
            "/c/4812": ("application/vc+jwt", ecosystem.signed(key=body)),
            "/a/7": ("application/vc+jwt", ecosystem.signed_accreditation(key=authority)),
            "/status/a": ("application/vc+jwt", ecosystem.status(authority, ecosystem.TODAY - timedelta(days=1))),
            "/status/a?timestamp=2025-05-12T00:00:00Z": ("application/vc+jwt", ecosystem.status(authority, before)),
            "/status/b": ("application/vc+jwt", ecosystem.status(body, ecosystem.TODAY - timedelta(days=1))),
        }
        yield Served(receiver, f"{second}/c/4812", authority, body)


def identity(did: str) -> tuple[str, bytes]:
    key = ecosystem.KEYS[did].public
    document = write_document(IdentityDocument(did, (VerificationMethod(f"{did}#1", key),)))
    return "application/did+json", json.dumps(document).encode()
