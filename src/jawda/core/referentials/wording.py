"""Whether texts are written in the declared languages, and codes are such that every format can carry them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from jawda.core.findings import Level
from jawda.core.findings.model import Argument
from jawda.core.languages import LANGUAGES, Language, Text
from jawda.core.referentials.form_writing import REQUIREMENT_TEXTS
from jawda.core.referentials.model import Referential, Requirement
from jawda.core.spreadsheets.model import FORBIDDEN

LONGEST_TEXT: Final = 20_000
LONGEST_CODE: Final = 200
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_Fault = tuple[str, Level, str, dict[str, Argument]]


def wording_faults(referential: Referential) -> Iterator[_Fault]:
    """Missing and undeclared languages, control characters, codes that are not one line, texts that are too long."""
    languages = referential.languages
    if not languages:
        yield "no_language", Level.ERROR, "languages", {}
    for name, needed in (("title", True), ("description", False), ("rights", True)):
        yield from _text(getattr(referential, name), name, languages, needed=needed)
    for name in ("id", "publisher", "replaces"):
        yield from _code(getattr(referential, name), name)
    for number, code in enumerate(referential.rests_on, 1):
        yield from _code(code, f"rests_on[{number}]")
    for number, level in enumerate(referential.scale.levels, 1):
        path = f"scale.levels[{number}]"
        yield from _code(level.code, f"{path}.code")
        yield from _controls(level.title, f"{path}.title")
        yield from _controls(level.description, f"{path}.description")
    for number, question in enumerate(referential.profile, 1):
        path = f"profile[{number}]"
        yield from _code(question.id, f"{path}.id")
        if "=" in question.id or " " in question.id:
            yield "not_an_identifier", Level.ERROR, f"{path}.id", {"id": question.id}
        yield from _text(question.question, f"{path}.question", languages, needed=True)
        for position, choice in enumerate(question.choices, 1):
            yield from _code(choice.value, f"{path}.choices[{position}].value")
            yield from _text(choice.title, f"{path}.choices[{position}].title", languages, needed=True)
    for number, requirement in enumerate(referential.requirements, 1):
        yield from _requirement(requirement, f"requirements[{number}]", languages)
    yield from _foreign(referential.foreign, "foreign")


def _requirement(requirement: Requirement, path: str, languages: tuple[Language, ...]) -> Iterator[_Fault]:
    for name in ("id", "reference", "parent"):
        yield from _code(getattr(requirement, name), f"{path}.{name}")
    for number, code in enumerate(requirement.needs, 1):
        yield from _code(code, f"{path}.needs[{number}]")
    for number, line in enumerate(requirement.lineage, 1):
        yield from _code(line.requirement, f"{path}.lineage[{number}].requirement")
    for name in REQUIREMENT_TEXTS:
        yield from _text(getattr(requirement, name), f"{path}.{name}", languages, needed=name == "title")
    for language, words in requirement.title.as_mapping().items():
        if "\n" in words:
            yield "not_one_line", Level.ERROR, f"{path}.title.{language}", {}
    yield from _foreign(requirement.foreign, f"{path}.foreign")


def _text(text: Text, path: str, languages: tuple[Language, ...], *, needed: bool) -> Iterator[_Fault]:
    written = text.as_mapping()
    if not written and not needed:
        return
    for language in LANGUAGES:
        here = f"{path}.{language}"
        if language in languages and not written.get(language, "").strip():
            yield "missing_language", Level.ERROR, here, {"language": language}
        elif language not in languages and language in written:
            yield "undeclared_language", Level.ERROR, here, {"language": language}
    yield from _controls(text, path)


def _controls(text: Text, path: str) -> Iterator[_Fault]:
    for language, words in text.as_mapping().items():
        if found := FORBIDDEN.search(words):
            yield "control_character", Level.ERROR, f"{path}.{language}", {"code": f"U+{ord(found[0]):04X}"}
        if len(words) > LONGEST_TEXT:
            yield "text_too_long", Level.ERROR, f"{path}.{language}", {"characters": len(words), "limit": LONGEST_TEXT}


def _code(code: str | None, path: str) -> Iterator[_Fault]:
    """A code is one line without spaces at its ends; an empty one was told of as missing."""
    if code and (code.strip() != code or len(code.splitlines()) != 1 or FORBIDDEN.search(code) or "\t" in code):
        yield "not_one_line", Level.ERROR, path, {}
    if code and len(code) > LONGEST_CODE:
        yield "text_too_long", Level.ERROR, path, {"characters": len(code), "limit": LONGEST_CODE}


def _foreign(value: Any, path: str) -> Iterator[_Fault]:
    """No database and no UTF-8 holds U+0000 or half a surrogate pair."""
    rest = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, str):
            if found := _UNSTORABLE.search(item):
                yield "control_character", Level.ERROR, path, {"code": f"U+{ord(found[0]):04X}"}
        elif isinstance(item, dict):
            rest += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            rest += item
