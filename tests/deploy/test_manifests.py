"""What holds of every manifest: who runs as what, who may reach whom, who is told which secret."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from app import PARTS, create_app
from config import FEATURES, Config
from tests.deploy.manifests import (
    AS_WRITTEN,
    COMPONENT,
    K8S,
    KUBECTL,
    OVERLAYS,
    PROJECT,
    Manifest,
    containers,
    manifests,
    name_of,
    of_kind,
    pods,
    secret_keys,
    settings,
)
from tests.world import SECRET

OURS = 10001
THEIRS = 999
LONGEST_STOP = 25
SECRETS = {"DATABASE_URL": "postgresql://hms_app:x@postgres:5432/hms", "SECRET_KEY": SECRET, "BACKUP_KEY": "ab" * 32}

every_overlay = pytest.mark.parametrize("overlay", OVERLAYS)
a_clinic = pytest.mark.parametrize("overlay", ["prod"] if "prod" in OVERLAYS else [AS_WRITTEN])


# ── what a container may ─────────────────────────────────────────────────────────────────────────────────


@every_overlay
def test_no_container_runs_as_root(overlay):
    for pod in pods(overlay):
        ours = any(container["image"].startswith("hms") for container in pod.containers)
        security = pod.spec["securityContext"]
        assert security["runAsNonRoot"] is True, pod.name
        assert security["runAsUser"] == security["runAsGroup"] == (OURS if ours else THEIRS), pod.name
    for name, container in containers(overlay):
        assert not {"runAsUser", "runAsNonRoot", "privileged"} & container["securityContext"].keys(), name


@every_overlay
def test_every_container_is_restricted(overlay):
    for pod in pods(overlay):
        assert pod.spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, pod.name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.spec.keys(), pod.name
        assert not any("hostPath" in volume for volume in pod.spec["volumes"]), pod.name
    for name, container in containers(overlay):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name


@every_overlay
def test_the_namespace_takes_restricted_pods_only(overlay):
    (namespace,) = of_kind(overlay, "Namespace")
    assert {
        f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")
    }.items() <= namespace["metadata"]["labels"].items()


@every_overlay
def test_every_container_has_requests_and_limits(overlay):
    for name, container in containers(overlay):
        for bound in ("requests", "limits"):
            assert {"cpu", "memory", "ephemeral-storage"} <= container["resources"][bound].keys(), name


@every_overlay
def test_what_is_written_has_a_bound(overlay):
    for pod in pods(overlay):
        for volume in pod.spec["volumes"]:
            assert "sizeLimit" in volume.get("emptyDir", {"sizeLimit": ""}), (pod.name, volume)


@every_overlay
def test_no_pod_has_a_service_account_token(overlay):
    accounts = {name_of(account): account for account in of_kind(overlay, "ServiceAccount")}
    for pod in pods(overlay):
        assert pod.spec["automountServiceAccountToken"] is False, pod.name
        assert accounts[pod.spec["serviceAccountName"]]["automountServiceAccountToken"] is False, pod.name


# ── the web servers ──────────────────────────────────────────────────────────────────────────────────────


def web(overlay: str) -> list[Manifest]:
    return [found for found in of_kind(overlay, "Deployment") if found["metadata"]["labels"][COMPONENT] == "web"]


def web_container(deployment: Manifest) -> Manifest:
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    return dict(container)


@a_clinic
def test_a_web_server_has_what_the_high_level_design_gives_it(overlay):
    (deployment,) = web(overlay)
    resources = web_container(deployment)["resources"]
    assert deployment["spec"]["replicas"] == 3
    assert (resources["requests"]["cpu"], resources["limits"]["cpu"]) == ("100m", "500m")
    assert (resources["requests"]["memory"], resources["limits"]["memory"]) == ("128Mi", "512Mi")


@a_clinic
def test_it_scales_as_the_high_level_design_says(overlay):
    (scaler,) = of_kind(overlay, "HorizontalPodAutoscaler")
    spec = scaler["spec"]
    (metric,) = spec["metrics"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (2, 10)
    assert metric["resource"] == {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}
    assert spec["behavior"]["scaleUp"]["stabilizationWindowSeconds"] == 120
    assert spec["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 300


@every_overlay
def test_liveness_never_asks_the_database(overlay):
    for deployment in web(overlay):
        container = web_container(deployment)
        for probe in ("startupProbe", "livenessProbe"):
            assert container[probe]["httpGet"] == {"path": "/health", "port": "http"}
        assert container["readinessProbe"]["httpGet"] == {"path": "/ready", "port": "http"}


@every_overlay
def test_a_stop_fits_into_its_grace(overlay):
    assert int(settings(overlay)["WEB_GRACEFUL_SECONDS"]) < LONGEST_STOP
    for deployment in web(overlay):
        program, seconds = web_container(deployment)["lifecycle"]["preStop"]["exec"]["command"]
        assert program == "sleep"
        assert int(seconds) + LONGEST_STOP < deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]


@every_overlay
def test_a_roll_out_and_a_drained_node_leave_enough_web_servers(overlay):
    guarded = {name_of(budget): budget["spec"] for budget in of_kind(overlay, "PodDisruptionBudget")}
    for deployment in web(overlay):
        assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
        assert guarded[name_of(deployment)]["maxUnavailable"] == 1
        assert guarded[name_of(deployment)]["selector"] == deployment["spec"]["selector"]
        spread = deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]
        assert {rule["topologyKey"] for rule in spread} == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}
        assert all(rule["labelSelector"] == deployment["spec"]["selector"] for rule in spread)


@every_overlay
def test_the_settings_are_such_as_the_product_knows(overlay):
    known = set(re.findall(r"^#?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    given = settings(overlay)
    assert not {name for name in given if not name.startswith("PGSSL")} - known
    config = Config.from_env(given | SECRETS)
    assert config.is_production
    assert config.trusted_proxies == 1


@every_overlay
def test_the_database_lets_in_all_connections_of_all_web_servers(overlay):
    scalers = of_kind(overlay, "HorizontalPodAutoscaler")
    surge = sum(scaler["spec"]["maxReplicas"] + 1 for scaler in scalers)
    config = Config.from_env(settings(overlay) | SECRETS)
    (postgres,) = (found for found in of_kind(overlay, "StatefulSet") if name_of(found) == "postgres")
    arguments = postgres["spec"]["template"]["spec"]["containers"][0]["args"]
    (lets_in,) = (int(argument.partition("=")[2]) for argument in arguments if argument.startswith("max_connections="))
    reserved, others = 3, 5
    assert config.web_pods >= surge
    assert config.most_connections <= lets_in - reserved - others


# ── who reaches whom ─────────────────────────────────────────────────────────────────────────────────────

OPENINGS = {
    ("ingress-nginx", "web", 5000),
    ("prometheus", "web", 9090),
    ("prometheus", "backup", 9090),
    ("web", "postgres", 5432),
    ("migrate", "postgres", 5432),
    ("backup", "postgres", 5432),
    ("web", "redis", 6379),
    ("web", "rabbitmq", 5671),
    ("web", "rabbitmq", 5672),
}
NAMES = {("everybody", "kube-dns", 53)}
OUTSIDE = ("everybody", "192.0.2.10/32", 5432)


def selected(selector: Manifest) -> list[str]:
    """Whom a selector means."""
    if "ipBlock" in selector:
        return [selector["ipBlock"]["cidr"]]
    labels = selector.get("podSelector", selector)
    if labels.get("matchExpressions"):
        (expression,) = labels["matchExpressions"]
        assert (expression["key"], expression["operator"]) == (COMPONENT, "In")
        return list(expression["values"])
    return list(labels.get("matchLabels", {}).values()) or ["everybody"]


def openings(overlay: str, direction: str) -> set[tuple[str, str, int]]:
    other = {"ingress": "from", "egress": "to"}[direction]
    found = set()
    for policy in of_kind(overlay, "NetworkPolicy"):
        for rule in policy["spec"].get(direction, []):
            for here in selected(policy["spec"]["podSelector"]):
                for there in (name for peer in rule[other] for name in selected(peer)):
                    way = (there, here) if direction == "ingress" else (here, there)
                    found |= {(*way, port["port"]) for port in rule["ports"]}
    return found


@every_overlay
def test_nobody_talks_to_anybody_unless_an_opening_says_so(overlay):
    (denied,) = (policy for policy in of_kind(overlay, "NetworkPolicy") if name_of(policy) == "default-deny")
    assert denied["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@every_overlay
def test_each_opening_is_one_that_is_needed(overlay):
    assert openings(overlay, "ingress") <= OPENINGS
    leave = openings(overlay, "egress")
    if overlay == AS_WRITTEN:
        leave -= {(who, "192.0.2.10/32", 5432) for who in ("web", "migrate", "backup")}
    assert leave <= OPENINGS | NAMES
    # both ends are open, or none
    inside = {way for way in leave | openings(overlay, "ingress") if way[0] in ("web", "migrate", "backup")}
    assert inside == {way for way in OPENINGS if way in leave}


@every_overlay
def test_a_restore_is_tried_without_a_network(overlay):
    assert not any("restore-check" in way for way in openings(overlay, "ingress") | openings(overlay, "egress"))


@every_overlay
def test_metrics_are_not_behind_the_ingress(overlay):
    for ingress in of_kind(overlay, "Ingress"):
        for rule in ingress["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                assert path["backend"]["service"]["port"] == {"name": "http"}


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────


@every_overlay
def test_each_process_is_told_only_the_secrets_that_it_works_with(overlay):
    for pod in pods(overlay):
        for container in pod.containers:
            told = secret_keys(container)
            if pod.component == "web":
                assert told == {"DATABASE_URL", "SECRET_KEY"}, pod.name
                assert [source.keys() for source in container["envFrom"]] == [{"configMapRef"}]
            assert "BACKUP_KEY" not in told or pod.component in ("backup", "restore-check"), pod.name
            assert "MIGRATION_DATABASE_URL" not in told or pod.component in ("migrate", "backup"), pod.name
            assert "SUPERUSER_PASSWORD" not in told or pod.component == "postgres", pod.name


@every_overlay
def test_no_secret_is_in_a_manifest(overlay):
    assert of_kind(overlay, "Secret") == []
    for manifest in manifests(overlay):
        for line in yaml.safe_dump(manifest).splitlines():
            assert not re.search(r"(?i)(password|secret_key|backup_key)[\"']?[:=] *[\"']?\w{8}", line), line


def test_the_files_of_secrets_are_made_anew_and_unknown_to_git(tmp_path):
    (tmp_path / "make").write_bytes((K8S / "secrets" / "make").read_bytes())
    told = os.environ | {"ADMIN_EMAIL": "ana@clinic.example"}
    subprocess.run(["sh", tmp_path / "make"], env=told, check=True, capture_output=True)
    written = sorted(path.name for path in tmp_path.iterdir() if path.name != "make")
    kustomization = yaml.safe_load((K8S / "secrets" / "kustomization.yaml").read_text())
    sources = [*kustomization["secretGenerator"]]
    files = [name.rpartition("=")[2] for source in sources for name in source.get("envs", source.get("files", []))]
    assert sorted(files) == written
    tracked = subprocess.run(["git", "ls-files", "k8s/secrets"], cwd=PROJECT, capture_output=True, text=True).stdout
    assert not {f"k8s/secrets/{name}" for name in written} & set(tracked.split())
    for name in written:
        assert not (tmp_path / name).stat().st_mode & 0o077
        path = f"k8s/secrets/{name}"
        assert subprocess.run(["git", "check-ignore", "--quiet", path], cwd=PROJECT).returncode == 0
    values = re.findall(r"[0-9a-f]{64}", "".join((tmp_path / name).read_text() for name in written))
    assert len(values) == 11
    assert len(set(values)) == 9  # two passwords are told twice: to the database and to who signs in there
    env = dict(line.split("=", 1) for line in (tmp_path / "hms-secrets.env").read_text().splitlines())
    assert Config.from_env({"HMS_ENV": "production", **env}).backup_key
    again = subprocess.run(["sh", tmp_path / "make"], env=told, capture_output=True)
    assert again.returncode != 0


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────


def told_to_nginx(ingress: Manifest) -> dict[str, str]:
    prefix = "nginx.ingress.kubernetes.io/"
    return {name.removeprefix(prefix): value for name, value in ingress["metadata"]["annotations"].items()}


@every_overlay
def test_every_door_is_encrypted_bounded_and_repeats_nothing_twice(overlay):
    for ingress in of_kind(overlay, "Ingress"):
        told = told_to_nginx(ingress)
        hosts = {rule["host"] for rule in ingress["spec"]["rules"]}
        assert {host for tls in ingress["spec"]["tls"] for host in tls["hosts"]} == hosts
        assert told["ssl-redirect"] == told["force-ssl-redirect"] == "true"
        assert {"limit-rps", "limit-connections"} <= told.keys()
        assert (told["proxy-next-upstream"], told["connection-proxy-header"]) == ("error timeout", "close")
        assert not any("snippet" in name for name in told)
        paths = [path["path"] for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]
        takes_files = all(path.endswith("/patients/import") for path in paths)
        assert told["proxy-body-size"] == ("32m" if takes_files else "1m")


def test_the_controller_speaks_current_tls_and_logs_no_address():
    told = yaml.safe_load((K8S / "ingress-nginx" / "controller.yaml").read_text())["data"]
    assert told["ssl-protocols"] == "TLSv1.2 TLSv1.3"
    assert (told["hsts"], int(told["hsts-max-age"]) >= 31536000) == ("true", True)
    assert told["use-forwarded-headers"] == told["allow-snippet-annotations"] == "false"
    assert not set(re.findall(r"\$(\w+)", told["log-format-upstream"])) & {
        "request", "request_uri", "uri", "args", "query_string", "http_referer", "document_uri",
    }  # fmt: skip


# ── features as services ─────────────────────────────────────────────────────────────────────────────────


def gateway() -> list[tuple[str, str]]:
    """The gateway's rules: a pattern, and the service behind it."""
    ingress = yaml.safe_load((K8S / "overlays" / "split" / "ingress.yaml").read_text())
    (rule,) = ingress["spec"]["rules"]
    return [(path["path"], path["backend"]["service"]["name"]) for path in rule["http"]["paths"]]


def feature_behind(address: str) -> str:
    service = next(service for pattern, service in gateway() if re.match(pattern, address))
    return service.removeprefix("web-").replace("-", "_")


def test_the_first_rule_that_matches_is_the_longest():
    patterns = [pattern for pattern, _ in gateway()]
    assert patterns == sorted(patterns, key=len, reverse=True)
    assert patterns[-1] == "/"


def test_the_gateway_leads_every_address_to_the_feature_that_serves_it():
    app = create_app(Config.from_env(SECRETS))
    of_blueprint = {blueprint.name: feature for feature, blueprint in PARTS.items()}
    led = set()
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.rpartition(".")[0].removesuffix("_v1")
        address = re.sub(r"<row_id:\w+>", "17", rule.rule)
        if blueprint in of_blueprint:
            led.add(feature_behind(address))
            assert feature_behind(address) == of_blueprint[blueprint], rule.rule
        else:
            assert feature_behind(address) == "pages", rule.rule
    assert led == set(FEATURES)


@pytest.mark.parametrize("overlay", [name for name in OVERLAYS if name in ("split", AS_WRITTEN)])
def test_each_feature_is_a_service_of_its_own(overlay):
    folders = {path.parent.name for path in K8S.glob("overlays/split/features/*/kustomization.yaml")}
    assert folders - {"feature"} == set(FEATURES)
    if overlay == AS_WRITTEN:
        return  # nobody has put them together
    deployments = web("split")
    served = []
    for deployment in deployments:
        (feature,) = (item["value"] for item in web_container(deployment)["env"] if item["name"] == "FEATURES")
        served.append(feature)
        assert name_of(deployment) == f"web-{feature}".replace("_", "-")
        assert deployment["spec"]["selector"]["matchLabels"]["feature"] == feature
    assert sorted(served) == sorted(FEATURES)
    services = {name_of(service): service["spec"]["selector"] for service in of_kind("split", "Service")}
    for ingress in of_kind("split", "Ingress"):
        for path in ingress["spec"]["rules"][0]["http"]["paths"]:
            assert "feature" in services[path["backend"]["service"]["name"]]


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────


@every_overlay
def test_the_database_is_the_named_one_on_a_volume_of_ten_gibibytes(overlay):
    (postgres,) = (found for found in of_kind(overlay, "StatefulSet") if name_of(found) == "postgres")
    (claim,) = postgres["spec"]["volumeClaimTemplates"]
    assert claim["spec"]["resources"]["requests"]["storage"] == "10Gi"
    assert postgres["spec"]["template"]["spec"]["containers"][0]["image"] == "postgres:15"


@a_clinic
def test_each_night_a_backup_and_then_a_restore(overlay):
    jobs = {name_of(job): job["spec"] for job in of_kind(overlay, "CronJob")}
    minutes = {}
    for name, job in jobs.items():
        minute, hour, *every = job["schedule"].split()
        assert every == ["*", "*", "*"]
        assert (job["concurrencyPolicy"], job["timeZone"]) == ("Forbid", "Etc/UTC")
        minutes[name] = int(hour) * 60 + int(minute)
    assert minutes.keys() == {"backup", "restore-check"}
    longest = jobs["backup"]["jobTemplate"]["spec"]["activeDeadlineSeconds"]
    assert minutes["restore-check"] - minutes["backup"] >= longest / 60


@every_overlay
def test_every_command_is_one_that_the_product_has(overlay):
    app = create_app(Config.from_env(SECRETS))
    groups = {"clinic": app.cli.commands["clinic"], "db": app.cli.commands["db"]}
    for name, container in containers(overlay):
        said = " ".join(container.get("command", []))
        for group, command in re.findall(r"flask (\w+) ([\w-]+)", said):
            assert command in groups[group].commands, name  # type: ignore[attr-defined]


@pytest.mark.parametrize("overlay", [name for name in OVERLAYS if name != "dev"])
def test_a_clinics_database_is_reached_by_verified_tls_alone(overlay):
    lines = (K8S / "components" / "postgres-tls" / "pg_hba.conf").read_text().splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert {rule[0] for rule in rules} == {"local", "hostssl"}
    assert {rule[-1] for rule in rules if rule[0] == "hostssl"} == {"scram-sha-256"}
    if overlay == AS_WRITTEN:
        return  # nobody has put them together
    (used,) = (config["data"] for config in of_kind(overlay, "ConfigMap") if "pg_hba.conf" in config["data"])
    assert used["pg_hba.conf"].splitlines() == lines
    assert settings(overlay)["PGSSLMODE"] == "verify-full"
    trusted = {"name": "authority", "mountPath": "/etc/hms-tls", "readOnly": True}
    for pod in pods(overlay):
        for container in pod.containers if pod.component in ("web", "migrate", "backup") else []:
            assert trusted in container["volumeMounts"], (pod.name, container["name"])


# ── what watches ─────────────────────────────────────────────────────────────────────────────────────────


@a_clinic
def test_the_alerts_are_those_that_are_tested(overlay):
    """`scripts/check-manifests --alerts` copies them."""
    (rules,) = of_kind(overlay, "PrometheusRule")
    assert rules["spec"] == yaml.safe_load((PROJECT / "deploy" / "monitoring" / "alerts.yaml").read_text())


@a_clinic
def test_prometheus_finds_whoever_counts(overlay):
    (monitor,) = of_kind(overlay, "ServiceMonitor")
    (endpoint,) = monitor["spec"]["endpoints"]
    wanted = monitor["spec"]["selector"]["matchLabels"].items()
    listening = {
        (pod.component, port["containerPort"])
        for pod in pods(overlay)
        for container in pod.containers
        for port in container.get("ports", [])
        if port["name"] == endpoint["port"]
    }
    found = {
        service["spec"]["selector"][COMPONENT]
        for service in of_kind(overlay, "Service")
        if wanted <= service["metadata"].get("labels", {}).items()
        and any(port["name"] == endpoint["port"] for port in service["spec"]["ports"])
    }
    assert listening == {("web", 9090), ("backup", 9090)}
    assert found == ({"backup"} if overlay == AS_WRITTEN else {"web", "backup"})


@pytest.mark.parametrize("overlay", [name for name in OVERLAYS if name in ("prod", AS_WRITTEN)])
def test_a_clinic_can_take_a_database_elsewhere(overlay, tmp_path):
    """An overlay as docs/deployment.md describes it: other components, nothing else."""
    if overlay == AS_WRITTEN:
        return  # nobody can put it together
    written = yaml.safe_load((K8S / "overlays" / "prod" / "kustomization.yaml").read_text())
    folder = Path(os.path.relpath(K8S, tmp_path))
    there = [name.rpartition("/")[2] for name in written["components"]]
    taken = [name for name in there if name not in ("postgres", "postgres-tls", "backups")] + ["external-postgres"]
    written |= {
        "resources": [str(folder / "base")],
        "components": [str(folder / "components" / name) for name in taken],
    }
    (tmp_path / "clinic.env").write_bytes((K8S / "overlays" / "prod" / "clinic.env").read_bytes())
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(written))
    command = [str(KUBECTL), "kustomize", str(tmp_path)]
    rendered = subprocess.run(command, capture_output=True, text=True)
    assert rendered.returncode == 0, rendered.stderr
    found = list(yaml.safe_load_all(rendered.stdout))
    assert not any(name_of(manifest) == "postgres" for manifest in found)
    (way,) = (manifest for manifest in found if name_of(manifest) == "from-those-who-use-postgres")
    assert way["spec"]["egress"][0]["to"] == [{"ipBlock": {"cidr": "192.0.2.10/32"}}]
    assert "PGSSLMODE: verify-full" in rendered.stdout
