"""What a newcomer's machine lacks is named, with the way to get it; nothing half-made is left behind."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
TOOLS = ("sh", "dirname", "printf", "rm", "touch", "env")


class Machine:
    """A machine with a few tools and the project's scripts; what else there is, a test says."""

    def __init__(self, root: Path) -> None:
        self.project, self.bin = root / "project", root / "bin"
        (self.project / "frontend").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copytree(SCRIPTS, self.project / "scripts")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))

    def has(self, name: str, does: str) -> None:
        """Install a program: a script of the shell."""
        program = self.bin / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)

    def run(self, script: str) -> str:
        """Run a script that must fail; give what it says."""
        done = subprocess.run(
            [self.project / "scripts" / script], env={"PATH": str(self.bin)}, capture_output=True, text=True
        )
        assert done.returncode != 0
        return done.stderr


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_without_node_it_says_which_is_needed_and_how_to_get_it(machine):
    said = machine.run("install-node")
    assert "Node 20.19, 22.12 or newer is needed and was not found." in said
    assert "nvm install 22" in said


def test_a_node_that_is_too_old_is_named(machine):
    machine.has("node", '[ "$1" = --version ] && echo v18.20.1; [ "$1" = --version ]')
    assert "is needed; this is v18.20.1." in machine.run("install-node")


def test_a_node_without_npm_is_told_so(machine):
    machine.has("node", "exit 0")
    assert "npm, which comes with Node, was not found" in machine.run("install-node")


def test_packages_that_can_not_be_fetched_are_the_networks_fault_perhaps(machine):
    machine.has("node", "exit 0")
    machine.has("npm", "echo getaddrinfo ENOTFOUND >&2; exit 1")
    said = machine.run("install-node")
    assert "getaddrinfo ENOTFOUND" in said
    assert "Is the network there?" in said


def test_without_a_python_it_says_which_is_needed_and_how_to_get_it(machine):
    machine.has("python3", "exit 1")  # older than 3.11
    said = machine.run("install-python")
    assert "Python 3.11 or newer is needed and was not found." in said
    assert "apt install python3 python3-venv" in said


def test_a_python_that_makes_no_environment_is_told_what_it_misses(machine):
    machine.has(
        "python3",
        'case "$*" in *venv*) mkdir -p .venv; echo "ensurepip is not available"; exit 1;; *print*) echo 3.12;; esac',
    )
    said = machine.run("install-python")
    assert "ensurepip is not available" in said
    assert "apt install python3.12-venv" in said
    assert not (machine.project / ".venv").exists()
