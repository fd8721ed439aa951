"""A result as plain values, for ``jawda assess --json``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from jawda.core.assessment.gaps import Gap
from jawda.core.assessment.result import Result
from jawda.core.findings import Finding, words
from jawda.core.languages import Language
from jawda.core.referentials.model import Requirement


def as_document(result: Result, language: Language = "fr", *, findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """JSON's form of a result, in a fixed order and at full precision.

    ``progress`` is a share of 1; scores and distances are on 0-100; a score is ``null`` where there is none.
    ``findings`` are those of the result and any others given (of reading the file). ``language`` is that of titles
    and sentences; codes and keys do not depend on it.
    """
    whole, nodes = result.whole, result.nodes
    return {
        "referential": result.referential.id,
        "answered": whole.answered,
        "assessable": whole.assessable,
        "progress": whole.progress,
        "verdict": str(result.verdict.code),
        "knock_outs": [
            {**_named(item.requirement, language), "state": item.state} for item in result.verdict.knock_outs
        ],
        "score": whole.score,
        "by_clause": [
            {
                **_named(chapter, language),
                "score": nodes[chapter.id].score,
                "answered": nodes[chapter.id].answered,
                "assessable": nodes[chapter.id].assessable,
                "not_applicable": nodes[chapter.id].not_applicable,
            }
            for chapter in result.referential.children.get(None, ())
        ],
        "gaps": [_gap(gap, language) for gap in result.gaps],
        "findings": [_finding(finding, language) for finding in (*findings, *result.findings)],
    }


def _named(requirement: Requirement, language: Language) -> dict[str, Any]:
    title = (requirement.title or requirement.question).best(language)
    return {"requirement": requirement.id, "reference": requirement.reference, "title": title}


def _gap(gap: Gap, language: Language) -> dict[str, Any]:
    return {
        "rank": gap.rank,
        **_named(gap.requirement, language),
        "level": gap.level,
        "wanted": gap.wanted.code,
        "distance": gap.distance,
        "knock_out": gap.knock_out,
        "consequence": gap.consequence,
        "effort_days": gap.effort_days,
        "needs": list(gap.needs),
        "why": gap.why(language),
    }


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    place = {name: part for name, part in asdict(finding.place).items() if part is not None}
    return {"id": finding.id, "level": str(finding.level), "words": words(finding, language), "place": place}
