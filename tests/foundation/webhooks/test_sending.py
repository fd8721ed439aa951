"""One message to one address: what leaves, what is refused, and that nothing on the other side holds the worker."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.foundation.fetching.receiver import Receiver, listening

from jawda.foundation.fetching.addresses import Reach
from jawda.foundation.webhooks import signing
from jawda.foundation.webhooks.addresses import BadAddress, Target, parsed
from jawda.foundation.webhooks.models import Fault
from jawda.foundation.webhooks.posting import Reply, post


@pytest.fixture
def receiver(tmp_path: Path, settings: Any) -> Iterator[Receiver]:
    with listening(tmp_path) as found:
        settings.WEBHOOKS = Reach(loopback=True, authorities=str(found.certificate))
        yield found


def sent(receiver: Receiver, **more: float) -> Reply:
    return post(parsed(receiver.address), b'{"type":"x"}', {"webhook-id": "msg_1"}, **more)


def test_a_message_arrives_whole_with_its_headers_and_the_name_of_the_host(receiver: Receiver) -> None:
    assert sent(receiver) == Reply(status=204)
    [(path, headers, body)] = receiver.got
    assert (path, body) == ("/hook?from=jawda", b'{"type":"x"}')
    assert headers["host"] == f"localhost:{receiver.port}"
    assert headers["webhook-id"] == "msg_1"


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(
    receiver: Receiver, settings: Any
) -> None:
    settings.WEBHOOKS = Reach(loopback=True)
    assert sent(receiver) == Reply(fault=Fault.CERTIFICATE)
    assert receiver.got == []


def test_the_certificate_must_be_of_the_name(tmp_path: Path, settings: Any) -> None:
    with listening(tmp_path, ("elsewhere.example.org",)) as receiver:
        authorities = str(receiver.certificate)
        settings.WEBHOOKS = Reach(loopback=True, authorities=authorities)
        assert sent(receiver) == Reply(fault=Fault.CERTIFICATE)
    assert receiver.got == []


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 307, {"Location": f"https://localhost:{receiver.port}/inner"}
    assert sent(receiver) == Reply(status=307, fault=Fault.REDIRECT)
    assert len(receiver.got) == 1


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_only_a_status_of_success_is_one(receiver: Receiver, status: int) -> None:
    receiver.status = status
    reply = sent(receiver)
    assert reply == Reply(status=status, fault=Fault.STATUS)
    assert reply.is_gone == (status == 410)


def test_of_a_long_answer_no_more_is_read_than_the_limit(receiver: Receiver) -> None:
    receiver.status, receiver.body = 200, b"x" * 50_000_000
    began = time.monotonic()
    assert sent(receiver) == Reply(status=200)
    assert time.monotonic() - began < 5


def test_whoever_answers_by_single_octets_is_left_at_the_limit(receiver: Receiver) -> None:
    """A limit of the socket's own would never be reached: each octet comes in time."""
    receiver.drips = True
    began = time.monotonic()
    assert sent(receiver, seconds=1.0) == Reply(fault=Fault.SLOW)
    assert time.monotonic() - began < 3


def test_where_nobody_listens_is_said(receiver: Receiver, tmp_path: Path) -> None:
    assert post(Target("localhost", 9, "/"), b"{}", {}) == Reply(fault=Fault.CONNECTION)
    assert post(Target("none.invalid", 443, "/"), b"{}", {}) == Reply(fault=Fault.NAME)


def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up(receiver: Receiver, settings: Any) -> None:
    """Whatever it meant when it was given: it is looked up once, and the connection goes to what was found."""
    settings.WEBHOOKS = Reach(authorities=str(receiver.certificate))
    assert post(Target("localhost", receiver.port, "/"), b"{}", {}) == Reply(fault=Fault.INNER)
    assert receiver.got == []


def test_a_public_address_may_stand_for_a_name_and_no_inner_one() -> None:
    assert parsed("https://8.8.8.8/hook") == Target("8.8.8.8", 443, "/hook")
    for inner in ("https://127.0.0.1/", "https://[::ffff:10.0.0.1]/", "https://hooks.example.org:22/"):
        with pytest.raises(BadAddress):
            parsed(inner)


def test_the_signature_is_that_of_the_convention() -> None:
    """The example in the tests of the convention's own reference libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    assert signing.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body, secret) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_every_secret_in_force_signs() -> None:
    moment, keys = datetime(2026, 11, 28, tzinfo=UTC), (signing.new_secret(), signing.new_secret())
    found = signing.headers("msg_1", moment, b"{}", keys)
    for given, key in zip(found["webhook-signature"].split(), keys, strict=True):
        raw = base64.b64decode(key.removeprefix("whsec_"))
        assert len(raw) == 32
        wanted = hmac.new(raw, f"msg_1.{found['webhook-timestamp']}.{{}}".encode(), hashlib.sha256).digest()
        assert given == f"v1,{base64.b64encode(wanted).decode()}"
