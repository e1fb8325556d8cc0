"""A sealed file gives back what was sealed, or is refused by name."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.ground import backup_files
from clinic.ground.backup_files import TAG, BadBackup, Header, Reader, checksum_path, opened, read_label, sealed, verify

KEY = bytes(range(32))
NOON = datetime(2035, 1, 8, 12, tzinfo=UTC).isoformat()
CHUNK = 256
LABEL = {"rows": 3}
WHOLE = bytes(range(256)) * 5


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(backup_files, "CHUNK", CHUNK)


@pytest.fixture
def path(tmp_path) -> Path:
    return write(tmp_path / "a.hms")


def write(path: Path, contents: bytes = WHOLE, name: str = "hms") -> Path:
    with sealed(path, KEY, Header("dump", NOON, name), LABEL) as sealer:
        for start in range(0, len(contents), 100):
            sealer.write(contents[start : start + 100])
    return path


def parts(path: Path) -> list[bytes]:
    """The header, and each chunk."""
    whole = path.read_bytes()
    start = whole.index(b"\n", whole.index(b"\n") + 1) + 1
    return [whole[:start], *(whole[at : at + CHUNK + TAG] for at in range(start, len(whole), CHUNK + TAG))]


def forge(path: Path, parts: list[bytes]) -> None:
    """Change a file and its checksum with it, as somebody would who means to."""
    path.write_bytes(b"".join(parts))
    checksum_path(path).write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")


@pytest.mark.parametrize("length", [0, 1, 99, CHUNK - 1, CHUNK, CHUNK + 1, 4 * CHUNK, 1280])
def test_what_was_sealed_comes_back(tmp_path, length):
    path = write(tmp_path / "b.hms", WHOLE[:length])
    assert b"".join(opened(path, KEY)) == WHOLE[:length]
    assert Reader(opened(path, KEY)).read() == WHOLE[:length]
    assert verify(path, KEY) == read_label(path, KEY) == LABEL


def test_nothing_of_the_contents_can_be_read_without_the_key(tmp_path):
    path = write(tmp_path / "b.hms", b"Ann Example, Tonsillitis " * 50)
    assert b"Tonsillitis" not in path.read_bytes()
    with pytest.raises(BadBackup, match=r"b\.hms"):
        verify(path, bytes(32))


def test_one_key_never_seals_two_files_alike(tmp_path):
    first, second = write(tmp_path / "b.hms"), write(tmp_path / "c.hms")
    assert not set(parts(first)) & set(parts(second))


def test_a_file_whose_checksum_is_another_is_refused_by_name(path):
    checksum_path(path).write_text(f"{'0' * 64}  {path.name}\n")
    with pytest.raises(BadBackup, match=r"a\.hms is not what was stored"):
        verify(path, KEY)


def test_a_file_without_its_checksum_is_refused_by_name(path):
    checksum_path(path).unlink()
    with pytest.raises(BadBackup, match=r"a\.hms has no checksum"):
        verify(path, KEY)


def test_the_checksum_is_what_sha256sum_writes(path):
    assert checksum_path(path).read_text() == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  a.hms\n"


def test_swapped_chunks_are_refused(path):
    header, first, second, *rest = parts(path)
    forge(path, [header, second, first, *rest])
    with pytest.raises(BadBackup, match=r"a\.hms was changed"):
        verify(path, KEY)


def test_a_file_without_its_last_chunk_is_refused(path):
    forge(path, parts(path)[:-1])
    with pytest.raises(BadBackup, match=r"a\.hms was changed, is not whole"):
        verify(path, KEY)


@pytest.mark.parametrize("length", [0, 5, 60, 200, 400, 1000, -1])
def test_a_file_cut_anywhere_is_refused(path, length):
    forge(path, [path.read_bytes()[:length]])
    with pytest.raises(BadBackup, match=r"a\.hms"):
        verify(path, KEY)


@pytest.mark.parametrize("place", range(0, 1600, 97))
def test_a_file_changed_anywhere_is_refused(path, place):
    whole = bytearray(path.read_bytes())
    whole[place] ^= 1
    forge(path, [bytes(whole)])
    with pytest.raises(BadBackup, match=r"a\.hms"):
        verify(path, KEY)


def test_a_repeated_chunk_is_refused(path):
    header, first, *rest = parts(path)
    forge(path, [header, first, first, *rest])
    with pytest.raises(BadBackup):
        verify(path, KEY)


def test_a_chunk_of_another_file_is_refused(path, tmp_path):
    header, _, *rest = parts(path)
    forge(path, [header, parts(write(tmp_path / "b.hms"))[1], *rest])
    with pytest.raises(BadBackup):
        verify(path, KEY)


def test_another_header_on_the_same_contents_is_refused(path):
    header, *chunks = parts(path)
    forge(path, [header.replace(b'"name": "hms"', b'"name": "xyz"'), *chunks])
    with pytest.raises(BadBackup):
        verify(path, KEY)


def test_a_file_that_is_not_finished_is_never_seen(tmp_path):
    def break_off(path: Path) -> None:
        with sealed(path, KEY, Header("dump", NOON, "hms"), LABEL) as sealer:
            sealer.write(WHOLE)
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        break_off(tmp_path / "b.hms")
    assert list(tmp_path.iterdir()) == []
