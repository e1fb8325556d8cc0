"""The fields that requests are made of: each refuses what the clinic could not store, and says how to go on."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, validate
from marshmallow import fields as base

from clinic.shared import clock
from clinic.shared.clinic import clinic_zone

INT4_MAX = 2_147_483_647
LONGEST_TEXT = 10_000

_EMAIL = re.compile(
    r"[^\s@<>,;:\"\\()\[\]\x00-\x1f\x7f]+@[^\s@.<>,;:\"\\()\[\]\x00-\x1f\x7f]+(\.[^\s@.<>,;:\"\\()\[\]\x00-\x1f\x7f]+)+"
)
_PHONE = re.compile(r"\+?[\d\s()./\-–]+(?:\s*(?:x|ext\.?|#)\s*\d+)?", re.IGNORECASE)

REQUIRED = "This is needed."


class Body(Schema):
    """A JSON object that a caller sends. Names it does not know have no effect."""

    class Meta:
        unknown = EXCLUDE
        ordered = True

    error_messages = {"type": "Send a JSON object.", "unknown": "There is no such field."}


class Query(Schema):
    """A query string. A name it does not know is refused: a misspelt filter must not widen a list."""

    error_messages = {"unknown": "There is no such filter."}


class Answer(Schema):
    """What is sent. It documents and is checked in tests; rows leave as the query labelled them."""


class Text(base.String):
    """Text as typed, without the NUL that PostgreSQL can't store and half characters that UTF-8 can't."""

    default_error_messages = {
        "required": REQUIRED,
        "null": REQUIRED,
        "invalid": "Send this as text.",
        "nul": "The text has a character that can't be stored.",
        "blank": REQUIRED,
        "too_long": "Use {most} characters at most.",
    }

    def __init__(self, *, most: int = LONGEST_TEXT, blank: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.blank = most, blank
        self.metadata = {"maxLength": most, **({} if blank else {"minLength": 1}), **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            raise self.make_error("nul")
        if not self.blank and not text.strip():
            raise self.make_error("blank")
        if len(text) > self.most:
            raise self.make_error("too_long", most=self.most)
        return text


class OptionalText(Text):
    """Text that may be absent; a form's empty field means absent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_none=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str | None:  # type: ignore[override]
        text = super()._deserialize(value, attr, data, **kwargs)
        return text or None


class Email(Text):
    """An address with one @ and a dotted host; whether it takes mail, only a mail can show."""

    default_error_messages = {"not_email": "Write the e-mail address as name@example.org."}

    def __init__(self, *, most: int = 120, **kwargs: Any) -> None:
        super().__init__(most=most, blank=False, **kwargs)
        self.metadata = {"format": "email", **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _EMAIL.fullmatch(text):
            raise self.make_error("not_email")
        return text


class Phone(OptionalText):
    """A telephone number in any of the ways people write one."""

    default_error_messages = {
        "not_phone": "Write the phone number with digits, as in +49 30 5550 1234.",
        "digits": "A phone number has 3 to 15 digits.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=20, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str | None:  # type: ignore[override]
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is None:
            return None
        if not _PHONE.fullmatch(text):
            raise self.make_error("not_phone")
        if not 3 <= sum(sign.isdecimal() for sign in text) <= 15:
            raise self.make_error("digits")
        return text


class Integer(base.Integer):
    """A whole number that a column can hold; true, 1.5 and "1e3" are none."""

    default_error_messages = {
        "required": REQUIRED,
        "null": REQUIRED,
        "invalid": "Send a whole number.",
        "too_large": "The number is too large.",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, (bool, float)) or (isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,19}", value)):
            raise self.make_error("invalid", input=value)
        number = super()._deserialize(value, attr, data, **kwargs)
        if number is None or abs(number) > INT4_MAX:
            raise self.make_error("too_large", input=value)
        return int(number)


class Id(Integer):
    """The number of a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(min=1, error="Numbers of rows start at 1."), **kwargs)


class Choice(Text):
    """One of a closed list."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        self.choices = [str(choice) for choice in choices]
        listed = ", ".join(self.choices)
        super().__init__(validate=validate.OneOf(self.choices, error=f"It can be {listed}."), **kwargs)


class Day(base.Date):
    """A calendar date, as 2026-03-01."""

    default_error_messages = {
        "required": REQUIRED,
        "null": REQUIRED,
        "invalid": "Write the date as 2026-03-01.",
        "future": "This date is in the future.",
        "too_early": "This date is before {first}.",
        "too_late": "This date is after {last}.",
    }

    def __init__(self, *, past: bool = False, first: date = date(1850, 1, 1), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past, self.first = past, first

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise self.make_error("invalid", input=value, obj_type="date")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValidationError(_no_such_day(value)) from None
        if day < self.first:
            raise self.make_error("too_early", first=self.first.isoformat())
        if self.past and day > clock.now().astimezone(clinic_zone()).date():
            raise self.make_error("future")
        if day.year > clock.LAST_YEAR:
            raise self.make_error("too_late", last=f"{clock.LAST_YEAR}-12-31")
        return day


def _no_such_day(value: str) -> str:
    year, month, _ = (int(part) for part in value.split("-"))
    if not 1 <= month <= 12 or year < 1:
        return "The year has twelve months; write the date as 2026-03-01."
    last = date(year, month, calendar.monthrange(year, month)[1])
    return f"{last:%B %Y} {'had' if last < clock.now().date() else 'has'} {last.day} days."


class Moment(base.DateTime):
    """An instant: ISO 8601 with an offset, or the clinic's wall time without one."""

    default_error_messages = {
        "required": REQUIRED,
        "null": REQUIRED,
        "invalid": "Write the date and time as 2026-03-01T10:30.",
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else value

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or len(value) > 40:
            raise self.make_error("invalid")
        try:
            return clock.read_moment(value, clinic_zone()).astimezone(UTC)
        except clock.NotATime as problem:
            raise ValidationError(str(problem)) from None


class Listed(base.String):
    """Several of a closed list in one query value, with commas between."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = [str(choice) for choice in choices]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:  # type: ignore[override]
        named = [part.strip() for part in str(value).split(",") if part.strip()]
        unknown = [name for name in named if name not in self.choices]
        if unknown or not named:
            raise ValidationError(f"It can be {', '.join(self.choices)}; several with commas between.")
        return named


Boolean = base.Boolean
Nested = base.Nested
List = base.List
UUID = base.UUID
Plain = base.String
