"""Codes in pictures from anyone: photographs as phones take them, and files that are none."""

from __future__ import annotations

import io
import struct
import zlib
from random import Random

import pytest
import segno
from PIL import Image, ImageDraw, ImageFilter

from jawda.core.findings import Refused
from jawda.foundation import apart
from jawda.foundation.printing import code_reading
from jawda.foundation.printing.code_reading import codes_in, is_picture

ADDRESS = "https://jawda.example/c/JW-2025-004812"


def code(text: str, *, scale: int = 8) -> Image.Image:
    content = io.BytesIO()
    segno.make(text, error="m", micro=False).save(content, kind="png", scale=scale, border=4)
    return Image.open(content).convert("RGB")


def as_file(picture: Image.Image, kind: str = "JPEG") -> bytes:
    content = io.BytesIO()
    picture.save(content, kind)
    return content.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as told:
        codes_in(content)
    return told.value.findings[0].id


def photographed(picture: Image.Image, *, degrees: float = 0, lean: float = 0) -> Image.Image:
    """As a hand holds a phone: turned, seen from the side, a little out of focus, with the grain of a dark room."""
    turned = picture.rotate(degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    table = Image.new("RGB", (1_600, 1_200), (92, 74, 60))
    table.paste(turned, ((1_600 - turned.width) // 2, (1_200 - turned.height) // 2))
    near = lean * 1_600
    corners = (0, 0, near, 1_200, 1_600 - near, 1_100, 1_600, 0)
    table = table.transform(table.size, Image.Transform.QUAD, corners, resample=Image.Resampling.BICUBIC)
    grain, random = table.load(), Random(7)
    assert grain is not None
    for _ in range(40_000):
        x, y = random.randrange(1_600), random.randrange(1_200)
        shade = random.randrange(-25, 25)
        grain[x, y] = tuple(max(0, min(255, part + shade)) for part in grain[x, y])
    return table.filter(ImageFilter.GaussianBlur(1.2))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_code_is_read_from_each_kind_of_picture(kind: str) -> None:
    assert codes_in(as_file(code(ADDRESS), kind)) == (ADDRESS,)


@pytest.mark.parametrize(("degrees", "lean"), [(0, 0), (7, 0.1), (33, 0), (90, 0.1), (181, 0.1), (271, 0)])
def test_a_photograph_is_turned_leaning_and_unsharp(degrees: float, lean: float) -> None:
    assert codes_in(as_file(photographed(code(ADDRESS, scale=16), degrees=degrees, lean=lean))) == (ADDRESS,)


def test_a_dense_code_is_read() -> None:
    """The summary of a paper: 900 characters."""
    text = ADDRESS + "#" + "a1-_.Zz9" * 108
    assert codes_in(as_file(photographed(code(text), degrees=4))) == (text,)


def test_several_codes_are_told_each_once() -> None:
    both = Image.new("RGB", (1_000, 400), "white")
    both.paste(code("one"), (20, 20))
    both.paste(code("two"), (400, 20))
    both.paste(code("two"), (720, 20))
    assert sorted(codes_in(as_file(both))) == ["one", "two"]


def test_arabic_is_read_as_it_was_written() -> None:
    assert codes_in(as_file(code("شهادة المطابقة"), "PNG")) == ("شهادة المطابقة",)


def test_a_picture_without_a_code() -> None:
    empty = Image.new("RGB", (800, 600), "white")
    ImageDraw.Draw(empty).rectangle((100, 100, 300, 300), fill="black")
    assert codes_in(as_file(empty)) == ()


def bomb() -> bytes:
    """A PNG of a few kilobytes that says that it has 3.6 thousand million points."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(100_000))) + part(b"IEND", b"")
    )


def test_what_is_no_picture_is_refused() -> None:
    assert refused(b"") == "code_picture.damaged"
    assert refused(b"%PDF-1.7") == "code_picture.damaged"
    assert refused(as_file(code(ADDRESS))[:400]) == "code_picture.damaged"
    assert refused(b"\xff\xd8\xff" + bytes(1_000)) == "code_picture.damaged"
    assert refused(b"\x89PNG\r\n\x1a\n" + b"x" * 100) == "code_picture.damaged"
    assert not is_picture(b"GIF89a")


def test_bombs_are_not_unpacked() -> None:
    assert refused(bomb()) == "code_picture.too_many_pixels"
    assert refused(b"\xff\xd8\xff" + bytes(code_reading.LARGEST)) == "code_picture.too_large"


def test_a_process_that_is_stopped_is_a_picture_that_takes_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_reading, "_SECONDS", 0.001)
    assert refused(as_file(code(ADDRESS))) == "code_picture.too_much"


def test_a_picture_does_not_wait_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 0.05)
    with code_reading._ONE_AT_A_TIME:
        assert refused(as_file(code(ADDRESS))) == "apart.busy"
    assert codes_in(as_file(code(ADDRESS))) == (ADDRESS,)
