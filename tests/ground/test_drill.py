"""The drill of docs/operations.md works as it is written."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = str(PROJECT / "scripts" / "drill")


@pytest.fixture
def drill() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("drill", SCRIPT)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("drill", loader))  # type: ignore[arg-type]
    loader.exec_module(module)
    return module


@pytest.mark.timeout(600)
def test_a_clinic_comes_back_by_the_steps_of_the_document(drill):
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^RPO [0-9.]+ s.*\nRTO [0-9.]+ s", done.stdout, re.MULTILINE)
    for title, commands in drill.read_steps().items():
        assert f"== {title}\n$ {commands.splitlines()[0]}\n" in done.stdout


def test_a_step_that_fails_ends_the_drill(drill, tmp_path, capfd):
    steps = {"Back it up": "false\necho on\n", "Lose the clinic": "echo lost\n"}
    with pytest.raises(SystemExit, match="failed in the step 'Back it up'"):
        drill.follow(steps, {"DRILL": str(tmp_path), "PATH": "/usr/bin:/bin"})
    assert not re.search(r"^(on|lost)$", capfd.readouterr().out, re.MULTILINE)
