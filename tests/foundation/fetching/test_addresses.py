"""Where a request may go, in any writing of an address, and what a name may stand for."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from jawda.foundation.fetching.addresses import (
    PUBLIC,
    BadAddress,
    Fault,
    Reach,
    Refused,
    Target,
    is_allowed,
    looked_up,
    parsed,
)

DEVELOPING = Reach(loopback=True)
INNER = (
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
    "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "fe80::1%eth0",
)  # fmt: skip


@pytest.mark.parametrize("text", INNER)
def test_no_inner_address_is_allowed_in_any_writing(text: str) -> None:
    assert not is_allowed(ip_address(text))
    assert is_allowed(ip_address(text), DEVELOPING) == (text in ("127.0.0.1", "127.9.9.9", "::1"))


@pytest.mark.parametrize("text", ["8.8.8.8", "196.200.1.1", "2606:4700::1111"])
def test_public_addresses_are_allowed(text: str) -> None:
    assert is_allowed(ip_address(text))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://certif.example.org/", "https"),
        ("ftp://certif.example.org/", "https"),
        ("certif.example.org", "https"),
        ("https://user:secret@certif.example.org/", "parts"),
        ("https://certif.example.org/#part", "parts"),
        ("https://certif.example.org:22/", "port"),
        ("https://certif.example.org:8443/", "port"),
        ("https://certif.example.org:99999/", "letters"),
        ("https://certif.example.org/a b", "letters"),
        ("https://certif.example.org/a\x7fb", "letters"),
        ("https://certif.example.org/\r\nHost: inner", "letters"),
        ("https://certif.example.org\\@inner.example.org/", "letters"),
        ("https://çertif.example.org/", "letters"),
        ("https://certif.example.org/" + "a" * 500, "letters"),
        ("https:///path", "host"),
        ("https://localhost/", "host"),
        ("https://metadata.google.internal/", "host"),
        ("https://printer.local/", "host"),
        ("https://127.0.0.1/", "host"),
        ("https://127.1/", "host"),
        ("https://2130706433/", "host"),
        ("https://0x7f.0.0.1/", "host"),
        ("https://1.0x7f/", "host"),
        ("https://[::1]/", "host"),
        ("https://[::ffff:10.0.0.1]/", "host"),
        ("https://8.8.8.8/", "host"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused_with_the_reason(address: str, code: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parsed(address)
    assert refused.value.code == code


def test_an_address_in_the_place_of_a_name_only_where_that_is_said_and_never_an_inner_one() -> None:
    reach = Reach(literals=True)
    assert parsed("https://8.8.8.8/", reach) == Target("8.8.8.8", 443, "/")
    with pytest.raises(BadAddress):
        parsed("https://10.0.0.1/", reach)


def test_a_sound_address_is_taken_apart() -> None:
    assert parsed("https://Certif.example.org") == Target("certif.example.org", 443, "/")
    assert parsed("https://certif.example.org:443/a?b=c") == Target("certif.example.org", 443, "/a?b=c")


def test_how_far_requests_go_is_read_from_the_environment() -> None:
    assert Reach.of({}, "JAWDA_FETCHING") == PUBLIC
    environ = {
        "JAWDA_FETCHING_PORTS": "8443 9443",
        "JAWDA_FETCHING_AUTHORITIES": "/etc/authorities.pem",
        "JAWDA_FETCHING_LOOPBACK": "1",
    }
    assert Reach.of(environ, "JAWDA_FETCHING") == Reach(
        ports=frozenset({443, 8443, 9443}), loopback=True, authorities="/etc/authorities.pem"
    )
    assert parsed("https://certif.example.org:8443/", Reach.of(environ, "JAWDA_FETCHING")).port == 8443
    with pytest.raises(ValueError, match="https"):
        Reach.of({"JAWDA_FETCHING_PORTS": "https"}, "JAWDA_FETCHING")


@pytest.mark.parametrize(
    ("host", "fault"),
    [("none.invalid", Fault.NAME), ("localhost", Fault.INNER), ("10.0.0.1", Fault.INNER), ("a" * 70, Fault.NAME)],
)
def test_what_a_name_stands_for_is_judged_when_it_is_looked_up(host: str, fault: Fault) -> None:
    """Whatever it meant when it was given: a name can be pointed inside between two looks."""
    with pytest.raises(Refused) as refused:
        looked_up(Target(host, 443, "/"), 20.0)
    assert refused.value.fault is fault


def test_a_look_up_ends_at_its_limit() -> None:
    """No time left is no time to look."""
    with pytest.raises(Refused) as refused:
        looked_up(Target("none.invalid", 443, "/"), -1.0)
    assert refused.value.fault in (Fault.SLOW, Fault.NAME)
