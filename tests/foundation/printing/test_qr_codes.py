"""QR codes are read back by another program from what is printed (ISO/IEC 18004)."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
import typst
import zxingcpp
from PIL import Image
from tests.core.credentials.ecosystem import BODY, KEYS, certificate, signed

from jawda.core.credentials import credential, offline_summary
from jawda.foundation.printing.qr_codes import MOST_VERSION, QUIET_ZONE, CodeTooLong, qr_svg

PAGE = "https://qualite.ministere-exemple.gov.ma/jawda/c/JW-2025-004812"
TEMPLATE = (
    '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 50mm)'
)


def drawn(svg: str, *, ppi: float = 300) -> Image.Image:
    """As printed, 50 mm wide; a page at 300 dots per inch."""
    return Image.open(io.BytesIO(typst.compile(TEMPLATE.encode(), format="png", ppi=ppi, sys_inputs={"svg": svg})))


def decoded(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def modules(svg: str) -> int:
    return int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1]) - 2 * QUIET_ZONE  # type: ignore[index]


def summary(scope: str) -> str:
    whole = credential.read(signed(certificate(scope=scope)))
    return offline_summary.address(PAGE, offline_summary.sign(whole, KEYS[BODY], key_id=f"{BODY}#1"))


@pytest.mark.parametrize("error", ["l", "m", "q", "h"])
@pytest.mark.parametrize("text", [PAGE, "a", "شهادة JW-2025", "é&<>\"'", "0123456789"])
def test_a_code_is_read_as_it_was_written(text: str, error: str) -> None:
    assert decoded(drawn(qr_svg(text, title="x", error=error))) == [text]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "scope", ["Moulage de joints", "Moulage de joints en caoutchouc, " * 60, "قولبة المطاط، " * 90]
)
def test_the_offline_code_is_read_from_paper(scope: str) -> None:
    """Even a shortened one stays within version 25 (117 modules), and is read at half the resolution of a print."""
    text = summary(scope)
    svg = qr_svg(text, title="x")
    assert modules(svg) <= 17 + 4 * MOST_VERSION
    assert decoded(drawn(svg)) == [text]
    assert decoded(drawn(svg, ppi=150)) == [text]
    found = offline_summary.read(text.partition("#")[2].encode())
    found.verify(KEYS[BODY].public)


def test_the_address_alone_gives_a_small_code() -> None:
    assert modules(qr_svg(PAGE, title="x")) <= 17 + 4 * 5


def test_around_the_code_it_is_white() -> None:
    """ISO/IEC 18004, 5.3.8: the quiet zone is four modules wide on all four sides."""
    picture = drawn(qr_svg(PAGE, title="x")).convert("L")
    side = picture.width
    edge = round(side * QUIET_ZONE / (modules(qr_svg(PAGE, title="x")) + 2 * QUIET_ZONE)) - 1
    for box in ((0, 0, side, edge), (0, side - edge, side, side), (0, 0, edge, side), (side - edge, 0, side, side)):
        assert picture.crop(box).getextrema() == (255, 255)


def test_it_is_named_for_those_who_do_not_see_it() -> None:
    """WCAG 1.1.1; a title is text, whatever it holds."""
    root = ElementTree.fromstring(qr_svg(PAGE, title="Vérifier <b>JW</b> & fils"))
    assert root.get("role") == "img"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "Vérifier <b>JW</b> & fils"


def test_what_does_not_fit_is_refused() -> None:
    """ISO/IEC 18004, table 7: version 25 at level M holds 997 bytes."""
    assert modules(qr_svg("x" * 997, title="x")) == 117
    with pytest.raises(CodeTooLong, match="version 26"):
        qr_svg("x" * 998, title="x")
    with pytest.raises(CodeTooLong, match="do not fit"):
        qr_svg("x" * 3_000, title="x")
