"""What is read back is what was written, to the byte; anything else is refused in a sentence."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.backups.archives import FILE, STATE, write

from jawda.site.backups import archive
from jawda.site.backups.manifest import DATABASE_MEMBER, Manifest, Member, NotAManifest, decode
from jawda.site.values import ValueRefused


def unpack(content: bytes, folder: Path) -> Manifest:
    (folder / "given").write_bytes(content)
    (folder / "out").mkdir()
    return archive.unpack(folder / "given", folder / "out")


@pytest.fixture(scope="module")
def whole() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        write(Path(name) / "whole", Path(name))
        return (Path(name) / "whole").read_bytes()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    manifest = write(tmp_path / "one", tmp_path)
    told: list[int] = []
    (tmp_path / "out").mkdir()
    assert archive.unpack(tmp_path / "one", tmp_path / "out", told.append) == manifest
    assert (tmp_path / "out" / DATABASE_MEMBER).read_bytes() == b"a dump" * 1000
    assert (tmp_path / "out" / FILE).read_bytes() == b"a file"
    assert told[-1] == (tmp_path / "one").stat().st_size
    with tarfile.open(tmp_path / "one") as tar:  # any tar reads it, where Jawda is not at hand
        assert tar.getnames() == ["jawda-backup.json", DATABASE_MEMBER, FILE, "manifest.json"]
        assert {item.mode for item in tar} == {0o600}


@given(data=st.data())
def test_one_changed_byte_anywhere_is_found_unless_it_means_the_same(whole: bytes, data: st.DataObject) -> None:
    """A compressed run of zeros can be written in two ways; whatever changes what is read is refused."""
    place = data.draw(st.integers(0, len(whole) - 1))
    bits = data.draw(st.integers(1, 255))
    changed = whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :]
    with tempfile.TemporaryDirectory() as name:
        try:
            unpack(changed, Path(name))
        except ValueRefused:
            return
        assert gzip.decompress(changed) == gzip.decompress(whole)


@given(length=st.integers(0, 10_000))
def test_a_file_that_was_cut_off_is_refused_wherever_it_was(whole: bytes, length: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.raises(ValueRefused):
        unpack(whole[: min(length, len(whole) - 1)], Path(name))


@given(content=st.binary(max_size=300).filter(lambda found: not found.startswith(archive._GZIP_HEADER)))
def test_other_bytes_are_no_backup(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.raises(ValueRefused, match="no file of `jawda backup`"):
        unpack(content, Path(name))


def packed(*members: tuple[tarfile.TarInfo | str, bytes]) -> bytes:
    """Any tar, with the header that a backup has."""
    out = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=out, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w|") as tar,
    ):
        for name, content in members:
            entry = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


MARK = ("jawda-backup.json", b'{"format": "jawda-backup", "version": 1}')
DUMP = (DATABASE_MEMBER, b"a dump")


def link(name: str, kind: bytes, target: str) -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry, b""


HOSTILE: dict[str, Callable[[], bytes]] = {
    "no member": packed,
    "no mark": lambda: packed(DUMP),
    "a mark that is no JSON": lambda: packed(("jawda-backup.json", b"{")),
    "a deep mark": lambda: packed(("jawda-backup.json", b"[" * 9_999)),
    "a mark of another form": lambda: packed(("jawda-backup.json", b'{"format": "other", "version": 1}')),
    "a mark without number": lambda: packed(("jawda-backup.json", b'{"format": "jawda-backup", "version": true}')),
    "a number below one": lambda: packed(("jawda-backup.json", b'{"format": "jawda-backup", "version": 0}')),
    "a large mark": lambda: packed(("jawda-backup.json", b" " * 20_000)),
    "the mark alone": lambda: packed(MARK),
    "no manifest": lambda: packed(MARK, DUMP),
    "two marks": lambda: packed(MARK, MARK, DUMP),
    "a member outside the folder": lambda: packed(MARK, ("../../escaped", b"x")),
    "an absolute member": lambda: packed(MARK, ("/tmp/jawda-escaped", b"x")),
    "a path within a file's name": lambda: packed(MARK, (FILE + "/../../../x", b"x")),
    "a symbolic link": lambda: packed(MARK, link(FILE, tarfile.SYMTYPE, "/etc/passwd")),
    "a hard link": lambda: packed(MARK, DUMP, link(FILE, tarfile.LNKTYPE, DATABASE_MEMBER)),
    "a folder": lambda: packed(MARK, link("files", tarfile.DIRTYPE, "")),
    "a device": lambda: packed(MARK, link(DATABASE_MEMBER, tarfile.CHRTYPE, "")),
    "the same member twice": lambda: packed(MARK, DUMP, DUMP),
    "an empty manifest": lambda: packed(MARK, DUMP, ("manifest.json", b"")),
    "a manifest of nothing": lambda: packed(MARK, DUMP, ("manifest.json", b"{}")),
    "a manifest that lists no member": lambda: packed(
        MARK, DUMP, ("manifest.json", b'{"format": "jawda-backup", "version": 1, "members": []}')
    ),
    "only a tar's letters": lambda: gzip.compress(b"ustar" * 200, 1, mtime=0),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_and_nothing_is_written_elsewhere(tmp_path: Path, what: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        unpack(HOSTILE[what](), tmp_path)
    assert str(refused.value).startswith(str(tmp_path / "given"))
    found = {str(item.relative_to(tmp_path)) for item in tmp_path.rglob("*") if item.is_file()}
    assert found <= {"given", f"out/{DATABASE_MEMBER}", f"out/{FILE}"}
    assert not Path("/tmp/jawda-escaped").exists()


def test_a_newer_form_is_said_to_be_newer(tmp_path: Path) -> None:
    with pytest.raises(ValueRefused, match=r"made by a newer Jawda .*number 2, this program knows 1"):
        unpack(packed(("jawda-backup.json", b'{"format": "jawda-backup", "version": 2}')), tmp_path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ValueRefused, match="there is no such file"):
        archive.unpack(tmp_path / "nothing", tmp_path)
    with pytest.raises(ValueRefused, match="is no file"):
        archive.unpack(tmp_path, tmp_path)


def manifest(**values: object) -> Manifest:
    member = Member(DATABASE_MEMBER, 1, "0" * 64)
    made = Manifest("2026-11-28", "0.1.0", "0" * 16, STATE, [member], [])
    return replace(made, **values)  # type: ignore[arg-type]


WRONG: dict[str, Manifest] = {
    "no database": manifest(members=[]),
    "a member that is no stored file": manifest(members=[*manifest().members, Member("files/../x", 1, "0" * 64)]),
    "a member twice": manifest(members=manifest().members * 2),
    "a hash that is none": manifest(members=[Member(DATABASE_MEMBER, 1, "0" * 63)]),
    "less than nothing": manifest(members=[Member(DATABASE_MEMBER, -1, "0" * 64)]),
    "a count that is a text": manifest(state=replace(STATE, tables={"a": "1"})),  # type: ignore[dict-item]
    "tables that are a list": manifest(state=replace(STATE, tables=[])),  # type: ignore[arg-type]
    "a version that is a number": manifest(program=1),
    "a migration with a blank": manifest(state=replace(STATE, migrations=["a b"])),
    "migrations that are numbers": manifest(state=replace(STATE, migrations=[1])),  # type: ignore[list-item]
    "a head of another form": manifest(state=replace(STATE, heads=["x"])),  # type: ignore[list-item]
}


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert decode(manifest().encode()) == manifest()


@pytest.mark.parametrize("what", WRONG)
def test_a_manifest_of_another_form_is_refused(what: str) -> None:
    with pytest.raises(NotAManifest):
        decode(WRONG[what].encode())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    st.sampled_from(["state", "members", "program", "missing_files", "made_at"]),
)
def test_whatever_stands_in_a_manifest_is_read_or_refused(value: object, key: str) -> None:
    body = json.loads(manifest().encode()) | {key: value}
    with suppress(NotAManifest):
        decode(json.dumps(body).encode())
