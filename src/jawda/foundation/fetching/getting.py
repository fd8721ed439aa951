"""One GET or POST to an address that others wrote: bounded in time and size, no redirect, no proxy, none unpacked."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPResponse
from time import monotonic
from typing import Final

from jawda.foundation.fetching.addresses import PUBLIC, Fault, Reach, Refused, Target
from jawda.foundation.fetching.connections import connected

_AGENT: Final = "Jawda/1"
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came with status 200: its bytes, and of what kind they are said to be, without parameters."""

    body: bytes
    media_type: str


def get(target: Target, *, accept: str, most_bytes: int, seconds: float, reach: Reach = PUBLIC) -> Answer:
    """The answer's bytes, at most ``most_bytes`` of them, within ``seconds`` from the name to the last byte.

    ``Refused`` for everything else: no such name, an inner address, no connection, a certificate that is not the
    name's, a status other than 200 (a redirect is not followed), more bytes, fewer than were announced, a content
    encoding, which was not asked for and could unpack to anything.
    """
    return _asked("GET", target, None, {"Accept": accept}, most_bytes=most_bytes, seconds=seconds, reach=reach)


def post(
    target: Target, body: bytes, *, content_type: str, accept: str, most_bytes: int, seconds: float,
    reach: Reach = PUBLIC,
) -> Answer:  # fmt: skip
    """The answer to ``body``, bounded and ``Refused`` as :func:`get`."""
    said = {"Accept": accept, "Content-Type": content_type}
    return _asked("POST", target, body, said, most_bytes=most_bytes, seconds=seconds, reach=reach)


def _asked(
    method: str, target: Target, body: bytes | None, said: dict[str, str], *, most_bytes: int, seconds: float,
    reach: Reach,
) -> Answer:  # fmt: skip
    asked = {**said, "Accept-Encoding": "identity", "User-Agent": _AGENT, "Connection": "close"}
    with connected(target, until=monotonic() + seconds, reach=reach) as connection:
        connection.request(method, target.path, body=body, headers=asked)
        with connection.getresponse() as answer:
            return _read(answer, most_bytes)


def _read(answer: HTTPResponse, most_bytes: int) -> Answer:
    if answer.status != _OK:
        raise Refused(Fault.REDIRECT if 300 <= answer.status < 400 else Fault.STATUS)
    packed = answer.getheader("Content-Encoding", "identity").strip().lower() != "identity"
    if packed or answer.getheader("Transfer-Encoding", "chunked").strip().lower() != "chunked":
        raise Refused(Fault.ANSWER)
    if answer.length is not None and answer.length > most_bytes:
        raise Refused(Fault.SIZE)
    body = answer.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise Refused(Fault.SIZE)
    if answer.length:  # cut off: fewer than were announced
        raise Refused(Fault.ANSWER)
    return Answer(body, answer.getheader("Content-Type", "").partition(";")[0].strip().lower())
