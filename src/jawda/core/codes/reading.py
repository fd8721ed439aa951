"""Files of codes and of systems, as bytes; the columns are described in ``data/codes/README.md``."""

from __future__ import annotations

from typing import Final

from jawda.core.codes.check import check
from jawda.core.codes.model import Code, CodeSystem, Coverage
from jawda.core.codes.rows import Row, read_rows
from jawda.core.findings import Finding, Level, Refused
from jawda.core.languages import Text

CODE_COLUMNS: Final = (
    "system", "code", "parent", "title_fr", "title_ar", "title_en", "valid_from", "valid_until", "source",
)  # fmt: skip
SYSTEM_COLUMNS: Final = (
    "system", "kind", "country", "title_fr", "title_ar", "title_en", "issuer",
    "valid_from", "valid_until", "licence", "source", "coverage",
)  # fmt: skip


def load(content: bytes, *, file: str = "codes.csv") -> tuple[Code, ...]:
    """The codes of one CSV file (UTF-8, comma, heading :data:`CODE_COLUMNS`), in the file's order.

    ``Refused`` carries every error; what is only worth saying is found by :func:`jawda.core.codes.check`.

    >>> content = '''system,code,parent,title_fr,title_ar,title_en,valid_from,valid_until,source
    ... ma-region-2015,06,,Casablanca-Settat,الدار البيضاء-سطات,Casablanca-Settat,2015-02-20,,Decree 2-15-40
    ... '''
    >>> load(content.encode())[0].title.best("ar")
    'الدار البيضاء-سطات'
    """
    rows = read_rows(content, CODE_COLUMNS, file=file)
    codes = tuple(
        Code(
            system=row.required("system"),
            code=row.required("code"),
            title=_title(row),
            parent=row.cells["parent"] or None,
            valid_from=row.day("valid_from"),
            valid_until=row.day("valid_until"),
            source=row.required("source"),
        )
        for row in rows
    )
    faults = [finding for row in rows for finding in row.findings]
    faults += [finding for finding in check(codes, file=file) if finding.level is Level.ERROR]
    _refuse(faults)
    return codes


def load_systems(content: bytes, *, file: str = "systems.csv") -> tuple[CodeSystem, ...]:
    """The systems of one CSV file (heading :data:`SYSTEM_COLUMNS`); ``Refused`` carries every error."""
    rows = read_rows(content, SYSTEM_COLUMNS, file=file)
    systems = tuple(_system(row) for row in rows)
    seen: set[str] = set()
    for row, system in zip(rows, systems, strict=True):
        if system.system in seen:
            row.report("doubled", "system", value=system.system)
        seen.add(system.system)
    _refuse([finding for row in rows for finding in row.findings])
    return systems


def _system(row: Row) -> CodeSystem:
    system = CodeSystem(
        system=row.required("system"),
        kind=row.required("kind"),
        country=row.cells["country"] or None,
        title=_title(row),
        issuer=row.required("issuer"),
        valid_from=row.day("valid_from"),
        valid_until=row.day("valid_until"),
        licence=row.required("licence"),
        source=row.required("source"),
        coverage=row.one_of("coverage", Coverage),
    )
    if not system.title:
        row.report("no_title", "title_fr", code=system.system)
    if system.valid_from and system.valid_until and system.valid_until < system.valid_from:
        row.report("dates_out_of_order", "valid_until")
    return system


def _title(row: Row) -> Text:
    return Text(
        fr=row.cells["title_fr"] or None,
        ar=row.cells["title_ar"] or None,
        en=row.cells["title_en"] or None,
    )


def _refuse(faults: list[Finding]) -> None:
    if faults:
        raise Refused(faults)
