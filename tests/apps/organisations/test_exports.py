"""All that the organisation has, asked for on a page: written by a job, stopped, given out to its managers alone."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.factories import Member, a_member, a_person, signed_in
from tests.isolation.databases import a_copy, entered
from tests.pages import strict_page

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.domain import exports
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.exports_models import ExportState, OrganisationExport
from jawda.apps.organisations.notices import EXPORTED
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.files import domain as files
from jawda.foundation.notices.models import Notice
from jawda.foundation.retention import running
from jawda.foundation.tenancy.context import acting


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER, settings.EXPORTS_FOLDER = tmp_path / "files", tmp_path / "exports"
    return tmp_path / "exports"


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One in which things are really kept: the job reads at one moment, in a transaction that is its own."""
    with django_db_blocker.unblock(), a_copy() as database, entered(database):
        yield


def inside(member: Member) -> Any:
    return acting(organisation_id=member.organisation.pk, person_id=member.person.pk)


def url(member: Member, name: str, *more: object) -> str:
    return reverse(f"organisations:{name}", args=[member.organisation.handle, *more])


def kept(member: Member) -> OrganisationExport:
    with transaction.atomic(), inside(member):
        return OrganisationExport.objects.get()


@pytest.mark.usefixtures("own_database")
def test_the_job_writes_everything_and_only_managers_have_it_for_seven_days(folder: Path) -> None:
    with transaction.atomic():
        home, rival = a_member("Société Une"), a_member("Société Canari")
        with inside(home):
            files.store(name="preuve.txt", content=b"a proof of ours")
        reader = a_person("Lecteur")
        with inside(home):
            organisations.add_member(organisation_id=home.organisation.pk, person_id=reader.pk, role=Role.READER)
    client = signed_in_now(home.person)
    assert client.post(url(home, "exports")).status_code == 302
    assert client.post(url(home, "exports")).status_code == 302
    row = kept(home)
    assert row.state == ExportState.WAITING, "asking twice is asking once"
    strict_page(client.get(url(home, "exports")).content.decode())
    exports.write_export(home.organisation.pk)
    row = kept(home)
    assert row.state == ExportState.READY
    strict_page(client.get(url(home, "exports")).content.decode())
    answer = client.get(url(home, "export_file", row.pk))
    content = b"".join(answer.streaming_content)
    answer.close()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert (len(content), hashlib.sha256(content).hexdigest()) == (row.size, row.sha256)
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        assert any(found.read(name) == b"a proof of ours" for name in found.namelist())
        assert "Société Canari" not in "".join(found.read(name).decode() for name in found.namelist())
    assert (exports.place(row).stat().st_mode & 0o777, [item.name for item in exports.place(row).parent.iterdir()]) == (
        0o600, [f"{row.pk}.zip"],
    )  # fmt: skip
    with transaction.atomic(), inside(home):
        noted = json.loads(AuditEntry.objects.get(action="organisations.export").content)["details"]
        assert noted["sha256"] == row.sha256
        assert Notice.objects.filter(person_id=home.person.pk, kind=EXPORTED).count() == 1
    for other in (reader, rival.person):
        visitor = signed_in_now(other)
        for address in (url(home, "exports"), url(home, "export_file", row.pk), url(rival, "export_file", row.pk)):
            assert visitor.get(address).status_code in (403, 404), address
    with transaction.atomic(), inside(home):
        OrganisationExport.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(url(home, "export_file", row.pk)).status_code == 404
    running.run(now=timezone.now() + timedelta(days=9))
    assert not exports.place(row).exists()
    with transaction.atomic(), inside(home):
        assert not OrganisationExport.objects.exists()


@pytest.mark.usefixtures("own_database")
def test_stopping_leaves_no_file_and_a_killed_job_is_taken_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        home = a_member("Société")
    client = signed_in_now(home.person)
    client.post(url(home, "exports"))
    row = kept(home)
    real = exports.archive.write

    def stopped_midway(stream: Any, *, tell: Any, **more: Any) -> Any:
        def telling(done: int, total: int) -> None:
            tell(done, total)
            if done == 3:
                assert exports.progress_of(row) == (3, total)
                exports.place(row).with_suffix(".stop").touch()

        return real(stream, tell=telling, **more)

    with monkeypatch.context() as patch:
        patch.setattr(exports.archive, "write", stopped_midway)
        exports.write_export(home.organisation.pk)
    assert list(exports.place(row).parent.iterdir()) == []
    assert kept(home).state == ExportState.RUNNING, "the mark alone was there: the verb writes the state"
    exports.write_export(home.organisation.pk)
    assert kept(home).state == ExportState.RUNNING, "it may be at work elsewhere"
    with transaction.atomic(), inside(home):
        OrganisationExport.objects.update(began_at=timezone.now() - timedelta(minutes=6))
    exports.write_export(home.organisation.pk)
    assert kept(home).state == ExportState.READY, "its worker was killed"


@pytest.mark.usefixtures("own_database")
def test_what_is_stopped_before_it_begins_is_not_written(folder: Path) -> None:
    with transaction.atomic():
        home, rival = a_member("Société"), a_member("Autre")
    client = signed_in_now(home.person)
    client.post(url(home, "exports"))
    row = kept(home)
    assert signed_in_now(rival.person).post(url(rival, "stop_export", row.pk)).status_code == 404
    assert client.post(url(home, "stop_export", row.pk)).status_code == 302
    exports.write_export(home.organisation.pk)
    assert kept(home).state == ExportState.STOPPED
    assert client.post(url(home, "stop_export", row.pk)).status_code == 302, "again does nothing"
    strict_page(client.get(url(home, "exports")).content.decode())


@pytest.mark.django_db
def test_three_are_ready_at_most() -> None:
    home = a_member("Société")
    with inside(home):
        for _ in range(3):
            OrganisationExport.objects.create(
                organisation=home.organisation, state=ExportState.READY, ends_at=timezone.now() + timedelta(days=1)
            )
    client = signed_in(home.person)
    page = client.post(url(home, "exports"), follow=True).content.decode()
    assert "Trois exports" in page
    with inside(home):
        assert OrganisationExport.objects.count() == 3


def signed_in_now(person: Any) -> Any:
    with transaction.atomic():
        return signed_in(person)
