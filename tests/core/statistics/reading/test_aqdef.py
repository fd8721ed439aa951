"""Q-DAS' ASCII transfer format: keys, lines of values, groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.spreadsheets.model import Limits
from jawda.core.statistics.reading import CharacteristicSet, Read, read

F, C = "\x14", "\x0f"
HEAD = "K0100 2\nK1001/1 123\nK1002/1 Carter\nK2001/1 1\nK2002/1 Diamètre\nK2001/2 2\nK2002/2 Longueur\nK2142/0 mm\n"


def characteristics(text: str, **options: Any) -> tuple[CharacteristicSet, Read]:
    found = read("a.dfq", text.encode("cp1252"), **options)
    assert found.characteristics is not None
    return found.characteristics, found


def told(found: Read) -> set[str]:
    return {check.id.removeprefix("data_reading.") for check in found.report.findings} - {"encoding_windows"}


def refusal(text: str, **options: Any) -> Any:
    with pytest.raises(Refused) as refused:
        read("a.dfq", text.encode(), **options)
    return refused.value.findings[0]


def test_description() -> None:
    """Part, characteristic, nominal value, limits, unit, decimals; index 0 means all, no index the first."""
    text = HEAD + "K2101 12,5\nK2112 -0,1\nK2113 0,2\nK2022/1 3\nK2110/2 5\nK2111/2 6\nK0001/1 12,52\n"
    found, outcome = characteristics(text)
    first, second = found.characteristics
    assert (first.number, first.name, first.unit, first.decimals, first.nominal) == ("1", "Diamètre", "mm", 3, 12.5)
    assert (first.lower, first.upper, second.lower, second.upper) == (12.4, 12.7, 5, 6)
    assert first.part is not None
    assert (first.part.number, first.part.name) == ("123", "Carter")
    assert (found.names, outcome.report.understood.decimal) == (("Diamètre", "Longueur"), ",")
    assert told(outcome) == {"without_values"}
    assert first.to_dict()["count"] == 1


def test_lines_of_values() -> None:
    """Fields apart by 0x14 in their order, characteristics by 0x0F; what follows belongs to the last values."""
    text = HEAD + (
        f"2,49960E+01{F}0{F}17.05.2002/05:54:58{F}1,2{F}#B12{F}3{F}49{F}7{F}0{F}8{C}24.957{F}0{F}5/17/02/05:54:58\n"
        "K0053/1 615\nK0014/0 P1\n"
        f"25{C}26\nK0014/0/1 X\nK0001/1/2 25,5\n"
    )
    found, outcome = characteristics(text)
    first, second = found.characteristics
    assert (first.values.values.tolist(), second.values.values.tolist()) == ([24.996, 25.5], [24.957, 26])
    assert first.attributes["batch"] == ("B12", None)
    assert {name: values[0] for name, values in first.attributes.items()} == {
        "attribute": "0", "time": "17.05.2002/05:54:58", "events": "1,2", "batch": "B12", "cavity": "3",
        "operator": "49", "machine": "7", "process_parameter": "0", "gauge": "8",
        "part_identifier": "X", "order": "615",
    }  # fmt: skip
    assert first.times is not None
    assert second.times is not None
    assert first.times[0] == np.datetime64("2002-05-17T05:54:58")
    assert first.values.rows is not None
    assert first.values.rows.tolist() == [9, 12]
    assert second.times[0] == np.datetime64("2002-05-17T05:54:58")
    facts = outcome.report.understood.facts
    assert (facts["value_lines"], facts["values"], outcome.report.understood.separator) == (2, 4, "0x14 0x0F")


def test_a_line_with_one_value() -> None:
    found, _ = characteristics("K0100 1\nK2002/1 D\n12,5\n12.75\n")
    assert found.characteristics[0].values.values.tolist() == [12.5, 12.75]


def test_keys_before_the_first_value_wait_for_it() -> None:
    found, _ = characteristics("K0100 1\nK2002/1 D\nK0014/0 first\nK0001/1 1\nK0001/1 2\n")
    assert found.characteristics[0].attributes["part_identifier"] == ("first", None)


@pytest.mark.parametrize(
    ("code", "reason"), [(129, "invalid"), (255, "placeholder"), (256, "deleted"), (290, "not_plausible")]
)
def test_values_not_to_be_evaluated(code: int, reason: str) -> None:
    """Attributes 129, 255, 256 and 290 say that a value does not count: it is left out under its reason."""
    found, outcome = characteristics(f"K0100 1\nK2002/1 D\nK0001/1 1\nK0001/1 2\nK0002/1 {code}\n")
    column = found.characteristics[0].values
    assert [(one.reason, one.count, one.rows) for one in column.exclusions] == [(reason, 1, (4,))]
    assert (column.present().tolist(), told(outcome), column.inputs().missing) == ([1], {f"values_{reason}"}, 0)


def test_other_attributes_are_kept_and_said() -> None:
    found, outcome = characteristics("K0100 1\nK2002/1 D\nK0001/1 1\nK0002/1 7\nK0001/1 2\nK0002/1 x\n")
    assert found.characteristics[0].values.present().tolist() == [1, 2]
    assert [check.arguments["names"] for check in outcome.report.ambiguous] == ["7 · x"]


def test_faults_in_values() -> None:
    found, outcome = characteristics("K0100 1\nK2002/1 D\nK0001/1 abc\nK0001/1 2\nK0001/1\nK0001/1 1e9999\n")
    column = found.characteristics[0].values
    assert (column.present().tolist(), told(outcome)) == ([2], {"values_not_numbers"})
    inputs = column.inputs()
    assert (inputs.count, inputs.missing, inputs.excluded[0].rows) == (1, 1, (3, 6))
    assert outcome.report.understood.columns[0].absent == 2


def test_counted_characteristics() -> None:
    """An attribute characteristic gives a sample size and a number of defectives (K0020, K0021)."""
    found, _ = characteristics(
        f"K0100 3\nK2002/1 A\nK2004/1 1\nK0020/1 1000\nK0021/1 1\nK0004/1 01.01.2013/15:18:31\n"
        f"K2002/2 B\nK2002/3 C\nK2004/3 5\n12{F}3{F}{F}0{C}{C}20{F}2\n"
        f"{C}50{F}4{F}{F}0{F}{F}{F}{F}{F}{F}{F}{F}{F}\n"
    )
    first, second, third = found.characteristics
    assert (first.kind, first.values.values.tolist(), first.attributes["sample_size"]) == (
        "attribute",
        [1, 3],
        ("1000", "12"),
    )
    assert (second.values.values.tolist(), second.attributes["sample_size"]) == ([4], ("50",))
    assert (third.kind, third.values.values.tolist()) == ("attribute", [2])


def test_groups() -> None:
    """Nodes of parts, characteristics and groups (K51xx) say what is grouped under what."""
    text = (
        "K0100 4\nK1001/1 P\n"
        + "".join(f"K2002/{at} c{at}\n" for at in range(1, 5))
        + (
            "K5001/1 G1\nK5002/1 Alésages\nK5111/1 1\nK5112/2 1\nK5112/3 2\nK5113/8 1\nK5102/2 2\nK5103/2 3\n"
            "K5102/8 3\nK5103/1 2\nK5103/1 8\nK5102/99 4\nK5113/9 x\nK5102/7 x\n"
        )
    )
    found, _ = characteristics(text)
    assert [each.parent for each in found.characteristics] == [None, "1", None, None]
    assert [each.group for each in found.characteristics] == [None, None, "Alésages", None]
    simple, _ = characteristics(
        "K0100 3\nK2002/1 a\nK2030/1 1\nK2002/2 b\nK2030/2 0\nK2031/2 1\nK2002/3 c\nK5001/1 G\n"
    )
    assert [each.parent for each in simple.characteristics] == [None, "1", None]


def test_several_parts() -> None:
    found, outcome = characteristics("K0100 2\nK1002/0 Carter\nK1001/1 A\nK2002/1 x\nK1001/2 B\nK2002/2 y\nK0001/2 1\n")
    assert [each.part.number for each in found.characteristics if each.part] == ["A", "B"]
    assert [part.name for part in found.parts] == ["Carter", "Carter"]
    assert outcome.report.understood.facts["parts"] == 2


def test_what_is_not_read_is_told() -> None:
    text = (
        "K0100 5\nK2002/1 D\nK2002/1/1 x\nK20 x\nhello\nK0001/0 3\nK0001/1 1\nK0014/1/9 x\nK4072/1 Gauge\nK2999/1 z\n"
    )
    found, outcome = characteristics(text)
    assert told(outcome) == {"characteristics_differ", "lines_unread", "keys_unknown"}
    assert {one.reason: one.count for one in outcome.report.skipped} == {
        "unread_line": 5, "unknown_key": 1, "program_settings": 1,
    }  # fmt: skip
    assert "limits_inverted" in told(characteristics("K0100 1\nK2002/1 D\nK2110/1 2\nK2111/1 1\nK0001/1 1\n")[1])
    assert found.characteristics[0].values.values.tolist() == [1]


def test_dfd_and_dfx() -> None:
    """The description in one file, the values in another: rows are those of the second."""
    outcome = read("a.dfd", HEAD.encode("cp1252"), companions={"b.txt": b"", "a.DFX": f"1,5{C}2,5\n".encode()})
    assert outcome.characteristics is not None
    first = outcome.characteristics.characteristic("1")
    assert (first.values.file, first.values.values.tolist()) == ("a.DFX", [1.5])
    alone = refusal(f"1,5{F}0{C}2,5\n")
    assert (alone.id, alone.place.line) == ("data_reading.values_without_description", 1)


def test_values_of_an_unknown_characteristic() -> None:
    finding = refusal("K0100 1\nK2002/1 D\nK0001/2 1\n")
    assert (finding.id, finding.place.line, finding.arguments) == (
        "data_reading.unknown_characteristic",
        3,
        {"index": 2},
    )


def test_by_name() -> None:
    found, _ = characteristics(HEAD + "K0001/1 1\nK0001/2 2\n")
    assert found.characteristic("longueur").index == "2"
    with pytest.raises(Refused, match=r"data_reading.no_such_characteristic"):
        found.characteristic("poids")


def test_encodings() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        found = read("a.dfq", HEAD.encode(encoding)).characteristics
        assert found is not None
        assert found.names[0] == "Diamètre"


@pytest.mark.parametrize(
    ("limits", "identifier"),
    [(Limits(rows=3), "spreadsheets.too_many_rows"), (Limits(cells=4), "spreadsheets.too_many_cells")],
)
def test_limits(limits: Limits, identifier: str) -> None:
    assert refusal(HEAD, limits=limits).id == identifier


def test_too_many_characteristics() -> None:
    text = "K0100 1\n" + "".join(f"K2001/{at} x\n" for at in range(1, 100_100))
    assert refusal(text).id == "spreadsheets.too_many_rows"


@given(st.lists(st.tuples(st.decimals(-99, 99, places=3), st.decimals(-99, 99, places=3)), min_size=1, max_size=20))
def test_both_ways_to_write_values_agree(rows: list[tuple[Any, Any]]) -> None:
    """The same values as lines and as keys, with comma or point."""
    lines, _ = characteristics(HEAD + "".join(f"{one}{C}{two}\n" for one, two in rows))
    keyed, _ = characteristics(HEAD + "".join(f"K0001/1 {one}\nK0001/2 {two}\n" for one, two in rows).replace(".", ","))
    for one, two in zip(lines.characteristics, keyed.characteristics, strict=True):
        assert one.values.values.tolist() == two.values.values.tolist()
