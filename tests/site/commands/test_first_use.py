"""What a person types first, on a machine where nothing was ever started."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from jawda.apps.referentials import built_in
from jawda.site.database.logins import VARIABLES

CATALOGUE = {
    "catalog": {
        "uuid": "7a1ee5ac-7d3a-4b0e-9f67-2f6b4a0b5c11",
        "metadata": {
            "title": "House rules",
            "last-modified": "2026-01-01T00:00:00Z",
            "version": "1",
            "oscal-version": "1.1.2",
        },
        "controls": [
            {"id": "a-1", "title": "Doors", "parts": [{"id": "a-1_s", "name": "statement", "prose": "Close doors."}]}
        ],
    }
}


def jawda(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The real command, with no server but its own."""
    hidden = {*VARIABLES.values(), "DJANGO_SETTINGS_MODULE", "JAWDA_LOGIN"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"JAWDA_DATA": str(folder / "data"), "PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    command = [sys.executable, "-m", "jawda.site.command_line", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.long
def test_a_referential_can_be_imported_before_anything_else(tmp_path: Path) -> None:
    """The embedded database is made, brought to this version, and keeps what was imported."""
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(CATALOGUE))
    tmp_path.chmod(0o755)
    imported = jawda(tmp_path, "referential", "import", str(file), "--json")
    assert imported.returncode == 0, imported.stderr
    listed = jawda(tmp_path, "referential", "list", "--json")
    shipped = [item.identifier for item in built_in.shipped()]
    assert shipped[0] == "premiers-pas-1"
    assert [row["id"] for row in json.loads(listed.stdout)] == [*shipped, json.loads(imported.stdout)["id"]]


def test_a_taken_port_is_said_before_anything_is_started(tmp_path: Path) -> None:
    """Else another program's page would be taken for ours, and the demonstration called ready."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = jawda(tmp_path, "run", "--bind", f"127.0.0.1:{port}")
    assert refused.returncode == 2
    assert f"127.0.0.1:{port} is taken by another program" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "data").exists()
