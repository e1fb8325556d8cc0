"""The manifests as Kubernetes gets them, and how to look at them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

PROJECT = Path(__file__).resolve().parents[2]
K8S = PROJECT / "k8s"
KUBECTL = shutil.which("kubectl")
AS_WRITTEN = "as written"
# Where there is no kubectl to put them together, what holds of all is asked of each file.
OVERLAYS = ["dev", "prod", "split"] if KUBECTL else [AS_WRITTEN]
WORKLOADS = ("Deployment", "StatefulSet", "Job", "CronJob")
COMPONENT = "app.kubernetes.io/component"

Manifest = dict[str, Any]


class Pod(NamedTuple):
    """What a workload starts."""

    name: str
    component: str
    spec: Manifest

    @property
    def containers(self) -> list[Manifest]:
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]


@cache
def manifests(overlay: str) -> list[Manifest]:
    """Everything that an overlay applies."""
    if overlay == AS_WRITTEN:
        texts = [path.read_text() for path in _resources()]
    else:
        command = [str(KUBECTL), "kustomize", str(K8S / "overlays" / overlay)]
        texts = [subprocess.run(command, capture_output=True, text=True, check=True).stdout]
    return [manifest for text in texts for manifest in yaml.safe_load_all(text)]


def _resources() -> Iterator[Path]:
    for path in sorted(K8S.rglob("kustomization.yaml")):
        for name in yaml.safe_load(path.read_text()).get("resources", []):
            if (path.parent / name).is_file():
                yield path.parent / name


def of_kind(overlay: str, *kinds: str) -> list[Manifest]:
    return [manifest for manifest in manifests(overlay) if manifest["kind"] in kinds]


def name_of(manifest: Manifest) -> str:
    return str(manifest["metadata"]["name"])


def pods(overlay: str) -> list[Pod]:
    """What all workloads start, whatever their kind."""
    found = []
    for workload in of_kind(overlay, *WORKLOADS):
        spec = workload["spec"]
        template = spec["jobTemplate"]["spec"]["template"] if workload["kind"] == "CronJob" else spec["template"]
        found.append(Pod(name_of(workload), template["metadata"]["labels"][COMPONENT], template["spec"]))
    return found


def containers(overlay: str) -> list[tuple[str, Manifest]]:
    """All containers, each under the name of its pod and its own."""
    return [(f"{pod.name}/{container['name']}", container) for pod in pods(overlay) for container in pod.containers]


def secret_keys(container: Manifest) -> set[str]:
    """The keys of secrets that a container is told."""
    return {
        source["secretKeyRef"]["key"]
        for variable in container.get("env", [])
        if "secretKeyRef" in (source := variable.get("valueFrom", {}))
    }


def settings(overlay: str) -> dict[str, str]:
    """What hms-config holds."""
    for config in of_kind(overlay, "ConfigMap"):
        if name_of(config).startswith("hms-config-"):
            return dict(config["data"])
    text = (K8S / "base" / "common" / "settings.env").read_text()
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
