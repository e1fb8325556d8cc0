"""`scripts/release` publishes what was scanned, by its digest, and rolls out only what is signed; tools are played."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DIGEST = "sha256:" + "ab" * 32
IMAGE = f"registry.example.org/clinic/hms@{DIGEST}"
PASSWORD = "told-to-nobody"

# Notes what was asked, and does what the next step needs; what FAILS says does not.
PLAYED = """#!/bin/sh
asked="${0##*/} $*"
echo "$asked" >>"$ASKED"
[ -z "$FAILS" ] || case "$asked" in *"$FAILS"*) exit 1 ;; esac
case "$asked" in
  "git rev-parse"*) echo abc123 ;;
  "buildah push "*) : >"${3#docker-archive:}" ;;
  "trivy "*spdx*) echo '{}' >build/sbom.spdx.json ;;
  "skopeo login "*) cat >"$TOLD" ;;
  "skopeo copy "*) printf %s "$DIGEST" >"$3" ;;
  "deploy "*) cat "$KUBECONFIG" >"$TOLD" 2>/dev/null || true ;;
esac
"""
Step = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def step(tmp_path) -> Step:
    """Run one step in a copy of the script, beside a deploy that is played too."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "scripts").mkdir()
    for name in ("bin/git", "bin/buildah", "bin/trivy", "bin/skopeo", "bin/cosign", "scripts/deploy"):
        (tmp_path / name).write_text(PLAYED)
        (tmp_path / name).chmod(0o755)
    shutil.copy(PROJECT / "scripts" / "release", tmp_path / "scripts")

    def run(name: str, *, fails: str = "", **settings: str) -> tuple[int, list[str]]:
        told = {"ASKED": str(tmp_path / "asked"), "TOLD": str(tmp_path / "told"), "FAILS": fails, "DIGEST": DIGEST}
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        (tmp_path / "asked").write_text("")
        done = subprocess.run(
            [tmp_path / "scripts" / "release", name],
            env={"PATH": path, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)} | told | settings,
            capture_output=True,
            text=True,
        )
        assert PASSWORD not in done.stdout + done.stderr
        return done.returncode, (tmp_path / "asked").read_text().splitlines()

    return run


REGISTRY = {"IMAGE_REPOSITORY": "registry.example.org/Clinic/hms", "REGISTRY_USER": "ci", "REGISTRY_PASSWORD": PASSWORD}
SIGNER = {"SIGNER_IDENTITY": "https://example.org/release", "SIGNER_ISSUER": "https://tokens.example.org"}


@pytest.mark.parametrize("base", ["python:3.11-slim", "python@sha256:ab", f"python@sha512:{'ab' * 32}"])
def test_a_base_image_without_a_digest_is_not_built_on(step, base):
    code, asked = step("image", PYTHON_IMAGE=base)
    assert code != 0
    assert asked == []


def test_an_image_is_built_on_the_bases_that_are_given(step):
    code, asked = step("image", PYTHON_IMAGE=f"python@{DIGEST}", NODE_IMAGE="", VERSION="v1.4.0")
    assert code == 0
    (build,) = (line for line in asked if line.startswith("buildah build "))
    assert f"--build-arg=PYTHON_IMAGE=python@{DIGEST}" in build
    assert "NODE_IMAGE" not in build  # the Dockerfile's own
    assert "--build-arg=VERSION=1.4.0 --build-arg=REVISION=abc123" in build


def test_a_grave_vulnerability_that_can_be_mended_stops_a_version(step):
    step("image")
    code, asked = step("scan", fails="--exit-code 1")
    assert code != 0
    assert "--severity HIGH,CRITICAL --ignore-unfixed --exit-code 1" in asked[-1]


def test_what_is_pushed_is_the_file_that_was_scanned(step):
    for name in ("image", "scan", "sbom"):
        code, scanned = step(name, VERSION="v1.4.0")
        assert code == 0
    code, asked = step("push", VERSION="v1.4.0", **REGISTRY)
    assert code == 0
    assert "--input build/image.tar " in scanned[0]
    assert asked[-1].endswith("docker-archive:build/image.tar docker://registry.example.org/clinic/hms:1.4.0")


def test_what_has_no_version_is_not_pushed(step):
    step("image")
    code, asked = step("push", **REGISTRY)
    assert code != 0
    assert asked == []


def test_what_was_pushed_is_signed_by_its_digest_and_so_is_the_list_of_its_parts(step, tmp_path):
    for name in ("image", "sbom", "push"):
        step(name, VERSION="v1.4.0", GITHUB_OUTPUT=str(tmp_path / "output"), **REGISTRY)
    assert (tmp_path / "output").read_text() == f"image={IMAGE}\n"
    code, asked = step("sign")
    assert code == 0
    assert asked == [
        f"cosign sign --yes {IMAGE}",
        f"cosign attest --yes --type spdxjson --predicate build/sbom.spdx.json {IMAGE}",
    ]


def test_the_registrys_password_is_in_no_command_and_stays_in_no_file(step, tmp_path):
    step("image")
    code, asked = step("push", VERSION="1.4.0", **REGISTRY)
    assert code == 0
    assert (tmp_path / "told").read_text() == PASSWORD
    assert asked[0].endswith("--username ci --password-stdin registry.example.org")
    assert not any(PASSWORD in line for line in asked)
    assert list(tmp_path.glob("tmp.*")) == []


@pytest.mark.parametrize("unproved", ["cosign verify ", "cosign verify-attestation "])
def test_an_image_that_the_pipeline_did_not_sign_is_not_rolled_out(step, unproved):
    code, asked = step("deploy", fails=unproved, IMAGE=IMAGE, **SIGNER)
    assert code != 0
    assert not any(line.startswith("deploy ") for line in asked)


def test_an_image_without_a_digest_is_not_rolled_out(step):
    code, asked = step("deploy", IMAGE="registry.example.org/hms:1.4.0", **SIGNER)
    assert code != 0
    assert asked == []


def test_a_signed_image_is_rolled_out_and_the_way_into_the_cluster_forgotten(step, tmp_path):
    code, asked = step("deploy", IMAGE=IMAGE, KUBECONFIG_DATA="the way in", **SIGNER)
    assert code == 0
    assert asked[-1] == f"deploy prod {IMAGE}"
    assert "--certificate-identity https://example.org/release " in asked[0]
    assert (tmp_path / "told").read_text() == "the way in\n"
    assert list(tmp_path.glob("tmp.*")) == []


def test_a_roll_out_that_fails_fails_the_step(step):
    code, _ = step("deploy", fails="deploy prod", IMAGE=IMAGE, **SIGNER)
    assert code != 0
