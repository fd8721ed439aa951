"""Every example of docs/reference/statistics runs, and gives what is printed under it."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from jawda.site.command_line import main

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "statistics"
NAMES = sorted(page.stem for page in PAGES.glob("*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What is printed after a command, which the test of the commands' page runs.
COMMANDS = "command-line"


def blocks(name: str, language: str) -> list[str]:
    text = (PAGES / f"{name}.md").read_text("utf-8")
    return [body for found, body in FENCE.findall(text) if found == language]


@pytest.mark.parametrize("name", [name for name in NAMES if name != COMMANDS])
def test_examples_give_what_is_printed(name: str) -> None:
    """One session for each page: names go on from block to block."""
    sessions = blocks(name, "python")
    assert sessions, "the page has no example that runs"
    assert all(body.startswith(">>> ") for body in sessions), "python that is printed is python that runs"
    test = doctest.DocTestParser().get_doctest("\n".join(sessions), {}, name, f"{name}.md", 0)
    told: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert result.failed == 0, "".join(told)
    assert any(example.want for example in test.examples), "an example shows what comes out"


def test_the_examples_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """What a command prints stands under it, word for word."""
    sessions = blocks(COMMANDS, "console")
    assert sessions
    for body in sessions:
        command, _, printed = body.partition("\n")
        assert main(shlex.split(command.removeprefix("$ jawda "))) == 0
        assert capsys.readouterr().out.strip() == printed.strip()


def test_every_page_says_what_it_answers() -> None:
    """A title, and soon the question that the method answers."""
    for name in NAMES:
        text = (PAGES / f"{name}.md").read_text("utf-8")
        assert text.startswith("# "), name
        assert "?" in text.split("```")[0][:1000], name
