"""Results as people read them: figures as the laboratory wrote them, each with its unit and uncertainty."""

from __future__ import annotations

import pytest
from tests.core.credentials.calibration.certificates import ERRORS, document, measurement, quantity, real, result

from jawda.core.credentials.calibration.layout import ResultLayout, layout
from jawda.core.credentials.calibration.reading import read
from jawda.core.languages import Language

LIST = r"""<dcc:list>
{errors}
<dcc:quantity refType="basic_referenceValue"><si:realListXMLList><si:valueXMLList>10.00 50.00</si:valueXMLList>
<si:unitXMLList>\milli\metre</si:unitXMLList></si:realListXMLList></dcc:quantity></dcc:list>"""


def laid_out(data: str, language: Language = "fr") -> ResultLayout:
    (found,) = read(document(measurements=measurement(result(data)))).results()
    return layout(found, language)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_quantities_of_one_list_are_columns_of_one_table_with_the_uncertainty_beside() -> None:
    found = laid_out(LIST.format(errors=ERRORS))
    assert (found.name, found.lines) == ("R", ())
    (table,) = found.tables
    assert [(column.name, column.unit, plain(column.about)) for column in table.columns] == [
        ("Erreur", "mm", ""), ("U", "mm", "k = 2"), ("basic_referenceValue", "mm", ""),
    ]  # fmt: skip
    assert table.length == 3
    assert table.rows(10) == (("0,01", "0,03", "10,00"), ("0,02", "0,03", "50,00"), ("-0,01", "0,03", ""))
    assert table.rows(1) == (("0,01", "0,03", "10,00"),)


def test_one_uncertainty_for_each_value_stays_with_its_value() -> None:
    each = ERRORS.replace(">0.03<", ">0.03 0.04 0.05<").replace(">2<", ">2 2 2<").replace(">0.95<", ">0.95 0.95 0.95<")
    (table,) = laid_out(LIST.format(errors=each), "en").tables
    assert [row[:2] for row in table.rows(10)] == [("0.01", "0.03"), ("0.02", "0.04"), ("-0.01", "0.05")]


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (real(), "1,5 mm"),
        (real(unit=r"\one"), "1,5"),
        (
            real(more="<si:expandedUnc><si:uncertainty>0.2</si:uncertainty><si:coverageFactor>2.5</si:coverageFactor>"
                 "<si:coverageProbability>0.95</si:coverageProbability></si:expandedUnc>"),
            "1,5 mm (U = 0,2, k = 2,5)",
        ),
        ("<dcc:noQuantity><dcc:content>Bon état</dcc:content></dcc:noQuantity>", "Bon état"),
    ],
)  # fmt: skip
def test_a_single_value_is_a_line(inside: str, line: str) -> None:
    found = laid_out(quantity(inside, refType="basic_x"))
    assert found.tables == ()
    assert [(name, plain(value)) for name, value in found.lines] == [("basic_x", line)]


def test_a_long_list_that_stands_alone_is_cut_and_says_so() -> None:
    values = " ".join(f"{number}.5" for number in range(20))
    inside = (
        f"<si:realListXMLList><si:valueXMLList>{values}</si:valueXMLList>"
        r"<si:unitXMLList>\milli\metre</si:unitXMLList></si:realListXMLList>"
    )
    ((name, value),) = laid_out(quantity(inside)).lines
    assert name == "–"
    assert plain(value).endswith("11,5 … mm")
