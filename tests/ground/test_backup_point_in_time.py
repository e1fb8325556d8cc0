"""A cluster comes back as it was at a moment: from a base backup and the log, with a real server at both ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from clinic.ground.backup_files import BackupFailed, read_label
from clinic.ground.backup_state import BASE, all_backups, backup_state, prune
from clinic.ground.backup_unpack import check_restored, unpack
from clinic.ground.backup_wal import keep_base, pieces_of, prune_wal
from clinic.ground.embedded_postgres import PROJECT, EmbeddedPostgres, throwaway
from clinic.ground.postgres_binaries import (
    OLDEST_MAJOR,
    Account,
    Binaries,
    NoPostgres,
    binaries_in,
    find_binaries,
    reachable,
    run_as,
    server_account,
)
from models import db
from tests.ground.processes import eventually
from tests.world import SECRET, World, config_for, found, open_app

KEY = os.urandom(32)


@dataclass(frozen=True)
class Archive:
    """What was backed up of a cluster, and what happened to it when."""

    directory: Path
    binaries: Binaries
    source: EmbeddedPostgres
    delivered: Path
    base_ended_at: datetime
    before_the_accident: datetime
    after_the_accident: datetime

    @property
    def system(self) -> int:
        return int(read_label(all_backups(self.directory, BASE)[0].path, KEY)["system"])


def binaries_of(version: str) -> Binaries:
    """PostgreSQL's programs, those that only backups need among them; in CI, they are never missing."""
    oldest = Path(os.environ.get("PG15_BINDIR") or f"/usr/lib/postgresql/{OLDEST_MAJOR}/bin")
    try:
        binaries = find_binaries() if version == "newest" else binaries_in(oldest)
        if not (binaries.directory / "pg_receivewal").is_file():
            raise NoPostgres(f"{binaries.directory} has no pg_receivewal.")
    except (NoPostgres, OSError) as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
    return binaries


@pytest.fixture(scope="module", params=["oldest", "newest"])
def archive(request, tmp_path_factory) -> Iterator[Archive]:
    """A clinic that was backed up while it worked, until somebody deleted its diary."""
    binaries = binaries_of(request.param)
    scratch = tmp_path_factory.mktemp("archive")
    with throwaway(binaries.directory) as server, ExitStack() as stack:
        people = found(server, "hms")
        app = open_app(config_for(server, "hms"))
        world = World(app, people, server, "hms")
        world.make.appointment()
        tool(binaries, server, "pg_receivewal", "--slot=hms_wal", "--create-slot")
        stack.enter_context(receiving(binaries, reaching(server), server.url("app"), scratch))
        tool(binaries, server, "pg_basebackup", "--pgdata", scratch / "base", "--format=tar", "--checkpoint=fast")
        base = keep_base(scratch / "kept", KEY, scratch / "base", server.url("app"))
        world.make.appointment()
        world.sql_as("superuser", "SELECT pg_switch_wal()")
        world.make.appointment()
        ((before,),) = world.sql_as("superuser", "SELECT clock_timestamp()")
        world.sql_as("superuser", "DELETE FROM appointment")
        for _ in range(2):
            world.sql_as("superuser", "SELECT pg_switch_wal()")
            world.make.patient()
        after = datetime.now(UTC)
        eventually(lambda: (kept_until(scratch / "kept") or before) > after, seconds=30)
        stack.close()
        yield Archive(scratch / "kept", binaries, server, scratch / "wal", base.taken_at, before, after)
        with app.app_context():
            db.engine.dispose()


def kept_until(directory: Path) -> datetime | None:
    moment: datetime | None = backup_state(directory, now=datetime.now(UTC))["wal_kept_until"]
    return moment


@contextmanager
def receiving(binaries: Binaries, reaching: dict[str, str], url: str, scratch: Path) -> Iterator[None]:
    """Let pg_receivewal receive, and our command keep, as the two containers of a pod do."""
    (scratch / "wal").mkdir()
    wal = str(scratch / "wal")
    receive = [str(binaries.directory / "pg_receivewal"), "--slot=hms_wal", "--synchronous", f"--directory={wal}"]
    keep = [sys.executable, "-m", "flask", "--app", "app", "clinic", "keep-wal", wal, "--every=0.3"]
    with (
        subprocess.Popen(receive, env=reaching) as receiver,
        subprocess.Popen(keep, env=keeping(url, scratch / "kept"), cwd=PROJECT) as keeper,
    ):
        try:
            yield
        finally:
            receiver.send_signal(signal.SIGINT)
            receiver.wait()
            keeper.send_signal(signal.SIGTERM)
            assert keeper.wait(timeout=20) == 0


def tool(binaries: Binaries, server: EmbeddedPostgres, name: str, *arguments: object) -> None:
    subprocess.run([binaries.directory / name, *map(str, arguments)], env=reaching(server), check=True)


def reaching(server: EmbeddedPostgres) -> dict[str, str]:
    said = {name: (server.directory / name).read_text() for name in ("socket", "password-superuser")}
    return os.environ | {"PGHOST": said["socket"], "PGUSER": "postgres", "PGPASSWORD": said["password-superuser"]}


def keeping(url: str, directory: Path) -> dict[str, str]:
    settings = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "BACKUP_KEY": KEY.hex()}
    return os.environ | settings | {"HMS_ENV": "production", "BACKUP_DIR": str(directory), "FLASK_SKIP_DOTENV": "1"}


@contextmanager
def recovered(archive: Archive, at: datetime | None, directory: Path | None = None) -> Iterator[str]:
    """Unpack, and let PostgreSQL recover; the URL of the server, as its owner."""
    account = server_account(Path("/nowhere"))
    binaries = reachable(archive.binaries, account)
    with tempfile.TemporaryDirectory(prefix="hms-restored-") as place:
        data = Path(place) / "data"
        unpack(directory or archive.directory, KEY, data, at=at, now=datetime.now(UTC))
        give(Path(place), account)
        command = [str(binaries.directory / "postgres"), "-D", str(data)]
        command += ["--listen_addresses=", f"--unix_socket_directories={place}"]
        with subprocess.Popen(command, cwd="/", stderr=subprocess.DEVNULL, **run_as(account)) as server:
            try:
                yield archive.source.url("migrator").replace(socket_of(archive.source), place)
            finally:
                server.send_signal(signal.SIGINT)


def socket_of(server: EmbeddedPostgres) -> str:
    return (server.directory / "socket").read_text()


def give(place: Path, account: Account | None) -> None:
    if account:
        for path in (place, *place.rglob("*")):
            os.chown(path, *account)


def psql(archive: Archive, reached: dict[str, str], statement: str) -> None:
    command = [str(archive.binaries.directory / "psql"), "--dbname=hms", "--quiet", "--command", statement]
    subprocess.run(command, env=reached, check=True, capture_output=True)


def app_url(server: EmbeddedPostgres, place: str) -> str:
    return server.url("app").replace(socket_of(server), place)


def diary(url: str, where: str = "true") -> int:
    with closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM appointment WHERE {where}")
        (count,) = cursor.fetchone() or (0,)
        return int(count)


# ── recovering ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_moment_before_an_accident_comes_back_whole(archive):
    with recovered(archive, archive.before_the_accident) as url:
        name, faults = check_restored(archive.directory, KEY, url, wait=60)
        assert faults == []
        assert diary(url) == 3
    state = backup_state(archive.directory, now=datetime.now(UTC))
    assert (state["last_check_name"], state["check_ok"]) == (name, True)
    assert 0 < state["rto_seconds"] < 60


def test_without_a_moment_everything_that_was_kept_comes_back(archive):
    with recovered(archive, None) as url:
        assert check_restored(archive.directory, KEY, url, wait=60)[1] == []
        assert diary(url) == 0


def test_work_after_a_restore_is_kept_and_comes_back_without_what_was_left_behind(archive, tmp_path):
    shutil.copytree(archive.directory, tmp_path / "kept")
    with recovered(archive, archive.before_the_accident) as url:
        check_restored(tmp_path / "kept", KEY, url, wait=60)
        place = url.partition("host=")[2].partition("&")[0]
        reached = reaching(archive.source) | {"PGHOST": place}
        psql(archive, reached, "SELECT pg_create_physical_replication_slot('hms_wal', true)")
        with receiving(archive.binaries, reached, app_url(archive.source, place), tmp_path):
            psql(archive, reached, "UPDATE appointment SET reason = 'Cough'")
            psql(archive, reached, "SELECT pg_switch_wal()")
            done = datetime.now(UTC)
            eventually(lambda: (kept_until(tmp_path / "kept") or done) > done, seconds=30)
    with recovered(archive, None, tmp_path / "kept") as url:
        assert check_restored(tmp_path / "kept", KEY, url, wait=60)[1] == []
        assert diary(url, "reason = 'Cough'") == 3


def test_a_moment_that_no_base_backup_reaches_is_refused(archive, tmp_path):
    with pytest.raises(BackupFailed, match="no earlier moment is kept"):
        unpack(archive.directory, KEY, tmp_path / "new", at=archive.base_ended_at - timedelta(1), now=datetime.now(UTC))


def test_a_moment_that_the_log_does_not_reach_is_refused(archive, tmp_path):
    with pytest.raises(BackupFailed, match="no later moment can be had"):
        unpack(archive.directory, KEY, tmp_path / "new", at=datetime.now(UTC) + timedelta(1), now=datetime.now(UTC))


def test_nothing_is_unpacked_over_anything(archive, tmp_path):
    (tmp_path / "PG_VERSION").write_text("15")
    with pytest.raises(BackupFailed, match="not empty"):
        unpack(archive.directory, KEY, tmp_path, at=None, now=datetime.now(UTC))
    assert [path.name for path in tmp_path.iterdir()] == ["PG_VERSION"]


def test_a_server_that_was_not_unpacked_is_not_tried(archive):
    with pytest.raises(BackupFailed, match="was not unpacked from a backup"):
        check_restored(archive.directory, KEY, archive.source.url("migrator"), wait=0)


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────


def test_finished_segments_are_removed_once_they_are_kept(archive):
    assert [path.suffix for path in archive.delivered.iterdir()] == [".partial"]
    assert len(pieces_of(archive.directory, archive.system)) >= 4


def test_the_log_holds_no_text_that_can_be_read(archive):
    for path in archive.directory.rglob("*.hms"):
        assert b"appointment" not in path.read_bytes()


@pytest.fixture
def copied(archive, tmp_path) -> tuple[Path, list[Path]]:
    """The archive, to be damaged; with the log that its base backup needs."""
    directory = tmp_path / "kept"
    shutil.copytree(archive.directory, directory)
    return directory, [piece.path for piece in pieces_of(directory, archive.system)]


def missing(log: list[Path]) -> None:
    log[-2].unlink()


def changed(log: list[Path]) -> None:
    whole = bytearray(log[-2].read_bytes())
    whole[-1] ^= 1
    log[-2].write_bytes(whole)


def exchanged(log: list[Path]) -> None:
    log[-2].write_bytes(log[-3].read_bytes())


@pytest.mark.parametrize("damage", [missing, changed, exchanged])
def test_a_damaged_log_is_refused_by_name_and_nothing_is_left(copied, tmp_path, damage):
    directory, log = copied
    name = log[-2].name.removesuffix(".hms")
    damage(log)
    with pytest.raises(BackupFailed, match=name):
        unpack(directory, KEY, tmp_path / "new", at=None, now=datetime.now(UTC))
    assert not (tmp_path / "new").exists() or list((tmp_path / "new").iterdir()) == []


def test_a_log_with_a_hole_still_serves_the_moments_before_it(copied, archive, tmp_path):
    directory, log = copied
    missing(log)
    unpack(directory, KEY, tmp_path / "new", at=archive.before_the_accident, now=datetime.now(UTC))
    assert (tmp_path / "new" / "recovery.signal").exists()


def test_the_log_is_kept_as_long_as_a_base_backup_needs_it(copied, archive):
    directory, log = copied
    later = datetime.now(UTC) + timedelta(days=365)
    assert prune(directory, BASE, now=later, days=90) == []
    before = log[0].with_name("000000010000000000000000.hms")
    shutil.copy(log[0], before)
    needed = read_label(all_backups(directory, BASE)[0].path, KEY)["first_segment"]
    prune_wal(directory, KEY, now=later, days=90)
    assert [piece.path for piece in pieces_of(directory, archive.system)] == [
        path for path in log if path.name >= needed
    ]
    assert not before.exists()


def test_a_base_backup_that_has_not_ended_is_not_kept(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "base.tar").write_bytes(b"half")
    with pytest.raises(BackupFailed, match="has not ended"):
        keep_base(tmp_path / "kept", KEY, tmp_path / "base", "postgresql+psycopg2://nobody@127.0.0.1:1/hms")
    assert all_backups(tmp_path / "kept") == []


def test_waiting_for_a_recovery_ends(tmp_path):
    began = time.monotonic()
    with pytest.raises(BackupFailed, match="does not answer"):
        check_restored(tmp_path, KEY, f"postgresql+psycopg2://a@/hms?host={tmp_path}", wait=0.1)
    assert time.monotonic() - began < 10
