"""The database's password is rotated while the clinic works, by the very steps of docs/operations.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest

from clinic.ground.embedded_postgres import PORT, EmbeddedPostgres, throwaway
from clinic.ground.postgres_binaries import find_binaries
from models import db
from tests.deploy.pods import Pod, running
from tests.deploy.test_rolling_restarts import Caller, signed_in
from tests.factories import patient_json
from tests.ground.processes import eventually
from tests.world import World, config_for, found, open_app

PROJECT = Path(__file__).resolve().parents[2]
PASSWORD = "ab" * 32
OLD, NEW = "hms_app", "hms_app_a"  # as the document has them

# Instead of a cluster: psql is run here, what is patched is kept, and the rest is done by the test.
KUBECTL = """#!/bin/sh
case "$*" in
  *" get secret "*) printf 'postgresql://hms_app:x@postgres:5432/hms' | base64 ;;
  *" exec "*) exec "$PSQL" --no-psqlrc --quiet --dbname "$SUPERUSER" ;;
  *" patch secret "*) cp patch.json patched.json ;;
esac
"""
OPENSSL = f"#!/bin/sh\necho {PASSWORD}\n"


@pytest.fixture(scope="module")
def _server() -> Iterator[World]:
    """A server of these tests' own: on the shared one others are connected, too."""
    with throwaway() as server:
        server.create_database("clinic")
        people = found(server, "clinic")
        app = open_app(config_for(server, "clinic"))
        yield World(app, people, server, "clinic")
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def clinic(_server: World) -> Iterator[World]:
    yield _server
    password = _server.server._read("password-app")
    _server.sql_as("superuser", f"ALTER ROLE hms_app LOGIN PASSWORD '{password}'")
    _server.sql_as("superuser", f"DROP ROLE IF EXISTS {NEW}")


def psql(world: World, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts as the superuser, as an operator does: what is secret by standard input."""
    server = world.server
    told = "".join(f"\\set {name} '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in variables.items())
    superuser = server.url("superuser", world.database).replace("postgresql+psycopg2", "postgresql")
    return subprocess.run(
        [find_binaries().directory / "psql", "--no-psqlrc", "--quiet", "--dbname", superuser],
        input=told + (PROJECT / "migrations" / script).read_text(),
        capture_output=True,
        text=True,
    )


@pytest.fixture
def step(clinic: World, tmp_path: Path) -> Callable[..., str]:
    """Follow steps of the document, by their numbers, in one shell; give what they say."""
    section = (PROJECT / "docs" / "operations.md").read_text().partition("## Rotating the database password\n")[2]
    blocks = re.findall(r"```sh\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    for name, script in (("kubectl", KUBECTL), ("openssl", OPENSSL)):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "migrations").symlink_to(PROJECT / "migrations")
    settings = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PSQL": str(find_binaries().directory / "psql"),
        "SUPERUSER": clinic.server.url("superuser", clinic.database).replace("postgresql+psycopg2", "postgresql"),
    }

    def follow(*numbers: int, **variables: str) -> str:
        script = "\n".join(blocks[number - 1] for number in numbers)
        done = subprocess.run(
            ["sh", "-euc", script], cwd=tmp_path, env=settings | variables, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return follow


def url_of(server: EmbeddedPostgres, database: str, login: str) -> str:
    return f"postgresql://{login}:{quote(PASSWORD)}@/{database}?host={quote(server._read('socket'))}&port={PORT}"


def connections_of(world: World, login: str) -> int:
    """How many there are to this test's database."""
    counted = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND datname = %s"
    ((connections,),) = world.sql_as("superuser", counted, (login, world.database))
    return int(connections)


def test_the_password_is_rotated_while_requests_go_on(clinic: World, step, tmp_path):
    old = Pod(clinic)
    new = Pod(clinic, DATABASE_URL=url_of(clinic.server, clinic.database, NEW))
    told: Counter[int] = Counter()
    over = threading.Event()
    serving = [old]

    def work() -> None:
        for number in count():
            if over.is_set():
                return
            caller = Caller(serving[0].port, token)
            with closing(caller.connection):
                told[caller.send("POST", "/api/patients", patient_json(), key=f"rotation-{number}")[0]] += 1

    with running(old):
        token = signed_in(old.port)
        worker = threading.Thread(target=work)
        worker.start()
        try:
            assert step(1) == OLD
            step(2, 3)
            patched = json.loads((tmp_path / "patched.json").read_text())
            assert patched == {"stringData": {"DATABASE_URL": f"postgresql://{NEW}:{PASSWORD}@postgres:5432/hms"}}
            with running(new):
                serving[0] = new  # what a roll-out does: the new one is ready, then the old one goes
                at_the_change = told.total()
                eventually(lambda: told.total() > at_the_change + 2)
                old.stop()
                eventually(lambda: connections_of(clinic, OLD) == 0)
                step(4, old=OLD)
                at_the_end = told.total()
                eventually(lambda: told.total() > at_the_end + 2)
                over.set()
                worker.join()
        finally:
            over.set()
            worker.join()
    assert told.keys() == {201}, told
    with pytest.raises(psycopg2.OperationalError):
        clinic.server.connect("app", clinic.database)


def test_a_login_in_use_is_not_closed(clinic: World):
    with closing(clinic.server.connect("app", clinic.database)):
        closed = psql(clinic, "close_login.sql", login=OLD)
        assert "still in use" in closed.stderr
        assert closed.returncode != 0
        clinic.server.connect("app", clinic.database).close()


def test_a_new_login_has_the_rights_of_the_old_and_no_more(clinic: World):
    assert psql(clinic, "open_login.sql", login=NEW, password=PASSWORD).returncode == 0
    with closing(psycopg2.connect(url_of(clinic.server, clinic.database, NEW))) as connection:
        run = connection.cursor()
        run.execute("SELECT current_user, session_user")
        assert run.fetchone() == ("hms_app", NEW)
        run.execute("SELECT count(*) FROM patient")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run.execute("DELETE FROM audit_event")


def test_only_a_login_of_the_application_is_opened(clinic: World):
    opened = psql(clinic, "open_login.sql", login="hms_owner", password=PASSWORD)
    assert opened.returncode != 0
    ((can_login,),) = clinic.sql_as("superuser", "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'hms_owner'")
    assert not can_login
