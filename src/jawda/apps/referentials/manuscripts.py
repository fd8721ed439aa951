"""Manuscripts and their versions, read and kept: the form of a referential with whatever faults it has."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from jawda.apps.referentials import store
from jawda.apps.referentials.models import Manuscript, ManuscriptVersion
from jawda.core.findings import Finding, Level
from jawda.core.languages import Text
from jawda.core.referentials import Referential, check_succession, from_mapping
from jawda.core.referentials.editing import Form, faults
from jawda.foundation.tenancy.context import current, current_organisation_id

SITTING: Final = timedelta(minutes=30)
"""What one person saves within this time of the last saving goes into the same version."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A manuscript as it stands in one of its versions."""

    row: Manuscript
    version: ManuscriptVersion
    form: Form
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be corrected."""
        return tuple(item for item in self.findings if item.level is Level.ERROR)

    @property
    def referential(self) -> Referential | None:
        """What it would be published as; ``None`` while something must be corrected."""
        return None if self.errors else from_mapping(self.form)


def find(manuscript_id: UUID, *, held: bool = False) -> Manuscript:
    """One query; ``held`` until the transaction ends. ``Http404`` for another's or none."""
    rows = Manuscript.objects.select_for_update() if held else Manuscript.objects.all()
    row: Manuscript | None = rows.filter(pk=manuscript_id).first()
    if row is None:
        raise Http404
    return row


def load(manuscript_id: UUID, number: int | None = None) -> Loaded:
    """Two queries. ``Http404`` for another's or none, or a version that is not there."""
    return of(find(manuscript_id), number)


def of(row: Manuscript, number: int | None = None) -> Loaded:
    """The latest version, or the one with this number; one query, up to three more for the edition it replaces."""
    version = ManuscriptVersion.objects.filter(manuscript=row, number=number or row.number).first()
    if version is None:
        raise Http404
    content = zlib.decompress(bytes(version.content))
    form = json.loads(content)
    findings = _found(content)
    before = store.former_digest(form["replaces"]) if form.get("replaces") else None
    if before is not None and not any(item.level is Level.ERROR for item in findings):
        findings += _succession(content, before)
    return Loaded(row, version, form, findings)


@lru_cache(maxsize=16)
def _found(content: bytes) -> tuple[Finding, ...]:
    """The findings of a form: of its content alone, so that whoever has the content may have them."""
    return faults(json.loads(content))


@lru_cache(maxsize=16)
def _succession(content: bytes, before: str) -> tuple[Finding, ...]:
    """Whether it can follow the edition with this digest, which the policies have let the caller find."""
    return check_succession(store.by_digest(before), from_mapping(json.loads(content)))


def packed(form: Form) -> tuple[bytes, tuple[Finding, ...]]:
    """As it is stored, and what is wrong with it."""
    content = json.dumps(form, ensure_ascii=False).encode()
    return zlib.compress(content, 6), _found(content)


def keep(row: Manuscript, form: Form) -> None:
    """Save the form as the manuscript's present state: in the version of this sitting, else in a new one.

    Three queries. The caller holds the row.
    """
    content, findings = packed(form)
    now, person = timezone.now(), current().person_id
    latest = ManuscriptVersion.objects.filter(manuscript=row).defer("content").order_by("-number").first()
    if latest is not None and latest.saved_by == person and now - latest.saved_at < SITTING:
        ManuscriptVersion.objects.filter(pk=latest.pk).update(content=content, saved_at=now)
    else:
        row.number = latest.number + 1 if latest is not None else 1
        ManuscriptVersion.objects.create(
            organisation_id=current_organisation_id(), manuscript=row, number=row.number, content=content,
            began_at=now, saved_at=now, saved_by=person,
        )  # fmt: skip
    row.title = _title(form)
    row.identifier = str(form.get("id", ""))[:120]
    row.faults = sum(item.level is Level.ERROR for item in findings)
    row.changed_at = now
    row.save(update_fields=["title", "identifier", "faults", "changed_at", "number"])


def _title(form: Form) -> str:
    """In the language the author writes in."""
    found = form.get("title") or {}
    languages = [name for name in form.get("languages", ()) if found.get(name)]
    return str(found[languages[0]] if languages else Text.of(found).best("fr"))[:300]


def seen(part: Mapping[str, Any]) -> str:
    """Names the state of a part that a page shows, so that nothing is overwritten unseen."""
    return sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:24]
