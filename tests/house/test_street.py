"""The house as DESIGN.md draws it: who may import whom, who knows HTTP, who commits, how long a file gets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

HOUSE = Path(__file__).resolve().parents[2]
CLINIC = HOUSE / "clinic"

# Down the street: a package imports those after it, never one before it or beside it. Only the application and the
# migrations know the ground.
STREET = (
    ("demo",),
    ("fhir", "reports", "portal", "privacy"),
    ("billing",),
    ("medical_records",),
    ("appointments",),
    ("doctors",),
    ("patients",),
    ("accounts",),
    ("notifications",),
    ("audit",),
    ("shared",),
    ("ground",),
)
PLACE = {package: place for place, packages in enumerate(STREET) for package in packages}

# What a file may import of its own package. `shared` and `models` are open to all of them.
EDGES = {"routes", "commands", "jobs"}
WITHIN: dict[str, set[str]] = {
    "routes": {"schemas", "actions", "rules", "queries"},
    "commands": {"schemas", "actions", "rules", "queries"},
    "jobs": {"actions", "rules", "queries"},
    "schemas": {"rules", "queries"},
    "actions": {"rules", "queries", "gateways"},
    "queries": {"rules"},
    "rules": set(),
    "gateways": {"rules"},
}
# Between packages only through actions, but for these.
OTHER_DOORS = {
    ("appointments.actions", "doctors.rules"): "the refusal of a merge, which the diary's part in it raises",
    ("medical_records.actions", "doctors.rules"): "whether a name is the doctor's own is read as doctors read names",
    ("reports.queries", "appointments.queries"): "which visits a day has is told in one place",
    ("medical_records.queries", "patients.queries"): "whose patient somebody is, is told in one place",
}
# Files of other names, for work that has none of these shapes; the others of their package may import them.
OTHER_FILES = {
    "patients.importing": "reading other systems' files is a small program of its own",
    "demo.names": "what invented people are called",
    "demo.people": "who they are",
    "demo.medicine": "what they come for",
    "demo.diary": "when they come",
    "demo.charts": "what is written about it",
}

HTTP_IN_ACTIONS = {
    "audit": "an event says from which request and address it came",
    "accounts": "tokens are made by the application's keys",
}


# Where else an answer leaves, and with it what it did.
OTHER_EDGES = {"clinic.shared.answers", "clinic.shared.errors", "clinic.shared.idempotency", "migrations.env"}


class Import(NamedTuple):
    file: str  # patients.actions, models, migrations.env
    line: int
    target: str  # clinic.audit.actions, flask, models


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts)


def sources() -> list[Path]:
    found = [HOUSE / "app.py", HOUSE / "models.py", HOUSE / "config.py"]
    return [*found, *sorted(CLINIC.rglob("*.py")), *sorted((HOUSE / "migrations").rglob("*.py"))]


MODULES = {module_of(path) for path in sources()}


def imports() -> Iterator[Import]:
    """Every import in the house; `from clinic.audit import actions` is one of clinic.audit.actions."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (Import(module_of(path), node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}:{node.lineno} imports relatively"
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    target = inner if inner in MODULES or inner + ".__init__" in MODULES else str(node.module)
                    yield Import(module_of(path), node.lineno, target)


def parts(module: str) -> tuple[str, str]:
    """(package, file) of a module inside clinic/."""
    _, package, *file = module.split(".")
    return package, file[0] if file else "__init__"


def is_ours(target: str) -> bool:
    return target.split(".")[0] in ("app", "models", "config", "clinic", "migrations", "tests")


ALL = list(imports())
INSIDE = [one for one in ALL if one.file.startswith("clinic.") and one.target.startswith("clinic.")]


def test_the_walk_sees_the_house():
    """A walk that finds nothing would make every test below pass."""
    assert Import("clinic.patients.routes", 0, "clinic.patients.actions") in {one._replace(line=0) for one in ALL}
    assert len(INSIDE) > 100


def test_nobody_imports_the_application():
    assert [one for one in ALL if one.target.split(".")[0] == "app"] == []


@pytest.mark.parametrize("module", ["models", "config"])
def test_models_and_settings_import_nothing_of_ours(module):
    assert [one for one in ALL if one.file == module and is_ours(one.target)] == []


def test_every_package_stands_on_the_street():
    assert {path.name for path in CLINIC.iterdir() if path.is_dir() and path.name != "__pycache__"} <= PLACE.keys()


def test_files_have_the_names_that_tell_their_work():
    named = {
        ".".join(parts(module))
        for module in MODULES
        if module.startswith("clinic.")
        and module.count(".") > 1
        and parts(module)[0] not in ("shared", "ground")
        and parts(module)[1] not in {*WITHIN, "__init__"}
    }
    assert named - OTHER_FILES.keys() == set()


def test_packages_import_down_the_street():
    against = [
        one
        for one in INSIDE
        if parts(one.file)[0] != parts(one.target)[0] and PLACE[parts(one.file)[0]] >= PLACE[parts(one.target)[0]]
    ]
    assert against == []


def test_packages_reach_each_other_through_actions():
    through_windows = {
        (one.file.removeprefix("clinic."), one.target.removeprefix("clinic."))
        for one in INSIDE
        if parts(one.target)[0] not in (parts(one.file)[0], "shared") and parts(one.target)[1] != "actions"
    }
    assert through_windows == OTHER_DOORS.keys()


def test_inside_a_package_imports_follow_the_data():
    wrong = []
    for one in INSIDE:
        (package, file), (other_package, target) = parts(one.file), parts(one.target)
        is_inside = package == other_package != "shared" and f"{package}.{target}" not in OTHER_FILES
        if is_inside and file in WITHIN and target not in WITHIN[file]:
            wrong.append(one)
    assert wrong == []


def test_rules_know_neither_flask_nor_the_database():
    knowing = [
        one
        for one in ALL
        if one.file.endswith(".rules") and one.target.split(".")[0] in ("flask", "sqlalchemy", "werkzeug", "psycopg2")
    ]
    assert knowing == []


def test_actions_know_no_http():
    knowing = {
        parts(one.file)[0]
        for one in ALL
        if one.file.endswith((".actions", ".queries")) and one.target.split(".")[0] in ("flask", "werkzeug")
    }
    assert knowing == HTTP_IN_ACTIONS.keys()


def test_shared_knows_no_part_of_the_clinic():
    assert [one for one in INSIDE if parts(one.file)[0] == "shared" and parts(one.target)[0] != "shared"] == []


def test_migrations_import_no_part_of_the_clinic():
    """They must go on saying what they said when the code has moved on."""
    allowed = {"migrations.env": {"models", "clinic.ground.embedded_postgres"}}
    wrong = [
        one
        for one in ALL
        if one.file.startswith("migrations.")
        and is_ours(one.target)
        and one.target not in {"migrations.steps", *allowed.get(one.file, ())}
    ]
    assert wrong == []


def test_only_the_edge_commits():
    committing = []
    for path in sources():
        module = module_of(path)
        if module == "app" or path.stem in EDGES or module in OTHER_EDGES:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
                committing.append(f"{module}:{node.lineno}")
    assert committing == []


# ── how it reads ─────────────────────────────────────────────────────────────────────────────────────────

LONGEST = 500
MADE_BY_MACHINES = {"frontend/src/lib/api-types.ts"}
NOT_OURS = {"node_modules", "dist", "__pycache__", "screens"}


def written_files() -> Iterator[Path]:
    for path in HOUSE.rglob("*"):
        folders = path.relative_to(HOUSE).parts[:-1]
        is_ours = not NOT_OURS.intersection(folders) and not any(folder.startswith(".") for folder in folders)
        if is_ours and path.suffix in (".py", ".ts", ".tsx", ".css", ".js"):
            yield path


def test_no_file_is_longer_than_500_lines():
    long = {
        str(path.relative_to(HOUSE)): lines
        for path in written_files()
        if (lines := path.read_text().count("\n")) > LONGEST
    }
    assert long.keys() - MADE_BY_MACHINES == set()


def test_every_module_says_its_place_in_its_first_line():
    silent = [module_of(path) for path in sources() if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []
