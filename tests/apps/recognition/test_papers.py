"""A document on paper carries its credential and the body's seal; codes lead to its page and verify by themselves."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.apps.recognition.world import TODAY, acts, issued, world
from tests.foundation.printing.test_time_stamps import Service, service

from jawda.apps.recognition.domain import papers, reissuing
from jawda.apps.recognition.domain.changing import NewWords
from jawda.apps.recognition.models import Paper, SealKey
from jawda.foundation.printing import Document
from jawda.foundation.printing.paper_reading import Later, read_paper
from jawda.foundation.printing.render import TIME_LIMIT

__all__ = ["service"]
pytestmark = pytest.mark.django_db


def test_the_paper_of_a_certificate_carries_it_and_is_sealed_by_its_body() -> None:
    found = world()
    row = issued(found)
    with acts(found.certifier):
        turn = papers.print_some()
        assert turn is not None
        assert (turn.more, turn.failed) == (False, 0)
        made = {paper.language: bytes(paper.pdf) for paper in Paper.objects.filter(attestation=row)}
        anchor = bytes(SealKey.objects.get().certificate)
    assert set(made) == {"fr", "ar", "en"}
    assert all(len(pdf) < 250_000 for pdf in made.values())
    read = read_paper(made["ar"])
    assert read.credential == row.credential.encode("ascii")
    seal = read.seal
    assert (seal.count, seal.intact, seal.covers_whole_file, seal.later) == (1, True, True, Later.NONE)
    assert seal.certificate is not None
    assert seal.certificate.sha256 == sha256(anchor).hexdigest()
    assert seal.certificate.organisation == found.certifier.organisation.name


def test_papers_are_printed_once_and_anew_when_the_document_changes() -> None:
    found = world()
    row = issued(found)
    with acts(found.certifier):
        papers.print_some()
        first = Paper.objects.get(attestation=row, language="fr")
        papers.print_some()
        assert Paper.objects.get(attestation=row, language="fr").made_at == first.made_at
        row = reissuing.reduce_scope(
            access=found.certifier.access, attestation_id=row.pk, reason="Arrêt d’une activité", now=TODAY,
            said=NewWords(scope="Moulage de joints", sectors=("IAF 14",), sites=()),
        )  # fmt: skip
        papers.print_some()
        again = Paper.objects.get(attestation=row, language="fr")
        assert again.credential_sha256 == row.sha256 != first.credential_sha256
        assert Paper.objects.count() == 3
        assert SealKey.objects.count() == 1


def test_a_document_that_cannot_be_printed_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns go on behind it, and it is tried again the next time."""
    found = world()
    rows = [issued(found, number=f"EX-{place}") for place in range(5)]
    monkeypatch.setattr(papers, "_AT_ONCE", 2)
    real = papers.render_pdf

    def hurried(document: Document, **rest: Any) -> bytes:
        return real(document, time_limit=0.001 if rows[1].reference in document.reference else TIME_LIMIT, **rest)

    monkeypatch.setattr(papers, "render_pdf", hurried)
    with acts(found.certifier):
        found_turns = [papers.print_some()]
        while found_turns[-1] is not None and found_turns[-1].more:
            found_turns.append(papers.print_some(found_turns[-1]))
        assert sorted(turn.failed for turn in found_turns if turn is not None) == [0, 0, 1]
        assert set(Paper.objects.values_list("attestation_id", flat=True)) == {row.pk for row in rows} - {rows[1].pk}
        monkeypatch.undo()
        papers.print_some()
        assert Paper.objects.filter(attestation=rows[1]).count() == 3


def test_papers_are_time_stamped_where_a_service_is_set(service: Service, settings: Any) -> None:
    found = world()
    row = issued(found)
    stamps = service.stamps()
    settings.TIME_STAMPS = (stamps._target, stamps._reach)
    with acts(found.certifier):
        papers.print_some()
        made = [bytes(paper.pdf) for paper in Paper.objects.filter(attestation=row)]
    assert len(made) == 3
    for pdf in made:
        (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        names = [str(one["type"].native) for one in signature.signer_info["unsigned_attrs"]]
        assert names == ["signature_time_stamp_token"]
    service.receiver.status = 503
    issued(found, number="QMS-0043")
    with acts(found.certifier):
        turn = papers.print_some()
        assert turn is not None
        assert turn.failed == 1, "a paper without its time is not given out: the job tries again"
        assert Paper.objects.count() == 3
