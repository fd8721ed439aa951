"""Backups made by hand: whole ones, of an empty database that never was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jawda.site.backups.archive import Writer
from jawda.site.backups.manifest import DATABASE_MEMBER, Head, Manifest, State

FILE = "files/ab/00000000-0000-4000-8000-000000000001/" + "ab" * 32
STATE = State(
    postgresql="18.0",
    major=15,
    tables={"django_migrations": 1, "audit_auditentry": 2},
    isolated=1,
    policies=5,
    triggers=3,
    migrations=["audit.0001_initial"],
    heads=[Head("00000000-0000-4000-8000-000000000001", "abcdefghjk", 2, "0" * 64)],
)


def write(
    target: Path,
    folder: Path,
    *,
    contents: Mapping[str, bytes] | None = None,
    state: State = STATE,
    **values: Any,
) -> Manifest:
    """A backup with these members, and a manifest that says what ``values`` say."""
    contents = {DATABASE_MEMBER: b"a dump" * 1000, FILE: b"a file"} if contents is None else contents
    with target.open("wb") as stream:
        writer = Writer(stream)
        for number, (name, content) in enumerate(contents.items()):
            source = folder / f"source-{number}"
            source.write_bytes(content)
            writer.add(name, source)
        manifest = Manifest(
            made_at="2026-11-28T12:00:00+00:00",
            program="0.1.0",
            secret_key="0" * 16,
            state=state,
            members=writer.members,
            missing_files=[],
        )
        manifest = replace(manifest, **values)
        writer.finish(manifest)
    return manifest
