"""Every planted fault still fits the code, and names a test that is there; `make mutants` shows that the test fails."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PATCHES = sorted((HOUSE / "tests" / "mutants").glob("*.patch"))


def named_in(path: Path) -> set[str]:
    """The tests of a file, those of a class as Class::test; of the front end, by what they show."""
    if path.suffix != ".py":
        return set(re.findall(r'\btest\("(.*?)",', path.read_text()))
    tree = ast.parse(path.read_text())
    inside = [(node.name + "::", node.body) for node in tree.body if isinstance(node, ast.ClassDef)]
    return {
        prefix + node.name
        for prefix, body in [("", tree.body), *inside]
        for node in body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_there_are_planted_faults():
    assert len(PATCHES) > 10


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_a_planted_fault_fits_and_names_a_test_that_is_there(patch):
    (test,) = re.findall(r"^(?:# *)?test: *(\S.*)$", patch.read_text(), re.IGNORECASE | re.MULTILINE)
    path, _, name = test.partition("::")
    assert name.partition("[")[0].rpartition(" > ")[2] in named_in(HOUSE / path)
    fits = subprocess.run(["git", "apply", "--check", str(patch)], cwd=HOUSE, capture_output=True, text=True)
    assert fits.returncode == 0, fits.stderr
    touched = re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(), re.MULTILINE)
    assert touched
    in_tests = [name for name in touched if name.startswith(("tests/", "frontend/tests/"))]
    assert not in_tests, "a fault in a test proves nothing"
