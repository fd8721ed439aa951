"""ClamAV's protocol, spoken to a small server of our own on a real socket: its signatures cannot be had here."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.foundation.files.hostile import EICAR

from jawda.foundation.files.scanning import Infected, ScannerSilent, place_of, scan


def conversation(line: socket.socket) -> bytes:
    """Read a command and its stream as clamd(8) says, and answer as it does."""
    stream = line.makefile("rb")
    command = b""
    while not command.endswith(b"\0"):
        letter = stream.read(1)
        if not letter:
            return b""
        command += letter
    if command != b"zINSTREAM\0":
        return b"UNKNOWN COMMAND\0"
    content = b""
    while length := struct.unpack(">I", stream.read(4))[0]:
        content += stream.read(length)
        if len(content) > 30_000_000:
            return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def scanner(address: str | tuple[str, int] = ("127.0.0.1", 0), answer: bytes | None = None) -> Iterator[str]:
    """Its address. ``answer``: this instead; b'' hangs up."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as server:
        server.bind(address)
        server.listen()

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    said = conversation(line)
                    line.sendall(said if answer is None else answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield address if isinstance(address, str) else f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_a_clean_content_passes_by_network_and_by_path(tmp_path: Path) -> None:
    with scanner() as address:
        scan(b"nothing", address=address)
        scan(b"", address=address)
        scan(b"x" * 1_000_000, address=address)
    with scanner(str(tmp_path / "clamd.ctl")) as address:
        scan(b"nothing", address=address)


def test_an_infected_one_is_named() -> None:
    with scanner() as address, pytest.raises(Infected) as caught:
        scan(b"before" + EICAR, address=address)
    assert caught.value.signature == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"x" * 10_000, b"stream: OKAY\0"])
def test_any_other_answer_says_nothing_of_the_content(answer: bytes) -> None:
    with scanner(answer=answer) as address, pytest.raises(ScannerSilent):
        scan(b"nothing", address=address)


def test_who_does_not_listen_or_is_no_place_is_silent(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    for address in (f"127.0.0.1:{free}", str(tmp_path / "nothing"), "clamd", "host:0", "host:port"):
        with pytest.raises(ScannerSilent):
            scan(b"nothing", address=address)


def test_who_never_answers_is_not_waited_for() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with pytest.raises(ScannerSilent):
            scan(b"nothing", address=f"127.0.0.1:{server.getsockname()[1]}", whole=0.3)


@pytest.mark.parametrize("address", ["", "host", ":3310", "host:x", "host:70000"])
def test_an_address_is_a_path_or_host_and_port(address: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        place_of(address)
