"""Whoever is looked for is found, however it is typed; and nobody else."""

from __future__ import annotations

import pytest

from tests.factories import patient_json


@pytest.fixture(params=["GET", "POST"])
def find(request, as_staff):
    """Search by either door; give the names found."""

    def found(q: str) -> list[str]:
        if request.param == "GET":
            answer = as_staff.get("/api/patients", query_string={"q": q})
        else:
            answer = as_staff.post("/api/patients/search", json={"q": q})
        assert answer.status_code == 200, answer.json
        assert answer.json["count"] == len(answer.json["data"])
        return [row["name"] for row in answer.json["data"]]

    return found


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Anna Schmidt", "schm"),
        ("Anna Schmidt", "NNA"),
        ("Anna Schmidt", "schmidt anna"),
        ("Anna Schmidt", "anna  schmidt"),
        ("Anna Schmidt", "an sch"),
        ("Anna Schmidt", "  anna "),
        ("O'Brien-Łukasz 李", "obrien"),
        ("O'Brien-Łukasz 李", "o'brien"),
        ("O'Brien-Łukasz 李", "O’Brien"),
        ("O'Brien-Łukasz 李", "lukasz"),
        ("O'Brien-Łukasz 李", "ŁUKASZ"),
        ("O'Brien-Łukasz 李", "brien-łuk"),
        ("O'Brien-Łukasz 李", "brien lukasz"),
        ("José Ángel Núñez", "nunez"),
        ("José Ángel Núñez", "ANGEL"),
        ("Jose Angel Nunez", "núñez"),
        ("Jörg Weiß", "weiss"),
        ("Jörg Weiss", "WEIß"),
        ("Søren Kjær", "soren kjaer"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("İpek Yıldız", "ipek yildiz"),
        ("Ёлкин Фёдор", "елкин федор"),
        ("Ελένη Παπαδοπούλου", "ελενη παπαδοπουλου"),
        ("مُحَمَّد عبد الله", "محمد"),
        ("שָׂרָה כהן", "שרה"),
        ("अनीता शर्मा", "अनीता"),
        ("山田太郎", "山田太郎"),
        ("ｱﾝﾅ", "アンナ"),
        ("Ａｎｎａ", "anna"),
        ("ﬁona", "fiona"),
        ("Zoe\u0308 Bell", "zoë"),
    ],
)
def test_a_name_is_found_by_any_part_of_it(find, a_patient, name, typed):
    a_patient(name=name)
    a_patient(name="Quincy Quux", email="q@q.example")
    assert find(typed) == [name]


@pytest.mark.parametrize(
    "typed",
    ["xschm", "annaschmidt", "schmidtanna", "schmidt otto", "%", "_", "%%%", "___", "\\", "'", "\\%"],
)
def test_what_is_not_in_the_name_finds_nobody(find, a_patient, typed):
    a_patient(name="Anna Schmidt")
    assert find(typed) == []


def test_a_vowel_sign_is_a_letter_where_it_makes_another_name(find, a_patient):
    a_patient(name="मीना")
    a_patient(name="मोना")
    assert find("मीना") == ["मीना"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("a", ["Abel Zu", "Anna Li", "Li An"]), ("an", ["Anna Li", "Li An"]), ("li", ["Anna Li", "Li An"]),
        ("li an", ["Anna Li", "Li An"]), ("zu", ["Abel Zu"]), ("be", []), ("na", []), ("李", ["李 小龙"]),
        ("小龙", ["李 小龙"]), ("小", ["李 小龙"]), ("龙", []), ("李 小", ["李 小龙"]), ("ex", []), ("49", []),
        ("li bel", []), ("z abel", ["Abel Zu"]), ("u abel", []),
    ],
)  # fmt: skip
def test_one_or_two_letters_begin_a_word_of_the_name(find, a_patient, typed, found):
    for name in ("Anna Li", "Abel Zu", "Li An", "李 小龙"):
        a_patient(name=name, phone="+49 30 5550 1234")
    assert find(typed) == found


@pytest.mark.parametrize("stored", ["+49 30 5550 1234", "030 55501234", "0049 (0)30 5550-1234", "(030) 5550/1234"])
@pytest.mark.parametrize(
    "typed",
    [
        "+49 30 5550 1234", "030/5550-1234", "00493055501234", "03055501234", "+493055501234", "(030) 5550 1234",
        "5550 1234", "030 5550", "555", "0305550", "30 5550 12", "+49 30 55 50 12 34",
    ],
)  # fmt: skip
def test_a_phone_is_found_however_it_is_written(find, a_patient, stored, typed):
    a_patient(name="Anna Schmidt", phone=stored)
    a_patient(name="Otto Other", phone="+44 20 7946 0958")
    assert find(typed) == ["Anna Schmidt"]


def test_a_phone_of_another_country_is_found(find, a_patient):
    a_patient(name="Otto Other", phone="+44 20 7946 0958")
    for typed in ("+44 20 7946 0958", "0044 20 79460958", "7946 0958", "+442079460958"):
        assert find(typed) == ["Otto Other"], typed


def test_digits_of_another_phone_find_nobody(find, a_patient):
    a_patient(phone="+49 30 5550 1234")
    assert find("030 5550 1235") == []


@pytest.mark.parametrize(
    "typed",
    ["anna.s@mail.example.org", "ANNA.S@", "anna.s@mail", "mail.example", "@mail.ex", "a.s@mail"],
)
def test_an_email_is_found_by_its_parts(find, a_patient, typed):
    a_patient(name="Anna Schmidt", email="Anna.S@mail.example.org")
    a_patient(name="Otto Other", email="otto@post.test")
    assert find(typed) == ["Anna Schmidt"]


@pytest.mark.parametrize(
    "typed",
    ["1984-03-02", "02.03.1984", "2.3.1984", "02/03/1984", "2/3/1984", "02-03-1984", "1984/03/02", "2 Mar 1984",
     "2 March 1984", "19840302", " 1984-03-02 "],
)  # fmt: skip
def test_a_date_of_birth_is_found_however_it_is_written(find, a_patient, typed):
    a_patient(name="Anna Schmidt", date_of_birth="1984-03-02")
    a_patient(name="Otto Other", date_of_birth="1984-02-03")
    assert find(typed) == ["Anna Schmidt"]


def test_an_archived_patient_is_not_found(find, a_patient, as_staff):
    as_staff.delete(f"/api/patients/{a_patient(name='Anna Schmidt')['id']}")
    assert find("schmidt") == []


def test_a_changed_patient_is_found_by_what_is_true_now(find, a_patient, as_staff):
    patient = a_patient(name="Anna Schmidt", email="anna@old.example", phone="030 111222")
    as_staff.put(f"/api/patients/{patient['id']}", json={"name": "Anna Weber", "phone": "030 333444"})
    assert find("weber") == find("333444") == find("old.example") == ["Anna Weber"]
    assert find("schmidt") == find("111222") == []


def test_an_empty_search_is_the_whole_list(find, a_patient):
    a_patient(name="Anna"), a_patient(name="Otto")
    assert find("") == find("   ") == ["Anna", "Otto"]


def test_names_are_sorted_as_people_read_them(find, a_patient):
    for name in ("zoe", "Émile", "Ägidius", "adam", "Étienne", "Zacharias"):
        a_patient(name=name)
    assert find("") == ["adam", "Ägidius", "Émile", "Étienne", "Zacharias", "zoe"]


@pytest.mark.parametrize("sort", ["name", "date_of_birth", "created_at", "id"])
def test_a_list_is_sorted_by_what_is_asked_both_ways(as_staff, make, sort):
    for name, born in (("Beth", "1980-01-01"), ("Anna", "1990-01-01"), ("Carl", "1970-01-01")):
        make.patient(name=name, date_of_birth=born)
    told = {
        "name": ["Anna", "Beth", "Carl"],
        "date_of_birth": ["Carl", "Beth", "Anna"],
        "created_at": ["Beth", "Anna", "Carl"],
        "id": ["Beth", "Anna", "Carl"],
    }[sort]
    for sign, expected in (("", told), ("-", told[::-1])):
        answer = as_staff.get(f"/api/patients?sort={sign}{sort}")
        assert [row["name"] for row in answer.json["data"]] == expected


def test_no_search_stands_in_the_next_link_of_a_body_search(as_staff, a_patient):
    for number in range(3):
        a_patient(name=f"Secret {number}")
    body = {"q": "secret", "limit": 2}
    first = as_staff.post("/api/patients/search", json=body).json
    assert "secret" not in first["next"].lower()
    second = as_staff.post(first["next"], json=body).json
    assert [row["name"] for row in first["data"] + second["data"]] == ["Secret 0", "Secret 1", "Secret 2"]
    assert "next" not in second


@pytest.mark.parametrize("asked", ["after=abc", "after=9999999999", "after=0", "aftr=3", "q=secret", "after=1&after=2"])
def test_an_address_of_a_body_search_that_says_anything_else_is_refused(as_staff, a_patient, asked):
    answer = as_staff.post(f"/api/patients/search?{asked}", json={"q": a_patient()["name"]})
    assert (answer.status_code, answer.json["code"]) == (400, "validation_error")
    assert list(answer.json["fields"]) == [asked.partition("=")[0]]


def test_the_next_visit_is_shown_with_a_patient(as_staff, a_patient, an_appointment):
    patient = a_patient()
    an_appointment(patient, appointment_datetime="2035-01-10T10:00:00")
    visit = an_appointment(patient, appointment_datetime="2035-01-09T10:00:00")
    an_appointment(patient, appointment_datetime="2035-01-08T10:00:00", status="cancelled")
    (row,) = as_staff.get("/api/patients").json["data"]
    told = {name: visit[name] for name in ("id", "appointment_datetime", "doctor_name", "status")}
    assert row["next_appointment"] == told
    assert as_staff.get(f"/api/patients/{patient['id']}").json["data"]["next_appointment"] == told


def test_every_new_patient_is_found_by_the_own_words(as_staff):
    body = patient_json(name="Mária Šťastná", email="maria.stastna@example.org", phone="+421 2 5932 5111")
    as_staff.post("/api/patients", json=body)
    for typed in (body["name"], body["email"], body["phone"], body["date_of_birth"]):
        assert as_staff.get("/api/patients", query_string={"q": typed}).json["count"] == 1, typed
