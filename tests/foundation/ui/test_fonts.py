"""The fonts that set-up cuts."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from jawda.foundation.ui.fonts import FAMILY, SCRIPTS, WEIGHTS, build_fonts


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("fonts") / "new"
    build_fonts(target)
    return target


def test_one_file_for_each_weight_and_script(folder):
    assert len(list(folder.glob("*.woff2"))) == len(WEIGHTS) * len(SCRIPTS)


def test_each_is_light_enough_for_a_first_load(folder):
    assert all(file.stat().st_size < 40_000 for file in folder.glob("*.woff2"))


def test_the_sheet_names_the_files_that_stand_beside_it(folder):
    text = (folder / "fonts.css").read_text(encoding="utf-8")
    assert set(re.findall(r'url\("([^"]+)"\)', text)) == {file.name for file in folder.glob("*.woff2")}
    assert text.count("font-display:swap") == 6


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("jawda-sans-latin-400.woff2", "Éàçœ«»’–−0123456789\u00a0\u202f\u2009\u2011…"),
        ("jawda-sans-arabic-600.woff2", "جودةدجنبرءآ؟،"),
    ],
)
def test_they_hold_the_characters_of_their_language(folder, file, text):
    with TTFont(folder / file) as font:
        assert [character for character in text if ord(character) not in font.getBestCmap()] == []


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_thin_space_is_thinner_than_a_space_and_shows_nothing(folder, weight):
    """French typography: a thin no-break space before ; ! ? and between thousands."""
    with TTFont(folder / f"jawda-sans-latin-{weight}.woff2") as font:
        names = font.getBestCmap()
        widths = [font["hmtx"][names[point]][0] for point in (0x202F, 0x20)]
        assert 0 < widths[0] < widths[1]
        assert font["glyf"][names[0x202F]].numberOfContours == 0


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_modified_version_bears_its_own_name_and_keeps_the_licence(folder, weight, script):
    """SIL Open Font License 1.1: conditions 2 (copyright and licence stay) and 3 (no reserved font name)."""
    with TTFont(folder / f"jawda-sans-{script}-{weight}.woff2") as font:
        records = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert records[1] == FAMILY
    assert not [text for number, text in records.items() if number not in (0, 13) and "Plex" in text]
    assert "IBM" in records[0]
    assert "Open Font License" in records[13]
    assert "Plex" not in (folder / "fonts.css").read_text(encoding="utf-8").replace("ibm-plex", "")


def test_a_second_run_writes_nothing(folder):
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    build_fonts(folder)
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_a_lost_file_is_made_again(folder):
    (folder / "jawda-sans-latin-500.woff2").unlink()
    build_fonts(folder)
    assert (folder / "jawda-sans-latin-500.woff2").exists()
