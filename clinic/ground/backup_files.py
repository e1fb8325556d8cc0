"""A sealed file: encrypted in chunks as it is written, checked as it is read, never held in memory whole.

    HMS-SEALED 1                                          what it is, and the version of this format
    {"kind": …, "taken_at": …, "name": …, "salt": …}      the header, readable by everybody
    chunk, chunk, … last chunk                            AES-256-GCM, each 16 bytes longer than what it holds

Every file has a key of its own: HKDF-SHA256 of BACKUP_KEY with the salt, so that no two files share a nonce. A chunk's
nonce is the STREAM construction's: prefix, number, and whether it is the last. With the header as associated data, no
chunk can be changed, dropped, repeated, moved or taken from another file, and no header exchanged. Sealed before the
contents is their label: facts about them, as JSON behind its length in four bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"HMS-SEALED 1\n"
UNFINISHED = ".unfinished-"
CHUNK = 1 << 20
TAG = 16
LONGEST_HEADER = 4096


class BackupFailed(Exception):
    """What was asked for can't be done; the sentence says why."""


class BadBackup(BackupFailed):
    """A file that must not be restored: the sentence names it."""


@dataclass(frozen=True)
class Header:
    """What a sealed file says of itself without the key. `name`: the database, or the segment of the log."""

    kind: str
    taken_at: str
    name: str
    salt: str = field(default_factory=lambda: secrets.token_hex(32))

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)

    def as_bytes(self) -> bytes:
        return MAGIC + json.dumps(asdict(self)).encode() + b"\n"


class _Cipher:
    """Seals and opens the chunks of one file, in their order."""

    def __init__(self, key: bytes, header: Header) -> None:
        derived = HKDF(SHA256(), length=39, salt=bytes.fromhex(header.salt), info=MAGIC).derive(key)
        self._aes, self._prefix = AESGCM(derived[:32]), derived[32:]
        self._header = header.as_bytes()
        self._count = 0

    def seal(self, chunk: bytes, *, is_last: bool) -> bytes:
        return self._aes.encrypt(self._nonce(is_last=is_last), chunk, self._header)

    def open(self, chunk: bytes, *, is_last: bool) -> bytes:
        return self._aes.decrypt(self._nonce(is_last=is_last), chunk, self._header)

    def _nonce(self, *, is_last: bool) -> bytes:
        nonce = self._prefix + self._count.to_bytes(4) + bytes([is_last])
        self._count += 1
        return nonce


class Sealer:
    """Takes bytes as a file does, and writes them sealed. The last chunk is written by `finish`."""

    def __init__(self, to: IO[bytes], key: bytes, header: Header, label: dict[str, Any]) -> None:
        self._to = to
        self._cipher = _Cipher(key, header)
        self._held = bytearray()
        self._digest = hashlib.sha256()
        self._put(header.as_bytes())
        facts = json.dumps(label).encode()
        self.write(len(facts).to_bytes(4) + facts)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > CHUNK:
            self._put_chunk(bytes(self._held[:CHUNK]), is_last=False)
            del self._held[:CHUNK]
        return len(data)

    def finish(self) -> str:
        """Write what is held as the last chunk. Gives the sha256 of the whole file."""
        self._put_chunk(bytes(self._held), is_last=True)
        return self._digest.hexdigest()

    def _put_chunk(self, chunk: bytes, *, is_last: bool) -> None:
        self._put(self._cipher.seal(chunk, is_last=is_last))

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._to.write(data)


@contextmanager
def sealed(
    path: Path, key: bytes, header: Header, label: dict[str, Any], *, has_checksum: bool = True
) -> Iterator[Sealer]:
    """Write a sealed file; it appears under its name once it is whole and on the disk, its checksum before it."""
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=UNFINISHED, delete=False) as file:
        try:
            os.fchmod(file.fileno(), 0o640)  # who restores may be another user, of the same group
            sealer = Sealer(file, key, header, label)
            yield sealer
            digest = sealer.finish()
            _flush(file)
            if has_checksum:
                with checksum_path(path).open("w") as beside:
                    beside.write(f"{digest}  {path.name}\n")
                    _flush(beside)
            os.replace(file.name, path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(file.name)
            raise
    sync_directory(path.parent)


def checksum_path(path: Path) -> Path:
    """The checksum beside a backup, as sha256sum writes and checks it."""
    return path.with_name(f"{path.name}.sha256")


def read_header(path: Path) -> Header:
    """Read what a file says of itself; nothing is proved yet. Raises BadBackup."""
    with path.open("rb") as file:
        return _take_header(file, path)


def read_label(path: Path, key: bytes) -> dict[str, Any]:
    """Read what the first chunk says of the contents. Raises BadBackup."""
    with path.open("rb") as file:
        return _split(next(_opened_chunks(file, path, key)))[0]


def opened(path: Path, key: bytes) -> Iterator[bytes]:
    """Give the contents, chunk by chunk, each proved before it is given. Raises BadBackup, at the end if it is cut."""
    with path.open("rb") as file:
        chunks = _opened_chunks(file, path, key)
        yield _split(next(chunks))[1]
        yield from chunks


def verify(path: Path, key: bytes) -> dict[str, Any]:
    """Prove a backup, from its checksum to its last chunk, before anything is done with it. Gives its label.

    Raises BadBackup.
    """
    try:
        noted = checksum_path(path).read_text().split()[0]
    except (FileNotFoundError, IndexError):
        raise BadBackup(f"{path.name} has no checksum beside it, in {checksum_path(path).name}.") from None
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != noted:
            raise BadBackup(f"{path.name} is not what was stored: its checksum is another.")
    with path.open("rb") as file:
        chunks = _opened_chunks(file, path, key)
        label, _ = _split(next(chunks))
        for _ in chunks:
            pass
    return label


class Reader(io.RawIOBase):
    """The contents as a file that can be read once, from front to back."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and (chunk := next(self._chunks, None)) is not None:
            self._left = memoryview(chunk)
        given = self._left[: len(buffer)]
        buffer[: len(given)] = given
        self._left = self._left[len(given) :]
        return len(given)


def copy(source: IO[bytes], write: Callable[[bytes], Any]) -> int:
    """Copy a stream. Gives the number of bytes."""
    count = 0
    while chunk := source.read(CHUNK):
        write(chunk)
        count += len(chunk)
    return count


def sync_directory(directory: Path) -> None:
    """Keep a file's name over a loss of power, too."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opened_chunks(file: IO[bytes], path: Path, key: bytes) -> Iterator[bytes]:
    cipher = _Cipher(key, _take_header(file, path))
    chunk = file.read(CHUNK + TAG)
    is_last = False
    while not is_last:
        following = file.read(CHUNK + TAG)
        is_last = not following
        try:
            yield cipher.open(chunk, is_last=is_last)
        except InvalidTag:
            raise BadBackup(f"{path.name} was changed, is not whole, or was made with another BACKUP_KEY.") from None
        chunk = following


def _take_header(file: IO[bytes], path: Path) -> Header:
    try:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError
        header = Header(**json.loads(file.readline(LONGEST_HEADER)))
        bytes.fromhex(header.salt)
        if header.time.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, AttributeError):
        raise BadBackup(f"{path.name} is no backup of this product.") from None
    return header


def _split(first: bytes) -> tuple[dict[str, Any], bytes]:
    """Part the label, which always fits the first chunk, from the contents."""
    end = 4 + int.from_bytes(first[:4])
    return json.loads(first[4:end]), first[end:]


def _flush(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())
