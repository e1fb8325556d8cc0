"""Unpacking a base backup with its log, so that PostgreSQL recovers it to a moment; and checking what it recovered."""

from __future__ import annotations

import io
import shutil
import tarfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from psycopg2.extensions import connection as Connection  # noqa: N812 -- it is a class

from clinic.ground.backup_checks import find_faults, losses, take_stock
from clinic.ground.backup_dump import connect
from clinic.ground.backup_files import BackupFailed, BadBackup, Reader, copy, opened, read_header, read_label, verify
from clinic.ground.backup_state import BASE, Backup, all_backups, note_check
from clinic.ground.backup_wal import BaseLabel, Piece, pieces_of, segment_name, unpacked

MARK, BEGAN = "hms.restored_from", "hms.restore_began_at"
POLL_SECONDS = 0.5
_PEER = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n"


def unpack(directory: Path, key: bytes, to: Path, *, at: datetime | None, now: datetime) -> tuple[Backup, int]:
    """Unpack the newest base backup from before a moment, and the log up to it, into a new data directory.

    Without a moment, to the end of the log. Gives the backup and the number of pieces of log. Raises BackupFailed,
    naming the file that is missing or bad, and leaves nothing behind.
    """
    if to.exists() and any(to.iterdir()):
        raise BackupFailed(f"{to} is not empty. A backup is unpacked into a new directory.")
    backup = _base_before(directory, at)
    label = cast("BaseLabel", verify(backup.path, key))
    pieces = _needed(directory, key, backup, label, at)
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _unpack_base(backup.path, key, to)
        for piece in pieces:
            _unpack_piece(piece, key, to / "pg_wal")
        _write_settings(to, backup, at=at, now=now)
    except BaseException:
        for path in to.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    return backup, len(pieces)


def check_restored(directory: Path, key: bytes, url: str, *, wait: float) -> tuple[str, list[str]]:
    """Check a server that recovers what was unpacked: note and give the backup's name, and what is wrong.

    Raises BackupFailed if it does not answer in time, or is any other server.
    """
    with closing(_recovered(url, wait)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('{MARK}', true), current_setting('{BEGAN}', true)")
        name, began_at = cursor.fetchone() or (None, None)
        if not name:
            raise BackupFailed("This server was not unpacked from a backup: nothing is tried on it.")
        rto = (datetime.now(UTC) - datetime.fromisoformat(began_at)).total_seconds()
        was = cast("BaseLabel", read_label(directory / name, key))["stock"]
        faults = losses(was, take_stock(cursor)) if was else []
        faults += find_faults(connection)
    note_check(directory, name, now=datetime.now(UTC), faults=faults, rto_seconds=rto)
    return name, faults


def _recovered(url: str, wait: float) -> Connection:
    """Wait until a server has recovered: until then it lets nobody in."""
    deadline = time.monotonic() + wait
    while True:
        try:
            return connect(url)
        except BackupFailed:
            if time.monotonic() > deadline:
                raise
        time.sleep(POLL_SECONDS)


def _base_before(directory: Path, at: datetime | None) -> Backup:
    backups = all_backups(directory, BASE)
    if not backups:
        raise BackupFailed(f"There is no base backup in {directory}.")
    for backup in backups:
        if at is None or backup.taken_at <= at:
            return backup
    raise BackupFailed(f"The oldest base backup is of {backups[-1].taken_at.isoformat()}; no earlier moment is kept.")


def _needed(directory: Path, key: bytes, backup: Backup, label: BaseLabel, at: datetime | None) -> list[Piece]:
    """List the log from the base backup to the moment. Raises BadBackup where a segment is missing."""
    pieces = pieces_of(directory, label["system"])
    histories = [piece for piece in pieces if piece.name.endswith(".history")]
    forks = _forks(max(histories, key=lambda piece: piece.timeline, default=None), key, label["segment_size"])
    first, last = label["first_segment"][8:], _last_needed(directory, key, label["system"], at)
    log = [
        piece
        for piece in sorted(pieces, key=lambda piece: (piece.place, piece.segment))
        if piece not in histories and first <= piece.place <= last and _is_followed(piece, forks)
    ]
    needed: list[Piece] = []
    for piece in log:
        if needed and piece.place not in (needed[-1].place, _after(needed[-1], label["segment_size"])):
            if at and at <= needed[-1].written_at:
                break
            missing = needed[-1].segment[:8] + _after(needed[-1], label["segment_size"])
            raise BadBackup(
                f"{missing} is missing from the log, which reaches to {needed[-1].written_at.isoformat()} without it. "
                "Name an earlier moment with --at."
            )
        needed.append(piece)
    reaches = max((piece.written_at for piece in needed), default=backup.taken_at)
    if at and at > reaches:
        raise BackupFailed(f"The log that is kept reaches to {reaches.isoformat()}; no later moment can be had.")
    return histories + needed


def _last_needed(directory: Path, key: bytes, system: int, at: datetime | None) -> str:
    """Give the place beyond which no log is from before a moment.

    When a segment was written says little: a receiver that was away catches up. But of two base backups from after the
    moment, the second began after it.
    """
    later = [backup for backup in all_backups(directory, BASE) if at and backup.taken_at > at]
    labels = [cast("BaseLabel", read_label(backup.path, key)) for backup in reversed(later[-2:])]
    begin = [label["first_segment"][8:] for label in labels if label["system"] == system]
    return begin[1] if len(begin) > 1 else "G"


def _forks(history: Piece | None, key: bytes, segment_size: int) -> dict[int, str]:
    """Read at which place each timeline was left for the next on the way to now: each restore begins another."""
    if history is None:
        return {}
    text = b"".join(unpacked(_reading(history.path, key))).decode()
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    left_at = {int(line[0]): segment_name(int(line[0]), line[1], segment_size)[8:] for line in lines}
    return left_at | {history.timeline: "G"}  # beyond every place


def _is_followed(piece: Piece, forks: dict[int, str]) -> bool:
    """Whether a piece is on the way to now, and not of work that a restore left behind."""
    came_at = max((place for timeline, place in forks.items() if timeline < piece.timeline), default="")
    return not forks or came_at <= piece.place < forks.get(piece.timeline, "")


def _after(piece: Piece, segment_size: int) -> str:
    """The place of the segment that follows."""
    each = 2**32 // segment_size
    number = int(piece.place[:8], 16) * each + int(piece.place[8:], 16) + 1
    return f"{number // each:08X}{number % each:08X}"


def _unpack_base(path: Path, key: bytes, to: Path) -> None:
    source = unpacked(_reading(path, key))
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for member in tar:
            content = cast("IO[bytes]", tar.extractfile(member))
            if member.name == "backup_manifest":
                with (to / member.name).open("wb") as manifest:
                    copy(content, manifest.write)
                continue
            into = to / "pg_wal" if member.name.startswith("pg_wal") else to
            into.mkdir(mode=0o700, exist_ok=True)
            mode = "r|gz" if member.name.endswith(".gz") else "r|"
            with tarfile.open(fileobj=content, mode=mode) as inner:  # type: ignore[call-overload]  # of two modes
                inner.extractall(into, filter="data")


def _unpack_piece(piece: Piece, key: bytes, to: Path) -> None:
    if read_header(piece.path).name != piece.name:
        raise BadBackup(f"{piece.path.name} is another piece of the log under this name.")
    with (to / piece.segment).open("wb") as segment:
        copy(unpacked(_reading(piece.path, key)), segment.write)


def _reading(path: Path, key: bytes) -> IO[bytes]:
    return io.BufferedReader(Reader(opened(path, key)))


def _write_settings(data: Path, backup: Backup, *, at: datetime | None, now: datetime) -> None:
    """Tell PostgreSQL to recover, from pg_wal alone, and to be a server of its own afterwards."""
    settings = {
        "restore_command": "false",
        "recovery_target_timeline": "latest",
        "recovery_target_time": at.isoformat(sep=" ") if at else "",
        "recovery_target_action": "promote",
        # it must answer only with everything in it, and do nothing to the archive or the followers of its origin
        "hot_standby": "off",
        "archive_mode": "off",
        "primary_conninfo": "",
        "synchronous_standby_names": "",
        MARK: backup.path.name,
        BEGAN: now.isoformat(),
    }
    for name, content in (("postgresql.conf", ""), ("pg_hba.conf", _PEER), ("pg_ident.conf", "")):
        if not (data / name).exists():  # some systems keep them elsewhere
            (data / name).write_text(content)
    with (data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    (data / "recovery.signal").touch()
    data.chmod(0o700)
