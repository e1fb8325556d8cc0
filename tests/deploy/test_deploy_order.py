"""`scripts/deploy` goes in order, and what fails stops it; a kubectl of our own plays the cluster."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
KUBECTL = shutil.which("kubectl")
IMAGE = "registry.example.org/hms@sha256:" + "ab" * 32

# Renders for real, where there is a real one; of the rest it notes what was asked, and answers as a cluster would that
# FAILS in one thing.
PLAYED = """#!/bin/sh
if [ "$1" = kustomize ]; then
  [ -n "$KUBECTL" ] || exec cat "$2/kustomization.yaml"
  exec "$KUBECTL" "$@"
fi
[ "$1" != --namespace ] || shift 2
echo "$*" >>"$ASKED"
case "$*" in
  "get deployments "*replicas*) [ -z "$SERVING" ] || echo "web 7" ;;
  "get deployments "*) [ -z "$SERVING$(grep component=web "$ASKED" | grep '^apply')" ] || echo deployment.apps/web ;;
  "get statefulsets "*) echo statefulset.apps/postgres ;;
  "get job $FAILS"*) echo Failed ;;
  "get job "*) echo Complete ;;
  "rollout status deployment.apps/web"*)
    [ "$FAILS" != web ] || grep -q "rollout undo" "$ASKED" ;;
  "create job "*) [ "$FAILS" != no-backup ] ;;
  apply*) cp "$3" "$RENDERED" ;;
esac
"""
Deploy = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def deploy(tmp_path) -> Deploy:
    played = tmp_path / "kubectl"
    played.write_text(PLAYED)
    played.chmod(0o755)

    def run(
        overlay: str = "prod", *, fails: str = "nothing", serving: bool = True, image: str = IMAGE, **more: str
    ) -> tuple[int, list[str]]:
        settings = os.environ | {
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "KUBECTL": KUBECTL or "",
            "ASKED": str(tmp_path / "asked"),
            "RENDERED": str(tmp_path / "rendered.yaml"),
            "FAILS": fails,
            "SERVING": "yes" if serving else "",
            "POLL": "0",
            **more,
        }
        (tmp_path / "asked").write_text("")
        done = subprocess.run(
            ["scripts/deploy", overlay, image], cwd=PROJECT, env=settings, capture_output=True, text=True
        )
        return done.returncode, (tmp_path / "asked").read_text().splitlines()

    return run


def steps(asked: list[str]) -> list[str]:
    """What was changed in the cluster, in one word each."""
    named = {
        "apply": lambda line: line.partition("component")[2].strip(" =") or "all",
        "create": lambda line: line.split()[2].partition("-")[0],
        "rollout": lambda line: line.split()[1] if line.split()[1] == "undo" else "",
    }
    found = [named[line.split()[0]](line) for line in asked if line.split()[0] in named]
    return [step for step in found if step]


GROUND = "notin (web,migrate,backup,restore-check)"


def test_the_backup_comes_before_the_migration_and_that_before_the_web_servers(deploy):
    code, asked = deploy()
    assert code == 0
    assert steps(asked) == [GROUND, "backup", "migrate", "web", "all"]


def test_each_job_is_awaited_before_the_next_step(deploy):
    _, asked = deploy()
    jobs = [line.split()[2].partition("-")[0] for line in asked if line.startswith("get job ")]
    assert jobs == ["backup", "migrate"]
    migration = next(number for number, line in enumerate(asked) if line.startswith("get job migrate"))
    web = next(number for number, line in enumerate(asked) if line.endswith("component=web") and "apply" in line)
    assert migration < web


@pytest.mark.parametrize(
    ("fails", "done"),
    [
        ("no-backup", [GROUND, "backup"]),
        ("backup", [GROUND, "backup"]),
        ("migrate", [GROUND, "backup", "migrate"]),
    ],
)
def test_what_fails_before_the_web_servers_leaves_them_as_they_were(deploy, fails, done):
    code, asked = deploy(fails=fails)
    assert code != 0
    assert steps(asked) == done


def test_a_version_that_does_not_get_ready_is_rolled_back(deploy):
    code, asked = deploy(fails="web")
    assert code != 0
    assert steps(asked) == [GROUND, "backup", "migrate", "web", "undo"]


def test_the_first_roll_out_has_nothing_to_back_up(deploy):
    code, asked = deploy(serving=False)
    assert code == 0
    assert steps(asked) == [GROUND, "migrate", "web", "all"]


def test_a_database_elsewhere_is_backed_up_there(deploy):
    code, asked = deploy(BACKUP="elsewhere")
    assert code == 0
    assert "backup" not in steps(asked)


def test_an_image_without_a_digest_is_not_rolled_out(deploy):
    code, asked = deploy(image="registry.example.org/hms:latest")
    assert code != 0
    assert asked == []


def test_a_machine_of_ones_own_takes_a_tag_and_has_nothing_to_back_up(deploy, tmp_path):
    code, asked = deploy("dev", image="localhost:5001/hms:mine")
    assert code == 0
    assert steps(asked) == [GROUND, "migrate", "web", "all"]
    rendered = (tmp_path / "rendered.yaml").read_text()
    assert "image: localhost:5001/hms:mine\n" in rendered or 'newName: "localhost:5001/hms", newTag: "mine"' in rendered


def test_a_roll_out_keeps_the_replicas_that_the_autoscaler_chose(deploy, tmp_path):
    deploy()
    rendered = (tmp_path / "rendered.yaml").read_text()
    if not KUBECTL:
        assert "{name: web, count: 7}" in rendered
        return
    web = next(part for part in rendered.split("---\n") if "kind: Deployment" in part and "\n  name: web\n" in part)
    assert "\n  replicas: 7\n" in web
    assert f"image: {IMAGE}" in web


def test_each_roll_out_has_a_migration_job_of_its_own(deploy, tmp_path):
    _, asked = deploy()
    (name,) = {line.split()[2] for line in asked if line.startswith("get job migrate")}
    rendered = (tmp_path / "rendered.yaml").read_text()
    assert f"\n  name: {name}\n" in rendered or f"value: {name}}}" in rendered
    assert name != "migrate"
