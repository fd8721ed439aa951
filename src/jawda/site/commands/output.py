"""What a command says: JSON or lines on standard output, progress on a terminal only, refusals on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from jawda.core.findings import Finding, words, words_with_place
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import Language

MARKS: Final[Mapping[Status, str]] = {Status.OK: "✓", Status.WARN: "!", Status.FAIL: "✗"}
MOST_SHOWN: Final = 50
"""Faults written out; a person mends these first, and a hostile file has thousands."""


def put_json(value: Any) -> None:
    """Indented JSON in UTF-8, as it is everywhere."""
    put_lines([json.dumps(value, ensure_ascii=False, indent=2)])


def put_lines(lines: Iterable[str]) -> None:
    """Lines on standard output; a terminal that cannot write a letter shows a question mark in its place."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in lines:
        sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


def checked(findings: Iterable[Check], language: Language) -> Iterator[str]:
    """A line for each finding, with a mark for what it came to, and its place in a document where it has one."""
    for check in findings:
        yield f"{MARKS[check.status]} {check.sentence(language)}" + (f" ({check.path})" if check.path else "")


def put_refusal(findings: Iterable[Finding], language: Language) -> None:
    """A sentence for each finding, with its place, on standard error."""
    found = tuple(findings)
    lines = [words_with_place(item, language) for item in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(words(Finding(id="files.more", arguments={"count": len(found) - MOST_SHOWN}), language))
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.writelines(line.encode(encoding, "replace").decode(encoding) + "\n" for line in lines)


@contextmanager
def progress(sentence: str) -> Iterator[None]:
    """Something that moves while a command works; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

    with Console(stderr=True).status(sentence):
        yield


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that says how many are done, for work of minutes; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.update(task, completed=done)
