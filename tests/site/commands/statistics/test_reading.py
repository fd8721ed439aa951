"""``jawda stats read``, and files of every kind on their way to a method."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.site.commands.statistics import common_arguments, saying

FRENCH = "Pièce;Cote (mm)\n1;12,003\n2;11,998\n3;1\u202f012,5\n4;\n5;n.d.\n6;<12\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_in_words(stats: Stats, tmp_path: Path, language: str) -> None:
    (tmp_path / "fr.csv").write_text(FRENCH, encoding="utf-8-sig")
    said = stats("read", "fr.csv", "--lang", language)
    assert said.status == 0
    assert saying.word("read_to_confirm", language) in said.out  # type: ignore[arg-type]
    assert "Cote (mm)" in said.out
    (tmp_path / "plain.csv").write_text("a,b\n1.5,2\n2.5,3\n")
    assert saying.word("read_well", language) in stats("read", "plain.csv", "--lang", language).out  # type: ignore[arg-type]


def test_the_report_as_json(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "fr.csv").write_text(FRENCH, encoding="cp1252", errors="replace")
    found = stats("read", "fr.csv", "--json").json
    assert {"understood", "skipped", "ambiguous", "findings", "method", "inputs"} <= set(found)
    assert found["understood"]["encoding"] == "cp1252"


def test_what_is_left_out_is_counted_in_the_result_too(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "fr.csv").write_text(FRENCH.replace("1\u202f012,5", "12,5"), encoding="utf-8-sig")
    given = ("chart", "fr.csv", "--kind", "individuals", "--value", "cote", "--json")
    found = stats(*given).json
    assert found["inputs"]["count"] == 3
    assert {one["reason"] for one in found["inputs"]["excluded"]} == {"missing", "not_determined", "censored_below"}
    assert stats(*given, "--censored", "half").json["inputs"]["count"] == 4
    assert stats(*given, "--censored", "refuse").status == 2


def test_a_person_may_say_how_to_read(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes("titre\nx|y\n1,5|2\n2,5|3\n3,5|5\n".encode("cp1252"))
    given = ("--separator", "|", "--header", "2", "--decimal", ",", "--encoding", "cp1252", "--dates", "day")
    found = stats("chart", "t.txt", "--kind", "individuals", "--value", "x", "--unit", "mm", *given, "--json").json
    assert found["limits"]["center"] == 2.5
    assert found["inputs"]["unit"] == "mm"


@pytest.mark.parametrize(
    ("content", "named"),
    [(b"", "x.csv"), (b"%PDF-1.7", "x.csv"), (b"a;b\n", "x.csv"), (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.csv")],
)
def test_what_holds_no_data_is_refused(stats: Stats, tmp_path: Path, content: bytes, named: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    said = stats("read", "x.csv")
    assert (said.status, said.out) == (2, "")
    assert named in said.err


@pytest.mark.parametrize(
    "option", [("--separator", ";;"), ("--separator", '"'), ("--header", "-1"), ("--encoding", "nope")]
)
def test_a_way_of_reading_that_cannot_be_is_refused(stats: Stats, tmp_path: Path, option: tuple[str, str]) -> None:
    (tmp_path / "x.csv").write_text("a;b\n1;2\n")
    said = stats("read", "x.csv", *option)
    assert (said.status, said.out) == (2, "")
    assert option[0] in said.err


@pytest.mark.parametrize("encoding", common_arguments.ENCODINGS)
def test_every_encoding_that_can_be_named_is_known(stats: Stats, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.csv").write_text("é;b\n1;2\n2;3\n", encoding=encoding)
    assert stats("read", "x.csv", "--encoding", encoding, "--separator", ";", "--json").status == 0


AQDEF = (
    "K0100 2\r\nK1001/1 P-1\r\nK1002/1 Rondelle\r\nK2001/1 1\r\nK2002/1 Diamètre\r\nK2101/1 10\r\nK2110/1 9.5\r\n"
    "K2111/1 10.5\r\nK2142/1 mm\r\nK2001/2 2\r\nK2002/2 Longueur\r\n"
    + "".join(f"K0001/1 {10 + place / 10}\r\nK0008/1 {place % 2}\r\nK0001/2 {20 + place}\r\n" for place in range(6))
)


def test_characteristics_of_a_measuring_program(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "m.dfq").write_text(AQDEF, encoding="cp1252")
    given = ("chart", "m.dfq", "--kind", "individuals")
    assert stats(*given, "--value", "Longueur", "--json").json["limits"]["center"] == pytest.approx(22.5)
    said = stats(*given)
    assert said.status == 2
    assert "Diamètre" in said.err
    assert stats("read", "m.dfq", "--json").json["understood"]["format"].startswith("aqdef")
    said = stats(*given, "--value", "Masse")
    assert said.status == 2
    assert "Longueur" in said.err
    said = stats("chart", "m.dfq", "--kind", "xbar-r", "--value", "Longueur", "--subgroup", "lot")
    assert said.status == 2
    assert "lot" in said.err
    found = stats("chart", "m.dfq", "--kind", "xbar-r", "--value", "Longueur", "--size", "2", "--json").json
    assert found["limits"]["center"] == pytest.approx(22.5)


def test_a_pair_of_files_by_either_name(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "m.dfd").write_text("K0100 1\r\nK1001/1 P\r\nK2001/1 1\r\nK2002/1 D\r\n")
    (tmp_path / "m.dfx").write_text("10.1\r\n10.2\r\n10.4\r\n")
    for name in ("m.dfd", "m.dfx"):
        found = stats("chart", name, "--kind", "individuals", "--json").json
        assert found["limits"]["center"] == pytest.approx(10.2333333333)


def test_the_limit_that_a_cell_does_not_state(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "lq.csv").write_text("y\n0,5\n<LQ\n0,7\n<LD\n0,6\n0,8\n0,65\n")
    given = ("capability", "lq.csv", "--lsl", "0", "--usl", "2", "--censored")
    found = stats(*given, "half", "--lq", "0,3", "--ld", "0,1", "--json").json
    assert found["mean"] == pytest.approx((0.5 + 0.15 + 0.7 + 0.05 + 0.6 + 0.8 + 0.65) / 7)
    found = stats(*given, "limit", "--lq", "0,3", "--ld", "0,1", "--json").json
    assert found["mean"] == pytest.approx((0.5 + 0.3 + 0.7 + 0.1 + 0.6 + 0.8 + 0.65) / 7)
    for known, asked in (("--lq", "--ld"), ("--ld", "--lq")):
        said = stats(*given, "limit", known, "0,3")
        assert (said.status, said.out) == (2, "")
        assert asked in said.err
        assert known not in said.err
        assert "ligne" in said.err
    said = stats(*given, "exclude", "--lq", "0,3")
    assert (said.status, said.out) == (2, "")
    assert "--censored" in said.err
    assert stats("capability", "lq.csv", "--lsl", "0", "--usl", "2", "--unit", "mm", "--value", "absente").status == 2
