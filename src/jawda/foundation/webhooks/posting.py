"""One POST to an address that users gave: bounded in time and size, no redirect, no proxy; only the status is kept."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from threading import Timer
from time import monotonic
from typing import Final

from django.conf import settings

from jawda.foundation.webhooks.addresses import Refused, Target, looked_up
from jawda.foundation.webhooks.models import Fault

SECONDS: Final = 10.0
"""For all of it, from the name to the end of the answer."""
READ: Final = 64 * 1024
_TRIED: Final = 3
_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it."""

    status: int | None = None
    fault: Fault | None = None

    @property
    def is_gone(self) -> bool:
        """The program says that it will never listen there again."""
        return self.status == _GONE


def post(target: Target, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Reply:
    """Send it; never raises for what lies on the other side."""
    until = monotonic() + seconds
    try:
        found = looked_up(target, seconds)
        with _connected(target, found, until) as stream:
            return _exchanged(stream, target, body, headers, until)
    except Refused as refused:
        return Reply(fault=refused.fault)
    except ssl.SSLCertVerificationError:
        return Reply(fault=Fault.CERTIFICATE)
    except TimeoutError:
        return Reply(fault=Fault.SLOW)
    except OSError:
        return Reply(fault=Fault.SLOW if monotonic() >= until else Fault.CONNECTION)
    except (HTTPException, ValueError):
        return Reply(fault=Fault.SLOW if monotonic() >= until else Fault.ANSWER)


def _connected(target: Target, found: list[str], until: float) -> ssl.SSLSocket:
    """To one of the very addresses that were found; the certificate must be the name's."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.WEBHOOKS_AUTHORITIES:
        context.load_verify_locations(settings.WEBHOOKS_AUTHORITIES)
    last: OSError = TimeoutError()
    for address in found[:_TRIED]:
        left = until - monotonic()
        if left <= 0:
            break
        try:
            plain = socket.create_connection((address, target.port), timeout=left)
        except OSError as error:
            last = error
            continue
        try:
            return context.wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)
        except BaseException:
            plain.close()
            raise
    raise last


def _exchanged(stream: ssl.SSLSocket, target: Target, body: bytes, headers: Mapping[str, str], until: float) -> Reply:
    # a limit of the socket's own is one for each octet: whoever sends them singly would hold the worker for hours
    stop = Timer(max(until - monotonic(), 0.01), socket.socket.shutdown, (stream, socket.SHUT_RDWR))
    stop.daemon = True
    stop.start()
    try:
        stream.do_handshake()
        connection = HTTPSConnection(target.host, target.port)
        connection.auto_open = 0
        connection.sock = stream
        connection.request("POST", target.path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        answer.read(READ)
    finally:
        stop.cancel()
    if monotonic() >= until:
        return Reply(fault=Fault.SLOW)
    if 200 <= answer.status < 300:
        return Reply(status=answer.status)
    return Reply(status=answer.status, fault=Fault.REDIRECT if 300 <= answer.status < 400 else Fault.STATUS)
