"""What a row of a file is, and how its patient is known again. No database, no Flask."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from clinic.shared import keys
from clinic.shared.errors import Refusal

FIELDS = ("name", "email", "date_of_birth", "phone", "address", "blood_group")
LONGEST_IDENTIFIER = 200

# FHIR's way to use any URI as an identifier; ours is the patient's `public_id`.
URI_SYSTEM = "urn:ietf:rfc:3986"
UUID_URI = "urn:uuid:"


class UnreadableFile(Refusal):
    """The file as a whole can't be read; nothing of it was taken."""

    code = "unreadable_file"
    message = "This file can't be read. Send a CSV file or FHIR R4 bundles."


class BrokenOff(Refusal):
    """The database went away, or was too busy, in the middle of a file."""

    status = 503
    code = "broken_off"
    message = "The import broke off. What was taken until then stays: send the file again, and nothing is done twice."


class Identifier(NamedTuple):
    """A number, and the URI that says whose number it is."""

    system: str
    value: str

    @property
    def public_id(self) -> uuid.UUID | None:
        """Our own number of the patient, if it is one."""
        if self.system != URI_SYSTEM or not self.value.startswith(UUID_URI):
            return None
        try:
            return uuid.UUID(self.value.removeprefix(UUID_URI))
        except ValueError:
            return None


def plain_identifier(system: str, value: str) -> Identifier:
    """A number as one line of an export can tell it: `system|value`."""
    return Identifier(" ".join(system.replace("|", "%7C").split()), " ".join(value.split()))


class Problem(NamedTuple):
    """Why a row is refused. `reason` never quotes the row."""

    field: str | None
    reason: str


class NotTaken(Exception):
    """A row that is refused, while the others go on."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem(field, reason)


@dataclass(slots=True)
class Row:
    """One patient as a file tells of them, before anything is believed.

    `line` is where: the line of the file, or the entry of a bundle. `without_place` names what the file says
    beyond what is kept here.
    """

    line: int
    fields: dict[str, Any] = field(default_factory=dict)
    identifiers: list[Identifier] = field(default_factory=list)
    without_place: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """Somebody as far as it takes to know them again, in the file or in the registry."""

    fields: dict[str, Any]
    identifiers: set[Identifier]
    name_key: str
    email_key: str | None
    phone_key: str | None
    id: int = 0  # until it is stored
    is_archived: bool = False

    @classmethod
    def of(cls, fields: dict[str, Any], identifiers: set[Identifier], *, country: str, **more: Any) -> Person:
        """`country` (ISO 3166) reads phone numbers written without their country."""
        email, phone = fields["email"], fields["phone"]
        return cls(
            fields,
            identifiers,
            name_key=keys.name_key(fields["name"]),
            email_key=keys.email_key(email) if email else None,
            phone_key=keys.phone_forms(phone, country)[-1] if phone else None,
            **more,
        )

    @property
    def born_as(self) -> tuple[str, date]:
        return self.name_key, self.fields["date_of_birth"]

    def marks(self) -> set[int]:
        """All by which the same person would be known again further down the file, hashed."""
        ways = filter(None, (self.email_key, self.phone_key))
        return {hash(number) for number in self.identifiers} | {hash((*self.born_as, way)) for way in ways}


class Registry:
    """The people whom a batch of rows may mean: those the clinic has, and those of the batch taken so far."""

    def __init__(self) -> None:
        self._by_identifier: dict[Identifier, Person] = {}
        self._by_birth: dict[tuple[str, date], list[Person]] = {}
        self._by_email: dict[str, Person] = {}

    def add(self, person: Person) -> None:
        self.learn(person, person.identifiers)
        if person.is_archived:
            return
        self._by_birth.setdefault(person.born_as, []).append(person)
        if person.email_key:
            self._by_email[person.email_key] = person

    def learn(self, person: Person, identifiers: set[Identifier]) -> None:
        """Know a person by more numbers from now on."""
        person.identifiers |= identifiers
        self._by_identifier |= dict.fromkeys(identifiers, person)

    def recognise(self, person: Person) -> Person | None:
        """Whom a row means, None for somebody new: by a number, else by name, birth and one way to reach them.

        Raises NotTaken where the row and the registry can't both be right.
        """
        known = self._by_number(person) or self._by_contact(person)
        if known is not None:
            return known
        if person.email_key in self._by_email:
            raise NotTaken(
                "email", "Another patient has this e-mail address. Leave it empty here; a phone number is enough."
            )
        return None

    def _by_number(self, person: Person) -> Person | None:
        owners = {
            id(owner): owner for number in person.identifiers if (owner := self._by_identifier.get(number))
        }.values()
        if not owners:
            return None
        if len(owners) > 1:
            raise NotTaken("identifiers", "Its numbers belong to two different patients here.")
        (owner,) = owners
        if owner.is_archived:
            raise NotTaken("identifiers", "This patient was deleted here. An admin can restore the patient.")
        if owner.name_key != person.name_key and owner.fields["date_of_birth"] != person.fields["date_of_birth"]:
            reason = "One of its numbers belongs to a patient with another name and another date of birth."
            raise NotTaken("identifiers", reason)
        return owner

    def _by_contact(self, person: Person) -> Person | None:
        for known in self._by_birth.get(person.born_as, ()):
            shares_email = person.email_key is not None and person.email_key == known.email_key
            shares_phone = person.phone_key is not None and person.phone_key == known.phone_key
            if not (shares_email or shares_phone):
                continue
            if _disagree(person.identifiers, known.identifiers):
                reason = "A patient of this name and date of birth has another number in the same system."
                raise NotTaken("identifiers", reason)
            return known
        return None


def _disagree(some: set[Identifier], others: set[Identifier]) -> bool:
    """Whether one system numbers the two differently, and none numbers them alike."""
    return bool(_systems(some) & _systems(others)) and not some & others


def _systems(numbers: set[Identifier]) -> set[str]:
    """The systems that give a person one number; a person can have any number of URIs."""
    return {number.system for number in numbers} - {URI_SYSTEM}


def missing_numbers(person: Person, known: Person) -> set[Identifier]:
    """The numbers to add to somebody known: of systems that have not numbered the person yet."""
    numbered = _systems(known.identifiers)
    return {number for number in person.identifiers - known.identifiers if number.system not in numbered}


def differences(person: Person, known: Person) -> list[str]:
    """Where the file says something else than the registry; the way of writing it does not count."""
    said = person.fields
    differing = [name for name in FIELDS if said[name] is not None and not _is_same(name, person, known)]
    is_renumbered = person.identifiers - known.identifiers - missing_numbers(person, known)
    return [*differing, "identifiers"] if is_renumbered else differing


def _is_same(name: str, person: Person, known: Person) -> bool:
    match name:
        case "name" | "email" | "phone":
            return bool(getattr(person, f"{name}_key") == getattr(known, f"{name}_key"))
        case "address":
            return keys.text_key(person.fields[name]) == keys.text_key(known.fields[name] or "")
        case _:
            return bool(person.fields[name] == known.fields[name])
