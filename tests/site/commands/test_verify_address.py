"""``jawda verify https://…``: who is asked, in which order, and that nobody else ever is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.core.credentials import ecosystem
from tests.core.credentials.test_bundle import a_trust_file
from tests.site.commands.served import Served, served
from tests.site.commands.statistics.conftest import Said

from jawda.site.command_line import main

Run = Callable[..., Said]
AT = ("--at", "2026-11-20")
TRUST = ("--trust", "trust.json", *AT)
CHAIN = [
    "certif.example/c/4812",
    "accrediteur.example/a/did.json",
    "accrediteur.example/a/7",
    "certif.example/c/did.json",
    "accrediteur.example/status/a",
    "accrediteur.example/status/a?timestamp=2025-05-12T00:00:00Z",
    "certif.example/status/b",
]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "fr_MA.UTF-8")
    monkeypatch.setenv("JAWDA_DATA", str(tmp_path / "data"))
    with served(tmp_path, monkeypatch) as found:
        Path("trust.json").write_bytes(a_trust_file())
        yield found


@pytest.fixture
def verify(web: Served, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*given: str) -> Said:
        capsys.readouterr()
        code = main(["verify", *given])
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return run


def test_the_whole_chain_from_an_address(web: Served, verify: Run) -> None:
    found = verify(web.certificate, *TRUST)
    assert found.status == 0, found.out
    assert found.out.splitlines()[0] == "Cette attestation est valide."
    assert "✓ liste d’états (" in found.out
    assert web.asked == CHAIN
    assert web.receiver.got[0][1]["accept"] == "application/vc+jwt, application/vc, application/json;q=0.5"


def test_json_says_who_was_asked_and_why(web: Served, verify: Run) -> None:
    del web.receiver.pages["/status/b"]
    found = verify(web.certificate, *TRUST, "--json")
    assert found.status == 2
    told = json.loads(found.out)
    assert (told["verdict"], told["trust_list"]["version"]) == ("unknown", 1)
    assert [(one["what"], one["why"], one["problem"]) for one in told["fetched"]] == [
        ("identity", "listed", None),
        ("accreditation", "listed", None),
        ("identity", "accredited", None),
        ("status_list", "signed", None),
        ("status_list", "signed", None),
        ("status_list", "signed", "fetching.status"),
    ]


def test_without_a_trust_list_nothing_but_the_certificate_is_asked_for(web: Served, verify: Run) -> None:
    assert verify(web.certificate, *AT).status == 2
    assert web.asked == CHAIN[:1]


def test_a_file_asks_nobody(web: Served, verify: Run) -> None:
    Path("c.jwt").write_bytes(web.receiver.pages["/c/4812"][1])
    assert verify("c.jwt", *TRUST).status == 2
    assert web.asked == []


def test_offline_asks_nobody(web: Served, verify: Run) -> None:
    Path("bundle.jwt").write_bytes(b"not even read")
    found = verify(web.certificate, *TRUST, "--offline", "bundle.jwt", "--lang", "en")
    assert (found.status, web.asked) == (2, [])
    assert found.err == "with --offline nothing is asked of the network: give a file instead of the address.\n"


@pytest.mark.parametrize("absent", ["/a/did.json", "/a/7", "/c/did.json", "/status/a", "/status/b"])
def test_what_is_not_reached_is_unknown_and_said(web: Served, verify: Run, absent: str) -> None:
    del web.receiver.pages[absent]
    found = verify(web.certificate, *TRUST, "--lang", "en")
    assert found.status == 2
    assert f"{absent}): the server gives nothing at this address." in found.out


def test_a_document_that_is_none_is_unknown_and_said(web: Served, verify: Run) -> None:
    web.receiver.pages["/c/did.json"] = ("text/html", b"<html>")
    found = verify(web.certificate, *TRUST, "--lang", "en")
    assert found.status == 2
    assert "! document of identity of did:web:certif.example" in found.out


def test_a_suspended_one(web: Served, verify: Run) -> None:
    suspended = ecosystem.status(web.body, ecosystem.TODAY - timedelta(days=1), ecosystem.INDEX)
    web.receiver.pages["/status/b"] = ("application/vc+jwt", suspended)
    assert verify(web.certificate, *TRUST).out.startswith("Cette attestation est suspendue.")


def test_a_forged_one_makes_nobody_be_asked_for_its_status(web: Served, verify: Run) -> None:
    web.receiver.pages["/c/4812"] = ("application/vc+jwt", ecosystem.signed(key=web.authority))
    assert verify(web.certificate, *TRUST).status == 1
    assert web.asked == CHAIN[:-1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://certif.example/c/4812", "only https:// addresses are asked."),
        ("file:///etc/passwd", "only https:// addresses are asked."),
        ("https://127.0.0.1/c", "a public name was expected;"),
        ("https://none.invalid/c", "this host name is not known"),
        ("https://user@certif.example/c", "with a user name"),
    ],
)
def test_an_address_that_is_not_asked_is_said_in_a_sentence(web: Served, verify: Run, address: str, said: str) -> None:
    found = verify(address, *TRUST, "--lang", "en")
    assert (found.status, found.out, web.asked) == (2, "", [])
    assert said in found.err
    assert len(found.err.splitlines()) == 1


def test_an_address_without_a_certificate(web: Served, verify: Run) -> None:
    del web.receiver.pages["/c/4812"]
    found = verify(web.certificate, *TRUST, "--lang", "en")
    assert (found.status, found.err) == (2, f"{web.certificate}: the server gives nothing at this address.\n")


def test_inner_addresses_are_refused_where_nothing_else_is_said(
    web: Served, verify: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a public name leads to is looked at, too: here it leads to this machine."""
    monkeypatch.delenv("JAWDA_FETCHING_LOOPBACK")
    monkeypatch.setenv("JAWDA_FETCHING_PORTS", str(web.receiver.port))
    found = verify(web.certificate, *TRUST, "--lang", "en")
    assert found.err == f"{web.certificate}: this address leads to an inner network: nothing was asked.\n"
    assert web.asked == []
    monkeypatch.setenv("JAWDA_FETCHING_PORTS", "https")
    assert "JAWDA_FETCHING_PORTS is “https”" in verify(web.certificate, *TRUST, "--lang", "en").err


def test_the_list_that_is_kept_serves_by_default(web: Served, verify: Run) -> None:
    assert main(["trust-list", "import", "trust.json"]) == 0
    found = verify(web.certificate, *AT)
    assert found.status == 0
    assert "Liste de confiance\N{NO-BREAK SPACE}: https://jawda.example/trust-list, 1" in found.out
