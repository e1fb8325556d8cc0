"""Alerts and dashboard ask for what the product tells, each alert fires, and somebody who is woken finds what to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

import app  # every refusal there is
from clinic.ground.backup_state import Backup, note_backup, note_check
from clinic.shared.errors import HTTP_CODES, Refusal
from tests.factories import booking_json, patient_json
from tests.shared.webs import web

PROJECT = Path(str(app.__file__)).parent
MONITORING = PROJECT / "deploy" / "monitoring"
RUNBOOKS = PROJECT / "docs" / "runbooks"
SECTIONS = ["What it means", "What people notice", "Where to look", "What to do"]
# What others export: kube-state-metrics.
EXTERNAL = {"kube_pod_container_status_restarts_total": {"pod", "container"}}
NOT_METRICS = {
    *("sum", "min", "max", "count", "rate", "increase", "absent", "histogram_quantile", "topk", "by", "and", "or"),
}


def refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for one in kind.__subclasses__():
        yield from refusals(one)


OUTCOMES = {"ok", "repeated"} | {code for code, _ in HTTP_CODES.values()} | {one.code for one in refusals(Refusal)}
RULES = [
    rule for group in yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"] for rule in group["rules"]
]
NAMES = [rule["alert"] for rule in RULES]
PANELS = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
EXPRESSIONS = {rule["alert"]: rule["expr"] for rule in RULES} | {
    f"{panel['title']} {target['refId']}": target["expr"] for panel in PANELS for target in panel["targets"]
}


@pytest.fixture(scope="module")
def told(server, people, tmp_path_factory) -> dict[str, dict[str, set[str]]]:
    """What one web server tells, after a little of everything: metrics, their labels, and the values of those."""
    directory = tmp_path_factory.mktemp("told")
    file, now = directory / "dump.hms", datetime.now(UTC)
    file.touch()
    note_backup(directory, Backup(file, "dump", now), seconds=1)
    note_check(directory, file.name, now=now, faults=[], rto_seconds=1.0)
    with web(server, directory, 1, BACKUP_DIR=str(directory)) as served:
        token = served.sign_in()
        served.ask("POST", "/api/auth/login", {"email": "nobody@example.org", "password": "x" * 20})
        served.ask("GET", "/ready")
        _, one = served.ask("POST", "/api/patients", patient_json(), token)
        _, other = served.ask("POST", "/api/patients", patient_json(), token)
        for patient in (one, one, other):  # booked; in the way of itself; in the way of the first
            said = booking_json(patient["data"], appointment_datetime="2035-01-08T09:00:00Z")
            served.ask("POST", "/api/appointments", said, token)
        found: dict[str, dict[str, set[str]]] = {}
        for family in text_string_to_metric_families(served.scrape()):
            for sample in family.samples:
                labels = found.setdefault(sample.name, {"instance": {"added by Prometheus"}})
                for label, value in sample.labels.items():
                    labels.setdefault(label, set()).add(value)
    return found


def selectors(expression: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every metric in an expression, with the texts that it asks of labels; a word unknown here counts as a metric."""
    plain = re.sub(r"\bby\s*\([^)]*\)|\[[^]]*\]", "", expression)
    for name, asked in re.findall(r"([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?", plain):
        if name not in NOT_METRICS:
            yield name, dict(re.findall(r'(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"', asked))


def grouped_by(expression: str) -> set[str]:
    return {label.strip() for labels in re.findall(r"\bby\s*\(([^)]*)\)", expression) for label in labels.split(",")}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_asks_for_metrics_and_labels_that_there_are(name, told):
    asked = dict(selectors(EXPRESSIONS[name]))
    assert asked, "an expression without a metric asks for nothing"
    known = EXTERNAL | {metric: set(labels) for metric, labels in told.items()}
    assert asked.keys() <= known.keys()
    for metric, labels in asked.items():
        assert labels.keys() <= known[metric]
    assert grouped_by(EXPRESSIONS[name]) <= set.union(*(set(known[metric]) for metric in asked))


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_asks_for_outcomes_and_addresses_that_there_can_be(name, told, world):
    addresses = {rule.rule for rule in world.app.url_map.iter_rules()}
    for metric, labels in selectors(EXPRESSIONS[name]):
        for label in {"outcome", "code"} & labels.keys():
            assert set(labels[label].split("|")) <= OUTCOMES
        if "state" in labels:
            assert labels["state"] in told[metric]["state"]
        if "rule" in labels:
            assert all(any(re.fullmatch(one, rule) for rule in addresses) for one in alternatives(labels["rule"]))


def alternatives(pattern: str) -> list[str]:
    """What a pattern of addresses matches, one by one, as far as a | outside brackets goes."""
    return re.split(r"\|(?![^(]*\))", pattern)


def test_what_is_not_exported_is_noticed(told):
    for wrong in ("hms_reqests_total > 0", 'rate(hms_requests_total{rout="x"}[5m])', "summ(hms_ready)"):
        known = {metric: set(labels) for metric, labels in told.items()}
        asked = dict(selectors(wrong))
        assert not asked.keys() <= known.keys() or any(set(asked[name]) - known[name] for name in asked)


def test_each_alert_fires_in_a_test_and_is_seen_quiet():
    """promtool runs them; here is seen that none was forgotten."""
    tests = yaml.safe_load((MONITORING / "alerts_test.yaml").read_text())["tests"]
    cases: list[dict[str, Any]] = [case for test in tests for case in test["alert_rule_test"]]
    assert {case["alertname"] for case in cases if case.get("exp_alerts")} == set(NAMES)
    assert {case["alertname"] for case in cases if not case.get("exp_alerts")} == set(NAMES)


@pytest.mark.skipif(not shutil.which("promtool"), reason="no promtool was found: it comes with Prometheus")
def test_each_alert_fires_when_it_should_and_only_then():
    for command in (["check", "rules", "alerts.yaml"], ["test", "rules", "alerts_test.yaml"]):
        done = subprocess.run(["promtool", *command], cwd=MONITORING, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_each_alert_has_a_runbook_that_says_what_to_do(rule):
    runbook = PROJECT / rule["annotations"]["runbook_url"]
    assert runbook == RUNBOOKS / f"{rule['alert']}.md"
    text = runbook.read_text()
    assert text.startswith(f"# {rule['alert']}\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_each_runbook_belongs_to_an_alert():
    assert {path.stem for path in RUNBOOKS.glob("*.md")} == set(NAMES)
