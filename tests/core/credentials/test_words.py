"""Every reason to refuse or doubt a credential has its sentence, and no sentence is without a reason."""

from __future__ import annotations

import re
from pathlib import Path

import jawda.core.credentials
from jawda.core.credentials.refusing import reason, refuse
from jawda.core.findings import words
from jawda.core.findings.words import catalogue

SOURCES = [path.read_text("utf-8") for path in Path(jawda.core.credentials.__file__).parent.glob("*.py")]
#: Beside what is refused, what an answer notes.
USED = {name for text in SOURCES for name in re.findall(r'(?:refuse|note)\(\s*"([a-z0-9_]+)"', text)} | {
    name for text in SOURCES for name in re.findall(r'"credentials\.([a-z0-9_]+)"', text)
}
WORDED = {name.removeprefix("credentials.") for name in catalogue() if name.startswith("credentials.")}


def test_every_reason_has_its_words() -> None:
    assert not USED - WORDED


def test_every_sentence_has_its_reason() -> None:
    assert not WORDED - USED


def test_a_refusal_is_a_sentence_about_a_place() -> None:
    refused = refuse("token_parts", path="proof", parts=2)
    assert reason(refused) == "token_parts"
    assert refused.findings[0].place.path == "proof"
    assert "this one has 2" in words(refused.findings[0], "en")
