"""The folded forms by which names, addresses and numbers are found, sorted and held unique.

One function for both sides: what is stored and what is searched are folded alike, in Python, because the
databases this runs on neither sort nor fold letters alike.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import phonenumbers

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_DROPPED = re.compile(r"['’‘ʼ`´ʻ]")
# Marks of the scripts that write them to taste: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels; and
# the marks that choose how an emoji is drawn.
# Indic vowel signs stay: without them one name becomes another.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\ufe00-\ufe0f]")
LONGEST_KEY = 300
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


def text_key(text: str) -> str:
    """Fold a text for comparing: no case, accents or punctuation, one space between words."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
    letters = _DROPPED.sub("", unicodedata.normalize("NFKC", bare))
    words = "".join(sign if _is_of_a_word(sign) else " " for sign in letters).split()
    # A B-tree refuses entries over 2,704 bytes, and one sign can fold into eighteen.
    return " ".join(words)[:LONGEST_KEY].strip()


def _is_of_a_word(sign: str) -> bool:
    # A vowel sign is a mark to Unicode, and no part of a word to Python's \w.
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def name_key(name: str) -> str:
    """Fold a name; one made of signs alone is kept as it is, so that it still has a place in the list."""
    return text_key(name) or name.strip()[:LONGEST_KEY]


def email_key(email: str) -> str:
    """Fold an e-mail address: people type it in any case."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def digits(text: str) -> str:
    """The decimal digits of any script, as 0-9."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if unicodedata.decimal(sign, None) is not None)


@functools.lru_cache(maxsize=1024)  # an import asks twice for each of a batch: to know the patient, and to store
def phone_forms(phone: str, country: str) -> tuple[str, ...]:
    """The digits a number may be asked by: as written, and last in full with its country code.

    `country` (ISO 3166) reads numbers written without one.
    """
    written = digits(phone)
    try:
        parsed = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return (written,)
    full = f"{parsed.country_code}{phonenumbers.national_significant_number(parsed)}"
    return tuple(dict.fromkeys((written, full)))


def search_key(*, name: str, email: str | None, phone: str | None, country: str) -> str:
    """All that a patient is searched by, in one folded line; each word after a space."""
    parts = [text_key(name) or name]
    if email:
        parts.append(text_key(email))
    if phone:
        parts.extend(phone_forms(phone, country))
    return " " + " ".join(parts)
