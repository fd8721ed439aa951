"""Bytes of a calibration certificate in XML in, what it says out; nothing is fetched and nothing is believed.

The form is that of the Physikalisch-Technische Bundesanstalt, versions 2 and 3, told by namespace and
``schemaVersion``. Where two readers could understand two things (a part given twice, a number that is none), the
certificate is refused with every such place. What is absent or doubtful is left to the checks.
"""

from __future__ import annotations

import re
from typing import Final

from jawda.core.credentials.calibration import administration as part
from jawda.core.credentials.calibration.model import CalibrationCertificate
from jawda.core.credentials.calibration.nodes import CERTIFICATE, Faults, Node, refuse
from jawda.core.credentials.calibration.results import inside, measurements, statement
from jawda.core.credentials.calibration.texts import contact, file, wording
from jawda.core.findings import Refused
from jawda.core.plain_xml import MOST_NAMESPACES, Element, Fault, NotPlain, parse

#: A certificate with a large table and a PDF inside.
MOST_BYTES: Final = 8_000_000
MOST_DEPTH: Final = 64
MOST_ELEMENTS: Final = 40_000
ROOT: Final = f"{{{CERTIFICATE}}}digitalCalibrationCertificate"
_VERSION: Final = re.compile(r"([23])\.\d{1,3}\.\d{1,3}(-rc\.\d{1,3})?", re.ASCII)
_REASONS: Final = {
    Fault.DOCUMENT_TYPE: "document_type",
    Fault.SYNTAX: "broken_xml",
    Fault.DEPTH: "too_deep",
    Fault.ELEMENTS: "too_many_elements",
    Fault.NAMESPACES: "too_many_namespaces",
}


def read(data: bytes) -> CalibrationCertificate:
    """What the certificate says, signed or not; ``Refused`` with every place that is wrong.

    >>> read(b"<a/>")
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: calibration_certificates.another_document
    """
    return read_root(parse_root(data))


def parse_root(data: bytes) -> Element:
    """The root element of a certificate; ``Refused`` for what is too large, no plain XML or another document."""
    if len(data) > MOST_BYTES:
        raise refuse("too_large", megabytes=MOST_BYTES // 1_000_000)
    try:
        root, _ = parse(data, most_depth=MOST_DEPTH, most_elements=MOST_ELEMENTS)
    except NotPlain as fault:
        bounds = {Fault.DEPTH: MOST_DEPTH, Fault.ELEMENTS: MOST_ELEMENTS, Fault.NAMESPACES: MOST_NAMESPACES}
        raise refuse(_REASONS[fault.fault], line=fault.line, most=bounds.get(fault.fault, 0)) from fault
    if root.tag != ROOT:
        raise refuse("another_document", name=str(root.tag)[:120])
    return root


def read_root(root: Element) -> CalibrationCertificate:
    """As :func:`read`, from a root that :func:`parse_root` gave."""
    version = root.get("schemaVersion", "")
    if not _VERSION.fullmatch(version):
        raise refuse("version", version=version[:40])
    faults = Faults()
    node = Node(root, "", faults)
    administration = node.one("administrativeData")
    core = None if administration is None else administration.one("coreData")
    if administration is None or core is None:
        raise refuse("missing", path="administrativeData", name="coreData")
    customer = administration.one("customer")
    things = administration.one("items")
    found = CalibrationCertificate(
        schema_version=version,
        core=part.core_data(core),
        items=part.items(administration),
        items_name=wording(None if things is None else things.one("name")),
        laboratory=part.laboratory(administration),
        persons=part.persons(administration),
        customer=None if customer is None else contact(customer),
        statements=tuple(statement(each) for each in inside(administration, "statements", "statement")),
        measurements=measurements(node),
        says_signed=part.says_signed(administration),
        files=tuple(file(each) for each in node.all("document")),
    )
    if faults.found:
        raise Refused(faults.found)
    return found
