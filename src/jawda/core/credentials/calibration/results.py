"""Measurement results: methods, equipment, conditions, and quantities alone or as columns of a table."""

from __future__ import annotations

from jawda.core.credentials.calibration.model import (
    AttachedFile,
    CalibrationResult,
    Condition,
    Equipment,
    Measurement,
    Quantity,
    RichText,
    Statement,
    UsedMethod,
)
from jawda.core.credentials.calibration.nodes import VALUES, Node
from jawda.core.credentials.calibration.texts import file, identifications, rich_text, wording
from jawda.core.credentials.calibration.values import ELEMENTS, read_series


def measurements(root: Node) -> tuple[Measurement, ...]:
    """All measurements of a certificate."""
    return tuple(_measurement(each) for each in inside(root, "measurementResults", "measurementResult"))


def inside(node: Node, group: str, *names: str) -> tuple[Node, ...]:
    """Children of these names of the one child ``group``."""
    found = node.one(group)
    return () if found is None else found.all(*names)


def _measurement(node: Node) -> Measurement:
    return Measurement(
        name=wording(node.one("name")),
        description=rich_text(node.one("description")),
        reference_types=node.reference_types,
        methods=tuple(_method(each) for each in inside(node, "usedMethods", "usedMethod")),
        equipment=tuple(_equipment(each) for each in inside(node, "measuringEquipments", "measuringEquipment")),
        conditions=conditions(node),
        results=tuple(_result(each) for each in inside(node, "results", "result")),
        statements=tuple(statement(each) for each in inside(node, "measurementMetaData", "metaData")),
        path=node.path,
    )


def _method(node: Node) -> UsedMethod:
    return UsedMethod(
        name=wording(node.one("name")),
        description=rich_text(node.one("description")),
        reference_types=node.reference_types,
        standards=node.texts_of("norm"),
        references=node.texts_of("reference"),
    )


def _equipment(node: Node) -> Equipment:
    certificate, maker = node.one("certificate"), node.one("manufacturer")
    return Equipment(
        name=wording(node.one("name")),
        description=rich_text(node.one("description")),
        reference_types=node.reference_types,
        manufacturer=wording(None if maker is None else maker.one("name")),
        model=node.text_of("model"),
        certificate="" if certificate is None else certificate.text_of("referralID"),
        identifications=identifications(node),
        path=node.path,
    )


def conditions(node: Node) -> tuple[Condition, ...]:
    """What influences the measurement, or the one quantity."""
    return tuple(
        Condition(
            name=wording(each.one("name")),
            description=rich_text(each.one("description")),
            status=each.text_of("status"),
            reference_types=each.reference_types,
            quantities=_Data(each.one("data")).quantities,
            path=each.path,
        )
        for each in inside(node, "influenceConditions", "influenceCondition")
    )


def _result(node: Node) -> CalibrationResult:
    data = _Data(node.one("data"))
    return CalibrationResult(
        name=wording(node.one("name")),
        description=rich_text(node.one("description")),
        reference_types=node.reference_types,
        quantities=data.quantities,
        texts=tuple(data.texts),
        files=tuple(data.files),
        statements=tuple(data.statements),
        path=node.path,
    )


class _Data:
    """What a ``data`` element holds, the columns of its tables among its quantities."""

    def __init__(self, node: Node | None) -> None:
        self._quantities: list[Quantity] = []
        self.texts: list[RichText] = []
        self.files: list[AttachedFile] = []
        self.statements: list[Statement] = []
        if node is not None:
            self._take(node, table="")

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(self._quantities)

    def _take(self, node: Node, table: str) -> None:
        for each in node.all("text", "byteData", "quantity", "list"):
            if each.name == "text":
                self.texts.append(rich_text(each))
            elif each.name == "byteData":
                self.files.append(file(each))
            elif each.name == "quantity":
                self._quantities.append(quantity(each, table=table))
            else:
                self._take(each, table=each.path)
                self.statements += (statement(one) for one in inside(each, "measurementMetaData", "metaData"))


def quantity(node: Node, *, table: str = "") -> Quantity:
    """A quantity in the one form it is given in; more than one is a fault."""
    given = node.all(*ELEMENTS, namespace=VALUES)
    if len(given) > 1:
        node.faults.note("twice", given[1].path, name=given[1].name)
    said = node.one("charsXMLList")
    relative = node.one("relativeUncertainty")
    single = None
    if relative is not None:
        single = relative.one("relativeUncertaintySingle") or relative.one("relativeUncertaintyXmlList")
    return Quantity(
        name=wording(node.one("name")),
        description=rich_text(node.one("description")),
        reference_types=node.reference_types,
        series=read_series(given[0]) if given else (),
        hybrid=bool(given) and given[0].name == "hybrid",
        text=rich_text(node.one("noQuantity")).wording,
        words=() if said is None else said.words(),
        relative_uncertainty=None if single is None else read_series(single)[0],
        table=table,
        statements=tuple(statement(each) for each in inside(node, "measurementMetaData", "metaData")),
        conditions=conditions(node),
        path=node.path,
    )


def statement(node: Node) -> Statement:
    """A statement of the laboratory, or of the metadata of a quantity."""
    authority = node.one("respAuthority")
    conformity = node.one("conformityXMLList") or node.one("conformity")
    valid = node.one("validXMLList") or node.one("valid")
    return Statement(
        name=wording(node.one("name")),
        declaration=rich_text(node.one("declaration")),
        description=rich_text(node.one("description")),
        reference_types=node.reference_types,
        standards=node.texts_of("norm"),
        references=node.texts_of("reference"),
        convention=node.text_of("convention"),
        conformity=() if conformity is None else conformity.words(),
        valid=() if valid is None else valid.booleans(),
        traceable=node.boolean_of("traceable"),
        on=node.date_of("date"),
        period=node.text_of("period"),
        authority=wording(None if authority is None else authority.one("name")),
        quantities=_Data(node.one("data")).quantities,
        path=node.path,
    )
