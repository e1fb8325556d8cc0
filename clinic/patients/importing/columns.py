"""Which column of a file says what, by the words that English, German, Spanish and French files use. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.patients.importing.rules import URI_SYSTEM, UnreadableFile
from clinic.shared.keys import text_key

MOST_COLUMNS = 500

# The words are folded as `_word` does it: no case, accents, spaces or signs.
_WORDS = {
    "name_alone": "name nom nombre",
    "name": "fullname patient patientname nomcomplet nombrecompleto vollstandigername",
    "given": (
        "given givenname givennames firstname firstnames forename vorname vornamen prenom prenoms nombres nombredepila"
    ),
    "middle": "middle middlename middlenames secondname zweitername segundonombre",
    "family": "family familyname lastname surname nachname familienname nomdefamille apellido apellidos primerapellido",
    "second_family": "secondsurname segundoapellido",
    "date_of_birth": (
        "dateofbirth birthdate dob born bornon birthday dateborn geburtsdatum geburtstag gebdatum gebdat geborenam "
        "fechadenacimiento fechanacimiento fnacimiento datedenaissance datenaissance neele"
    ),
    "email": (
        "email emailaddress mail emailadresse mailadresse correo correoelectronico courriel adressemail adresseemail"
    ),
    "phone": (
        "phone phonenumber telephone telephonenumber tel telefon telefonnummer telefono mobile mobilephone "
        "mobilenumber cell cellphone homephone mobil handy handynummer mobiltelefon movil "
        "telefonomovil celular portable"
    ),
    "address": "address fulladdress adresse anschrift direccion domicilio",
    "street": "street streetaddress addressline addressline1 address1 strasse strassehausnummer calle rue",
    "street_2": "street2 addressline2 address2 adresszusatz complementdadresse",
    "city": "city town stadt ort wohnort ciudad poblacion localidad municipio ville",
    "state": "state province region county bundesland provincia estado",
    "postal_code": "postalcode postcode zip zipcode plz postleitzahl codigopostal cp codepostal",
    "country": "country land pais pays",
    "blood_group": "bloodgroup bloodtype blutgruppe gruposanguineo tipodesangre groupesanguin",
    "identifiers": "identifiers",
    "public_id": "publicid",
    "id": "id patientid externalid patientennummer idpaciente idpatient",
    "mrn": "mrn medicalrecordnumber chartnumber hospitalnumber nhc numerohistoriaclinica",
    "ssn": "ssn socialsecuritynumber",
    "drivers_licence": "drivers driverslicense driverslicence driverlicense drivinglicence fuhrerschein",
    "passport": "passport passportnumber passportno reisepass reisepassnummer pasaporte passeport",
    "nhs_number": "nhs nhsnumber nhsno",
    "kvnr": "kvnr versichertennummer krankenversichertennummer",
    "mbi": "mbi medicarenumber medicarebeneficiaryidentifier",
}
_MEANS = {word: part for part, words in _WORDS.items() for word in words.split()}

# Whose number it is: FHIR's own names where it has one, else ours.
SYSTEMS = {
    "id": "urn:hms:id",
    "mrn": "urn:hms:mrn",
    "ssn": "http://hl7.org/fhir/sid/us-ssn",
    "drivers_licence": "urn:hms:drivers-licence",
    "passport": "urn:hms:passport",
    "nhs_number": "https://fhir.nhs.uk/Id/nhs-number",
    "kvnr": "http://fhir.de/sid/gkv/kvid-10",
    "mbi": "http://hl7.org/fhir/sid/us-mbi",
    "public_id": URI_SYSTEM,
}
GIVEN, FAMILY = ("given", "middle"), ("family", "second_family")
STREET = ("address", "street", "street_2")
_FIELD_OF = (
    dict.fromkeys((*GIVEN, *FAMILY), "name")
    | dict.fromkeys((*STREET, "city", "state", "postal_code", "country"), "address")
    | dict.fromkeys((*SYSTEMS, "identifiers"), "identifiers")
)


@dataclass(frozen=True)
class Columns:
    """The header of a file, read. `parts` says what each column holds, None where nothing here holds it."""

    headers: tuple[str, ...]
    parts: tuple[str | None, ...]

    @property
    def mapped(self) -> dict[str, str]:
        """The field that each known column goes to."""
        known = ((header, part) for header, part in zip(self.headers, self.parts, strict=True) if part)
        return {header: _FIELD_OF.get(part, part) for header, part in known}

    @property
    def ignored(self) -> list[str]:
        return [header for header, part in zip(self.headers, self.parts, strict=True) if header and not part]


def known_words(cells: Sequence[str]) -> int:
    """How many of the cells could name a column."""
    return sum(_word(cell) in _MEANS for cell in cells)


def read_header(cells: Sequence[str]) -> Columns:
    """Read the line that names the columns. Raises UnreadableFile."""
    headers = tuple(cell.strip() for cell in cells)
    if len(headers) > MOST_COLUMNS:
        raise UnreadableFile(f"The file has more than {MOST_COLUMNS} columns. Send only those about the patient.")
    parts = _settle_names([_MEANS.get(_word(header)) for header in headers])
    _check_named_once(headers, parts)
    for needed, called in (({"name", "given", "family"}, "name"), ({"date_of_birth"}, "date_of_birth")):
        if not needed & set(parts):
            raise UnreadableFile(
                f"No column is called {called}. The first line must name the columns, as in: "
                "name, date_of_birth, email, phone, address, blood_group."
            )
    return Columns(headers, tuple(parts))


def _word(header: str) -> str:
    return text_key(header).replace(" ", "")


def _settle_names(parts: list[str | None]) -> list[str | None]:
    """Beside a first name, `name` and `nom` are the family's; beside a family name, `nombre` is the first."""
    has_given, has_family = "given" in parts, "family" in parts
    alone = "name" if has_given == has_family else "family" if has_given else "given"
    return [alone if part == "name_alone" else part for part in parts]


def _check_named_once(headers: Sequence[str], parts: Sequence[str | None]) -> None:
    """Raises UnreadableFile for two columns of one name: which of them is meant is anybody's guess."""
    seen: set[str] = set()
    for header, part in zip(headers, parts, strict=True):
        if part and header.casefold() in seen:
            raise UnreadableFile(f"Two columns are called {header}. Give each its own name, or leave one out.")
        seen.add(header.casefold())
