"""Asking ClamAV's daemon about some bytes (clamd(8), INSTREAM). No Django; every step has a time limit.

>>> place_of("/run/clamav/clamd.ctl"), place_of("[::1]:3310"), place_of("scanner:3310")
('/run/clamav/clamd.ctl', ('::1', 3310), ('scanner', 3310))
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Final

_CONNECT: Final = 3.0
_WHOLE: Final = 30.0
"""Seconds for the whole conversation: somebody waits for the page."""
_PIECE: Final = 1 << 18
_LONGEST_ANSWER: Final = 4096


class Infected(Exception):
    """The scanner recognised something; ``signature`` is its name for it."""

    def __init__(self, signature: str) -> None:
        super().__init__(signature)
        self.signature = signature


class ScannerSilent(Exception):
    """It cannot be reached, is too slow, or answers with an error: nothing is known of the bytes."""


def place_of(address: str) -> str | tuple[str, int]:
    """A path of a socket, or host and port; ``ValueError`` for anything else."""
    if address.startswith("/"):
        return address
    host, colon, port = address.rpartition(":")
    if not colon or not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"{address!r}: host:port or the path of a socket expected")
    return host.strip("[]"), int(port)


def scan(content: bytes, *, address: str, whole: float = _WHOLE) -> None:
    """Return where nothing was found; ``Infected`` or ``ScannerSilent`` otherwise."""
    deadline = time.monotonic() + whole
    try:
        with _connected(address, min(_CONNECT, whole)) as line:
            answer = _asked(line, content, deadline)
    except (OSError, ValueError) as fault:
        raise ScannerSilent(str(fault)) from fault
    told = answer.decode("utf-8", "replace").strip("\0\r\n ")
    if told.endswith(" FOUND"):
        raise Infected(told.removeprefix("stream: ").removesuffix(" FOUND")[:100])
    if told != "stream: OK":
        raise ScannerSilent(told[:200])


def _connected(address: str, seconds: float) -> socket.socket:
    place = place_of(address)
    if isinstance(place, tuple):
        return socket.create_connection(place, timeout=seconds)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(seconds)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _asked(line: socket.socket, content: bytes, deadline: float) -> bytes:
    """Send the content by pieces, each after its length, and a length of zero; what is answered to the NUL."""
    _limit(line, deadline)
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        _limit(line, deadline)
        line.sendall(struct.pack(">I", len(piece)) + piece)
    line.sendall(struct.pack(">I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        _limit(line, deadline)
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer


def _limit(line: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner takes too long")
    line.settimeout(left)
