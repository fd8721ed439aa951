"""The groups whose members answer: a usual list, which the convener may change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

USUAL: Final[Mapping[str, Promise]] = {
    "authorities": _("Authorities"),
    "laboratories": _("Laboratories"),
    "certification_bodies": _("Certification bodies"),
    "industry": _("Industry"),
    "consumers": _("Consumers"),
    "academia": _("Academia"),
}
"""Offered first; their names follow the language of whoever reads."""
MOST: Final = 12


def name_of(college: Mapping[str, str]) -> str:
    """As the convener wrote it, else as it is usually called."""
    return college.get("name") or str(USUAL.get(college.get("code", ""), "")) or "–"


def names(colleges: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Names by code, in the panel's order."""
    return {college.get("code", ""): name_of(college) for college in colleges if isinstance(college, dict)}


def written(lines: Iterable[str], former: Iterable[Mapping[str, str]] = ()) -> list[dict[str, str]]:
    """One college per line as it was typed, doubles left out.

    A name that is usual in the language of the page stays translated; one that the panel had keeps its code.
    """
    codes = {str(label).casefold(): (code, "") for code, label in USUAL.items()}
    codes |= {name_of(item).casefold(): (item["code"], item["name"]) for item in former}
    taken = {code for code, _name in codes.values()}
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        name = " ".join(line.split())[:80]
        if not name or name.casefold() in found:
            continue
        if name.casefold() not in codes:
            code = next(code for number in range(1, 1000) if (code := f"own_{number}") not in taken)
            taken.add(code)
            codes[name.casefold()] = code, name
        code, own = codes[name.casefold()]
        found[name.casefold()] = {"code": code, "name": own}
    return list(found.values())
