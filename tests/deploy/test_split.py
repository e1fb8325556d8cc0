"""The features as services, behind NGINX with the ingress's path rules: one can be down while the others serve."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

from config import FEATURES
from tests.deploy.pods import NGINX, PROJECT, Pod, gateway, upstream
from tests.deploy.test_rolling_restarts import signed_in
from tests.ground.test_serve import free_port
from tests.world import World

pytestmark = pytest.mark.skipif(NGINX is None, reason="NGINX is not installed")

SPLIT = PROJECT / "k8s" / "overlays" / "split"
READ = {
    "accounts": "/api/auth/me",
    "patients": "/api/patients/{patient}",
    "doctors": "/api/doctors",
    "appointments": "/api/appointments",
    "medical_records": "/api/patients/{patient}/records",
    "reports": "/api/summary",
    "pages": "/api/openapi.json",
}


def path_rules() -> list[tuple[str, str]]:
    """(path, service) of the gateway, in its order."""
    ingress = yaml.safe_load((SPLIT / "ingress.yaml").read_text())
    (rule,) = ingress["spec"]["rules"]
    return [(entry["path"], entry["backend"]["service"]["name"]) for entry in rule["http"]["paths"]]


def service_of(feature: str) -> str:
    return f"web-{feature.replace('_', '-')}"


def features_of(feature: str) -> str:
    """What the overlay tells a feature's Deployment to serve."""
    (told,) = re.findall(
        r"FEATURES.*?value: (\w+)", (SPLIT / "features" / feature / "kustomization.yaml").read_text(), re.DOTALL
    )
    return told


@contextmanager
def split(world: World, directory: Path) -> Iterator[tuple[int, dict[str, Pod]]]:
    """Run each feature in a web server of its own. Gives the gateway's port and the pods by feature."""
    pods = {feature: Pod(world, FEATURES=features_of(feature), WEB_CONCURRENCY="1") for feature in FEATURES}
    port = free_port()
    # as the controller writes them with `use-regex`: the first that matches, whatever the case
    locations = "".join(f"location ~* ^{path} {{ proxy_pass http://{service}; }}\n" for path, service in path_rules())
    upstreams = "".join(upstream(service_of(feature), [pod]) for feature, pod in pods.items())
    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(Pod.start, pods.values()))
        servers = f"{upstreams} server {{ listen 127.0.0.1:{port}; {locations} }}"
        with gateway(directory, servers, port=port):
            yield port, pods
    finally:
        for pod in pods.values():
            pod.kill()


def read(port: int, token: str, path: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        return connection.getresponse().status


def test_the_others_serve_while_one_feature_is_down(own_world: World, tmp_path: Path):
    patient = own_world.make.patient()["id"]
    addresses = {feature: path.format(patient=patient) for feature, path in READ.items()}
    with split(own_world, tmp_path) as (port, pods):
        token = signed_in(port)

        def answers() -> dict[str, int]:
            return {feature: read(port, token, path) for feature, path in addresses.items()}

        everything = dict.fromkeys(FEATURES, 200)
        assert answers() == everything
        assert read(port, token, addresses["medical_records"].replace("/api", "/api/v1")) == 200
        assert read(port, token, "/api/nothing") == 404
        pods["appointments"].kill()
        assert answers() == everything | {"appointments": 502}
        assert booked(port, token, patient) == 502
        pods["appointments"].start()
        assert answers() == everything
        assert booked(port, token, patient) == 201


def booked(port: int, token: str, patient: int) -> int:
    body = {"patient_id": patient, "doctor_name": "Ruth Adeyemi", "appointment_datetime": "2035-01-08T09:00"}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST", "/api/appointments", json.dumps(body), headers)
        return connection.getresponse().status
