"""Official codes that describe an organisation, read once from the published data, and their checks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.core.codes import Code, Correspondence, including, load, load_correspondences, validate_ice
from jawda.core.findings import Refused, words
from jawda.core.languages import Language
from jawda.foundation.ui.templatetags.ui import language

REGIONS: Final = "ma-region-2015"
ACTIVITIES: Final = "nace-2"
SECTORS: Final = "iaf-id1"


@cache
def codes(system: str) -> Mapping[str, Code]:
    """The codes of a system by code, in the order of its file."""
    content = (files("jawda") / "data" / "codes" / f"{system}.csv").read_bytes()
    return {code.code: code for code in load(content, file=f"{system}.csv")}


@cache
def _sectors_of_activities() -> tuple[Correspondence, ...]:
    name = f"{SECTORS}-to-{ACTIVITIES}.csv"
    content = (files("jawda") / "data" / "codes" / "correspondences" / name).read_bytes()
    return load_correspondences(content, file=name)


def title(system: str, code: str, tongue: Language | None = None) -> str:
    """The title of a code in the active language; the code itself where it is not known."""
    found = codes(system).get(code)
    return found.title.best(tongue or language()) if found else code


def options(system: str) -> list[tuple[str, str]]:
    """Code and title in the active language, for a list to choose from."""
    return [(code, item.title.best(language())) for code, item in codes(system).items()]


def region_title(code: str) -> str:
    """The region's name in the active language; nothing for no code."""
    return title(REGIONS, code) if code else ""


def proposed_sectors(activity: str) -> list[str]:
    """The IAF sectors that cover an activity, by the published correspondence; none where it must be chosen."""
    return including(_sectors_of_activities(), from_system=SECTORS, to_system=ACTIVITIES, code=activity)


def checked_ice(text: str) -> str:
    """The company identifier without its spaces, or nothing. ``ValidationError`` says what was expected."""
    if not text.strip():
        return ""
    try:
        return validate_ice(text)
    except Refused as refused:
        sentence = words(refused.findings[0], language())
        raise ValidationError(sentence[:1].upper() + sentence[1:], code="ice") from refused


def checked_region(code: str) -> str:
    """A region of the published division, or nothing."""
    if code and code not in codes(REGIONS):
        raise ValidationError(_("Choose one of the twelve regions."), code="region")
    return code


def checked_activity(text: str) -> str:
    """The NACE code at the start of ``text``, or nothing. ``ValidationError`` for a code that does not exist."""
    code = text.strip().split(" ")[0] if text.strip() else ""
    if code and (code not in codes(ACTIVITIES) or not code[0].isdigit()):
        raise ValidationError(
            _("“%(code)s” is not in NACE Rev. 2. A division such as 29 or a class such as 29.32 is expected.")
            % {"code": code},
            code="activity",
        )
    return code


def sectors_of(text: str, kept: Collection[str] = ()) -> tuple[str, ...]:
    """IAF sectors of one text, as documents name them, each once. None is looked up: see :func:`unknown_sector`.

    Commas and semicolons part them, Latin or Arabic. ``kept``: said before, which stay as they were written.

    >>> sectors_of("14، iaf 17; IAF 14"), sectors_of("IAF 14, 14.1", kept=["14.1"])
    (('IAF 14', 'IAF 17'), ('IAF 14', '14.1'))
    """
    found = []
    for part in re.split("[,;،؛]", text):
        said = " ".join(part.split())
        code = said.upper().replace("IAF", "").strip()
        if code:
            found.append(said if said in kept else f"IAF {code}")
    return tuple(dict.fromkeys(found))


def unknown_sector(sectors: Iterable[str]) -> str:
    """The code of the first that is none of IAF's; nothing where each is one."""
    known = codes(SECTORS)
    given = (sector.removeprefix("IAF ").strip() for sector in sectors)
    return next((code for code in given if code not in known), "")


def checked_sector(code: str, activity: str) -> str:
    """The sector given, else the one the activity proposes where there is exactly one."""
    if code:
        if code not in codes(SECTORS):
            raise ValidationError(_("Choose one of the sectors."), code="sector")
        return code
    proposed = proposed_sectors(activity) if activity else []
    return proposed[0] if len(proposed) == 1 else ""
