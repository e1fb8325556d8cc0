"""Strings that broke other people's software, in every text that the clinic keeps: stored and returned as they were
sent, or refused by the field's name. What may be refused is said here once more, apart from the code under test.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from clinic.doctors.rules import doctor_key
from clinic.patients.rules import read_search
from clinic.shared.fields import LONGEST_TEXT
from tests.clients import Client
from tests.factories import booking_json, patient_json, record_json
from tests.world import World

# The big list of naughty strings, where a copy lies beside the project. No skip elsewhere: ours is always there.
BIG_LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "naughty-strings" / "blns.json"

OURS = [
    "O'Brien-Łukasz 李",
    "'; DROP TABLE patient; --",
    '" OR ""="',
    "%_\\%",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} %s %(name)s {0} {name}",
    "=cmd|' /C calc'!A0",
    "null",
    "  two spaces before, three after   ",
    "line one\nline two\r\nline three\ttab",
    "\u0001\u0002\u001f\u007f\u0080\u009f",
    "a\u0000b",
    "half a pair: \ud83d",
    "the other half: \ude00",
    "\ufeffmark of order\ufeff",
    "\u200b\u200c\u200d\u2060",
    "\u202eright to left\u202c \u2066isolated\u2069",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👋🏿",
    "مرحبا بالعالم",
    "שָׁלוֹם",
    "नमस्ते दुनिया",
    "ﷺ" * 40,
    "ß ſ İ ı ﬀ Å K",
    "\ufffe\uffff\ufdd0",
    "𝕳𝖊𝖑𝖑𝖔",
    "\u2028line\u2029paragraph",
    " ",
    "\u00a0\u2003\u3000",
    "",
    "x" * 100,
    "x" * 101,
    "😀" * 100,
    "😀" * 101,
]
LISTS = {"our own list": OURS}
if BIG_LIST.exists():
    LISTS["the big list"] = json.loads(BIG_LIST.read_text(encoding="utf-8"))

# How long each text may be, and whether it may be blank.
Texts = dict[str, tuple[int, bool]]
PATIENT = {"name": (100, False), "address": (1000, True)}
DOCTOR = {"name": (100, False), "specialty": (100, True)}
APPOINTMENT = {"reason": (2000, True), "notes": (LONGEST_TEXT, True), "doctor_name": (100, False)}
RECORD = {
    "diagnosis": (LONGEST_TEXT, False),
    "prescription": (LONGEST_TEXT, True),
    "notes": (LONGEST_TEXT, True),
    "reason": (1000, False),
}
# Shown as the doctor is called, whom the name was folded to find.
FOLDED = {"doctor_name"}


@pytest.fixture
def world(own_world: World) -> World:
    """Real commits: a row that is changed 515 times in one transaction drags all its former selves along."""
    return own_world


@pytest.fixture(params=LISTS)
def strings(request) -> list[str]:
    return list(dict.fromkeys(LISTS[request.param]))


def can_be_stored(text: str) -> bool:
    """Whether UTF-8 and PostgreSQL have room for it: neither NUL nor half a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def refusing(texts: Texts, text: str) -> set[str]:
    """The fields that must refuse a text."""
    return {
        name
        for name, (most, blank) in texts.items()
        if not can_be_stored(text) or len(text) > most or (not blank and not text.strip())
    }


def as_json(texts: dict[str, Any]) -> dict[str, Any]:
    """A body with half characters in it, as JavaScript would send it."""
    return {"data": json.dumps(texts), "content_type": "application/json"}


def put_everywhere(
    client: Client, path: str, texts: Texts, text: str, *, reason: str | None = None
) -> tuple[list[str], dict[str, Any]]:
    """Write a text into all fields of a row that take it. Tell of every field that did otherwise, and give the row.

    `reason` is written where an amendment needs one and the text is none.
    """
    refused = refusing(texts, text)
    if refused:
        answer: Any = client.put(path, **as_json(dict.fromkeys(texts, text)))
        if answer.status_code != 400 or set(answer.json["fields"]) != refused:
            return [f"{text!r} into {path}: {answer.get_data(as_text=True)}"], {}
    fits = dict.fromkeys(texts.keys() - refused, text)
    if not fits:
        return [], {}
    answer = client.put(path, **as_json(({"reason": reason} if reason else {}) | fits))
    if answer.status_code != 200:
        return [f"{text!r} into {path}: {answer.get_data(as_text=True)}"], {}
    row = answer.json["data"]
    # A form's empty field means absent.
    changed = [name for name in fits if name in row and name not in FOLDED and row[name] != (text or None)]
    return [f"{path}: {name} of {text!r} became {row[name]!r}" for name in changed], row


# ── kept, or refused by name ─────────────────────────────────────────────────────────────────────────────


def test_patients_keep_them_and_are_found_by_them(as_staff, a_patient, strings):
    """Found by a name of whatever signs, unless it reads as a date of birth, as a phone number or as nothing."""
    patient = a_patient()
    path, wrong = f"/api/patients/{patient['id']}", []
    for text in strings:
        wrong += put_everywhere(as_staff, path, PATIENT, text)[0]
        found: Any = as_staff.post("/api/patients/search", **as_json({"q": text}))
        if not can_be_stored(text) or len(text) > 200:
            assert (found.status_code, list(found.json["fields"])) == (400, ["q"]), text
            continue
        assert found.status_code == 200, text
        is_named = not refusing(PATIENT, text)
        terms = read_search(text, country="DE")
        if is_named and terms.words and patient["id"] not in {row["id"] for row in found.json["data"]}:
            wrong.append(f"{text!r} is not found")
    assert wrong == []


def test_addresses_numbers_and_blood_groups_are_kept_or_refused(as_staff, a_patient, strings):
    """Most are none: those that the rules take after all must come back as they went in."""
    path, changed, seen = f"/api/patients/{a_patient()['id']}", [], set()
    for text in strings:
        answer: Any = as_staff.put(path, **as_json(dict.fromkeys(("email", "phone", "blood_group"), text)))
        assert answer.status_code == 400, text
        for name in {"email", "phone", "blood_group"} - answer.json["fields"].keys():
            seen.add(name)
            kept = as_staff.put(path, **as_json({"email": "kept@example.org", name: text}))
            assert kept.status_code == 200, (name, text, kept.get_data(as_text=True))
            changed += [(name, text)] * (kept.json["data"][name] != (text or None))
    assert changed == []
    assert seen <= {"email", "phone"}


def test_doctors(as_admin, a_doctor, strings):
    path = f"/api/doctors/{a_doctor()['id']}"
    assert [wrong for text in strings for wrong in put_everywhere(as_admin, path, DOCTOR, text)[0]] == []


def test_appointments_and_the_visiting_doctors_they_name(as_staff, an_appointment, strings):
    """A doctor's name is kept as it was said, but for the white space; one said before keeps its first spelling."""
    path = f"/api/appointments/{an_appointment()['id']}"
    said = {doctor["name"] for doctor in as_staff.get("/api/doctors").json["data"]}
    wrong = []
    for text in strings:
        told, row = put_everywhere(as_staff, path, APPOINTMENT, text)
        wrong += told
        said |= {row["doctor_name"]} if row else set()
    assert wrong == []
    fit = {" ".join(text.split()) for text in strings if not refusing({"doctor_name": (100, False)}, text)}
    listed = {doctor["name"] for doctor in as_staff.get("/api/doctors").json["data"]}
    assert listed == said
    assert {doctor_key(name) for name in said} >= {doctor_key(name) for name in fit}


def test_records_and_every_version_of_them(as_nurse, a_record, strings):
    path = f"/api/records/{a_record(prescription='Rest')['id']}"
    told = (put_everywhere(as_nurse, path, RECORD, text, reason="A test.")[0] for text in strings)
    assert list(chain(*told)) == []
    versions = as_nurse.get(f"{path}/versions").json["data"]
    kept = [text for text in strings if can_be_stored(text)]
    assert {version["prescription"] for version in versions} == {"Rest", *(text or None for text in kept)}
    assert {version["reason"] for version in versions} >= {text for text in kept if text.strip() and len(text) <= 1000}


# ── made with them ───────────────────────────────────────────────────────────────────────────────────────


def without(texts: Texts, name: str) -> Texts:
    return {other: limits for other, limits in texts.items() if other != name}


BODIES: dict[str, tuple[Texts, Callable[..., dict[str, Any]]]] = {
    "/api/patients": (PATIENT, lambda patient, **texts: patient_json(**texts)),
    "/api/doctors": (DOCTOR, lambda patient, **texts: texts),
    "/api/appointments": (without(APPOINTMENT, "doctor_name"), booking_json),
    "/api/records": (without(RECORD, "reason"), record_json),
}


@pytest.mark.parametrize("path", BODIES)
def test_a_row_made_of_our_own_list_is_shown_as_it_was_sent(as_admin, a_patient, path):
    texts, body = BODIES[path]
    patient = a_patient()
    for text in dict.fromkeys(OURS):
        answer: Any = as_admin.post(path, **as_json(body(patient, **dict.fromkeys(texts, text))))
        refused = refusing(texts, text)
        if refused:
            assert (answer.status_code, set(answer.json["fields"])) == (400, refused), (path, text)
            continue
        assert answer.status_code == 201, (path, text)
        made = answer.json["data"]
        shown = next(row for row in rows(as_admin, path) if row["id"] == made["id"])
        wanted = dict.fromkeys(texts, text or None)
        assert {name: shown[name] for name in texts} == wanted == {name: made[name] for name in texts}


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    newest = "" if path == "/api/doctors" else "?sort=-id&limit=1"
    listed: Any = client.get(path + newest)
    return list(listed.json["data"])


# ── searched for ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("wild", ["%", "_", "%%%", "___", "a%b", "\\", "\\%", "*", ".*", "a' OR 'a' LIKE 'a"])
def test_no_sign_stands_for_others_in_a_search(as_staff, a_patient, wild):
    a_patient(name="Ann Example")
    found: Any = as_staff.post("/api/patients/search", json={"q": wild})
    assert found.json["data"] == []
