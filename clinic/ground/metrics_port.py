"""The metrics of all processes of a web server, on a port of their own that gunicorn's master answers.

Each process writes its numbers to files in one folder. The master adds them up for whoever asks, and keeps those of a
process that ended, in one file, so that counters never go back and files don't pile up.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from clinic import __version__
from clinic.ground.backup_state import backup_state

ENDED = "ended"


class MetricsPort:
    """Lives in gunicorn's master. Its thread reads files and nothing else: the master forks at any time."""

    def __init__(self, bind: tuple[str, int], *, folder: Path, backups: Path) -> None:
        self.bind = bind
        self.folder = folder
        self.backups = backups
        self._merging = Lock()

    def serve(self) -> None:
        """Answer from now on."""
        registry = CollectorRegistry()
        registry.register(_AllProcesses(self))
        registry.register(_Installation(self.backups))
        host, port = self.bind
        try:
            self._server, _ = start_http_server(port, host, registry)
        except OSError as error:
            raise SystemExit(f"WEB_METRICS_BIND: {host}:{port} can't be used ({error.strerror}).") from error

    def let_go(self) -> None:
        """Give up the port in a process that inherited it."""
        self._server.socket.close()

    def keep_of(self, process: int) -> None:
        """Keep what a process that ended has counted; what it was doing is over."""
        with self._merging:
            for file in self.folder.glob(f"*_{process}.db"):
                kind = file.name.removesuffix(f"_{process}.db")
                if not kind.startswith("gauge_live"):
                    _merge(file, self.folder / f"{kind}_{ENDED}.db")
                file.unlink()

    def close(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _merge(file: Path, kept: Path) -> None:
    """Add up what was counted; of what was seen, keep the latest."""
    counts = not file.name.startswith("gauge_mostrecent")
    whole = MmapedDict(str(kept))
    try:
        for key, value, seen_at, _ in MmapedDict.read_all_values_from_file(str(file)):
            so_far, last_seen_at = whole.read_value(key)
            if counts or seen_at > last_seen_at:
                whole.write_value(key, so_far + value if counts else value, seen_at)
    finally:
        whole.close()


class _AllProcesses(Collector):
    def __init__(self, port: MetricsPort) -> None:
        self.port = port
        self.files = MultiProcessCollector(CollectorRegistry(), str(port.folder))

    def collect(self) -> Iterator[Metric]:
        with self.port._merging:
            yield from self.files.collect()


class _Installation(Collector):
    """What is true of the whole web server: its version, and how the backups stand, where it can see them."""

    def __init__(self, backups: Path) -> None:
        self.backups = backups

    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily("hms_build_info", "The version that runs.", labels=["version", "revision"])
        build.add_metric([__version__, os.environ.get("HMS_REVISION", "")], 1)
        yield build
        for name, (help_text, value) in self._of_backups().items():
            if value is not None:
                yield GaugeMetricFamily(f"hms_backup_{name}", help_text, float(value))

    def _of_backups(self) -> dict[str, tuple[str, float | None]]:
        now = datetime.now(UTC)
        try:
            state = backup_state(self.backups, now=now)
        except (OSError, ValueError):
            return {}  # not to be seen from here
        taken, checked = state["last_backup_at"], state["last_check_at"]
        return {
            "age_seconds": ("How long ago the last backup was taken.", taken and (now - taken).total_seconds()),
            "size_bytes": ("The size of the last backup.", state["size_bytes"]),
            "check_age_seconds": (
                "How long ago a backup was last restored to check it.",
                checked and (now - checked).total_seconds(),
            ),
            "check_ok": ("Whether the last restore for checking found all well.", state["check_ok"]),
            "rpo_seconds": ("How much work would be lost if the database were lost now.", state["rpo_seconds"]),
            "rto_seconds": ("How long the last restore took until its data could be used.", state["rto_seconds"]),
        }
