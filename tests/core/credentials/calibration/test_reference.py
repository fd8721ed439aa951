"""Published certificates, read and compared with the schemas they follow; skipped where the folder is absent.

``JAWDA_REFERENCE``, else ``shared/reference`` beside the checkout. The schemas are not ours: nothing of them is kept.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.core.credentials.calibration.certificates import document, measurement, quantity, real, result

from jawda.core.credentials.calibration import Standing, examine, read
from jawda.core.credentials.calibration.layout import layout
from jawda.core.findings.checks import Status

FOLDER = Path(os.environ.get("JAWDA_REFERENCE") or Path(__file__).resolve().parents[5] / "shared" / "reference")
CASES = FOLDER / "credentials" / "calibration"
TODAY = datetime(2026, 5, 4, tzinfo=UTC)
SIGNED = "dcc_gp_temperature_typical_v12_v3.2.0_signed.xml"
#: Elements that are read, and those that came with 3.2.
READ = """
administrativeData coreData uniqueIdentifier usedLangCodeISO639_1 mandatoryLangCodeISO639_1 countryCodeISO3166_1
receiptDate beginPerformanceDate endPerformanceDate performanceLocation items item identifications identification
issuer value manufacturer model calibrationLaboratory calibrationLaboratoryCode contact eMail phone fax location city
street streetNo state postCode countryCode further respPersons respPerson person role mainSigner customer statements
statement norm reference declaration convention traceable valid conformity conformityXMLList date period respAuthority
data quantity list text byteData fileName mimeType dataBase64 noQuantity relativeUncertainty relativeUncertaintySingle
document relativeUncertaintyXmlList measurementMetaData metaData influenceConditions influenceCondition status
usedMethods usedMethod measuringEquipments measuringEquipment certificate referralID measurementResults
measurementResult results result cryptElectronicSeal cryptElectronicSignature
"""
NEWER = """
charsXMLList validXMLList itemQuantities itemQuantity issueDate reportAmendedSubstituted typeOfChange
replacedUniqueIdentifier
"""
#: What a schema imports, as far as these tests go: any value, any signature.
STAND_INS = {
    "SI_Format": (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://ptb.de/si"'
        ' xmlns:si="https://ptb.de/si" elementFormDefault="qualified">'
        + "".join(
            f'<xs:element name="{name}" type="si:any"/>'
            for name in ("real", "list", "hybrid", "complex", "constant", "realListXMLList")
        )
        + "".join(
            f'<xs:complexType name="{name}"><xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded"'
            ' processContents="skip"/></xs:sequence></xs:complexType>'
            for name in ("any", "realQuantityType", "realListXMLListType")
        )
        + "</xs:schema>"
    ),
    "xmldsig": (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/09/xmldsig#">'
        '<xs:element name="Signature"><xs:complexType><xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded"'
        ' processContents="skip"/></xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element>'
        "</xs:schema>"
    ),
}


HYBRID = quantity(f"<si:hybrid>{real()}</si:hybrid>")


def case(name: str) -> bytes:
    if not (CASES / name).is_file():
        pytest.skip(f"the folder of published cases is not here: {name}")
    return (CASES / name).read_bytes()


class _StandIns(etree.Resolver):
    def resolve(self, system_url: str, public_id: str | None, context: Any) -> Any:
        found = next((text for name, text in STAND_INS.items() if name in system_url), None)
        return None if found is None else self.resolve_string(found, context)


def schema(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_StandIns())
    return etree.XMLSchema(etree.fromstring(case(name), parser, base_url=f"file:///{name}"))


def test_a_certificate_for_temperature() -> None:
    found = examine(case("dcc_gp_temperature_typical_v12.xml"), at=TODAY)
    certificate = found.certificate
    assert certificate is not None
    assert found.signature.standing is Standing.UNSIGNED
    assert (certificate.schema_version, certificate.core.country) == ("3.1.1", "DE")
    assert certificate.core.ended_on == date(1957, 8, 13)
    reference, indicated, error = next(certificate.results()).quantities
    assert reference.hybrid
    assert [series.units for series in reference.series] == [(r"\kelvin",), (r"\degreecelsius",)]
    assert reference.series[0].values == (306.248, 373.121, 448.253, 523.319, 593.154)
    assert indicated.name.best("en") == "Indicated measured value probe"
    own = error.series[0].uncertainty
    assert own is not None
    assert (own.values, own.coverage_factors, own.coverage_probabilities) == ((0.061,), (2.0,), (0.95,))
    assert error.statements[0].conformity[0] == "pass"
    (entry,) = found.register_entries()
    assert (entry.due_on, entry.conforming, entry.unit) == (date(1959, 10, 22), True, "K")
    assert found.holds


def test_a_certificate_for_humidity() -> None:
    found = examine(case("dcc_gp_humidity_v1.0.xml"), at=TODAY)
    assert [entry.name for entry in found.register_entries(language="en")] == ["Display unit", "Humidity sensor"]
    assert found.certificate is not None
    assert found.certificate.measurements[0].equipment[1].certificate == "GP-mE-Certificate-y"
    assert all(check.status is Status.OK for check in found.checks)


def test_the_signed_one_is_intact_and_its_certificate_expired() -> None:
    """Its signer is of a test authority that is not published with it."""
    found = examine(case(SIGNED), at=TODAY)
    (signer,) = found.signature.signers
    assert found.signature.standing is Standing.UNKNOWN_SIGNER
    assert signer.subject == "CN=Calibration Lab A1,O=Calibration A GmbH,C=DE"
    assert signer.signed_at == datetime(2023, 3, 27, 15, 14, 30, tzinfo=UTC)
    assert [check.id.partition(".")[2] for check in found.signature.findings][:2] == [
        "signature_unknown_signer", "certificate_expired",
    ]  # fmt: skip
    assert "2\xa0December 2024" in found.signature.findings[1].sentence("en")
    assert found.certificate is not None
    assert found.certificate.laboratory is not None
    assert found.certificate.laboratory.contact.name.best("de") == "Kalibrierfirma GmbH"


def test_the_signed_one_with_its_signer_trusted() -> None:
    from cryptography import x509

    text = etree.fromstring(case(SIGNED)).findtext(".//{*}X509Certificate") or ""
    pem = f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"
    anchors = (x509.load_pem_x509_certificate(pem.encode()),)
    assert examine(case(SIGNED), at=TODAY, anchors=anchors).signature.standing is Standing.EXPIRED
    then = datetime(2024, 1, 1, tzinfo=UTC)
    assert examine(case(SIGNED), at=then, anchors=anchors).signature.standing is Standing.TRUSTED


def test_the_manipulated_one_is_refused() -> None:
    found = examine(case(SIGNED.replace(".xml", "_manipulated.xml")), at=TODAY)
    assert (found.signature.standing, found.certificate, found.holds) == (Standing.REFUSED, None, False)


def test_what_is_read_is_valid_after_the_schema() -> None:
    """3.1.2 has no place for a signature; the one for humidity follows it to the letter."""
    data = case("dcc_gp_humidity_v1.0.xml")
    schema("dcc-3.1.2.xsd").assertValid(etree.fromstring(data))
    assert read(data).schema_version == "3.1.2"


def test_our_own_documents_have_the_shape_of_the_schema() -> None:
    """The certificates of these tests are of the format, not of our idea of it."""
    data = document(
        customer="<dcc:customer><dcc:name><dcc:content>Câblages</dcc:content></dcc:name><dcc:location>"
        "<dcc:city>Tanger</dcc:city></dcc:location></dcc:customer>",
        core=_core(),
        measurements=measurement(result(HYBRID + f"<dcc:list>{quantity(real())}</dcc:list>")),
        end="<dcc:document><dcc:fileName>c.pdf</dcc:fileName><dcc:mimeType>application/pdf</dcc:mimeType>"
        "<dcc:dataBase64>JVBERi0=</dcc:dataBase64></dcc:document>",
    )  # fmt: skip
    root = etree.fromstring(data)
    software = etree.fromstring(
        '<s xmlns:dcc="https://ptb.de/dcc"><dcc:dccSoftware><dcc:software><dcc:name><dcc:content>x</dcc:content>'
        "</dcc:name><dcc:release>1</dcc:release></dcc:software></dcc:dccSoftware></s>"
    )
    root[0].insert(0, software[0])
    schema("dcc-3.2.1.xsd").assertValid(root)


def _core() -> str:
    from tests.core.credentials.calibration.certificates import CORE

    return CORE


@pytest.mark.parametrize("version", ["3.1.2", "3.2.1"])
def test_every_element_of_the_schemas_that_we_read_is_there(version: str) -> None:
    """A name misspelt in our reader would read nothing, and no other test would say so."""
    from jawda.core.credentials import calibration

    declared = set(etree.fromstring(case(f"dcc-{version}.xsd")).xpath("//@name"))
    read_here = READ.split()
    newer = NEWER.split()
    expected = {*read_here, *(newer if version == "3.2.1" else ())}
    assert expected <= declared, expected - declared
    folder = Path(calibration.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert all(f'"{name}"' in source for name in {*expected, *newer})


def test_the_published_results_are_a_table_with_uncertainties_beside_their_values() -> None:
    found = read(case("dcc_gp_temperature_typical_v12.xml"))
    tables = [table for each in found.results() for table in layout(each, "en").tables]
    assert [table.length for table in tables] == [5]
    assert "U" in {column.name for column in tables[0].columns}
