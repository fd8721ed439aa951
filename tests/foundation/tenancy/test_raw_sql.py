"""SQL is spoken in the files that are named (declarations.RAW_SQL), and nowhere else."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from pathlib import Path

import pytest

import jawda
from jawda.foundation.tenancy.declarations import RAW_SQL

SOURCE = Path(jawda.__file__).parent
FORBIDDEN_CALLS = {"cursor", "raw", "extra", "RawSQL", "RunSQL", "execute", "executemany", "callproc", "_raw_delete"}
MODULES = {"psycopg", "psycopg2", "sqlite3", "django.db.backends"}


def speaks_sql(text: str) -> list[str]:
    """What in this module would send SQL of its own."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            words = ast.unparse(node.func)
            if name in FORBIDDEN_CALLS:
                found.append(f"{node.lineno}: {words}")
        elif isinstance(node, ast.ImportFrom | ast.Import):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names]
            found += [f"{node.lineno}: import {item}" for item in modules if item in MODULES]
            names = [item.name for item in node.names] if isinstance(node, ast.ImportFrom) else []
            found += [f"{node.lineno}: import {item}" for item in names if item in {"RawSQL", "RunSQL"}]
    return found


def test_no_other_file_speaks_sql() -> None:
    found = {
        path: lines
        for file in sorted(SOURCE.rglob("*.py"))
        if not any(fnmatch(path := file.relative_to(SOURCE).as_posix(), pattern) for pattern in RAW_SQL)
        and (lines := speaks_sql(file.read_text()))
    }
    assert found == {}, "use the ORM, or name the file and the reason in declarations.RAW_SQL"


def test_each_named_file_is_there_and_speaks_sql() -> None:
    """A pattern that is no longer needed is taken out of the list."""
    files = {file.relative_to(SOURCE).as_posix(): file for file in SOURCE.rglob("*.py")}
    for pattern, reason in RAW_SQL.items():
        assert reason
        texts = [file.read_text() for path, file in files.items() if fnmatch(path, pattern)]
        assert texts, pattern
        assert any(speaks_sql(text) or "POLICY" in text or "Policy(" in text or "TRIGGER" in text for text in texts), (
            pattern
        )


@pytest.mark.parametrize(
    "text",
    [
        "with connection.cursor() as c: pass",
        "Model.objects.raw('SELECT 1')",
        "rows.extra(where=['true'])",
        "from django.db.models.expressions import RawSQL",
        "RawSQL('1', [])",
        "from django.db.migrations import RunSQL",
        "migrations.RunSQL('x')",
        "import psycopg",
        "connection.execute('SELECT 1')",
        "models.QuerySet(Model)._raw_delete('default')",
    ],
)
def test_each_way_of_speaking_sql_is_found(text: str) -> None:
    assert speaks_sql(text)


@pytest.mark.parametrize("text", ["values.copy()", "rows.filter(a=1)", "copy.copy(x)", "raw = 1"])
def test_what_is_no_sql_is_left_alone(text: str) -> None:
    assert not speaks_sql(text)
