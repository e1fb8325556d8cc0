"""One web server opens 30 connections at most, and all of them together no more than the database lets in."""

from __future__ import annotations

import pytest
from sqlalchemy import QueuePool

from clinic.ground.connections import too_few_connections
from config import Config
from models import db
from tests.conftest import TEMPLATE
from tests.world import config_for, open_app


def settings(**said: str) -> Config:
    return Config.from_env({"DATABASE_URL": "postgresql://hms_app@db/hms", "SECRET_KEY": "k" * 32, **said})


@pytest.mark.parametrize(
    ("processes", "share"), [("1", (10, 20)), ("2", (5, 10)), ("4", (2, 5)), ("7", (1, 3)), ("30", (1, 0))]
)
def test_the_processes_of_a_web_server_share_its_30_connections(processes, share):
    config = settings(WEB_CONCURRENCY=processes)
    assert config.pool_share == share
    assert config.most_connections <= 30


def test_no_process_is_left_without_a_connection():
    assert settings(WEB_CONCURRENCY="64").pool_share == (1, 0)


def test_a_pool_is_as_large_as_its_share(server, people):
    with open_app(config_for(server, TEMPLATE, web_processes=4)).app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        assert (pool.size(), pool._max_overflow) == (2, 5)


def test_more_than_the_database_lets_in_is_warned_of(server, people):
    warning = too_few_connections(config_for(server, TEMPLATE, web_pods=10))
    assert warning
    assert "10 web servers may open 280 connections, and the database lets in 97." in warning


def test_what_fits_is_no_matter_for_a_warning(server, people):
    assert too_few_connections(config_for(server, TEMPLATE, web_pods=3)) is None


def test_a_database_that_is_away_does_not_hinder_the_start(tmp_path):
    away = f"postgresql://hms_app@/hms?host={tmp_path}"
    assert too_few_connections(settings(DATABASE_URL=away, WEB_PODS="99")) is None
