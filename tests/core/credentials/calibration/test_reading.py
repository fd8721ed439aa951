"""Reading: what a certificate says comes out, in its words and figures."""

from __future__ import annotations

import base64
import hashlib
from datetime import date

import pytest
from tests.core.credentials.calibration.certificates import (
    CORE,
    ERRORS,
    LABORATORY,
    PERSONS,
    document,
    measurement,
    quantity,
    real,
)
from tests.core.credentials.calibration.readings import only, reason, with_data

from jawda.core.credentials.calibration import CalibrationCertificate, read
from jawda.core.credentials.calibration.model import Change, Wording

WHOLE = read(document())


# what it says


def test_core_data() -> None:
    core = WHOLE.core
    assert (WHOLE.schema_version, core.identifier, core.country) == ("3.2.1", "LM-2026-0042", "MA")
    assert (core.languages, core.mandatory_languages, core.performed_at) == (("fr",), ("fr",), "laboratory")
    assert core.received_on == date(2026, 2, 27)
    assert (core.begun_on, core.ended_on, core.issued_on) == (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 3))
    assert (core.change, core.replaces) == (None, "")


@pytest.mark.parametrize("version", ["2.0.0", "2.4.0", "3.0.0", "3.1.2", "3.3.0", "3.4.0-rc.2"])
def test_versions_2_and_3(version: str) -> None:
    assert read(document(version=version)).schema_version == version


@pytest.mark.parametrize("version", ["", "1.0.0", "4.0.0", "3", "3.x.1", "3.2.1 ", "٣.2.1"])
def test_no_other_versions(version: str) -> None:
    assert reason(document(version=version)) == "version"


def test_items_and_their_numbers() -> None:
    (item,) = WHOLE.items
    assert (item.name.best("fr"), item.name.best("en"), item.name.best("de")) == (
        "Pied à coulisse",
        "Caliper",
        "Caliper",
    )
    assert (item.manufacturer.best("fr"), item.model) == ("Mesure SA", "P150")
    serial, own = item.identifications
    assert (serial.issuer, serial.value) == ("manufacturer", "SN 7")
    assert (own.issuer, own.value, own.name.best("fr"), own.reference_types) == (
        "customer",
        "PC-12",
        "Repère",
        ("basic_x",),
    )
    assert own.path == "administrativeData/items/item/identifications/identification[2]"


def test_who_and_for_whom() -> None:
    laboratory = WHOLE.laboratory
    assert laboratory is not None
    assert (laboratory.code, laboratory.contact.name.best("fr")) == ("ET 01", "Laboratoire de métrologie")
    assert (laboratory.contact.street, laboratory.contact.city, laboratory.contact.country) == ("Rue 3", "Rabat", "MA")
    assert laboratory.contact.email == "l@metro.example"
    (person,) = WHOLE.persons
    assert (person.name.best("fr"), person.role, person.main_signer) == ("A. Nom", "chef", True)
    assert WHOLE.customer is not None
    assert (WHOLE.customer.name.best("fr"), WHOLE.customer.city) == ("Câblages", "")
    assert not WHOLE.says_signed


def test_statements() -> None:
    conformity, again = WHOLE.statements
    assert (conformity.conformity, conformity.standards, conformity.traceable) == (("pass",), ("ISO 13385-1",), True)
    assert conformity.declaration.wording.best("fr") == "Conforme"
    assert (again.on, again.traceable, again.reference_types) == (date(2027, 3, 3), None, ("basic_recalibration",))


def test_texts_in_several_languages() -> None:
    """A language may have several paragraphs; without a language a text is anyone's."""
    found = only(
        quantity(
            '<dcc:name><dcc:content>A</dcc:content><dcc:content lang="FR">Un</dcc:content>'
            '<dcc:content lang="fr">Deux</dcc:content><dcc:content lang="en"/></dcc:name>' + real()
        )
    )
    assert found.name == Wording({"": "A", "fr": "Un\nDeux"})
    assert found.name.best("ar") == "A"
    assert Wording({"de": "Sonde"}).best("fr", "ar") == "Sonde"
    assert not Wording()


def test_a_certificate_with_little() -> None:
    found = read(
        document(
            core="<dcc:coreData/>", items="", laboratory="", persons="", customer="", statements="", measurements=""
        )
    )
    assert found == CalibrationCertificate(schema_version="3.2.1", core=found.core)
    assert not list(found.results())
    empty = read(
        document(
            laboratory="<dcc:calibrationLaboratory/>", items="<dcc:items/>",
            persons="<dcc:respPersons><dcc:respPerson/></dcc:respPersons>", customer="<dcc:customer/>",
        )
    )  # fmt: skip
    assert (empty.laboratory, empty.items) == (None, ())
    assert not empty.persons[0].name


@pytest.mark.parametrize("where", ["calibrationLaboratory", "respPerson"])
@pytest.mark.parametrize("what", ["cryptElectronicSignature", "cryptElectronicSeal"])
def test_it_says_that_it_is_signed(where: str, what: str) -> None:
    parts = {"laboratory": LABORATORY, "persons": PERSONS}
    for name, text in parts.items():
        parts[name] = text.replace(f"</dcc:{where}>", f"<dcc:{what}>1</dcc:{what}></dcc:{where}>")
    assert read(document(**parts)).says_signed


def test_a_certificate_that_comes_after_another() -> None:
    amended = (
        "<dcc:reportAmendedSubstituted><dcc:typeOfChange>{}</dcc:typeOfChange>{}"
        "</dcc:reportAmendedSubstituted></dcc:coreData>"
    )
    number = "<dcc:replacedUniqueIdentifier>LM-2026-0041</dcc:replacedUniqueIdentifier>"
    core = read(document(core=CORE.replace("</dcc:coreData>", amended.format("substituted", number)))).core
    assert (core.change, core.replaces) == (Change.SUBSTITUTED, "LM-2026-0041")
    assert reason(document(core=CORE.replace("</dcc:coreData>", amended.format("better", "")))) == "change"


# results


def test_a_list_with_the_older_uncertainty() -> None:
    found = only(ERRORS)
    (series,) = found.series
    assert (found.reference_types, found.hybrid, series.kind, series.is_list) == (
        ("basic_measurementError",), False, "real", True,
    )  # fmt: skip
    assert (series.values, series.written, series.unit) == (
        (0.01, 0.02, -0.01),
        ("0.01", "0.02", "-0.01"),
        r"\milli\metre",
    )
    own = series.uncertainty
    assert own is not None
    assert (own.kind, own.values, own.coverage_factors, own.coverage_probabilities) == (
        "expanded",
        (0.03,),
        (2.0,),
        (0.95,),
    )


NEWER = "<si:measurementUncertaintyUnivariate{0}>{1}</si:measurementUncertaintyUnivariate{0}>"


EXPANDED = """<si:expandedMU><si:valueExpandedMU>0.2</si:valueExpandedMU><si:coverageFactor>2</si:coverageFactor>
<si:coverageProbability>0.95</si:coverageProbability><si:distribution>normal</si:distribution></si:expandedMU>"""
STANDARD = "<si:standardMU><si:valueStandardMU>0.1</si:valueStandardMU></si:standardMU>"
INTERVAL = "<si:intervalMin>1</si:intervalMin><si:intervalMax>2</si:intervalMax>"


@pytest.mark.parametrize(
    ("inside", "kind", "values", "low"),
    [
        (NEWER.format("", EXPANDED), "expanded", (0.2,), ()),
        (NEWER.format("", STANDARD), "standard", (0.1,), ()),
        (NEWER.format("", f"<si:coverageIntervalMU>{INTERVAL}</si:coverageIntervalMU>"), "interval", (), (1.0,)),
        (
            f"<si:coverageInterval><si:standardUnc>0.1</si:standardUnc>{INTERVAL}</si:coverageInterval>",
            "interval",
            (0.1,),
            (1.0,),
        ),
    ],
)
def test_forms_of_uncertainty(inside: str, kind: str, values: tuple[float, ...], low: tuple[float, ...]) -> None:
    own = only(quantity(real(more=inside))).series[0].uncertainty
    assert own is not None
    assert (own.kind, own.values, own.lows) == (kind, values, low)


def test_the_newer_uncertainty_of_a_list() -> None:
    text = (
        r"<si:realListXMLList><si:labelXMLList>a b</si:labelXMLList><si:valueXMLList>1 NaN</si:valueXMLList>"
        r"<si:unitXMLList>\kelvin \degreecelsius</si:unitXMLList><si:dateTimeXMLList>2026-03-03T10:00:00Z"
        r"</si:dateTimeXMLList>"
        + NEWER.format("XMLList", "<si:expandedMUXMLList><si:valueExpandedMUXMLList>0.1 0.2</si:valueExpandedMUXMLList>"
                       "<si:coverageFactorXMLList>2</si:coverageFactorXMLList></si:expandedMUXMLList>")
        + "</si:realListXMLList>"
    )  # fmt: skip
    (series,) = only(quantity(text)).series
    assert (series.values, series.labels, series.unit) == ((1.0, None), ("a", "b"), "")
    assert series.times == ("2026-03-03T10:00:00Z",)
    assert series.uncertainty is not None
    assert series.uncertainty.values == (0.1, 0.2)


def test_constants_and_complex_numbers() -> None:
    constant = (
        r"<si:constant><si:label>g</si:label><si:quantityTypeQUDT>Acceleration</si:quantityTypeQUDT>"
        r"<si:value>9.81</si:value>"
        r"<si:unit>\metre\second\tothe{-2}</si:unit><si:uncertainty>0.01</si:uncertainty><si:distribution>normal"
        r"</si:distribution></si:constant>"
    )
    (series,) = only(quantity(constant)).series
    assert (series.kind, series.labels, series.quantity_kinds) == ("constant", ("g",), ("Acceleration",))
    assert series.uncertainty is not None
    assert (series.uncertainty.kind, series.uncertainty.values, series.uncertainty.distributions) == (
        "standard",
        (0.01,),
        ("normal",),
    )
    (plain,) = only(quantity(constant.replace("<si:distribution>normal</si:distribution>", ""))).series
    assert plain.uncertainty is not None
    assert plain.uncertainty.distributions == ()
    cartesian = (
        r"<si:complex><si:valueReal>1</si:valueReal><si:valueImag>2</si:valueImag><si:unit>\volt</si:unit>"
        "<si:ellipsoidalRegion/></si:complex>"
    )
    (series,) = only(quantity(cartesian)).series
    assert (series.kind, series.values, series.second, series.polar, series.has_region) == (
        "complex",
        (1.0,),
        (2.0,),
        False,
        True,
    )
    polar = (
        r"<si:complexListXMLList><si:valueMagnitudeXMLList>1 2</si:valueMagnitudeXMLList>"
        r"<si:valuePhaseXMLList>3 4</si:valuePhaseXMLList><si:unitXMLList>\volt</si:unitXMLList>"
        r"<si:unitPhaseXMLList>\radian</si:unitPhaseXMLList></si:complexListXMLList>"
    )
    (series,) = only(quantity(polar)).series
    assert (series.values, series.second, series.polar, series.phase_units) == (
        (1.0, 2.0),
        (3.0, 4.0),
        True,
        (r"\radian",),
    )


def test_hybrids_and_lists_of_elements() -> None:
    hybrid = only(
        quantity(f"<si:hybrid>{real('293.15', chr(92) + 'kelvin')}{real('20', chr(92) + 'degreecelsius')}</si:hybrid>")
    )
    assert hybrid.hybrid
    assert [series.values for series in hybrid.series] == [(293.15,), (20.0,)]
    inner = r"<si:list><si:listUnit>\metre</si:listUnit><si:real><si:value>1</si:value></si:real></si:list>"
    vector = only(quantity(f"<si:list>{real('2')}{inner}</si:list>"))
    assert not vector.hybrid
    assert [(series.values, series.unit) for series in vector.series] == [
        ((2.0,), r"\milli\metre"),
        ((1.0,), r"\metre"),
    ]


def test_quantities_in_words_and_relative_uncertainties() -> None:
    found = only(quantity("<dcc:noQuantity><dcc:content>rouge</dcc:content></dcc:noQuantity>"))
    assert (found.text.best("fr"), found.series) == ("rouge", ())
    assert only(quantity("<dcc:charsXMLList>a b</dcc:charsXMLList>")).words == ("a", "b")
    single = (
        r"<dcc:relativeUncertainty><dcc:relativeUncertaintySingle><si:value>0.1</si:value><si:unit>\one"
        r"</si:unit></dcc:relativeUncertaintySingle></dcc:relativeUncertainty>"
    )
    found = only(quantity(real() + single))
    assert found.relative_uncertainty is not None
    assert found.relative_uncertainty.values == (0.1,)
    many = single.replace("Single", "XmlList").replace("0.1", "0.1 0.2").replace("si:value>", "si:valueXMLList>")
    found = only(quantity(real() + many))
    assert found.relative_uncertainty is not None
    assert found.relative_uncertainty.values == (0.1, 0.2)
    assert only(quantity(real() + "<dcc:relativeUncertainty/>")).relative_uncertainty is None


def test_tables_texts_files_and_what_is_said_of_them() -> None:
    content = base64.b64encode(b"%PDF-").decode()
    file = (
        "<dcc:fileName>c.pdf</dcc:fileName><dcc:mimeType>application/pdf</dcc:mimeType>"
        f"<dcc:dataBase64>{content[:4]}\n {content[4:]}</dcc:dataBase64>"
    )
    said = (
        "<dcc:measurementMetaData><dcc:metaData refType='basic_conformity'><dcc:conformityXMLList>pass fail"
        "</dcc:conformityXMLList>"
        f"<dcc:validXMLList>true 0</dcc:validXMLList><dcc:data>{quantity(real('3'))}</dcc:data></dcc:metaData>"
        f"</dcc:measurementMetaData>"
    )
    conditions = (
        "<dcc:influenceConditions><dcc:influenceCondition refType='basic_temperature'><dcc:name><dcc:content>T"
        "</dcc:content></dcc:name>"
        f"<dcc:status>beforeAdjustment</dcc:status><dcc:data>{quantity(real('20'))}</dcc:data>"
        f"</dcc:influenceCondition></dcc:influenceConditions>"
    )
    formula = (
        "<dcc:formula><dcc:mathml><m:math xmlns:m='http://www.w3.org/1998/Math/MathML'><m:mi>x</m:mi>"
        "</m:math></dcc:mathml></dcc:formula>"
    )
    data = (
        f"<dcc:text><dcc:name><dcc:content>N</dcc:content></dcc:name><dcc:content>Note</dcc:content>"
        f"<dcc:file>{file}</dcc:file>{formula}</dcc:text>"
        f"<dcc:byteData>{file}</dcc:byteData><dcc:list>{quantity(real('1') + conditions)}"
        f"<dcc:list>{quantity(real('2') + said)}</dcc:list>{said}</dcc:list>"
    )
    (found,) = read(with_data(data)).results()
    outer, inner = found.quantities
    path = "measurementResults/measurementResult/results/result/data/list"
    assert (outer.table, inner.table) == (path, f"{path}/list")
    assert [each.quantities[0].series[0].values for each in outer.conditions] == [(20.0,)]
    assert outer.conditions[0].status == "beforeAdjustment"
    assert (inner.statements[0].conformity, inner.statements[0].valid) == (("pass", "fail"), (True, False))
    assert [each.series[0].values for each in inner.within()] == [(3.0,)]
    assert [each.series[0].values for each in outer.within()] == [(20.0,)]
    assert len(found.statements) == 1
    (text,) = found.texts
    assert (text.wording.best("fr"), text.name.best("fr"), text.formulas) == ("Note", "N", 1)
    (attached,) = found.files
    assert (attached.name, attached.media_type, attached.size) == ("c.pdf", "application/pdf", 5)
    assert attached.sha256 == hashlib.sha256(b"%PDF-").hexdigest()
    assert text.files[0].sha256 == attached.sha256


def test_methods_equipment_and_the_file_for_people() -> None:
    before = (
        "<dcc:usedMethods><dcc:usedMethod refType='basic_uncertainty'><dcc:name><dcc:content>GUM</dcc:content>"
        "</dcc:name>"
        "<dcc:norm>GUM</dcc:norm><dcc:reference>JCGM 100</dcc:reference></dcc:usedMethod></dcc:usedMethods>"
        "<dcc:measuringEquipments><dcc:measuringEquipment><dcc:name><dcc:content>Cales</dcc:content></dcc:name>"
        "<dcc:certificate><dcc:referralID>C-9</dcc:referralID></dcc:certificate><dcc:manufacturer><dcc:name>"
        "<dcc:content>K</dcc:content>"
        "</dcc:name></dcc:manufacturer></dcc:measuringEquipment><dcc:measuringEquipment/></dcc:measuringEquipments>"
    )
    end = "<dcc:document><dcc:fileName>c.pdf</dcc:fileName></dcc:document>"
    found = read(document(measurements=measurement(before=before), end=end))
    (measured,) = found.measurements
    assert (measured.methods[0].standards, measured.methods[0].references) == (("GUM",), ("JCGM 100",))
    assert (measured.equipment[0].certificate, measured.equipment[0].manufacturer.best("fr")) == ("C-9", "K")
    assert measured.equipment[1].certificate == ""
    assert [(file.name, file.size) for file in found.files] == [("c.pdf", 0)]


def test_what_is_of_another_namespace_is_not_seen() -> None:
    evil = '<x:uniqueIdentifier xmlns:x="urn:evil">EVIL</x:uniqueIdentifier><uniqueIdentifier>EVIL</uniqueIdentifier>'
    assert read(document(core=CORE.replace("<dcc:coreData>", f"<dcc:coreData>{evil}"))).core == WHOLE.core


def test_a_schema_location_is_not_followed(tmp_path: object) -> None:
    place = (
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="https://ptb.de/dcc'
        f' file://{tmp_path}/x.xsd"'
    )
    assert read(document(attributes=place)) == WHOLE


def test_nothing_is_included(tmp_path: object) -> None:
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file://{tmp_path}/x.xml"/>'
    assert read(document(end=f"<dcc:comment>{include}</dcc:comment>")) == WHOLE


def test_byte_order_mark_and_utf_16() -> None:
    text = document().decode()
    assert read(b"\xef\xbb\xbf" + text.encode()) == WHOLE
    assert read(text.encode("utf-16")) == WHOLE
