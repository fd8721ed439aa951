"""One GET: what comes back, what is refused, and that nothing on the other side holds whoever asks, or fills memory."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.foundation.fetching.receiver import Receiver, listening

from jawda.foundation.fetching.addresses import Fault, Reach, Refused, Target, parsed
from jawda.foundation.fetching.getting import Answer, get

MOST = 100_000


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with listening(tmp_path) as found:
        yield found


def reach(receiver: Receiver) -> Reach:
    return Reach(loopback=True, authorities=str(receiver.certificate))


def got(receiver: Receiver, *, path: str = "/did.json", **changes: Any) -> Answer:
    allowed = changes.pop("reach", reach(receiver))
    target = parsed(f"https://localhost:{receiver.port}{path}", reach(receiver))
    given: dict[str, Any] = {"accept": "application/json", "most_bytes": MOST, "seconds": 10.0} | changes
    return get(target, reach=allowed, **given)


def fault(receiver: Receiver, **changes: Any) -> Fault:
    with pytest.raises(Refused) as refused:
        got(receiver, **changes)
    return refused.value.fault


def test_what_is_there_comes_whole_with_its_kind(receiver: Receiver) -> None:
    receiver.pages = {"/did.json?a=b": ("Application/JSON; charset=utf-8", b'{"id": 1}')}
    assert got(receiver, path="/did.json?a=b") == Answer(b'{"id": 1}', "application/json")
    [(path, headers, _)] = receiver.got
    assert path == "/did.json?a=b"
    assert headers["host"] == f"localhost:{receiver.port}"
    assert (headers["accept"], headers["accept-encoding"]) == ("application/json", "identity")
    assert not {"cookie", "authorization", "referer"} & headers.keys()


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 302, {"Location": f"https://localhost:{receiver.port}/inner"}
    assert fault(receiver) is Fault.REDIRECT
    assert len(receiver.got) == 1


@pytest.mark.parametrize("status", [201, 204, 206, 400, 404, 410, 500])
def test_only_200_is_an_answer(receiver: Receiver, status: int) -> None:
    receiver.status = status
    assert fault(receiver) is Fault.STATUS


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "identity, gzip"])
def test_what_is_packed_is_refused(receiver: Receiver, encoding: str) -> None:
    """Nobody asked for it, and a few bytes could unpack to a billion."""
    receiver.status, receiver.headers = 200, {"Content-Encoding": encoding}
    receiver.body = gzip.compress(bytes(1_000))
    assert fault(receiver) is Fault.ANSWER


def test_as_many_bytes_as_may_come_and_not_one_more(receiver: Receiver) -> None:
    receiver.status, receiver.body = 200, b"x" * MOST
    assert len(got(receiver).body) == MOST
    receiver.body += b"x"
    assert fault(receiver) is Fault.SIZE


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
FOREVER = b"%x\r\n" % (1 << 28) + b"x" * 5_000_000


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (HEAD + b"Content-Length: 99999999999\r\n\r\n{}", Fault.SIZE),
        (HEAD + b"Content-Length: 99\r\n\r\n{}", Fault.ANSWER),
        (HEAD + b"\r\n" + b"x" * 5_000_000, Fault.SIZE),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + FOREVER, Fault.SIZE),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}", Fault.ANSWER),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nmany\r\n{}", Fault.ANSWER),
        (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Fault.ANSWER),
        (HEAD + b"A: b\r\n" * 500 + b"\r\n{}", Fault.ANSWER),
        (HEAD + b"A: " + b"b" * 100_000 + b"\r\n\r\n{}", Fault.ANSWER),
        (b"220 mail.example.org ESMTP\r\n", Fault.ANSWER),
        (b"\x00\x01\x02\r\n\r\n", Fault.ANSWER),
    ],
)
def test_a_length_that_lies_and_an_answer_that_is_none(receiver: Receiver, raw: bytes, found: Fault) -> None:
    receiver.raw = raw
    tracemalloc.start()
    try:
        assert fault(receiver) is found
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_what_is_longer_than_it_says_counts_as_it_says(receiver: Receiver) -> None:
    receiver.raw = HEAD + b"Content-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\nsecond"
    assert got(receiver).body == b"{}"


def test_chunks_are_put_together(receiver: Receiver) -> None:
    receiver.raw = HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    assert got(receiver).body == b"{}"


def test_whoever_answers_by_single_octets_is_left_at_the_limit(receiver: Receiver) -> None:
    """A limit of the socket's own would never be reached: each octet comes in time."""
    receiver.drips = True
    began = time.monotonic()
    assert fault(receiver, seconds=1.0) is Fault.SLOW
    assert time.monotonic() - began < 3


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_asked(receiver: Receiver) -> None:
    assert fault(receiver, reach=Reach(loopback=True)) is Fault.CERTIFICATE
    assert receiver.got == []


def test_the_certificate_must_be_of_the_name(tmp_path: Path) -> None:
    with listening(tmp_path, ("elsewhere.example.org",)) as receiver:
        assert fault(receiver) is Fault.CERTIFICATE
    assert receiver.got == []


def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up(receiver: Receiver) -> None:
    assert fault(receiver, reach=Reach(authorities=str(receiver.certificate))) is Fault.INNER
    assert receiver.got == []


def test_where_nobody_listens_is_said(receiver: Receiver) -> None:
    for target, found in (
        (Target("localhost", 9, "/"), Fault.CONNECTION),
        (Target("none.invalid", 443, "/"), Fault.NAME),
    ):
        with pytest.raises(Refused) as refused:
            get(target, accept="*/*", most_bytes=1, seconds=20.0, reach=reach(receiver))
        assert refused.value.fault is found


def test_no_proxy_is_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the name up again, inside its own network."""
    receiver.pages = {"/did.json": ("application/json", b"{}")}
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert got(receiver).body == b"{}"
