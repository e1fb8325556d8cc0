"""`.env.example` says what can be set."""

from __future__ import annotations

import re
from pathlib import Path

from config import Config

PROJECT = Path(__file__).resolve().parents[2]


class Recorded(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.asked: set[str] = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


def test_every_setting_is_explained(tmp_path):
    environment = Recorded({"HMS_DATA_DIR": str(tmp_path)})
    Config.from_env(environment)
    gunicorn = re.findall(r'environ.get\("(\w+)"', (PROJECT / "gunicorn.conf.py").read_text())
    assert (environment.asked | set(gunicorn)) <= set(re.findall(r"^#([A-Z_]+)=", example(), flags=re.MULTILINE))


def test_the_example_alone_changes_nothing():
    assert not re.findall(r"^[^#\n]", example(), flags=re.MULTILINE)


def example() -> str:
    return (PROJECT / ".env.example").read_text()
