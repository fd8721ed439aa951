"""publiccode.yml holds what the standard demands (yml.publiccode.tools, schema.core), and agrees with the program."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from jawda import __version__
from jawda.core.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]


def test_every_mandatory_key_is_there_within_its_bounds() -> None:
    found = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    wanted = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
        "maintenance", "localisation",
    }  # fmt: skip
    assert wanted <= set(found)
    assert urlsplit(found["url"]).scheme == "https"
    assert found["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert found["softwareType"] == "standalone/web"
    for words in found["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]
        assert all(len(feature) <= 100 for feature in words["features"])
    assert found["maintenance"]["type"] == "community"
    assert all(contact["name"] for contact in found["maintenance"]["contacts"])
    assert isinstance(found["localisation"]["localisationReady"], bool)


def test_it_agrees_with_the_program() -> None:
    found = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert found["softwareVersion"] == __version__
    assert found["legal"]["license"] == "Apache-2.0"
    assert set(found["localisation"]["availableLanguages"]) == set(found["description"]) == set(LANGUAGES)


def test_no_address_is_invented() -> None:
    """Until there is a public one, addresses end in ``.example``, which belongs to nobody (RFC 2606), and say so."""
    text = (ROOT / "publiccode.yml").read_text("utf-8")
    hosts = {urlsplit(found).hostname or "" for found in re.findall(r"https?://[^\s\"]+", text)}
    ours = {host for host in hosts if host != "yml.publiccode.tools"}
    assert ours
    assert all(host.endswith(".example") for host in ours)
    assert "not published yet" in text
    assert not re.findall(r"[\w.]+@[\w.]+", text), "no contact is invented either"
