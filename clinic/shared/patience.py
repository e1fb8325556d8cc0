"""How long a request waits for the database: never so long that its reader gives up first.

PostgreSQL ends a slow statement itself. A server that says nothing at all, frozen or behind a dead network, can't:
then a thread of ours closes the connections under the requests that wait for it, and until it answers again only one
request at a time asks it.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg2
from flask import has_request_context
from psycopg2.extensions import TRANSACTION_STATUS_ACTIVE
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

LONGEST_SECONDS = 4.5  # and a quarter until it is seen: less than five
LOOKS_EVERY = 0.25
TRIES_EVERY = 1.0


class Silent(psycopg2.OperationalError):
    """The database has just left a request without an answer."""


@dataclass
class Use:
    """A connection that a request has, and until when it may leave a statement without an answer."""

    connection: Any
    fd: int
    until: float
    is_trial: bool = False
    was_cut: bool = False


class Patience:
    """Watches over the connections that requests use. One for each process."""

    def __init__(self, longest: float = LONGEST_SECONDS) -> None:
        self.longest = longest
        self._uses: dict[int, Use] = {}
        self._lock = threading.Lock()
        self._tries_again: float | None = None  # None while the database answers
        self._watched_in = 0

    def watch(self, engine: Engine) -> None:
        """Watch over a pool, which is then to ping no connection itself: that could wait for ever too."""
        event.listen(engine, "checkout", self._begin, insert=True)
        for end in ("checkin", "invalidate", "close"):
            event.listen(engine, end, self._end)

    def _begin(self, connection: Any, record: Any, _: Any) -> None:
        if has_request_context():
            self._use(id(record), connection)
        try:
            _ping(connection)
        except psycopg2.Error as error:
            if self._was_cut(id(record)):
                raise
            raise InvalidatePoolError from error  # it was lost while nobody used it: another will do
        self._answered(id(record))

    def _use(self, key: int, connection: Any) -> None:
        self._start_to_look()
        with self._lock:
            now, tries_again = time.monotonic(), self._tries_again
            is_tried = any(use.is_trial for use in self._uses.values())
            if tries_again is not None and (now < tries_again or is_tried):
                raise Silent("The database does not answer.")
            until = now + self.longest
            self._uses[key] = Use(connection, connection.fileno(), until, is_trial=tries_again is not None)

    def _answered(self, key: int) -> None:
        with self._lock:
            if (use := self._uses.get(key)) and use.is_trial:
                use.is_trial = False
                self._tries_again = None

    def _was_cut(self, key: int) -> bool:
        with self._lock:
            use = self._uses.get(key)
            return use is not None and use.was_cut

    def _end(self, _: Any, record: Any, *__: Any) -> None:
        with self._lock:
            self._uses.pop(id(record), None)

    def _start_to_look(self) -> None:
        if self._watched_in != os.getpid():  # threads don't live on in a fork
            self._watched_in = os.getpid()
            threading.Thread(target=self._look, name="patience", daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(LOOKS_EVERY)
            with self._lock:  # while it is held nobody gives a connection back, and no descriptor changes hands
                now = time.monotonic()
                for use in self._uses.values():
                    if use.connection.get_transaction_status() != TRANSACTION_STATUS_ACTIVE:
                        use.until = now + self.longest  # the request works by itself: nobody keeps it waiting
                    elif now >= use.until and not use.was_cut:
                        use.was_cut = True
                        self._tries_again = now + TRIES_EVERY
                        _cut(use.fd)


def _ping(connection: Any) -> None:
    was = connection.autocommit
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.autocommit = was


def _cut(fd: int) -> None:
    """End a connection that another thread reads from: its reader finds the end there."""
    with suppress(OSError), socket.socket(fileno=os.dup(fd)) as connection:
        connection.shutdown(socket.SHUT_RDWR)
