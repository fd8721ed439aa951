"""The socket's folder: short, private, nobody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jawda.site.database.identity import Identity
from jawda.site.database.sockets import RECORD, fits, provide, recorded

OURS = Identity("own account", Path("/nowhere"))


def usual(data_folder: Path) -> Path:
    """The folder that is chosen where nothing stands in the way; removed again."""
    folder = provide(data_folder, {}, OURS)
    (data_folder / RECORD).unlink()
    folder.rmdir()
    return folder


def test_it_is_private_short_and_recorded_for_others(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    folder = provide(deep, {}, OURS)
    try:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert fits(folder)
        assert recorded(deep) == folder
        assert provide(deep, {"XDG_RUNTIME_DIR": str(tmp_path)}, OURS) == folder, "the one recorded stays"
    finally:
        folder.rmdir()


def test_a_record_does_not_hold_in_a_copy_of_the_folder(tmp_path: Path) -> None:
    for name in ("first", "copy"):
        (tmp_path / name).mkdir()
    folder = provide(tmp_path / "first", {}, OURS)
    folder.rmdir()
    (tmp_path / "copy" / RECORD).write_text((tmp_path / "first" / RECORD).read_text())
    assert recorded(tmp_path / "copy") is None


def test_a_link_put_there_by_somebody_is_not_followed(tmp_path: Path) -> None:
    name = usual(tmp_path)
    aim = tmp_path / "aim"
    aim.mkdir(mode=0o700)
    name.symlink_to(aim)
    try:
        chosen = provide(tmp_path, {}, OURS)
        assert chosen not in (name, aim)
        assert chosen.stat().st_mode & 0o777 == 0o700
        assert list(aim.iterdir()) == []
        chosen.rmdir()
    finally:
        name.unlink()


def test_a_folder_open_to_others_is_not_used(tmp_path: Path) -> None:
    name = usual(tmp_path)
    name.mkdir()
    name.chmod(0o777)
    try:
        chosen = provide(tmp_path, {}, OURS)
        assert chosen != name
        assert name.stat().st_mode & 0o777 == 0o777, "what is not ours is not touched"
        chosen.rmdir()
    finally:
        name.rmdir()


def test_a_folder_of_another_account_is_not_used(tmp_path: Path, only_root: None) -> None:
    name = usual(tmp_path)
    name.mkdir(mode=0o700)
    os.chown(name, 12345, 12345)
    try:
        chosen = provide(tmp_path, {}, OURS)
        assert chosen != name
        assert name.stat().st_uid == 12345
        chosen.rmdir()
    finally:
        name.rmdir()


@pytest.mark.parametrize("record", ["", "relative\n", "\n\n\n"])
def test_a_damaged_record_is_made_anew(tmp_path: Path, record: str) -> None:
    (tmp_path / RECORD).write_text(record)
    assert recorded(tmp_path) is None
    provide(tmp_path, {}, OURS).rmdir()
    assert recorded(tmp_path)
