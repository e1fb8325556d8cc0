"""Base backups and the log of changes (WAL), kept as PostgreSQL's own programs deliver them: for production.

pg_basebackup and pg_receivewal run beside us, from PostgreSQL's image; we seal what they have finished. Each cluster's
log has a folder of its own, `wal/<system identifier>`: a new cluster must not write over the log of a lost one.
"""

from __future__ import annotations

import gzip
import json
import re
import struct
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TypedDict, cast

import psycopg2

from clinic.ground.backup_checks import Stock, take_stock
from clinic.ground.backup_dump import connect
from clinic.ground.backup_files import BackupFailed, Header, copy, read_header, read_label, sealed, verify
from clinic.ground.backup_state import BASE, WAL, Backup, all_backups, note_backup, note_wal, path_for

PARTIAL = ".partial"
_DELIVERED = re.compile(r"base\.tar(\.gz)?|pg_wal\.tar(\.gz)?|backup_manifest")
_PIECE = re.compile(r"[0-9A-F]{24}(\.partial)?|[0-9A-F]{8}\.history")
_LONG_HEADER = struct.Struct("<24xQI")  # of a segment's first page: the system identifier, the segment's size
_QUICKLY = 1  # a log is mostly repetition: more effort hardly makes it smaller


class BaseLabel(TypedDict):
    """What a base backup says of itself. `stock` is None where the database could not be asked."""

    stock: Stock | None
    system: int
    first_segment: str
    segment_size: int


@dataclass(frozen=True)
class Piece:
    """One sealed file of the log: a segment, the part of one that is there, or a timeline's history."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name.removesuffix(".hms")

    @property
    def segment(self) -> str:
        return self.name.removesuffix(PARTIAL)

    @property
    def timeline(self) -> int:
        return int(self.segment[:8], 16)

    @property
    def place(self) -> str:
        """Where it stands in the log, whatever the timeline: as text, this sorts."""
        return self.segment[8:]

    @property
    def written_at(self) -> datetime:
        return read_header(self.path).time


# ── base backups ─────────────────────────────────────────────────────────────────────────────────────────


def keep_base(directory: Path, key: bytes, delivered: Path, url: str) -> Backup:
    """Seal what `pg_basebackup --format=tar --wal-method=stream` has delivered. Raises BackupFailed."""
    began = time.monotonic()
    files = sorted(delivered.iterdir())
    if strange := [file.name for file in files if not _DELIVERED.fullmatch(file.name)]:
        raise BackupFailed(f"{strange[0]} is no part of a base backup in tar format, or a tablespace of its own.")
    if len(files) != 3:
        raise BackupFailed(f"{delivered} needs base.tar, pg_wal.tar and backup_manifest: pg_basebackup has not ended.")
    manifest = delivered / "backup_manifest"
    ended_at = datetime.fromtimestamp(manifest.stat().st_mtime, UTC)
    label = _label_of(manifest, next(file for file in files if file.name.startswith("pg_wal")), url)
    backup = Backup(path_for(directory, BASE, ended_at), BASE, ended_at)
    with (
        sealed(backup.path, key, Header(BASE, ended_at.isoformat(), str(label["system"])), dict(label)) as sealer,
        gzip.GzipFile(fileobj=sealer, mode="wb", compresslevel=_QUICKLY) as packed,  # type: ignore[call-overload]  # it only writes
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        for file in files:
            tar.add(file, file.name)
    verify(backup.path, key)
    note_backup(directory, backup, seconds=time.monotonic() - began)
    return backup


def _label_of(manifest: Path, wal: Path, url: str) -> BaseLabel:
    ranges = json.loads(manifest.read_text())["WAL-Ranges"]
    with tarfile.open(wal) as tar:
        first = next(member for member in tar if _PIECE.fullmatch(member.name))
        content = tar.extractfile(first)
        system, size = _LONG_HEADER.unpack(content.read(_LONG_HEADER.size) if content else b"")
    return BaseLabel(
        stock=_stock(url),
        system=system,
        first_segment=segment_name(ranges[0]["Timeline"], ranges[0]["Start-LSN"], size),
        segment_size=size,
    )


def _stock(url: str) -> Stock | None:
    """A backup without its counts is better than none."""
    try:
        with closing(connect(url)) as connection, connection.cursor() as cursor:
            return take_stock(cursor)
    except (BackupFailed, psycopg2.Error):
        return None


def segment_name(timeline: int, location: str, size: int) -> str:
    """Name the segment that holds a location such as 0/2000028."""
    high, low = (int(part, 16) for part in location.split("/"))
    return f"{timeline:08X}{high:08X}{low // size:08X}"


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────


class WalKeeper:
    """Seals what pg_receivewal delivers into a directory, and removes what is finished once that is safe."""

    def __init__(self, directory: Path, key: bytes, delivered: Path) -> None:
        self.directory = directory
        self.key = key
        self.delivered = delivered
        self._kept_until: datetime | None = None
        self._to: Path | None = None
        self._partial: tuple[str, int] | None = None

    def keep(self) -> int:
        """Seal what is new: finished segments, and what there is of the next. Gives the number of finished ones."""
        pieces = sorted(
            (path for path in self.delivered.iterdir() if _PIECE.fullmatch(path.name)),
            key=lambda path: (path.suffix == ".history", path.name),
        )
        finished = 0
        for path in pieces:
            # renamed since it was listed, as it is finished: it is taken in the next round
            with suppress(FileNotFoundError):
                finished += self._take(path)
        if self._kept_until:
            note_wal(self.directory, kept_until=self._kept_until)
        return finished

    def _take(self, path: Path) -> bool:
        """Seal one piece, and remove it if it is finished (True). A history goes where its segments go."""
        if system := _system_of(path):
            self._to = wal_directory(self.directory, system)
        elif path.suffix != ".history":
            return False  # nothing is written yet
        if self._to is None:
            return False
        if path.suffix == PARTIAL:
            stands = (path.name, path.stat().st_mtime_ns)
            if stands != self._partial:
                self._seal(path, self._to)
                self._partial = stands
            return False
        self._seal(path, self._to)
        (self._to / f"{path.name}{PARTIAL}.hms").unlink(missing_ok=True)
        path.unlink()
        return True

    def _seal(self, path: Path, to: Path) -> None:
        # before it is read: whatever is written from now on is not claimed to be kept
        written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        header = Header(WAL, written_at.isoformat(), path.name)
        with (
            path.open("rb") as segment,
            sealed(to / f"{path.name}.hms", self.key, header, {}, has_checksum=False) as sealer,
            gzip.GzipFile(fileobj=sealer, mode="wb", compresslevel=_QUICKLY) as packed,  # type: ignore[call-overload]  # it only writes
        ):
            copy(segment, packed.write)
        self._kept_until = max(written_at, self._kept_until or written_at)


def beat(url: str) -> None:
    """Write a sign of life into the log.

    While nobody works nothing is written, and an old log would look like one that nobody receives. Raises
    BackupFailed while the database does not answer.
    """
    with closing(connect(url)) as connection:
        connection.autocommit = True
        try:
            connection.cursor().execute("SELECT pg_logical_emit_message(true, 'hms', 'alive')")
        except psycopg2.Error as error:
            raise BackupFailed(f"The database takes no sign of life: {str(error).strip()}") from None


def _system_of(path: Path) -> int | None:
    """Read which cluster a segment is of; None for a history, and before anything is written into a segment."""
    if path.suffix == ".history":
        return None
    with path.open("rb") as segment:
        start = segment.read(_LONG_HEADER.size)
    return _LONG_HEADER.unpack(start)[0] or None if len(start) == _LONG_HEADER.size else None


def wal_directory(directory: Path, system: int) -> Path:
    return directory / "wal" / str(system)


def pieces_of(directory: Path, system: int) -> list[Piece]:
    """List the log of a cluster in order, a part of a segment only where the whole is not there."""
    found = [Piece(path) for path in sorted(wal_directory(directory, system).glob("*.hms"))]
    whole = {piece.name for piece in found if not piece.name.endswith(PARTIAL)}
    return [piece for piece in found if piece.name in whole or piece.segment not in whole]


def prune_wal(directory: Path, key: bytes, *, now: datetime, days: int) -> int:
    """Remove the log from before the oldest base backup that is kept, and that of clusters long gone."""
    first: dict[str, str] = {}
    for backup in all_backups(directory, BASE):
        label = read_label(backup.path, key)
        system = str(label["system"])
        first[system] = min(first.get(system, "G"), label["first_segment"][8:])
    removed = 0
    for path, piece in _segments(directory):
        oldest = first.get(path.parent.name)
        is_old = piece.written_at < now - timedelta(days=days) if oldest is None else piece.place < oldest
        if is_old:
            path.unlink()
            removed += 1
    return removed


def _segments(directory: Path) -> Iterator[tuple[Path, Piece]]:
    for path in sorted((directory / "wal").glob("*/*.hms")):
        if ".history" not in path.name:
            yield path, Piece(path)


def unpacked(source: IO[bytes]) -> IO[bytes]:
    """Read what was packed before it was sealed."""
    return cast("IO[bytes]", gzip.GzipFile(fileobj=source, mode="rb"))
