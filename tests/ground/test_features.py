"""A process serves the features that it is told to, and all of them if it is told nothing."""

from __future__ import annotations

import pytest

from app import PARTS
from config import FEATURES, Config
from tests.conftest import TEMPLATE
from tests.world import config_for, open_app

AN_ADDRESS = {
    "accounts": "/api/auth/login",
    "patients": "/api/patients",
    "doctors": "/api/doctors",
    "appointments": "/api/appointments",
    "medical_records": "/api/patients/1/records",
    "reports": "/api/summary",
    "pages": "/api/openapi.json",
}


def addresses(config: Config) -> set[str]:
    return {rule.rule.replace("<row_id:patient_id>", "1") for rule in open_app(config).url_map.iter_rules()}


def test_every_feature_has_its_part():
    assert PARTS.keys() == set(FEATURES) == AN_ADDRESS.keys()


@pytest.mark.parametrize("feature", FEATURES)
def test_a_process_serves_its_feature_and_no_other(server, people, feature):
    served = addresses(config_for(server, TEMPLATE, features=(feature,)))
    assert {name for name, address in AN_ADDRESS.items() if address in served} == {feature}
    assert {"/health", "/ready"} <= served


def test_a_process_that_is_told_nothing_serves_everything(server, people):
    assert set(AN_ADDRESS.values()) <= addresses(config_for(server, TEMPLATE))


def test_both_names_of_an_address_go_together(server, people):
    served = addresses(config_for(server, TEMPLATE, features=("appointments",)))
    assert "/api/v1/appointments" in served
    assert "/api/v1/patients" not in served


def test_features_are_read_as_a_list(tmp_path):
    told = {"HMS_DATA_DIR": str(tmp_path), "FEATURES": " patients ,accounts,"}
    assert Config.from_env(told).features == ("accounts", "patients")


def test_what_a_process_does_not_serve_is_not_there(server, people):
    client = open_app(config_for(server, TEMPLATE, features=("appointments",))).test_client()
    answer = client.get("/api/patients")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
