"""What comes in is told from its content, and refused or made harmless where it is not certainly harmless."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.core.credentials.calibration.certificates import document as calibration_certificate
from tests.foundation.files.hostile import HOSTILE, MADE_HARMLESS
from tests.foundation.files.samples import HONEST, docx, odf, pdf, photograph, picture, xlsx

from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.foundation.files.inspection import clean_name, examine
from jawda.foundation.files.inspection_kinds import FACTS, IMAGES, Kind, Limits


@pytest.mark.parametrize("name", sorted(HONEST))
def test_honest_files_come_in(name: str) -> None:
    found = examine(HONEST[name], name=name)
    assert name.rpartition(".")[2].lower() in FACTS[found.kind].extensions
    assert found.name == name
    if found.kind not in IMAGES:
        assert found.content == HONEST[name], "a document is kept byte for byte"


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_hostile_files_are_refused_with_a_sentence(what: str) -> None:
    name, content, fault = HOSTILE[what]
    with pytest.raises(Refused) as caught:
        examine(content, name=name)
    assert [item.id for item in caught.value.findings] == [f"uploads.{fault}"]
    for language in LANGUAGES:
        assert words_with_place(caught.value.findings[0], language)


def test_of_xml_calibration_certificates_alone_come_in() -> None:
    """Plain and whole: with a document type, a style sheet or cut off it stays outside."""
    certificate = calibration_certificate()
    found = examine(b"\xef\xbb\xbf" + certificate, name="C-42.xml")
    assert (found.kind, found.content) == (Kind.CALIBRATION, b"\xef\xbb\xbf" + certificate)
    for spoilt, fault in (
        (b'<?xml-stylesheet href="evil.xsl" type="text/xsl"?>' + certificate, "uploads.unknown_kind"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + certificate, "calibration_certificates.document_type"),
        (certificate[:-9], "calibration_certificates.broken_xml"),
        (b"<a>:digitalCalibrationCertificate</a>", "calibration_certificates.another_document"),
        (b"<?xml version='1.0'?><invoice/>", "uploads.unknown_kind"),
    ):
        with pytest.raises(Refused) as caught:
            examine(spoilt, name="C-42.xml")
        assert [item.id for item in caught.value.findings] == [fault]
        assert caught.value.findings[0].place.file == "C-42.xml"


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(HOSTILE) + len(MADE_HARMLESS) >= 60


@pytest.mark.parametrize("what", sorted(MADE_HARMLESS))
def test_nothing_but_pixels_is_kept_of_a_picture(what: str) -> None:
    name, content = MADE_HARMLESS[what]
    assert b"CANARY" in content
    found = examine(content, name=name)
    assert b"CANARY" not in found.content + found.thumbnail
    assert b"PK\x03\x04" not in found.content
    kept = Image.open(io.BytesIO(found.content))
    assert kept.size == (40, 30)
    assert not kept.getexif()
    assert not {"icc_profile", "comment", "exif", "xmp"} & set(kept.info)


def test_a_photograph_stands_upright_and_tells_no_place() -> None:
    found = examine(photograph(), name="photo.jpeg")
    kept = Image.open(io.BytesIO(found.content))
    assert kept.size == (30, 40)
    assert not kept.getexif()
    assert b"CANARY" not in found.content
    small = Image.open(io.BytesIO(found.thumbnail))
    assert (small.format, small.size) == ("WEBP", (30, 40))


def test_a_large_picture_has_a_small_copy_and_transparency_stays() -> None:
    found = examine(picture("PNG", (1600, 800), "RGBA"), name="a.png")
    assert Image.open(io.BytesIO(found.content)).mode == "RGBA"
    assert Image.open(io.BytesIO(found.thumbnail)).size == (320, 160)


@pytest.mark.parametrize("mode", ["I;16", "P", "1", "LA"])
def test_pictures_of_every_depth_are_written_anew(mode: str) -> None:
    found = examine(picture("PNG", mode=mode), name="a.png")
    assert Image.open(io.BytesIO(found.content)).size == (40, 30)


def test_a_cmyk_photograph_becomes_one_that_a_browser_shows() -> None:
    buffer = io.BytesIO()
    Image.new("CMYK", (40, 30)).save(buffer, "JPEG")
    found = examine(buffer.getvalue(), name="a.jpg")
    assert Image.open(io.BytesIO(found.content)).mode == "RGB"


HIGHEST = (
    "import io, resource\n"
    "from pathlib import Path\n"
    "def highest():\n"  # of this program alone: the system's own figure remembers who started it
    "    lines = Path('/proc/self/status').read_text().splitlines()\n"
    "    return int(next(line.split()[1] for line in lines if line.startswith('VmHWM'))) // 1024\n"
)


def in_a_fresh_process(code: str) -> list[int]:
    """The megabytes that it prints."""
    done = subprocess.run(
        [sys.executable, "-c", HIGHEST + code], capture_output=True, text=True, check=True, timeout=300
    )
    return list(map(int, done.stdout.split()))


@pytest.mark.long
def test_memory_is_bounded_whatever_comes() -> None:
    """All hostile files one after the other: what examining them took more than making them."""
    (taken,) = in_a_fresh_process(
        "from tests.foundation.files.hostile import HOSTILE\n"
        "from jawda.core.findings import Refused\n"
        "from jawda.foundation.files.inspection import examine\n"
        "Path('/proc/self/clear_refs').write_text('5')\n"  # forgets how high making them rose
        "before = highest()\n"
        "for name, content, _ in HOSTILE.values():\n"
        "    try: examine(content, name=name)\n"
        "    except Refused: pass\n"
        "print(highest() - before)\n"
    )
    assert taken < 150, f"{taken} MB"


@pytest.mark.long
def test_memory_is_bounded_for_the_largest_picture() -> None:
    """49 million pixels, turned: the server holds the file alone, the process that decodes less than its bound."""
    before, own, decoding = in_a_fresh_process(
        "from PIL import Image\n"
        "exif = Image.Exif(); exif[0x0112] = 6\n"
        "buffer = io.BytesIO()\n"
        "Image.new('RGB', (7000, 7000), 9).save(buffer, 'JPEG', exif=exif)\n"
        "from jawda.foundation.files.inspection import examine\n"
        "before = highest()\n"
        "examine(buffer.getvalue(), name='a.jpg')\n"
        "print(before, highest(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    assert own - before < 20
    assert decoding < 600


def test_limits_are_those_asked_for() -> None:
    with pytest.raises(Refused) as caught:
        examine(picture(size=(100, 100)), name="a.png", limits=Limits(pixels=9_999))
    assert caught.value.findings[0].arguments == {"megapixels": 0.0, "limit": 0.0}


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\amina\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("  .. ", "file"),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
        ("تقرير التدقيق.pdf", "تقرير التدقيق.pdf"),
    ],
)
def test_names_lose_what_deceives(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text())
def test_a_cleaned_name_is_short_visible_and_stays_as_it_is(name: str) -> None:
    found = clean_name(name)
    assert 0 < len(found) <= 120
    assert not set(found) & set('/\\:*?"<>|\r\n\0')
    assert clean_name(found) == found


SEEDS = [pdf(), docx(), xlsx(), odf(), HONEST["objets.pdf"], HONEST["liste.csv"]]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=12)), max_size=8))
def test_damaged_files_are_accepted_or_refused_and_nothing_else(seed: bytes, wounds: list[tuple[int, bytes]]) -> None:
    """Whatever is broken in a file, it is a finding: no other exception leaves the examination."""
    content = bytearray(seed)
    for place, wound in wounds:
        content[place % len(content) : place % len(content) + len(wound)] = wound
    for name in ("a.pdf", "a.docx", "a.csv"):
        try:
            examine(bytes(content), name=name)
        except Refused as refused:
            faults = {item.id.partition(".")[0] for item in refused.findings}
        else:
            faults = {"uploads"}
        assert faults == {"uploads"}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=3000))
def test_arbitrary_bytes_are_refused_or_are_text(content: bytes) -> None:
    try:
        found = examine(content, name="a.txt")
    except Refused:
        return
    wide = found.content.startswith((b"\xff\xfe", b"\xfe\xff"))  # its mark says UTF-16, where every other byte may be 0
    text = found.content.decode("utf-16" if wide else "cp1252", "ignore")
    assert not set(text) & set(map(chr, (0, 1, 2, 7, 8, 27)))
