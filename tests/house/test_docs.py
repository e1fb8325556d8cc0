"""What is written about the code is what the code says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted((PROJECT / "docs").rglob("*.md")), *sorted(PROJECT.glob("*.md"))]


def check(project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/write-docs", "--check"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def test_the_documents_made_from_the_code_are_up_to_date():
    told = check(PROJECT)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_document_leads_to_what_is_there(document: Path):
    ahead = [link for link in links(document.read_text()) if not (document.parent / link).exists()]
    assert ahead == []


def links(text: str) -> list[str]:
    """The files that a document links to; places on the web and in itself are others."""
    targets = [part.partition(")")[0].partition("#")[0] for part in text.split("](")[1:]]
    return [target for target in targets if target and "://" not in target]
