"""How files write names, addresses, dates and blood groups, and how they are written here. Pure."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable

_BLOOD_GROUP = re.compile(r"(AB|A|B|O)(?:RH)?D?(POS|NEG|\+|-)[A-Z]*")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々]+")


def full_name(given: Iterable[str], family: Iterable[str]) -> str:
    """Put the parts of a name together; the family goes first where its script does so."""
    first, last = " ".join(filter(None, given)), " ".join(filter(None, family))
    if _EAST_ASIAN.fullmatch(first.replace(" ", "")) and _EAST_ASIAN.fullmatch(last.replace(" ", "")):
        first, last = last, first
    return f"{first} {last}".strip()


def full_address(
    *, lines: Iterable[str], city: str = "", state: str = "", postal_code: str = "", country: str = ""
) -> str | None:
    """Put an address on one line, with the postal code where its country expects it."""
    place = [city, f"{state} {postal_code}".strip()] if state else [f"{postal_code} {city}".strip()]
    return ", ".join(part for part in (*lines, *place, country) if part) or None


def blood_group(text: str) -> str:
    """Read A pos, 0 Rh- and AB+; what is none of them is given back for the schema to refuse."""
    plain = unicodedata.normalize("NFKC", text).upper().replace("0", "O").replace("−", "-").replace("–", "-")
    read = _BLOOD_GROUP.fullmatch(re.sub(r"[\s().]", "", plain))
    return read[1] + {"POS": "+", "NEG": "-"}.get(read[2], read[2]) if read else text


class Order(enum.Enum):
    """Which of the first two numbers of 8/3/1956 is the day, as far as a file shows it."""

    DAY_FIRST = enum.auto()
    MONTH_FIRST = enum.auto()
    UNKNOWN = enum.auto()


class NotADate(ValueError):
    """The text can't be read as one date; the message says how to write it."""


HOW_TO_WRITE = "Write the date as 1956-08-03."
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")


def order_of(dates: Iterable[str]) -> Order:
    """Learn from all dates of a column how it writes them. One that says both teaches nothing."""
    shown = set()
    for text in dates:
        if read := _SLASHED.fullmatch(text):
            first, second = int(read[1]), int(read[3])
            if first > 12:
                shown.add(Order.DAY_FIRST)
            elif second > 12:
                shown.add(Order.MONTH_FIRST)
    return shown.pop() if len(shown) == 1 else Order.UNKNOWN


def iso_date(text: str, order: Order) -> str:
    """Write a date as 1956-08-03; whether the calendar has it is the schema's to say. Raises NotADate."""
    if read := _ISO.fullmatch(text):
        return _iso(read[1], read[3], read[4])
    if read := _COMPACT.fullmatch(text):
        return _iso(*read.groups())
    if read := _DOTTED.fullmatch(text):
        return _iso(read[3], read[2], read[1])
    if read := _SLASHED.fullmatch(text):
        return _read_slashed(read[1], read[3], read[4], order)
    if _SHORT_YEAR.fullmatch(text):
        raise NotADate(f"Write the year with four digits. {HOW_TO_WRITE}")
    raise NotADate(HOW_TO_WRITE)


def _read_slashed(first: str, second: str, year: str, order: Order) -> str:
    by_itself = order_of([f"{first}/{second}/{year}"])
    order = order if by_itself is Order.UNKNOWN else by_itself
    if order is Order.UNKNOWN and int(first) != int(second):
        raise NotADate(
            f"The day and the month could each be the other, and the file does not show which. {HOW_TO_WRITE}"
        )
    return _iso(year, second, first) if order is Order.DAY_FIRST else _iso(year, first, second)


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"
