"""What is wrong, or worth saying, about a list of codes."""

from __future__ import annotations

from collections.abc import Sequence

from jawda.core.codes.model import Code
from jawda.core.findings import Finding, Level, Place
from jawda.core.findings.model import Argument
from jawda.core.languages import LANGUAGES


def check(codes: Sequence[Code], *, file: str | None = None) -> tuple[Finding, ...]:
    """Errors: a code twice in its system, a parent that does not stand before it, no title, an end before its start.

    A warning for each language without a title. Rows count from 2, as in a file with a heading. Because a parent
    stands before its children, codes cannot form a cycle.

    >>> from jawda.core.languages import Text
    >>> [finding.id for finding in check([Code(system="s", code="1", title=Text(fr="Un"))])]
    ['codes.missing_language', 'codes.missing_language']
    """
    findings: list[Finding] = []
    seen: set[tuple[str, str]] = set()

    def report(name: str, row: int, column: str, level: Level = Level.ERROR, **arguments: Argument) -> None:
        place = Place(file=file, row=row, column=column)
        findings.append(Finding(id=f"codes.{name}", level=level, place=place, arguments=arguments))

    for row, code in enumerate(codes, 2):
        if (code.system, code.code) in seen:
            report("doubled", row, "code", value=code.code)
        if code.parent is not None and (code.system, code.parent) not in seen:
            report("unknown_parent", row, "parent", parent=code.parent)
        seen.add((code.system, code.code))
        if not code.title:
            report("no_title", row, "title_fr", code=code.code)
        elif missing := [language for language in LANGUAGES if not code.title.get(language)]:
            for language in missing:
                column = f"title_{language}"
                report("missing_language", row, column, Level.WARNING, code=code.code, language=language)
        if code.valid_from and code.valid_until and code.valid_until < code.valid_from:
            report("dates_out_of_order", row, "valid_until")
    return tuple(findings)
