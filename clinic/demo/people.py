"""Who works at the demo clinic, and who comes to it. Pure: the same seed and day invent the same people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from clinic.demo.medicine import CHILDREN, GENERAL, HEART, SKIN
from clinic.demo.names import any_name
from models import Grant, Role

PATIENTS = 300
# Everybody was born and registered before the first visit of the diary was booked.
REGISTERED_DAYS, YOUNGEST_DAYS = 75, 90
HOST = "linden.example"
HEALTH_INSURANCE = "http://fhir.de/sid/gkv/kvid-10"


@dataclass(frozen=True)
class Colleague:
    """Somebody with an account that is no doctor's."""

    login: str
    name: str
    role: Role
    grants: list[Grant] = field(default_factory=list)


@dataclass(frozen=True)
class Physician:
    """A doctor; one without a login is visiting. `free_day` is a weekday, Monday 0."""

    name: str
    specialty: str
    login: str | None = None
    free_day: int | None = None
    share: float = 1.0


COLLEAGUES = (
    Colleague("admin", "Clara Brandt", Role.ADMIN),
    Colleague("reception", "Hanna Berg", Role.STAFF),
    Colleague("desk", "Murat Aydın", Role.STAFF),
    Colleague("nurse", "Agnieszka Nowak", Role.STAFF, [Grant.CLINICAL]),
)
PHYSICIANS = (
    Physician("Dr Ruth Adeyemi", GENERAL, "adeyemi", free_day=2),
    Physician("Dr Tomás Herrera", CHILDREN, "herrera", free_day=4),
    Physician("Dr Mei-Lin Zhao", SKIN, "zhao", free_day=0),
    Physician("Dr Jonas Lindqvist", HEART, "lindqvist", free_day=3),
    Physician("Dr Farah Siddiqui", GENERAL, "siddiqui", free_day=1),
    Physician("Dr Inès Fabre", GENERAL, share=0.07),
    Physician("Dr Kofi Mensah", SKIN, share=0.05),
)


@dataclass(frozen=True)
class Invented:
    """A patient whom nobody has met."""

    name: str
    born_on: date
    is_woman: bool
    phone: str
    email: str | None
    address: str | None
    blood_group: str | None
    registered_days_ago: int
    insurance_number: str | None

    def age(self, today: date) -> int:
        return today.year - self.born_on.year - ((today.month, today.day) < (self.born_on.month, self.born_on.day))


def patients(random: Random, today: date) -> list[Invented]:
    """Invent the patients: first some whose names and ages try a screen, then a city's."""
    phones = iter(random.sample(range(1000, 9999), PATIENTS))
    addresses: Counter[str] = Counter()
    known = [_complete(random, today, *said) for said in _KNOWN]
    return [*known, *(_anybody(random, today, next(phones), addresses) for _ in range(PATIENTS - len(known)))]


def _anybody(random: Random, today: date, phone: int, addresses: Counter[str]) -> Invented:
    is_woman = random.random() < 0.53
    name = any_name(random, is_woman=is_woman)
    ((youngest, oldest),) = random.choices(_AGES, _AGES_SHARES)
    days = random.randint(max(youngest * 366, YOUNGEST_DAYS), oldest * 365 + 364)
    age = days // 365
    email = None
    if random.random() < (0.05 if age < 16 else 0.55 if age > 74 else 0.88):
        email = _email(random, name.plain, addresses)
    return _complete(random, today, name.written, today - timedelta(days=days), is_woman, f"+49 30 5550 {phone}", email)


def _complete(
    random: Random,
    today: date,
    name: str,
    born_on: date,
    is_woman: bool,
    phone: str,
    email: str | None,
    blood: str | None = None,
) -> Invented:
    street, postal_code = random.choice(_STREETS)
    (guessed,) = random.choices(_BLOOD_GROUPS, _BLOOD_SHARES)
    return Invented(
        name=name,
        born_on=born_on,
        is_woman=is_woman,
        phone=phone,
        email=email,
        address=f"{street} {random.randint(1, 180)}, {postal_code} Berlin" if random.random() < 0.94 else None,
        blood_group=blood or guessed,
        registered_days_ago=min(random.randint(REGISTERED_DAYS, 1500), (today - born_on).days - 7),
        insurance_number=f"{random.choice('ABCDEFGHJKLMNPRSTUVWXYZ')}{random.randint(10**8, 10**9 - 1)}",
    )


def _email(random: Random, plain: tuple[str, str], addresses: Counter[str]) -> str:
    given, family = plain
    local = random.choice((f"{given}.{family}", f"{given[0]}.{family}", f"{family}.{given}"))
    addresses[local] += 1
    number = addresses[local]
    return f"{local}{number if number > 1 else ''}@{random.choice(('mail', 'post', 'web'))}.example"


_AGES = ((0, 1), (2, 17), (18, 39), (40, 64), (65, 79), (80, 96))
_AGES_SHARES = (4, 19, 25, 30, 15, 7)
_BLOOD_GROUPS = (None, "O+", "A+", "B+", "AB+", "O-", "A-", "B-", "AB-")
_BLOOD_SHARES = (30, 25, 26, 6, 3, 4, 4, 1, 1)
_STREETS = (
    ("Gneisenaustr.", "10961"),
    ("Bergmannstr.", "10961"),
    ("Yorckstr.", "10965"),
    ("Oranienstr.", "10999"),
    ("Skalitzer Str.", "10997"),
    ("Graefestr.", "10967"),
    ("Karl-Marx-Str.", "12043"),
    ("Sonnenallee", "12047"),
    ("Hermannstr.", "12049"),
    ("Tempelhofer Damm", "12099"),
    ("Hauptstr.", "10827"),
    ("Akazienstr.", "10823"),
    ("Schönhauser Allee", "10435"),
    ("Danziger Str.", "10405"),
    ("Torstr.", "10119"),
    ("Turmstr.", "10551"),
    ("Müllerstr.", "13353"),
    ("Prenzlauer Promenade", "13086"),
    ("Frankfurter Allee", "10247"),
    ("Kantstr.", "10623"),
)
# Long and short, of mixed scripts, written right to left, with marks that stack; a child without e-mail.
_KNOWN = (
    ("Siobhán O’Brien-Łukasz", date(1990, 1, 1), True, "+353 1 555 0142", "siobhan@obl.example", "B+"),
    ("Anneliese Schwarz", date(1958, 3, 3), True, "+49 30 5550 0187", "a.schwarz@post.example", "A+"),
    ("Олена Шевченко", date(1991, 8, 21), True, "+49 30 5550 0231", "olena.sh@mail.example", "O-"),
    ("李Schröder 美玲", date(1984, 11, 9), True, "+49 30 5550 0720", "meiling.schroeder@web.example", "AB+"),
    ("أمل الحداد", date(2019, 2, 14), True, "+49 30 5550 0034", None, "O+"),
    ("Nguyễn Thị Minh Châu", date(1976, 12, 17), True, "+49 30 5550 0518", "chau.nguyen@mail.example", "B-"),
    ("प्रिया रामनाथन", date(2001, 5, 5), True, "+49 30 5550 0471", "priya.r@mail.example", "O+"),
    (
        "Maximiliane Freifrau von Hohenstein-Schillingsfürst",
        date(1938, 7, 12),
        True,
        "+49 30 5550 0008",
        "m.hohenstein@post.example",
        "A+",
    ),
    ("田中 陽菜", date(2016, 2, 28), True, "+49 30 5550 0419", "tanaka.family@mail.example", "AB-"),
    ("Chukwuemeka Okonkwo-Adébáyọ̀", date(1972, 10, 19), False, "+49 30 5550 0862", "emeka.oa@mail.example", "B+"),
    ("Γιώργος Παπαδόπουλος", date(1949, 9, 30), False, "+30 21 0555 0166", "g.papadopoulos@post.example", "A-"),
    ("דוד לוי", date(1967, 6, 6), False, "+49 30 5550 0790", "david.levi@mail.example", "O+"),
)
