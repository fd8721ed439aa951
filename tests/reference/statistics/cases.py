"""Published cases: those carried with the package, and those read from a folder beside it where it stands."""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest


def reference_folder() -> Path | None:
    """``JAWDA_REFERENCE``, else ``shared/reference`` beside the checkout; None where there is none."""
    named = os.environ.get("JAWDA_REFERENCE")
    folder = Path(named) if named else Path(__file__).resolve().parents[4] / "shared" / "reference"
    return folder / "qstat" if (folder / "qstat").is_dir() else None


@cache
def carried(area: str) -> dict[str, dict[str, Any]]:
    """The cases of an area that ship with the package, by id."""
    text = (files("jawda.core.statistics.validation") / "cases" / f"{area}.json").read_text("utf-8")
    return {case["id"]: case for case in json.loads(text)["cases"]}


def case(module_file: str, case_id: str) -> dict[str, Any]:
    """A case of the folder; the test is skipped with one line where the folder is absent."""
    folder = reference_folder()
    if folder is None:
        pytest.skip(f"the folder of published cases is not here: {case_id}")
    found = json.loads((folder / "cases" / f"{module_file}.json").read_text("utf-8"))["cases"]
    return next(one for one in found if one["id"] == case_id)


def data_file(name: str) -> Path:
    """A file of the folder's data."""
    folder = reference_folder()
    if folder is None:
        pytest.skip(f"the folder of published cases is not here: {name}")
    return folder / name
