"""One connection to one of the very addresses that a name was found to stand for, with one limit of time for all of it.

No proxy is asked, whatever the environment says: it would look the name up again, and elsewhere.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException, HTTPSConnection
from threading import Timer
from time import monotonic
from typing import Final

from jawda.foundation.fetching.addresses import PUBLIC, Fault, Reach, Refused, Target, looked_up

_TRIED: Final = 3


@contextmanager
def connected(target: Target, *, until: float, reach: Reach = PUBLIC) -> Iterator[HTTPSConnection]:
    """A connection on which one request is made; ``until`` is a moment of :func:`time.monotonic`.

    Whoever asks for its answer closes that: the socket stays open as long as either does.

    ``Refused`` for whatever goes wrong here or inside the block: a name, an inner address, no connection, a certificate
    that is not the name's, an answer that cannot be read, the limit of time.
    """
    try:
        found = looked_up(target, until - monotonic(), reach)
        with _secured(target, found, until, reach) as stream, _ended(stream, until):
            stream.do_handshake()
            connection = HTTPSConnection(target.host, target.port)
            connection.auto_open = 0
            connection.sock = stream
            yield connection
        if monotonic() >= until:
            raise Refused(Fault.SLOW)
    except Refused:
        if monotonic() >= until:  # what came was cut off by ourselves
            raise Refused(Fault.SLOW) from None
        raise
    except ssl.SSLCertVerificationError:
        raise Refused(Fault.CERTIFICATE) from None
    except TimeoutError:
        raise Refused(Fault.SLOW) from None
    except OSError:
        raise Refused(Fault.SLOW if monotonic() >= until else Fault.CONNECTION) from None
    except (HTTPException, ValueError):
        raise Refused(Fault.SLOW if monotonic() >= until else Fault.ANSWER) from None


def _secured(target: Target, found: list[str], until: float, reach: Reach) -> ssl.SSLSocket:
    """The certificate must be the name's."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if reach.authorities:
        context.load_verify_locations(reach.authorities)
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


@contextmanager
def _ended(stream: ssl.SSLSocket, until: float) -> Iterator[None]:
    # a limit of the socket's own is one for each octet: whoever sends them singly would hold us for hours
    stop = Timer(max(until - monotonic(), 0.01), _shut, (stream,))
    stop.daemon = True
    stop.start()
    try:
        yield
    finally:
        stop.cancel()


def _shut(stream: ssl.SSLSocket) -> None:
    with suppress(OSError):  # it ended by itself in this very moment
        socket.socket.shutdown(stream, socket.SHUT_RDWR)
