"""How the codes of one system answer to those of another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jawda.core.codes.model import Correspondence, Relation
from jawda.core.codes.rows import read_rows
from jawda.core.findings import Refused

COLUMNS: Final = ("from_system", "from_code", "relation", "to_system", "to_code", "source")


def load_correspondences(content: bytes, *, file: str = "correspondences.csv") -> tuple[Correspondence, ...]:
    """The correspondences of one CSV file (heading :data:`COLUMNS`); ``Refused`` carries every error."""
    rows = read_rows(content, COLUMNS, file=file)
    found: list[Correspondence] = []
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        correspondence = Correspondence(
            from_system=row.required("from_system"),
            from_code=row.required("from_code"),
            relation=row.one_of("relation", Relation),
            to_system=row.required("to_system"),
            to_code=row.required("to_code"),
            source=row.required("source"),
        )
        pair = tuple(row.cells[column] for column in ("from_system", "from_code", "to_system", "to_code"))
        if pair in seen:
            row.report("doubled", "to_code", value=correspondence.to_code)
        seen.add(pair)
        found.append(correspondence)
    faults = [finding for row in rows for finding in row.findings]
    if faults:
        raise Refused(faults)
    return tuple(found)


def including(correspondences: Iterable[Correspondence], *, from_system: str, to_system: str, code: str) -> list[str]:
    """The codes of ``from_system`` that cover ``code`` of ``to_system``, in the order they are written.

    For systems in which a deeper code begins with its parent's code, as in NACE. Of what one code says, the deepest
    statement counts: sector 17 includes 25 and excludes 25.4, hence covers 25.6 and not 25.40. A statement about a
    part of ``code``, and one that says ``partly``, covers nothing.

    >>> said = load_correspondences(
    ...     b"from_system,from_code,relation,to_system,to_code,source\\n"
    ...     b"iaf-id1,17,includes,nace-2,25,IAF ID 1\\n"
    ...     b"iaf-id1,17,excludes,nace-2,25.4,IAF ID 1\\n"
    ... )
    >>> including(said, from_system="iaf-id1", to_system="nace-2", code="25.62")
    ['17']
    >>> including(said, from_system="iaf-id1", to_system="nace-2", code="25.40")
    []
    """
    deepest: dict[str, Correspondence] = {}
    for item in correspondences:
        if item.from_system != from_system or item.to_system != to_system or not code.startswith(item.to_code):
            continue
        known = deepest.get(item.from_code)
        if known is None or len(known.to_code) < len(item.to_code):
            deepest[item.from_code] = item
    return [name for name, item in deepest.items() if item.relation in (Relation.INCLUDES, Relation.SAME)]
