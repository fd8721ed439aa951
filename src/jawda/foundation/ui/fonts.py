"""Web fonts cut from the font package: only the characters that the three languages use, as woff2.

``build_fonts(folder)`` writes one file per weight and script and a ``fonts.css`` beside them. A page in French
loads the Latin files alone: the browser chooses by ``unicode-range``. The source is IBM Plex Sans Arabic (SIL Open
Font License 1.1, reserved font name "Plex"). A subset is a modified version, which may not bear the reserved name
(OFL, condition 3): the family that a page asks for, and the names inside the files, are "Jawda Sans". Copyright and
licence stay inside (condition 2). The files are made on the machine that serves them and are never committed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import fontpkg_ibm_plex_sans_arabic as package
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

FAMILY: Final[str] = "Jawda Sans"
WEIGHTS: Final[dict[int, str]] = {400: "Regular", 500: "Medium", 600: "SemiBold"}
#: Inclusive ranges of code points. Digits and signs common to both scripts come with Latin.
SCRIPTS: Final[dict[str, tuple[tuple[int, int], ...]]] = {
    "latin": (
        (0x20, 0x7E), (0xA0, 0x17F), (0x2C6, 0x2C7), (0x2D8, 0x2DD), (0x2002, 0x200B), (0x2010, 0x2027),
        (0x202F, 0x202F), (0x2030, 0x2044), (0x2070, 0x208E), (0x20AC, 0x20AC), (0x2116, 0x2122), (0x2190, 0x2193),
        (0x2212, 0x2215), (0x221E, 0x221E), (0x2248, 0x2248), (0x2260, 0x2265),
    ),
    "arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0x200C, 0x200F), (0x2066, 0x2069), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
}  # fmt: skip
#: What the source lacks and our texts need. French sets a thin no-break space before ; ! ? and between thousands:
#: without a glyph each browser would choose the width. A sixth of an em, as wide as a thin space.
THIN_SPACES: Final = (0x2009, 0x202F)
THIN_WIDTH: Final = 1 / 6
NO_BREAK_HYPHEN: Final = 0x2011
#: Name records (OpenType ``name``): what a person or a program takes as the font's name.
_NAMED: Final = {1: "{family}", 3: "{version};{postscript}", 4: "{family} {weight}", 6: "{postscript}", 16: "{family}"}


def build_fonts(target_folder: Path) -> tuple[Path, ...]:
    """Write the fonts into ``target_folder`` and return the files, ``fonts.css`` first.

    Nothing is done where a former run left the same: the first line of ``fonts.css``, which is written last, names
    what it was made from.
    """
    stamp = f"/* {_stamp()} */"
    sheet = target_folder / "fonts.css"
    files = [(weight, script, target_folder / f"jawda-sans-{script}-{weight}.woff2") for weight, script in _faces()]
    paths = (sheet, *(file for _, _, file in files))
    if all(path.exists() for path in paths) and sheet.read_text(encoding="utf-8").startswith(stamp):
        return paths
    target_folder.mkdir(parents=True, exist_ok=True)
    for weight, script, file in files:
        _cut(weight, SCRIPTS[script], file)
    rules = "\n".join(_rule(weight, script, file.name) for weight, script, file in files)
    sheet.write_text(f"{stamp}\n{rules}\n", encoding="utf-8")
    return paths


def _faces() -> Iterator[tuple[int, str]]:
    return ((weight, script) for weight in WEIGHTS for script in SCRIPTS)


def _stamp() -> str:
    """What the result depends on: the packages' versions, the ranges and the form of the rules."""
    parts = [f"{name} {version(name)}" for name in ("fontpkg-ibm-plex-sans-arabic", "fonttools")]
    digest = hashlib.sha256(
        repr((WEIGHTS, SCRIPTS, THIN_SPACES, THIN_WIDTH, _NAMED, _rule(400, "latin", ""))).encode()
    ).hexdigest()
    return ", ".join([*parts, digest[:12]])


def _points(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    return (point for first, last in ranges for point in range(first, last + 1))


def _cut(weight: int, ranges: Iterable[tuple[int, int]], target: Path) -> None:
    """Keep the characters and the features that shape Arabic; drop hinting, which screens no longer need."""
    source = package.ROOT / "files" / f"IBMPlexSansArabic-{WEIGHTS[weight]}.ttf"
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["*"], notdef_outline=True)
    options.drop_tables += ["meta"]
    options.name_IDs = [0, *_NAMED, 2, 5, 10, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_points(ranges))
    with TTFont(source, recalcTimestamp=False) as font:
        _complete(font)
        _rename(font, WEIGHTS[weight])
        cutter.subset(font)
        subset.save_font(font, target, options)


def _complete(font: TTFont) -> None:
    """Add the thin spaces, and the no-break hyphen as another character of the hyphen's glyph."""
    width = round(font["head"].unitsPerEm * THIN_WIDTH)
    table = font["glyf"]
    for point in THIN_SPACES:
        name = f"uni{point:04X}"
        table[name] = Glyph()
        font["hmtx"][name] = (width, 0)
    hyphen = font.getBestCmap()[ord("-")]
    for subtable in font["cmap"].tables:
        if subtable.isUnicode():
            subtable.cmap.update({point: f"uni{point:04X}" for point in THIN_SPACES} | {NO_BREAK_HYPHEN: hyphen})


def _rename(font: TTFont, weight: str) -> None:
    """Give the modified version its own name; copyright and licence records stay as they are."""
    names = font["name"]
    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    said = {"family": FAMILY, "weight": weight, "postscript": postscript, "version": names.getDebugName(5)}
    for record in tuple(names.names):
        if record.nameID in _NAMED:
            names.setName(
                _NAMED[record.nameID].format(**said), record.nameID, record.platformID, record.platEncID, record.langID
            )
    names.setName("Modified version for screens: subset, thin spaces added, renamed.", 10, 3, 1, 0x409)


def _rule(weight: int, script: str, name: str) -> str:
    ranges = ",".join(f"U+{first:X}-{last:X}" for first, last in SCRIPTS[script])
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:{weight};font-display:swap;'
        f'src:url("{name}") format("woff2");unicode-range:{ranges}}}'
    )
