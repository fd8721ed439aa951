"""The fonts that set-up cuts."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from jawda.foundation.ui.fonts import SCRIPTS, WEIGHTS, build_fonts


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
    [("plex-latin-400.woff2", "Éàçœ«»’–−0123456789\u00a0…"), ("plex-arabic-600.woff2", "جودةدجنبرءآ؟،")],
)
def test_they_hold_the_characters_of_their_language(folder, file, text):
    with TTFont(folder / file) as font:
        assert [character for character in text if ord(character) not in font.getBestCmap()] == []


def test_a_second_run_writes_nothing(folder):
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    build_fonts(folder)
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_a_lost_file_is_made_again(folder):
    (folder / "plex-latin-500.woff2").unlink()
    build_fonts(folder)
    assert (folder / "plex-latin-500.woff2").exists()
