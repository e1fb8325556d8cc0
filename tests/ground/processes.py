"""What the tests of real processes look at."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def server_process(directory: Path) -> int:
    """Give the number of the process that runs the database in a directory."""
    return int(next(directory.glob("data-*/postmaster.pid")).read_text().split()[0])


def is_running(directory: Path) -> bool:
    """Say whether a database runs in a directory, or did not end cleanly."""
    return any(directory.glob("data-*/postmaster.pid"))


def parent_of(process: int) -> int:
    return int(_state(process)[1])


def is_alive(process: int) -> bool:
    try:
        return _state(process)[0] != "Z"
    except FileNotFoundError:
        return False


def descendants_of(process: int) -> set[int]:
    children = {int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()}
    return children.union(*(descendants_of(child) for child in children))


def eventually(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is so; fail if it is not within that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def _state(process: int) -> list[str]:
    # the name, in brackets, may hold spaces and brackets itself
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
