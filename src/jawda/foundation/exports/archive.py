"""The file: a ZIP with one JSON for each table, the stored files, a manifest, and a page to read first."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from jawda.foundation.exports.read_first import read_first
from jawda.foundation.exports.tables import LEFT_OUT, ExportedTable, exported_tables
from jawda.foundation.files import disk
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.context import current_organisation_id

FORMAT: Final = "jawda-organisation"
VERSION: Final = 1
_AT_ONCE: Final = 500
_NOT_IN_A_NAME: Final = re.compile(r"[^\w.()-]+")

Tell = Callable[[int, int], None]
"""How many of how many tables and files are written."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A stored file in the archive; ``member`` is empty where the disk did not give it back."""

    member: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in an export."""

    organisation: str
    made_at: str
    tables: dict[str, int]
    files: list[WrittenFile]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(self.tables.values())

    @property
    def missing(self) -> list[WrittenFile]:
        """Files that the disk did not give back."""
        return [item for item in self.files if not item.member]


def _nobody(done: int, total: int) -> None:
    """Where no progress is shown."""


def write(stream: IO[bytes], *, name: str, now: datetime, tell: Tell = _nobody) -> Written:
    """Write all that the acting organisation has into ``stream``, in bounded memory. Nothing is recorded.

    Everything is read under its policies and through its managers: what it may not see is not there.
    """
    tables = exported_tables()
    stored = list(StoredFile.objects.order_by("sha256"))
    total = len(tables) + len(stored)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        counts, files = {}, []
        for number, table in enumerate(tables, 1):
            counts[table.label] = _write_table(archive, table)
            tell(number, total)
        for number, row in enumerate(stored, len(tables) + 1):
            files.append(_write_file(archive, row))
            tell(number, total)
        done = Written(str(current_organisation_id()), now.isoformat(timespec="seconds"), counts, files)
        archive.writestr("manifest.json", _json(_manifest(done, tables)))
        archive.writestr("README.txt", read_first(name=name, written=done))
    return done


def _write_table(archive: zipfile.ZipFile, table: ExportedTable) -> int:
    """A JSON array with a row on each line, never held whole; how many rows."""
    count = 0
    with archive.open(table.member, "w", force_zip64=True) as member:
        member.write(b"[")
        for row in table.rows().iterator(chunk_size=_AT_ONCE):
            line = json.dumps(table.plain(row), cls=DjangoJSONEncoder, ensure_ascii=False)
            member.write(((",\n" if count else "\n") + line).encode())
            count += 1
        member.write(b"\n]\n")
    return count


def _write_file(archive: zipfile.ZipFile, row: StoredFile) -> WrittenFile:
    content = disk.read(disk.place(row.organisation_id, row.sha256))
    if content is None:
        return WrittenFile("", row.name, row.sha256, row.size)
    member = f"files/{row.sha256[:12]}-{_NOT_IN_A_NAME.sub('_', row.name).strip('.')}"
    archive.writestr(member, content, compress_type=zipfile.ZIP_STORED)
    return WrittenFile(member, row.name, hashlib.sha256(content).hexdigest(), len(content))


def _manifest(done: Written, tables: list[ExportedTable]) -> dict[str, Any]:
    left_out = [
        {"table": label, "column": column, "reason": reason}
        for (label, column), reason in LEFT_OUT.items()
        if label in done.tables
    ]
    described = [
        {"table": table.label, "member": table.member, "rows": done.tables[table.label], "columns": table.columns}
        for table in tables
    ]
    return {
        "format": FORMAT,
        "version": VERSION,
        "organisation": done.organisation,
        "made_at": done.made_at,
        "tables": described,
        "left_out": left_out,
        "files": [asdict(item) for item in done.files],
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
