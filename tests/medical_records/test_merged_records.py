"""A merge links a visiting doctor's records to another doctor: the row tells, and what was written stays."""

from __future__ import annotations

from tests.factories import record_json


def test_a_merge_is_a_version_in_which_nothing_reads_differently(as_nurse, as_admin, a_patient, world):
    body = record_json(a_patient(), doctor_name="R. Adeyemi", notes="Fever")
    record = as_nurse.post("/api/records", json=body).json["data"]
    kept = as_nurse.post("/api/records", json=record_json(a_patient())).json["data"]
    at, into = f"/api/records/{record['id']}", world.people["doctor"].doctor_id
    world.sql("UPDATE medical_record SET updated_at = '2001-01-01'")
    assert as_admin.post(f"/api/doctors/{record['doctor_id']}/merge", json={"into": into}).status_code == 200

    answer = as_nurse.get(at)
    assert answer.headers["ETag"] == '"2"'
    linked = answer.json["data"]
    assert not linked["updated_at"].startswith("2001")
    assert linked["is_amended"] is False
    assert linked == {**record, "doctor_id": into, "version": 2, "updated_at": linked["updated_at"]}
    stale = as_nurse.put(at, json={"notes": "Better", "reason": "Seen again"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json["current"]) == (412, linked)

    newest, first = as_nurse.get(f"{at}/versions").json["data"]
    assert (newest["version"], newest["reason"], newest["author_name"]) == (2, "merged", "Amal Haddad")
    for name in ("diagnosis", "prescription", "notes", "record_date", "doctor_name"):
        assert newest[name] == first[name] == record[name]
    assert as_nurse.get(f"/api/records/{kept['id']}").json["data"]["version"] == 1
