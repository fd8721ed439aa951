"""The data files that come with the platform: complete in three languages, consistent, attributed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from jawda.core.codes import (
    Code,
    Correspondence,
    Coverage,
    Relation,
    check,
    including,
    load,
    load_correspondences,
    load_systems,
)

FOLDER = files("jawda.data") / "codes"
SYSTEMS = load_systems((FOLDER / "systems.csv").read_bytes())
NBSP = "\N{NO-BREAK SPACE}"


def _files(folder: Traversable) -> Iterator[Traversable]:
    return (item for item in folder.iterdir() if item.name.endswith(".csv") and item.name != "systems.csv")


CODES: dict[str, tuple[Code, ...]] = {
    item.name.removesuffix(".csv"): load(item.read_bytes()) for item in _files(FOLDER)
}
LINKS: dict[str, tuple[Correspondence, ...]] = {
    item.name: load_correspondences(item.read_bytes()) for item in _files(FOLDER / "correspondences")
}


def test_every_declared_system_has_its_file_and_every_file_its_system() -> None:
    assert set(CODES) == {system.system for system in SYSTEMS if system.coverage is not Coverage.NONE}


@pytest.mark.parametrize("name", sorted(CODES))
def test_codes_are_of_their_system_and_complete_in_three_languages(name: str) -> None:
    system = next(system for system in SYSTEMS if system.system == name)
    assert check(CODES[name]) == ()
    for code in CODES[name]:
        assert (code.system, code.valid_from, code.valid_until) == (name, system.valid_from, system.valid_until)
        french = code.title.fr or ""
        assert "'" not in french
        assert all(french[place - 1] == NBSP for place, letter in enumerate(french) if letter in ":;?!")


def _count(name: str, length: int) -> int:
    return sum(len(code.code) == length for code in CODES[name])


def test_nace_rev_2_has_21_sections_and_88_divisions() -> None:
    """Regulation (EC) No 1893/2006, annex I: 21 sections, 88 divisions."""
    assert (_count("nace-2", 1), _count("nace-2", 2)) == (21, 88)


def test_nace_rev_2_1_has_22_sections_and_87_divisions() -> None:
    """Delegated Regulation (EU) 2023/137: 22 sections, 87 divisions; division 45 is no more."""
    assert (_count("nace-2.1", 1), _count("nace-2.1", 2)) == (22, 87)
    assert "45" not in {code.code for code in CODES["nace-2.1"]}


@pytest.mark.parametrize("name", ["nace-2", "nace-2.1"])
def test_a_detailed_division_has_groups_and_each_group_has_classes(name: str) -> None:
    parents = {code.parent for code in CODES[name]}
    known = {code.code for code in CODES[name]}
    assert {"20", "21", "22", "24", "25", "26", "27", "29"} <= parents
    assert {code for code in known if len(code) == 4} <= parents
    assert all(
        code.parent is not None and code.code.startswith(code.parent) for code in CODES[name] if len(code.code) > 2
    )


def test_morocco_has_twelve_regions_numbered_from_north_to_south() -> None:
    """Decree 2-15-40: twelve regions."""
    regions = CODES["ma-region-2015"]
    assert [region.code for region in regions] == [f"{number:02}" for number in range(1, 13)]
    assert (regions[5].title.fr, regions[5].title.ar) == ("Casablanca-Settat", "الدار البيضاء-سطات")


def test_every_region_has_its_iso_code() -> None:
    links = LINKS["ma-region-2015-to-iso-3166-2.csv"]
    assert {link.from_code: link.to_code for link in links} == {f"{n:02}": f"MA-{n:02}" for n in range(1, 13)}
    assert {link.relation for link in links} == {Relation.SAME}


def test_iaf_has_39_sectors() -> None:
    """IAF ID 1: 39 sectors."""
    assert [code.code for code in CODES["iaf-id1"]] == [str(number) for number in range(1, 40)]
    assert {link.from_code for link in LINKS["iaf-id1-to-nace-2.csv"]} == {code.code for code in CODES["iaf-id1"]}


def test_correspondences_name_declared_systems() -> None:
    declared = {system.system for system in SYSTEMS}
    named = {name for links in LINKS.values() for link in links for name in (link.from_system, link.to_system)}
    assert named <= declared


def _sectors(code: str) -> list[str]:
    return including(LINKS["iaf-id1-to-nace-2.csv"], from_system="iaf-id1", to_system="nace-2", code=code)


@pytest.mark.parametrize(
    ("code", "sector"),
    [
        ("29.31", "22"),
        ("27.32", "19"),
        ("22.29", "14"),
        ("20.42", "12"),
        ("20.13", "12"),
        ("25.50", "17"),
        ("25.4", "18"),
    ],
)
def test_the_sectors_of_the_first_two_ecosystems(code: str, sector: str) -> None:
    assert _sectors(code) == [sector]


def test_no_nace_class_that_stands_here_falls_into_two_sectors() -> None:
    found = {code.code: _sectors(code.code) for code in CODES["nace-2"]}
    assert {code: sectors for code, sectors in found.items() if len(sectors) > 1} == {}
    assert all(found[code.code] for code in CODES["nace-2"] if len(code.code) == 5)
