"""Files on disk and their rows: whole, of one organisation, swept where no row names them, given back as they were."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from tests.factories import Member, a_member
from tests.foundation.files.hostile import EICAR
from tests.foundation.files.samples import photograph
from tests.foundation.files.test_scanning import scanner

from jawda.core.findings import Refused
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.files import disk, domain, responses
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.context import NoTenant, acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def member() -> Iterator[Member]:
    made = a_member()
    with acting(organisation_id=made.organisation.pk, person_id=made.person.pk):
        yield made


def files(folder: Path) -> list[str]:
    """All but the lock."""
    found = [item for item in folder.rglob("*") if item.is_file() and item.name != ".still"]
    return sorted(str(item.relative_to(folder)) for item in found)


def put_back(folder: Path, seconds: float) -> None:
    """Make every file older."""
    for item in folder.rglob("*"):
        if item.is_file():
            os.utime(item, (time.time() - seconds,) * 2)


def test_a_file_stands_below_its_organisation_under_its_hash(member: Member, folder: Path) -> None:
    stored = domain.store(name="note.txt", content=b"note")
    sha256 = disk.digest(b"note")
    assert (stored.sha256, stored.original_sha256, stored.kind) == (sha256, sha256, "txt")
    assert stored.fingerprint == sha256[:12]
    assert files(folder) == [f"{sha256[:2]}/{member.organisation.pk}/{sha256}"]
    assert (folder / files(folder)[0]).stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"
    assert stored.stored_by == member.person.pk


def test_a_picture_has_both_hashes_and_a_small_copy(member: Member, folder: Path) -> None:
    stored = domain.store(name="photo.jpg", content=photograph())
    assert stored.original_sha256 == disk.digest(photograph())
    assert stored.sha256 != stored.original_sha256
    assert [name.rpartition("/")[2] for name in files(folder)] == [stored.sha256, f"{stored.sha256}.thumbnail"]


def test_the_same_content_is_kept_once_in_an_organisation_and_twice_in_two(member: Member, folder: Path) -> None:
    """Sharing it would tell one rival what the other has."""
    first = domain.store(name="note.txt", content=b"note")
    assert domain.store(name="other.txt", content=b"note") == first
    assert len(files(folder)) == 1
    rival = a_member("Rivale")
    with acting(organisation_id=rival.organisation.pk, person_id=rival.person.pk):
        second = domain.store(name="note.txt", content=b"note")
        assert StoredFile.objects.count() == 1
    assert second.pk != first.pk
    assert len(files(folder)) == 2


def test_the_trail_knows_the_hash_and_not_the_name(member: Member) -> None:
    domain.store(name="dossier de Benali.txt", content=b"note")
    entry = AuditEntry.objects.get(action="files.store")
    assert disk.digest(b"note") in entry.content
    assert "Benali" not in entry.content


def test_without_an_organisation_nothing_is_stored(folder: Path) -> None:
    with pytest.raises(NoTenant):
        domain.store(name="note.txt", content=b"note")
    assert files(folder) == []


def test_the_space_of_an_organisation_is_bounded(member: Member, settings: Any, folder: Path) -> None:
    settings.FILES_QUOTA = 10
    domain.store(name="a.txt", content=b"sixsix")
    with pytest.raises(Refused) as caught:
        domain.store(name="b.txt", content=b"fives")
    assert caught.value.findings[0].id == "uploads.quota"
    assert domain.used_space() == 6
    assert len(files(folder)) == 1
    assert AuditEntry.objects.filter(action="files.store").count() == 1, "what is refused leaves no entry"
    domain.store(name="c.txt", content=b"four")


def test_a_write_that_fails_leaves_nothing(member: Member, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        domain.store(name="note.txt", content=b"note")
    assert files(folder) == []
    assert StoredFile.objects.count() == 0


def test_a_transaction_rolled_back_leaves_an_orphan_that_is_swept(member: Member, folder: Path) -> None:
    kept = domain.store(name="kept.txt", content=b"kept")
    with transaction.atomic():
        domain.store(name="note.jpg", content=photograph())
        transaction.set_rollback(True)
    assert len(files(folder)) == 3
    assert StoredFile.objects.count() == 1
    assert domain.sweep_orphans(now=timezone.now()) == 0, "a transaction may still be running"
    put_back(folder, 3700)
    assert domain.sweep_orphans(now=timezone.now()) == 2
    assert files(folder) == [f"{kept.sha256[:2]}/{member.organisation.pk}/{kept.sha256}"]
    assert domain.sweep_orphans(now=timezone.now()) == 0
    assert AuditEntry.objects.filter(action="files.sweep").count() == 1


def test_what_was_never_finished_is_swept_and_what_another_database_knows_is_left(member: Member, folder: Path) -> None:
    place = disk.place(member.organisation.pk, "ab" * 32)
    place.parent.mkdir(parents=True)
    place.with_name(".0123.part").write_bytes(b"half")
    elsewhere = disk.place(uuid4(), "cd" * 32)
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_bytes(b"of an organisation that this database does not know")
    put_back(folder, 3700)
    assert domain.sweep_orphans(now=timezone.now()) == 1
    assert elsewhere.exists()


def test_a_forgotten_file_goes_with_the_next_sweep_and_may_come_again(member: Member, folder: Path) -> None:
    stored = domain.store(name="note.txt", content=b"note")
    assert domain.forget(stored=stored)
    put_back(folder, 3700)
    again = domain.store(name="note.txt", content=b"note")
    assert domain.sweep_orphans(now=timezone.now() + timedelta(minutes=5)) == 0, "it is named again"
    assert responses.attachment(again).content == b"note"


def test_a_file_lost_on_disk_is_mended_by_bringing_it_again(member: Member, folder: Path) -> None:
    stored = domain.store(name="note.txt", content=b"note")
    disk.place(stored.organisation_id, stored.sha256).unlink()
    with pytest.raises(Http404):
        responses.attachment(stored)
    assert domain.store(name="note.txt", content=b"note") == stored
    assert responses.attachment(stored).content == b"note"


def test_bytes_that_were_altered_are_never_given_back(member: Member) -> None:
    stored = domain.store(name="note.txt", content=b"note")
    disk.place(stored.organisation_id, stored.sha256).write_bytes(b"forged")
    with pytest.raises(Http404):
        responses.attachment(stored)


def test_how_a_file_is_given_back(member: Member) -> None:
    answer = responses.attachment(domain.store(name="reçu « 1 ».txt", content=b"note"))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''re%C3%A7u")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_only_the_small_copy_of_a_picture_is_shown(member: Member) -> None:
    shown = responses.thumbnail(domain.store(name="photo.jpg", content=photograph()))
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/webp", "inline")
    assert "sandbox" in shown["Content-Security-Policy"]
    with pytest.raises(Http404):
        responses.thumbnail(domain.store(name="note.txt", content=b"note"))


def test_the_scanner_decides_where_there_is_one(member: Member, settings: Any, folder: Path) -> None:
    assert domain.store(name="a.txt", content=b"before").scanned_at is None
    with scanner() as address:
        settings.CLAMD = address
        assert domain.store(name="b.txt", content=b"clean").scanned_at is not None
        with pytest.raises(Refused) as caught:
            domain.store(name="c.txt", content=EICAR)
    assert caught.value.findings[0].id == "uploads.infected"
    assert caught.value.findings[0].arguments == {"signature": "Eicar-Test-Signature"}
    with pytest.raises(Refused) as caught:
        domain.store(name="d.txt", content=b"nobody answers now")
    assert caught.value.findings[0].id == "uploads.scanner_silent"
    assert len(files(folder)) == 2


def test_nothing_is_swept_while_the_files_are_kept_still(member: Member, folder: Path) -> None:
    """A backup read which files there are: each must still be there when its turn comes."""
    lost = disk.place(member.organisation.pk, "ab" * 32)
    disk.write(lost, b"no row names it")
    put_back(folder, 7200)
    with disk.kept_still(), disk.kept_still():
        assert domain.sweep_orphans(now=timezone.now()) == 0
        assert lost.exists()
    assert domain.sweep_orphans(now=timezone.now()) == 1
    assert not lost.exists()
