"""What a backup says of itself: the last member of its archive. Plain values; no database, no framework."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

FORMAT: Final = "jawda-backup"
VERSION: Final = 1
"""Of the form. A higher one is of a newer program and is refused."""
DATABASE_MEMBER: Final = "database.dump"
FILE_MEMBER: Final = re.compile(
    r"files/[0-9a-f]{2}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f]{64}(?:\.thumbnail)?"
)
_HASH: Final = re.compile("[0-9a-f]{64}")
_WORD: Final = re.compile(r"[\w.-]{1,200}")


class NotAManifest(ValueError):
    """Another form than :class:`Manifest` has."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """How long an organisation's audit trail was, and the hash of its last entry."""

    organisation: str
    handle: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class State:
    """A database, counted: what a restored one is compared with."""

    postgresql: str
    major: int
    tables: dict[str, int]
    """Rows by table."""
    isolated: int
    """Tables whose row-level security is on and binds their owner too."""
    policies: int
    triggers: int
    migrations: list[str]
    """``application.name``, sorted."""
    heads: list[Head]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(self.tables.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """Version, time, state and members of a backup."""

    made_at: str
    program: str
    secret_key: str
    """A mark of the key that opens second factors; the key itself stands in no backup."""
    state: State
    members: list[Member]
    missing_files: list[str]
    """Stored files that the disk did not give back, so that they stand in no backup either."""

    def encode(self) -> bytes:
        """As JSON."""
        body = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def version_of(body: object) -> int:
    """The version of the form; ``NotAManifest`` where it is no backup's."""
    if not isinstance(body, dict) or body.get("format") != FORMAT or type(body.get("version")) is not int:
        raise NotAManifest("format")
    return int(body["version"])


def decode(content: bytes) -> Manifest:
    """The manifest in ``content``; ``NotAManifest`` with what is wrong, whatever the bytes are."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise NotAManifest("JSON") from None
    if version_of(body) != VERSION:
        raise NotAManifest("version")
    values = {name: value for name, value in body.items() if name not in ("format", "version")}
    state = _of(State, values.get("state"))
    heads = [_of(Head, item) for item in _list(state["heads"])]
    members = [_of(Member, item) for item in _list(values.get("members"))]
    values |= {
        "state": State(**state | {"heads": [Head(**item) for item in heads]}),
        "members": [Member(**item) for item in members],
    }
    found = Manifest(**_of(Manifest, values))
    _check(found)
    return found


def _of(kind: type, value: object) -> dict[str, Any]:
    """``value`` as the arguments of a dataclass: these names, no other."""
    if not isinstance(value, dict) or set(value) != {field.name for field in fields(kind)}:
        raise NotAManifest(kind.__name__)
    for field in fields(kind):
        simple = {"str": str, "int": int}.get(str(field.type))
        if simple and type(value[field.name]) is not simple:
            raise NotAManifest(f"{kind.__name__}.{field.name}")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise NotAManifest("list")
    return value


def _check(found: Manifest) -> None:
    tables, state = found.state.tables, found.state
    if not isinstance(tables, dict) or not all(type(count) is int and count >= 0 for count in tables.values()):
        raise NotAManifest("tables")
    for names in (state.migrations, found.missing_files):
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise NotAManifest("names")
    if not all(_WORD.fullmatch(name) for name in (*state.migrations, *tables, found.program)):
        raise NotAManifest("names")
    names = [member.name for member in found.members]
    if names[:1] != [DATABASE_MEMBER] or len(set(names)) != len(names):
        raise NotAManifest("members")
    if not all(FILE_MEMBER.fullmatch(name) for name in names[1:]):
        raise NotAManifest("members")
    if not all(_HASH.fullmatch(member.sha256) and member.size >= 0 for member in found.members):
        raise NotAManifest("members")
