"""Only an answer of the database is waited for in vain: who works by themselves keeps their connection."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from clinic.shared.patience import Patience

LONGEST = 0.5


@pytest.fixture
def watched(world) -> Iterator[Engine]:
    """Connections as a request uses them, but with less patience."""
    engine = create_engine(world.server.url("app", world.database), poolclass=NullPool)
    Patience(LONGEST).watch(engine)
    with world.app.test_request_context():
        yield engine


def test_a_request_that_works_by_itself_keeps_its_connection(watched):
    with watched.connect() as connection:
        connection.execute(text("SELECT 1"))
        time.sleep(4 * LONGEST)  # as a large file is read: nobody can be asked whether it is over
        assert connection.scalar(text("SELECT 2")) == 2


def test_a_statement_without_an_answer_is_given_up(watched):
    with watched.connect() as connection, pytest.raises(OperationalError):
        connection.execute(text("SELECT pg_sleep(20)"))
