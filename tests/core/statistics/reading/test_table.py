"""Columns of a table: by name, with what is left out."""

from __future__ import annotations

import math
from typing import Any

import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.reading import Table, read

TEXT = "e;Résultat (mg/L);op\n1;<0,5;A\n2;<LQ;A\n3;>100;B\n4;1,2;B\n5;n.d.;\n6;s.o.;C\n7;;C\n8;<LD;C\n"


def results() -> Table:
    found = read("labo.csv", TEXT.encode()).table
    assert found is not None
    return found


def refused(call: Any, *arguments: Any, **options: Any) -> Any:
    with pytest.raises(Refused) as fault:
        call(*arguments, **options)
    return fault.value.findings


def test_what_is_left_out_is_counted_once() -> None:
    column = results().numbers("resultat")
    assert [(one.reason, one.count, one.rows) for one in column.exclusions] == [
        ("absent", 1, (7,)),
        ("not_determined", 1, (6,)),
        ("censored_below", 1, (2,)),
        ("censored_above", 1, (4,)),
        ("censored_below_detection", 1, (9,)),
        ("censored_below_quantification", 1, (3,)),
    ]
    inputs = column.inputs()
    assert (inputs.count, inputs.missing, inputs.unit, inputs.file) == (1, 1, "mg/L", "labo.csv")
    assert inputs.excluded[-1].rows == (8,)
    assert inputs.count + sum(one.count for one in inputs.excluded) == 8


def test_half_the_limit_or_the_limit() -> None:
    limits = {"quantification_limit": 0.6, "detection_limit": 0.2}
    half = results().numbers("resultat", censored="half", **limits)
    assert [value for value in half.values.tolist() if not math.isnan(value)] == [0.25, 0.3, 1.2, 0.1]
    assert [one.reason for one in half.exclusions][-1] == "censored_above"
    limit = results().numbers("resultat", censored="limit", **limits)
    assert [value for value in limit.values.tolist() if not math.isnan(value)] == [0.5, 0.6, 100, 1.2, 0.2]
    finding = refused(results().numbers, "resultat", censored="half")[0]
    assert (finding.id, finding.place.row) == ("data_reading.limit_unknown", 9)


def test_censored_values_refused() -> None:
    finding = refused(results().numbers, "resultat", censored="refuse")[0]
    assert (finding.id, finding.place.row, finding.arguments["value"]) == ("data_reading.censored_values", 2, "<0,5")
    with pytest.raises(ValueError, match="censored"):
        results().numbers("resultat", censored="zero")  # type: ignore[arg-type]


def test_names() -> None:
    """Case, accents and the unit may be left away; another name is refused with the nearest."""
    assert results().column("RESULTAT").name == results().column("Résultat (mg/L)").name == "Résultat (mg/L)"
    finding = refused(results().numbers, "resulta")[0]
    assert finding.arguments == {"column": "resulta", "names": "e · Résultat (mg/L) · op", "nearest": "Résultat (mg/L)"}
    two = read("a.csv", b"Cote;COTE\n1;2\n").table
    assert two is not None
    assert refused(two.column, "cote")[0].id == "data_reading.no_such_column"


def test_units() -> None:
    assert refused(results().numbers, "resultat", unit="µg/L")[0].id == "samples.units_differ"
    assert results().numbers("e", unit="h").unit == "h"
    mixed = read("a.csv", b"a;b\n1;5 mm\n2;6 cm\n").table
    assert mixed is not None
    assert refused(mixed.numbers, "b")[0].id == "data_reading.mixed_units"
    one = read("a.csv", b"a;b\n1;5 mm\n2;6 mm\n").table
    assert one is not None
    assert one.numbers("b").unit == "mm"


def test_labels() -> None:
    findings = refused(results().labels, "op")
    assert [(one.id, one.place.row, one.place.column) for one in findings] == [("samples.no_label", 6, "op")]
    assert results().labels("e").codes.tolist() == list(range(8))


def test_texts_among_numbers() -> None:
    faulty = read("a.csv", b"a;b\n1;x\n2;3\n3;4\n4;5\n").table
    assert faulty is not None
    finding = refused(faulty.numbers, "b")[0]
    assert (finding.id, finding.place.file, finding.place.row) == ("data_reading.not_a_number", "a.csv", 2)


def test_values_whose_squares_are_no_doubles() -> None:
    found = read("x.csv", b"y;z;n\n1e-80;0;1\n2e-200;1e-80;\n;1;\n").table
    assert found is not None
    (fault,) = refused(found.numbers, "y")
    assert (fault.id, fault.place.column) == ("data_reading.too_small", "y")
    assert found.numbers("z").values.tolist() == [0, 1e-80, 1]
    assert found.numbers("n").values[0] == 1
