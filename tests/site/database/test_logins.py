"""Names, URLs and passwords of the logins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from jawda.site.database import DatabaseRefused, Login, urls_from_environment
from jawda.site.database.logins import SUPERUSER, VARIABLES, passwords, url


def test_no_url_means_the_embedded_database() -> None:
    assert urls_from_environment({"DATABASE_URL": ""}) is None


def test_all_five_urls_are_taken() -> None:
    given_urls = {name: f"postgresql://{login}@there/jawda" for login, name in VARIABLES.items()}
    assert urls_from_environment(given_urls) == {login: given_urls[name] for login, name in VARIABLES.items()}


def test_who_serves_people_needs_the_applications_url_alone() -> None:
    given_urls = {"DATABASE_URL": "postgresql://x@there/jawda"}
    assert urls_from_environment(given_urls) == {Login.APP: "postgresql://x@there/jawda"}


@pytest.mark.parametrize("lone", ["DATABASE_URL", "DATABASE_URL_OWNER", "DATABASE_URL_BACKUP"])
def test_a_missing_url_is_named(lone: str) -> None:
    with pytest.raises(DatabaseRefused) as refused:
        urls_from_environment({lone: "postgresql://x@there/jawda"}, needed=tuple(VARIABLES))
    missing = str(refused.value).partition("missing for this command: ")[2].partition(")")[0].split(", ")
    assert set(missing) == set(VARIABLES.values()) - {lone}


def test_passwords_are_private_and_stay(tmp_path: Path) -> None:
    file = tmp_path / "logins.json"
    first = passwords(file)
    assert set(first) == {SUPERUSER, *Login}
    assert len(set(first.values())) == 6
    assert file.stat().st_mode & 0o777 == 0o600
    assert passwords(file) == first
    assert [path.name for path in tmp_path.iterdir()] == ["logins.json"]


def test_a_login_added_later_gets_a_password_and_the_others_keep_theirs(tmp_path: Path) -> None:
    file = tmp_path / "logins.json"
    file.write_text(json.dumps({SUPERUSER: "kept"}))
    found = passwords(file)
    assert found[SUPERUSER] == "kept"
    assert len(found[Login.STEERING]) >= 32


@pytest.mark.parametrize("content", ["{", "[]", '{"postgres": 1}', ""])
def test_a_damaged_file_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "logins.json").write_text(content)
    with pytest.raises(DatabaseRefused, match="damaged"):
        passwords(tmp_path / "logins.json")


@given(
    password=st.text(st.characters(min_codepoint=32, max_codepoint=0x6FF, exclude_categories=["Cs", "Cc"]), min_size=1)
)
def test_a_url_carries_any_password_and_folder(password: str) -> None:
    """libpq, 34.1.1.2: symbols with special meaning in a URI are percent-encoded."""
    folder = Path("/tmp/a b&c=d/é")
    assert conninfo_to_dict(url(Login.APP, password, folder)) == {
        "user": "jawda_app",
        "password": password,
        "dbname": "jawda",
        "host": str(folder),
    }
