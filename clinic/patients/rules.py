"""What makes a good patient row, and how a search is read. No database, no Flask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinic.shared import keys
from clinic.shared.errors import BROKEN_CONSTRAINTS, Invalid, Refusal

SHORTEST_WORD = 3  # letters that a trigram index finds inside a word; fewer only where a word begins
MOST_WORDS = 8


class EmailTaken(Refusal):
    """Another living patient has the address; `holder` says who, for somebody who may see it."""

    status = 400
    code = "email_taken"
    message = "Email already exists"


class Unreachable(Invalid):
    message = "Give an e-mail address or a phone number, so that the patient can be reached."


BROKEN_CONSTRAINTS["uq_patient_email_live"] = EmailTaken
BROKEN_CONSTRAINTS["ck_patient_can_be_reached"] = Unreachable


def check_reachable(*, email: str | None, phone: str | None) -> None:
    """Raises Unreachable for a patient without e-mail and phone: children and the old have one of the two."""
    if not email and not phone:
        needed = ["Give an e-mail address or a phone number."]
        raise Unreachable(fields={"email": needed, "phone": needed})


EXPORTED = ("public_id", "name", "date_of_birth", "email", "phone", "address", "blood_group", "identifiers")


def as_cells(patient: dict[str, Any]) -> list[str]:
    """Write a patient as the cells of an export, which an import reads back; a number a line in the last."""
    numbers = sorted(f"{number['system']}|{number['value']}" for number in patient["identifiers"])
    cells = ["" if patient[name] is None else str(patient[name]) for name in EXPORTED[:-1]]
    return [*cells, "\n".join(numbers)]


@dataclass(frozen=True)
class SearchTerms:
    """What somebody typed into the search, read: every word must match, or the digits, or the date of birth."""

    words: tuple[str, ...] = ()
    phone_forms: tuple[str, ...] = ()
    born_on: date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.phone_forms or self.born_on)

    @property
    def is_short(self) -> bool:
        """Whether all words are so short that only names are meant: half of all e-mail addresses have a "co"."""
        return all(len(word) < SHORTEST_WORD for word in self.words)


_PHONE_LIKE = re.compile(r"[+(]?[\d\s()./\-–]+")
_DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%Y%m%d")


def read_search(typed: str, *, country: str) -> SearchTerms:
    """Read a search: names and e-mails in any case and accents, a phone in any format, a date of birth.

    `country` (ISO 3166) reads phone numbers written without their country.
    """
    typed = typed.strip()
    born_on = _read_date(typed)
    if born_on:
        return SearchTerms(born_on=born_on)
    if _PHONE_LIKE.fullmatch(typed) and len(keys.digits(typed)) >= SHORTEST_WORD:
        # Without its trunk zeros too: 030 5550 is the middle of +49 30 5550 2231.
        bare = keys.digits(typed).lstrip("0")
        forms = [*keys.phone_forms(typed, country), *([bare] if len(bare) >= SHORTEST_WORD else [])]
        return SearchTerms(phone_forms=tuple(dict.fromkeys(forms)))
    words = keys.text_key(typed).split()[:MOST_WORDS]
    return SearchTerms(words=tuple(words or filter(None, [typed])))  # signs that fold to nothing stand as they are


def _read_date(typed: str) -> date | None:
    if len(typed) < len("1.1.1990"):
        return None
    for form in _DATE_FORMATS:
        try:
            day = datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a calendar date has no zone
        except ValueError:
            continue
        return day if day.year >= 1850 else None
    return None
