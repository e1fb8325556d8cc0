"""The folder of backups: what is in it, how long it is kept, and how it stands (status.json)."""

from __future__ import annotations

import fcntl
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from clinic.ground.backup_files import UNFINISHED, checksum_path
from clinic.ground.embedded_postgres import private_file

DUMP, BASE, WAL = "dump", "base", "wal"
STATUS = "status.json"
LONGEST_BACKUP = timedelta(days=1)
_NAME = re.compile(rf"({DUMP}|{BASE})-(\d{{8}}T\d{{6}}\.\d{{6}}Z)\.hms")
_TIME = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class Backup:
    """One file as its name tells of it; what it holds is proved when it is opened."""

    path: Path
    kind: str
    taken_at: datetime

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def path_for(directory: Path, kind: str, taken_at: datetime) -> Path:
    """Name a backup so that names sort by time."""
    return directory / f"{kind}-{taken_at.astimezone(UTC):{_TIME}}.hms"


def all_backups(directory: Path, kind: str | None = None) -> list[Backup]:
    """List the dumps and base backups, or one kind of them, the newest first."""
    found = [
        Backup(path, named[1], datetime.strptime(named[2], _TIME).replace(tzinfo=UTC))
        for path in directory.glob("*.hms")
        if (named := _NAME.fullmatch(path.name)) and kind in (None, named[1])
    ]
    return sorted(found, key=lambda backup: backup.taken_at, reverse=True)


def prune(directory: Path, kind: str, *, now: datetime, days: int) -> list[Backup]:
    """Remove the backups of a kind that are older, but never the newest nor the newest that a check found good.

    And what was left half-written by one that was killed.
    """
    backups = all_backups(directory, kind)
    checks = read_status(directory).get("checks", {})
    good = [backup for backup in backups if checks.get(backup.path.name, {}).get("ok")]
    kept = {*backups[:1], *good[:1]}
    old = [backup for backup in backups if backup.taken_at < now - timedelta(days=days) and backup not in kept]
    for backup in old:
        backup.path.unlink()
        checksum_path(backup.path).unlink(missing_ok=True)
    for path in directory.rglob(f"{UNFINISHED}*"):
        if path.stat().st_mtime < (now - LONGEST_BACKUP).timestamp():
            path.unlink()
    return old


# ── how it stands ────────────────────────────────────────────────────────────────────────────────────────


def read_status(directory: Path) -> dict[str, Any]:
    """Read what was noted; nothing where nothing was."""
    try:
        status: dict[str, Any] = json.loads((directory / STATUS).read_text())
    except FileNotFoundError:
        return {}
    return status


def note_backup(directory: Path, backup: Backup, *, seconds: float) -> None:
    """Note that a backup was made."""
    _note(
        directory,
        last_backup={
            "name": backup.path.name,
            "at": backup.taken_at.isoformat(),
            "size_bytes": backup.size,
            "seconds": round(seconds, 1),
        },
    )


def note_check(directory: Path, name: str, *, now: datetime, faults: list[str], rto_seconds: float | None) -> None:
    """Note what a restore for checking found, and how long it took until the data could be used."""
    check = {"at": now.isoformat(), "ok": not faults}
    rto = None if rto_seconds is None else round(rto_seconds, 1)
    there = {path.name for path in directory.glob("*.hms")}
    earlier = {kept: check for kept, check in read_status(directory).get("checks", {}).items() if kept in there}
    _note(
        directory,
        last_check={"name": name, **check, "faults": faults, "rto_seconds": rto},
        checks={**earlier, name: check},
    )


def note_wal(directory: Path, *, kept_until: datetime) -> None:
    """Note up to when the log of changes is kept."""
    _note(directory, wal_kept_until=kept_until.isoformat())


def backup_state(directory: Path, *, now: datetime) -> dict[str, Any]:
    """Say how backups stand, for metrics and people; None for what never happened.

    `rpo_seconds`: how much work would be lost if the database were lost now. `rto_seconds`: how long the last
    restore took until its data could be used.
    """
    status = read_status(directory)
    backup, check = status.get("last_backup", {}), status.get("last_check", {})
    reaches = [moment for moment in (_moment(backup.get("at")), _moment(status.get("wal_kept_until"))) if moment]
    return {
        "last_backup_name": backup.get("name"),
        "last_backup_at": _moment(backup.get("at")),
        "size_bytes": backup.get("size_bytes"),
        "backup_seconds": backup.get("seconds"),
        "last_check_name": check.get("name"),
        "last_check_at": _moment(check.get("at")),
        "check_ok": check.get("ok"),
        "faults": check.get("faults", []),
        "wal_kept_until": _moment(status.get("wal_kept_until")),
        "rpo_seconds": (now - max(reaches)).total_seconds() if reaches else None,
        "rto_seconds": check.get("rto_seconds"),
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _note(directory: Path, **facts: Any) -> None:
    """Write facts beside those of others; a reader sees the file as it was or as it is."""
    directory.mkdir(mode=0o750, parents=True, exist_ok=True)
    with private_file(directory / f".{STATUS}.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = json.dumps({**read_status(directory), **facts}, indent=2)
        with NamedTemporaryFile("w", dir=directory, prefix=f".{STATUS}-", delete=False) as file:
            file.write(f"{whole}\n")
            os.fchmod(file.fileno(), 0o640)
        os.replace(file.name, directory / STATUS)
