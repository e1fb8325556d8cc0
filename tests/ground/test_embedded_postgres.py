"""The embedded PostgreSQL starts for whoever needs it, keeps what it was given, and leaves nothing behind."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from clinic.ground import postgres_binaries, postgres_keeper
from clinic.ground.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError, Role, attach_or_start, throwaway
from clinic.ground.postgres_binaries import Binaries, NoPostgres, find_binaries, reachable, run_as, server_account
from tests.ground.processes import eventually, is_alive, is_running, parent_of, server_process

PROJECT = Path(__file__).resolve().parents[2]
IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can run a server under another account")


# ---------------------------------------------------------------------------------------- what each role may do


@pytest.fixture(scope="module")
def shared_server() -> Iterator[EmbeddedPostgres]:
    with throwaway() as server:
        run(server, "CREATE TABLE visit (id serial PRIMARY KEY, reason text)", role="migrator")
        run(server, "CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql RETURN n * 2", role="migrator")
        yield server


def test_the_app_role_owns_nothing(shared_server):
    owned = "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'hms_app'::regrole AND deptype = 'o'"
    assert run(shared_server, owned) == 0


def test_what_the_migrator_makes_belongs_to_the_owner(shared_server):
    assert run(shared_server, "SELECT tableowner FROM pg_tables WHERE tablename = 'visit'") == "hms_owner"


def test_the_app_reads_and_writes_what_a_migration_made(shared_server):
    assert run(shared_server, "INSERT INTO visit (reason) VALUES ('cough') RETURNING twice(id)") == 2


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE visit ADD COLUMN secret text",
        "TRUNCATE visit",
        "DROP TABLE visit",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "SET ROLE hms_owner",
        "COPY visit TO PROGRAM 'cat'",
    ],
)
def test_the_app_role_changes_no_schema(shared_server, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(shared_server, statement)


def test_a_role_without_grants_can_not_connect(shared_server):
    run(shared_server, "CREATE ROLE stranger LOGIN PASSWORD 'secret'", role="superuser")
    socket = (shared_server.directory / "socket").read_text()
    for database in ("hms", "postgres", "template1"):
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            psycopg2.connect(host=socket, user="stranger", password="secret", dbname=database)


def test_a_wrong_password_is_refused(shared_server):
    socket = (shared_server.directory / "socket").read_text()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host=socket, user="hms_app", password="guess", dbname="hms")


def test_passwords_are_for_our_eyes_only(shared_server):
    files = [shared_server.directory / f"password-{role}" for role in ("app", "migrator", "superuser")]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert len({file.read_text() for file in files}) == 3


def test_a_refused_row_is_not_in_the_log(shared_server):
    with pytest.raises(psycopg2.errors.UniqueViolation):
        run(shared_server, "INSERT INTO visit (id, reason) VALUES (1, 'private'), (1, 'private')")
    assert "private" not in (shared_server.directory / "server.log").read_text()


def test_a_copied_database_has_the_rows_and_the_rights_of_its_template(shared_server):
    shared_server.create_database("template_for_tests")
    run(shared_server, "CREATE TABLE kept (id int)", role="migrator", database="template_for_tests")
    shared_server.create_database("copy", template="template_for_tests")
    assert run(shared_server, "INSERT INTO kept VALUES (7) RETURNING id", database="copy") == 7
    shared_server.drop_database("copy")
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        shared_server.connect("app", "copy")


@pytest.mark.parametrize("major", [15, 18])
def test_it_runs_on_the_oldest_and_the_newest_version(major):
    with throwaway(bindir_of(major)) as server:
        assert run(server, "SELECT current_setting('server_version_num')::int / 10000") == major
        assert run(server, "SELECT similarity('Łukasz', 'lukasz')", role="migrator") > 0


# ------------------------------------------------------------------------------------ whoever is killed, when


@pytest.fixture
def server(tmp_path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(tmp_path / "db") as server:
        run(server, "CREATE TABLE kept (id int)", role="migrator")
        run(server, "INSERT INTO kept VALUES (7) RETURNING id")
        yield server


def test_rows_survive_a_restart(server):
    server.stop()
    assert not is_running(server.directory)
    server.start()
    assert run(server, "SELECT id FROM kept") == 7


def test_rows_survive_kill_9_of_the_server(server):
    os.kill(server_process(server.directory), signal.SIGKILL)
    eventually(lambda: answers(server))
    assert run(server, "SELECT id FROM kept") == 7


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_rows_survive_the_end_of_the_keeper_and_stay_where_they_were(server, how):
    postgres, url = server_process(server.directory), server.url()
    keeper = parent_of(postgres)
    os.kill(keeper, how)
    eventually(lambda: not is_alive(postgres) and not is_alive(keeper))
    server.revive()
    assert run(server, "SELECT id FROM kept") == 7
    assert server.url() == url, "whoever uses it was told this one"


def test_kill_9_of_the_only_user_leaves_nothing(tmp_path):
    user = start_user(tmp_path / "db")
    assert answer_of(user) == "1"
    postgres = server_process(tmp_path / "db")
    keeper = parent_of(postgres)
    user.kill()
    user.communicate()
    eventually(lambda: not is_alive(postgres) and not is_alive(keeper))
    assert not is_running(tmp_path / "db")


def test_a_command_finds_the_running_database(server):
    user = start_user(server.directory, "SELECT id FROM kept")
    assert user.communicate()[0] == "7\n"
    assert run(server, "SELECT id FROM kept") == 7


def test_a_command_may_start_the_database_and_end_first(tmp_path):
    first = start_user(tmp_path / "db")
    assert answer_of(first) == "1"
    with EmbeddedPostgres(tmp_path / "db") as second:
        connection = second.connect("app")
        first.communicate()
        time.sleep(3 * postgres_keeper.POLL_SECONDS)  # a keeper that took the first for the only one would stop now
        connection.cursor().execute("SELECT 1")
        connection.close()
    assert not is_running(tmp_path / "db")


def test_many_who_start_at_once_share_one_server(tmp_path):
    users = [start_user(tmp_path / "db", "SELECT pg_postmaster_start_time()") for _ in range(5)]
    assert len({answer_of(user) for user in users}) == 1
    for user in users:
        user.communicate()
    eventually(lambda: not is_running(tmp_path / "db"))


def test_a_newcomer_waits_for_a_server_that_is_stopping(server):
    for _ in range(5):
        server.stop()
        server.start()
    assert run(server, "SELECT id FROM kept") == 7


# --------------------------------------------------------------------------------------- where and as whom it runs


def test_the_installation_is_attached_once(tmp_path):
    assert attach_or_start(tmp_path / "data") is attach_or_start(tmp_path / "data")
    attach_or_start(tmp_path / "data").stop()


def test_a_path_may_be_longer_than_a_socket_allows_and_have_spaces(tmp_path):
    with EmbeddedPostgres(tmp_path / "a folder with spaces" / ("long" * 30), durable=False) as server:
        assert run(server, "SELECT 1") == 1


def test_an_ordinary_user_can_run_it():
    """Root lends itself to nobody, who may read the interpreter wherever it is installed."""
    account = pwd.getpwnam("nobody").pw_uid if IS_ROOT else os.getuid()
    become: list[str] = []
    if IS_ROOT:
        become = ["setpriv", f"--reuid={account}", "--clear-groups"]
        become += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, account, -1)
        user = start_user(Path(home) / "db", become=become)
        assert answer_of(user) == "1"
        assert Path(f"/proc/{server_process(Path(home) / 'db')}").stat().st_uid == account
        user.communicate()
        eventually(lambda: not is_running(Path(home) / "db"))


@needs_root
def test_root_runs_binaries_that_the_servers_account_can_not_reach(tmp_path, monkeypatch):
    wheel = find_binaries().directory.parents[1]
    shutil.copytree(wheel, tmp_path / wheel.name)
    if wheel.with_name(f"{wheel.name}.libs").exists():
        shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), tmp_path / f"{wheel.name}.libs")
    tmp_path.chmod(0o700)
    with tempfile.TemporaryDirectory() as copies:
        Path(copies).chmod(0o755)
        monkeypatch.setattr(postgres_binaries, "COPIES", Path(copies) / "hms")
        account = server_account(tmp_path / "data")
        private = Binaries(tmp_path / wheel.name / "pginstall" / "bin", 18)
        found = reachable(private, account)
        assert found.directory != private.directory
        subprocess.run([found.directory / "initdb", "--version"], check=True, cwd="/", **run_as(account))


def test_a_newer_server_does_not_open_older_data(tmp_path):
    with EmbeddedPostgres(tmp_path / "db", durable=False, bindir=bindir_of(15)):
        pass
    with pytest.raises(EmbeddedPostgresError, match="The data are PostgreSQL 15's"):
        EmbeddedPostgres(tmp_path / "db", bindir=bindir_of(18)).start()
    with EmbeddedPostgres(tmp_path / "db") as server:
        assert run(server, "SELECT current_setting('server_version_num')::int / 10000") == 15


def test_a_start_that_fails_says_why(tmp_path, monkeypatch):
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))
    with pytest.raises(NoPostgres):
        find_binaries()
    with pytest.raises(EmbeddedPostgresError, match=r"No PostgreSQL 15 or newer .* was found"):
        EmbeddedPostgres(tmp_path / "db").start()


# ------------------------------------------------------------------------------------------------------- the means


def bindir_of(major: int) -> Path:
    try:
        return find_binaries(major).directory
    except NoPostgres:
        pytest.skip(f"PostgreSQL {major} is not installed here")


def run(server: EmbeddedPostgres, statement: str, role: Role = "app", database: str = "hms") -> Any:
    """Execute one statement in a transaction of its own; give the first value, if there is one."""
    connection = server.connect(role, database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row and row[0]
    finally:
        connection.close()


def answers(server: EmbeddedPostgres) -> bool:
    try:
        return run(server, "SELECT 1") == 1
    except psycopg2.OperationalError:
        return False


USER = """
import sys
from clinic.ground.embedded_postgres import EmbeddedPostgres
server = EmbeddedPostgres(sys.argv[1], durable=False)
server.start()
cursor = server.connect("app").cursor()
cursor.execute(sys.argv[2])
print(cursor.fetchone()[0], flush=True)
sys.stdin.read()
"""


def start_user(directory: Path, statement: str = "SELECT 1", become: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start a process that uses the database, prints the answer to a question, and goes on until its input ends."""
    return subprocess.Popen(
        [*become, sys.executable, "-c", USER, str(directory), statement],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer_of(user: subprocess.Popen[str]) -> str:
    assert user.stdout
    return user.stdout.readline().strip()
