"""What a calibration certificate says, as frozen records.

``path`` is the place in the document, such as ``measurementResults/measurementResult[2]/results/result``. Texts are
those of the certificate, in its languages; numbers stand beside the figures as the laboratory wrote them, because a
certificate's digits are part of what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Wording:
    """A text by language code (ISO 639-1); under ``""`` what the certificate gives no language for.

    >>> Wording({"de": "Messabweichung", "en": "Measurement error"}).best("fr", "en")
    'Measurement error'
    >>> Wording({}).best("fr")
    ''
    """

    texts: Mapping[str, str] = field(default_factory=dict)

    def best(self, *languages: str) -> str:
        """In the first of these languages that is written, else without one, in English, in any."""
        wanted = (*languages, "", "en", *self.texts)
        return next((self.texts[language] for language in wanted if language in self.texts), "")

    def __bool__(self) -> bool:
        return bool(self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file inside the certificate: what it is called and is said to be, its size and digest; not its bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RichText:
    """Paragraphs, and how many formulas and which files stand among them."""

    wording: Wording = Wording()
    name: Wording = Wording()
    formulas: int = 0
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """A number that somebody gave: manufacturer, calibrationLaboratory, customer, owner or other."""

    issuer: str
    value: str
    name: Wording = Wording()
    reference_types: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A body or person and where it is found."""

    name: Wording
    email: str = ""
    phone: str = ""
    fax: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    further: Wording = Wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Laboratory:
    """Who calibrated; ``code`` is the one its accreditation body or network gave it."""

    contact: Contact
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody responsible for the certificate."""

    name: Wording
    role: str = ""
    main_signer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """Of one value or of each in a list: numbers are as many as the values, or one for all.

    ``kind`` is ``expanded``, ``interval`` or ``standard``.
    """

    kind: str
    values: tuple[float | None, ...] = ()
    written: tuple[str, ...] = ()
    coverage_factors: tuple[float | None, ...] = ()
    coverage_probabilities: tuple[float | None, ...] = ()
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()
    distributions: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values of one quantity in one unit: one value, or as many as the list has.

    ``kind`` is ``real``, ``complex`` or ``constant``; a complex number has its second part (imaginary part, or phase in
    ``phase_units``) in ``second``. A value that is written as not a number is None. ``units`` are D-SI texts, one for
    all or one for each.
    """

    kind: str
    values: tuple[float | None, ...]
    written: tuple[str, ...]
    units: tuple[str, ...]
    second: tuple[float | None, ...] = ()
    phase_units: tuple[str, ...] = ()
    polar: bool = False
    is_list: bool = False
    labels: tuple[str, ...] = ()
    quantity_kinds: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    uncertainty: Uncertainty | None = None
    has_region: bool = False
    """A bivariate uncertainty is given for complex values; it is not read further."""
    path: str = ""

    @property
    def unit(self) -> str:
        """The unit of all, or '' where there is none or several."""
        return self.units[0] if len(set(self.units)) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What was measured or set, in one form or in several that say the same (``si:hybrid``), or in words."""

    name: Wording = Wording()
    description: RichText = RichText()
    reference_types: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    hybrid: bool = False
    text: Wording = Wording()
    words: tuple[str, ...] = ()
    relative_uncertainty: Series | None = None
    table: str = ""
    """The path of the list in which it stands: quantities of one list are columns of one table."""
    statements: tuple[Statement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    path: str = ""

    def within(self) -> Iterator[Quantity]:
        """Those of what is said of it: limits, set points, conditions."""
        for statement in self.statements:
            yield from statement.quantities
        for condition in self.conditions:
            yield from condition.quantities


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the laboratory states: of the whole, or of one quantity (metadata)."""

    name: Wording = Wording()
    declaration: RichText = RichText()
    description: RichText = RichText()
    reference_types: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    convention: str = ""
    conformity: tuple[str, ...] = ()
    valid: tuple[bool, ...] = ()
    traceable: bool | None = None
    on: date | None = None
    period: str = ""
    authority: Wording = Wording()
    quantities: tuple[Quantity, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What influences the measurement."""

    name: Wording
    description: RichText = RichText()
    status: str = ""
    reference_types: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedMethod:
    """How it was measured."""

    name: Wording
    description: RichText = RichText()
    reference_types: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """What it was measured with; ``certificate`` is the number of its own certificate."""

    name: Wording
    description: RichText = RichText()
    reference_types: tuple[str, ...] = ()
    manufacturer: Wording = Wording()
    model: str = ""
    certificate: str = ""
    identifications: tuple[Identification, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What was calibrated."""

    name: Wording
    description: RichText = RichText()
    reference_types: tuple[str, ...] = ()
    manufacturer: Wording = Wording()
    model: str = ""
    identifications: tuple[Identification, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationResult:
    """A result: its quantities in the order of the document, those of a table with its ``table``."""

    name: Wording
    description: RichText = RichText()
    reference_types: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    texts: tuple[RichText, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    statements: tuple[Statement, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Results with the methods, equipment and conditions they were obtained by."""

    name: Wording
    description: RichText = RichText()
    reference_types: tuple[str, ...] = ()
    methods: tuple[UsedMethod, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    conditions: tuple[Condition, ...] = ()
    results: tuple[CalibrationResult, ...] = ()
    statements: tuple[Statement, ...] = ()
    path: str = ""


class Change(StrEnum):
    """What a certificate is to the one it comes after."""

    AMENDED = "amended"
    SUBSTITUTED = "substituted"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreData:
    """The certificate itself: its number, languages, country and days."""

    identifier: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()
    mandatory_languages: tuple[str, ...] = ()
    identifications: tuple[Identification, ...] = ()
    received_on: date | None = None
    begun_on: date | None = None
    ended_on: date | None = None
    issued_on: date | None = None
    performed_at: str = ""
    """laboratory, customer, laboratoryBranch, customerBranch or other."""
    change: Change | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationCertificate:
    """A calibration certificate in XML, read; whether it is to be trusted is said elsewhere."""

    schema_version: str
    core: CoreData
    items: tuple[Item, ...] = ()
    items_name: Wording = Wording()
    laboratory: Laboratory | None = None
    persons: tuple[Person, ...] = ()
    customer: Contact | None = None
    statements: tuple[Statement, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    says_signed: bool = False
    """The laboratory or a person says that a signature or seal is on it."""
    files: tuple[AttachedFile, ...] = ()
    """The one file of the whole certificate for people, where there is one."""

    def results(self) -> Iterator[CalibrationResult]:
        """Of all measurements, in the order of the document."""
        for measurement in self.measurements:
            yield from measurement.results
