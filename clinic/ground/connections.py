"""Whether PostgreSQL lets in as many connections as all web servers together may open."""

from __future__ import annotations

from contextlib import closing

import psycopg2

from config import Config

CONNECT_SECONDS = 2
# What a role without special rights may have of them.
_LET_IN = """
SELECT current_setting('max_connections')::int
     - current_setting('superuser_reserved_connections')::int
     - coalesce(current_setting('reserved_connections', true)::int, 0)
"""


def too_few_connections(config: Config) -> str | None:
    """The warning that belongs at a web server's start; None where there are enough, or where nobody answers."""
    if not config.database_url:
        return None
    url = config.database_url.replace("postgresql+psycopg2://", "postgresql://", 1)
    try:
        with closing(psycopg2.connect(url, connect_timeout=CONNECT_SECONDS)) as connection, connection.cursor() as ask:
            ask.execute(_LET_IN)
            (let_in,) = ask.fetchone() or (0,)
    except psycopg2.OperationalError:
        return None  # /ready says so, and goes on saying it
    wanted = config.most_connections
    if wanted <= let_in:
        return None
    return (
        f"{config.web_pods} web servers may open {wanted} connections, and the database lets in {let_in}. "
        "Raise its max_connections, or lower DB_POOL_SIZE, DB_MAX_OVERFLOW or WEB_PODS."
    )
