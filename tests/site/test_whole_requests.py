"""A form whose sending is cut off is refused whole: half an answer never takes the place of a whole one."""

from __future__ import annotations

import io
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from tests.apps.diagnostics.rooms import Room, a_room

from jawda.site.whole_requests import CountedInput, counting

pytestmark = pytest.mark.django_db
TOKEN = "a" * 32
LINE = "----line"
QUESTION = "pp-controle-liberation"


def form(fields: dict[str, str]) -> bytes:
    head = "Content-Disposition: form-data; name="
    parts = "".join(f'--{LINE}\r\n{head}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    return f"{parts}--{LINE}--\r\n".encode()


def sent(address: str, body: bytes, *, of: bytes, cookies: SimpleCookie, kind: str = "") -> int:
    """The status the server answers to the bytes that came, where those of ``of`` were announced."""
    said: list[int] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": address, "SERVER_NAME": "localhost", "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost:8000", "HTTP_ACCEPT": "application/json", "wsgi.url_scheme": "http", "SCRIPT_NAME": "",
        "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "CONTENT_LENGTH": str(len(of)),
        "CONTENT_TYPE": kind or f"multipart/form-data; boundary={LINE}", "HTTP_X_CSRFTOKEN": TOKEN,
        "HTTP_COOKIE": cookies.output(header="", sep=";").strip(),
    }  # fmt: skip
    handler = BaseHandler()  # without the signals that end the connection to the database
    handler.load_middleware()
    counting(lambda environ, _start: said.append(handler.get_response(WSGIRequest(environ)).status_code) or [])(
        environ, print
    )
    return said[0]


def fields(turn: int, note: str) -> dict[str, str]:
    """As the page's script sends them: the turn comes last."""
    return {"page": "one", "seen": "", "level": "2", "note": note, "evidence": "", "turn": str(turn)}


@pytest.fixture
def room() -> Room:
    return a_room()


def cookies_of(room: Room) -> SimpleCookie:
    found = SimpleCookie(room.client.cookies.output(header="", sep=";"))
    found[settings.CSRF_COOKIE_NAME] = TOKEN
    return found


def test_the_note_that_stands_is_not_lost_to_half_of_an_older_sending(room: Room) -> None:
    """A former sending of the page, held up and then cut off, used to count as a whole form without note and turn."""
    assessment, cookies = room.start(), cookies_of(room)
    address = room.url("answer", assessment.pk, QUESTION)
    whole = form(fields(2, "vu à l’atelier"))
    assert sent(address, whole, of=whole, cookies=cookies) == 200
    older = form(fields(1, "vu"))
    for length in range(0, len(older), 7):
        assert sent(address, older[:length], of=older, cookies=cookies) == 400, length
    row = room.answers(assessment)[QUESTION]
    assert (row.level, row.note, row.saved_turn) == ("2", "vu à l’atelier", 2)


def test_a_form_without_files_is_refused_likewise(room: Room) -> None:
    assessment, cookies = room.start(), cookies_of(room)
    address, kind = room.url("answer", assessment.pk, QUESTION), "application/x-www-form-urlencoded"
    body = b"page=one&seen=&level=2&note=constat&turn=1"
    assert sent(address, body[:20], of=body, cookies=cookies, kind=kind) == 400
    assert not room.answers(assessment)
    assert sent(address, body, of=body, cookies=cookies, kind=kind) == 200
    assert room.answers(assessment)[QUESTION].note == "constat"


def test_bytes_are_counted_however_they_are_read() -> None:
    stream = CountedInput(io.BytesIO(b"one\ntwo\n"), 12)
    assert (stream.readline(), stream.read(2), stream.read(), stream.missing) == (b"one\n", b"tw", b"o\n", 4)


def test_what_announces_no_length_passes() -> None:
    seen: list[Any] = []
    counting(lambda environ, _start: seen.append(environ["wsgi.input"]) or [])({"wsgi.input": 1}, print)
    assert seen == [1]
