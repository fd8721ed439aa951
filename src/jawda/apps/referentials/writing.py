"""What can be done with a manuscript: begin it, change it one step at a time, publish it once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from jawda.apps.referentials import built_in, manuscripts, store
from jawda.apps.referentials.manuscripts import Loaded
from jawda.apps.referentials.models import Manuscript, Publication, StoredReferential
from jawda.apps.referentials.rules import may_keep_own, may_publish_for_all, may_write
from jawda.core.findings import Finding, Place, Refused
from jawda.core.referentials import editing, read_any, to_mapping
from jawda.core.referentials.editing import Form, Step
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
"""What an answer and an address can name a requirement by."""
LONGEST_OWN = 120 - len(store.OWN)


class Frozen(Exception):
    """It is published, and never changes."""


class ChangedMeanwhile(Exception):
    """Somebody else changed this part since the page that writes has read it: nothing is overwritten unseen."""


class Reserved(Exception):
    """Another publishes the editions of this referential."""


def begin(*, access: Access, form: Form) -> Manuscript:
    """A new manuscript of the acting organisation with this form. Audited; nobody is told."""
    _allowed(access)
    row = Manuscript.objects.create(organisation_id=current_organisation_id())
    manuscripts.keep(row, _signed(access, form))
    _record("begin", row)
    return row


def begin_from_file(*, access: Access, content: bytes, file: str) -> Manuscript:
    """A manuscript from a file in any form that Jawda reads; ``Refused`` with every fault, and nothing is kept."""
    _allowed(access)
    referential = read_any(content, file=file)
    wrong = [
        Finding(
            id="referentials.not_an_identifier", place=Place(file=file, path=f"requirements[{number}].id"),
            arguments={"id": item.id},
        )
        for number, item in enumerate(referential.requirements, 1)
        if not IDENTIFIER.fullmatch(item.id)
    ]  # fmt: skip
    if wrong:
        raise Refused(wrong)
    return begin(access=access, form=to_mapping(referential))


def begin_next(*, access: Access, identifier: str, edition: str) -> Manuscript:
    """The next edition of a referential that the organisation may read, each answer carried until it says otherwise.

    ``store.UnknownReferential`` where there is none.
    """
    _allowed(access)
    return begin(access=access, form=editing.next_edition(to_mapping(store.load(identifier)), edition))


def change(
    *, access: Access, manuscript_id: UUID, step: Callable[[Form], Form], what: str,
    part: Callable[[Form], Mapping[str, Any]] | None = None, seen: str = "",
) -> Manuscript:  # fmt: skip
    """Apply one step of :mod:`jawda.core.referentials.editing` and save, whatever faults are left. Audited.

    ``part`` is what the page showed, ``seen`` its name then: ``ChangedMeanwhile`` where it has changed since.
    ``Frozen`` once it is published; what the step itself refuses goes through.
    """
    _allowed(access)
    row = manuscripts.find(manuscript_id, held=True)
    if row.published:
        raise Frozen
    form = manuscripts.of(row).form
    if part is not None and seen and manuscripts.seen(part(form)) != seen:
        raise ChangedMeanwhile
    manuscripts.keep(row, _signed(access, step(form)))
    _record("write", row, number=row.number, part=what[:120])
    return row


def set_head(
    *, access: Access, manuscript_id: UUID, changes: Mapping[str, Any], languages: Sequence[str], seen: str
) -> Manuscript:
    """What the referential is; texts in languages no longer declared are left out."""
    return change(
        access=access,
        manuscript_id=manuscript_id,
        step=lambda form: editing.set_languages(editing.set_head(form, changes), languages),
        part=head_of,
        seen=seen,
        what="head",
    )


def head_of(form: Form) -> dict[str, Any]:
    """The form without its requirements."""
    return {key: value for key, value in form.items() if key != "requirements"}


def set_requirement(
    *, access: Access, manuscript_id: UUID, identifier: str, changes: Mapping[str, Any], seen: str
) -> Manuscript:
    """One requirement. ``LookupError`` where it is gone, ``ValueError`` for the id of another or one that no address
    can have."""
    if not IDENTIFIER.fullmatch(changes.get("id", identifier)):
        raise ValueError(changes["id"])
    return change(
        access=access,
        manuscript_id=manuscript_id,
        step=lambda form: editing.set_requirement(form, identifier, changes),
        part=lambda form: requirement_of(form, identifier),
        seen=seen,
        what=identifier,
    )


def requirement_of(form: Form, identifier: str) -> dict[str, Any]:
    """One requirement as it stands, without its place; ``LookupError`` where there is none."""
    at = editing.position(form, identifier)
    if at is None:
        raise LookupError(identifier)
    return {key: value for key, value in form["requirements"][at].items() if key != "parent"}


def add(*, access: Access, manuscript_id: UUID, after: str | None, heading: bool, below: bool) -> str:
    """An empty heading or question; its id, which no edition before has."""
    made: list[str] = []

    def step(form: Form) -> Form:
        before = store.former(form["replaces"]) if form.get("replaces") else None
        used = [item.id for item in before.requirements] if before else []
        changed, name = editing.add(form, after=after, heading=heading, below=below, used=used)
        made.append(name)
        return changed

    change(access=access, manuscript_id=manuscript_id, step=step, what="add")
    return made[0]


def move(*, access: Access, manuscript_id: UUID, identifier: str, step: Step) -> None:
    """One step, with everything below."""
    change(
        access=access, manuscript_id=manuscript_id, step=lambda form: editing.move(form, identifier, step),
        what=identifier,
    )  # fmt: skip


def remove(*, access: Access, manuscript_id: UUID, identifier: str) -> None:
    """Without this requirement and everything below; an earlier version keeps it."""
    change(
        access=access, manuscript_id=manuscript_id, step=lambda form: editing.remove(form, identifier), what=identifier
    )


def take_back(*, access: Access, manuscript_id: UUID, number: int) -> None:
    """Make an earlier version the present one; what stood in between stays in its versions."""
    earlier = manuscripts.load(manuscript_id, number).form
    change(access=access, manuscript_id=manuscript_id, step=lambda form: earlier, what=f"version {number}")


def discard(*, access: Access, manuscript_id: UUID) -> None:
    """Throw away a manuscript that was never published, with its versions. Audited."""
    _allowed(access)
    row = manuscripts.find(manuscript_id, held=True)
    if row.published:
        raise Frozen
    _record("discard", row, identifier=row.identifier)
    row.delete()


def publish(*, access: Access, manuscript_id: UUID) -> str:
    """Publish it as this edition, once: a company for itself, a verified federation for everyone. The id it got.

    Audited; a federation's stands in the register of publications too. Nobody is told. ``Refused`` with every fault,
    ``Reserved`` for a referential that another publishes, ``store.AnotherContent`` for an edition that exists.
    """
    row = manuscripts.find(manuscript_id, held=True)
    if row.published:
        raise Frozen
    loaded = manuscripts.of(row)
    if may_publish_for_all(access):
        identifier = _publish_for_all(access, loaded)
    elif may_keep_own(access):
        identifier = _keep_own(loaded)
    else:
        raise PermissionDenied
    row.published = identifier
    row.save(update_fields=["published"])
    _record("publish", row, identifier=identifier)
    return identifier


def _keep_own(loaded: Loaded) -> str:
    referential = _sound(loaded)
    if len(referential.id) > LONGEST_OWN:
        arguments = {"expected": referential.id[:LONGEST_OWN]}
        raise Refused([Finding(id="referentials.bad_identifier", place=Place(path="id"), arguments=arguments)])
    store.keep_own(referential)
    return f"{store.OWN}{referential.id}"


def _publish_for_all(access: Access, loaded: Loaded) -> str:
    referential = _sound(loaded)
    mine = access.organisation_id
    others = StoredReferential.objects.filter(facts__slug=referential.slug).exclude(published_for=mine)
    if referential.slug in built_in.ORDER or others.exists():
        raise Reserved(referential.slug)
    if store.keep(referential, published_for=mine):
        digest = store.as_stored(referential)[1]
        Publication.objects.create(
            identifier=referential.id, digest=digest, file="", published_by=access.person_id
        )  # fmt: skip
    return referential.id


def _sound(loaded: Loaded) -> Any:
    if loaded.errors:
        raise Refused(loaded.errors)
    return loaded.referential


def _signed(access: Access, form: Form) -> Form:
    """What a federation writes names it as its publisher: nobody publishes in another's name."""
    return {**form, "publisher": access.organisation_name} if access.kind == "federation" else form


def _allowed(access: Access) -> None:
    if not may_write(access):
        raise PermissionDenied


def _record(action: str, row: Manuscript, **details: object) -> None:
    trail.record(f"referentials.{action}", subject="manuscript", subject_id=row.pk, details=details)
