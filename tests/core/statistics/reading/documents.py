"""QIF documents made for tests."""

from __future__ import annotations

UNITS = (
    "<FileUnits><PrimaryUnits><LinearUnit><UnitName>mm</UnitName></LinearUnit>"
    "<AngularUnit><UnitName>deg</UnitName></AngularUnit></PrimaryUnits></FileUnits>"
)


def qif(body: str, *, namespace: str = "http://qifstandards.org/xsd/qif3", before: str = "") -> bytes:
    """A document around its parts."""
    head = f'<?xml version="1.0" encoding="utf-8"?>{before}<QIFDocument xmlns="{namespace}" versionQIF="3.0.0">'
    return f"{head}<Header><x/></Header>{UNITS}{body}</QIFDocument>".encode()


def aspects(*kinds: tuple[str, str, str]) -> str:
    """Definitions, nominals and items: for each its kind, what its definition and what its nominal hold."""
    definitions = nominals = items = ""
    for at, (kind, definition, nominal) in enumerate(kinds, 1):
        definitions += f'<{kind}CharacteristicDefinition id="1{at}">{definition}</{kind}CharacteristicDefinition>'
        nominals += (
            f'<{kind}CharacteristicNominal id="2{at}"><CharacteristicDefinitionId>1{at}</CharacteristicDefinitionId>'
            f"{nominal}</{kind}CharacteristicNominal>"
        )
        items += (
            f'<{kind}CharacteristicItem id="3{at}"><Name>{kind} {at}</Name>'
            f"<CharacteristicNominalId>2{at}</CharacteristicNominalId></{kind}CharacteristicItem>"
        )
    return (
        f"<Characteristics><CharacteristicDefinitions>{definitions}</CharacteristicDefinitions>"
        f"<CharacteristicNominals>{nominals}</CharacteristicNominals>"
        f"<CharacteristicItems>{items}</CharacteristicItems></Characteristics>"
    )


def measurement(kind: str, item: str, value: str | None, status: str = "PASS", more: str = "", unit: str = "") -> str:
    """One measured characteristic."""
    stands = f"<Value {unit}>{value}</Value>" if value is not None else ""
    return (
        f"<{kind}CharacteristicMeasurement><Status><CharacteristicStatusEnum>{status}</CharacteristicStatusEnum></Status>"
        f"<CharacteristicItemId>{item}</CharacteristicItemId>{more}{stands}</{kind}CharacteristicMeasurement>"
    )


def results(*sets: str, components: str = "") -> str:
    """Sets of results."""
    inside = "".join(
        f'<MeasurementResults id="9{at}"><MeasuredCharacteristics><CharacteristicMeasurements>{one}'
        f"</CharacteristicMeasurements></MeasuredCharacteristics>"
        f"<ActualComponentIds><Id>8{at}</Id></ActualComponentIds></MeasurementResults>"
        for at, one in enumerate(sets, 1)
    )
    return f"<Results><MeasurementResultsSet>{inside}</MeasurementResultsSet>{components}</Results>"
