"""The administrative part: the certificate itself, what was calibrated, by whom and for whom."""

from __future__ import annotations

from jawda.core.credentials.calibration.model import Change, CoreData, Item, Laboratory, Person
from jawda.core.credentials.calibration.nodes import Node
from jawda.core.credentials.calibration.results import inside, quantity
from jawda.core.credentials.calibration.texts import contact, identifications, rich_text, wording


def core_data(node: Node) -> CoreData:
    """The certificate's number, country, languages and days."""
    amended = node.one("reportAmendedSubstituted")
    return CoreData(
        identifier=node.text_of("uniqueIdentifier"),
        country=node.text_of("countryCodeISO3166_1"),
        languages=node.texts_of("usedLangCodeISO639_1"),
        mandatory_languages=node.texts_of("mandatoryLangCodeISO639_1"),
        identifications=identifications(node),
        received_on=node.date_of("receiptDate"),
        begun_on=node.date_of("beginPerformanceDate"),
        ended_on=node.date_of("endPerformanceDate"),
        issued_on=node.date_of("issueDate"),
        performed_at=node.text_of("performanceLocation"),
        change=None if amended is None else _change(amended),
        replaces="" if amended is None else amended.text_of("replacedUniqueIdentifier"),
    )


def _change(node: Node) -> Change | None:
    text = node.text_of("typeOfChange")
    if text in tuple(Change):
        return Change(text)
    node.faults.note("change", node.path, text=text[:40])
    return None


def items(node: Node) -> tuple[Item, ...]:
    """What was calibrated."""
    return tuple(_item(each) for each in inside(node, "items", "item"))


def _item(node: Node) -> Item:
    maker = node.one("manufacturer")
    return Item(
        name=wording(node.one("name")),
        description=rich_text(node.one("description")),
        reference_types=node.reference_types,
        manufacturer=wording(None if maker is None else maker.one("name")),
        model=node.text_of("model"),
        identifications=identifications(node),
        quantities=tuple(quantity(each) for each in inside(node, "itemQuantities", "itemQuantity")),
        path=node.path,
    )


def laboratory(node: Node) -> Laboratory | None:
    """Who calibrated, where it is said."""
    found = node.one("calibrationLaboratory")
    inner = None if found is None else found.one("contact")
    if found is None or inner is None:
        return None
    return Laboratory(contact=contact(inner), code=found.text_of("calibrationLaboratoryCode"))


def persons(node: Node) -> tuple[Person, ...]:
    """Who is responsible for the certificate."""
    found = []
    for each in inside(node, "respPersons", "respPerson"):
        who = each.one("person")
        found.append(
            Person(
                name=wording(None if who is None else who.one("name")),
                role=each.text_of("role"),
                main_signer=bool(each.boolean_of("mainSigner")),
            )
        )
    return tuple(found)


def says_signed(node: Node) -> bool:
    """Whether the laboratory or a person says that a signature or seal is on the certificate."""
    own = node.one("calibrationLaboratory")
    who = (*(() if own is None else (own,)), *inside(node, "respPersons", "respPerson"))
    return any(each.boolean_of(name) for each in who for name in ("cryptElectronicSignature", "cryptElectronicSeal"))
