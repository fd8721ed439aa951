"""Any form is read by its content: a file's name says nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from tests.core.referentials.strategies import referentials

from jawda.core.findings import Refused
from jawda.core.referentials import (
    Referential,
    read_any,
    write_oscal_catalog,
    write_referential,
    write_spreadsheet,
)

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)


@settings(max_examples=15, deadline=None)
@given(referentials())
def test_each_form_is_told_by_its_content_and_gives_the_same_referential(referential: Referential) -> None:
    for content in (
        write_referential(referential),
        write_oscal_catalog(referential, modified=MOMENT),
        b"\xef\xbb\xbf" + write_oscal_catalog(referential, modified=MOMENT),
        write_spreadsheet(referential, created=MOMENT),
    ):
        assert read_any(content, file="unnamed") == referential


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04 cut off", "spreadsheets.not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheets.old_or_protected"),
        (b'{"catalog": ', "referentials.not_json"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "referentials.not_utf8"),
        (b"", "referentials.not_a_mapping"),
    ],
)
def test_what_is_no_referential_is_refused_by_the_form_it_looks_like(content: bytes, fault: str) -> None:
    with pytest.raises(Refused) as refused:
        read_any(content, file="x")
    assert [finding.id for finding in refused.value.findings] == [fault]
