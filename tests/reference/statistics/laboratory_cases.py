"""Where the published cases stand: those that travel with the package, and those read from a folder beside it."""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

_REPOSITORY = Path(__file__).resolve().parents[3]


def reference_folder() -> Path | None:
    """``JAWDA_REFERENCE``, or ``../shared/reference`` beside the repository; None where neither stands."""
    named = os.environ.get("JAWDA_REFERENCE")
    candidates = [Path(named)] if named else [_REPOSITORY.parent / "shared" / "reference"]
    return next((place for place in candidates if (place / "qstat" / "cases").is_dir()), None)


def case(module_file: str, case_id: str) -> dict[str, Any]:
    """The case ``case_id`` of ``cases/<module_file>``; skips the test where the folder is not there."""
    folder = reference_folder()
    if folder is None:
        pytest.skip("published cases are not here: set JAWDA_REFERENCE to their folder")
    return _cases(folder / "qstat" / "cases" / module_file)[case_id]


def data_file(name: str) -> Path:
    """A data file of the reference folder; skips the test where it is not there."""
    folder = reference_folder()
    if folder is None:
        pytest.skip("published cases are not here: set JAWDA_REFERENCE to their folder")
    return folder / "qstat" / "data" / Path(name).name


def carried(area: str) -> list[dict[str, Any]]:
    """The cases of an area that travel with the package."""
    place = files("jawda.core.statistics") / "validation" / "cases" / f"{area}.json"
    found: list[dict[str, Any]] = json.loads(place.read_text("utf-8"))["cases"]
    return found


@cache
def _cases(path: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(path.read_text("utf-8"))["cases"]}
