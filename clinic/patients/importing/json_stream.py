"""One JSON object read member by member, so that a bundle of any size takes the memory of its largest entry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from clinic.shared.json import DECODER, NotStrictJson

CHUNK = 64 * 1024  # characters
LONGEST_VALUE = 4_000_000
_SPACE = " \t\r\n"
BROKEN = "It breaks off or goes wrong in the middle."


def members(text: TextIO, listed: str) -> Iterator[tuple[str, Any]]:
    """Give the members of the one object in a file; of the array called `listed`, each element as if it were one.

    Raises NotStrictJson where the text is no JSON, goes on after the object, or has a value too long or too deep.
    """
    scanner = _Scanner(text)
    seen = set()
    for _ in scanner.items("{", "}"):
        name = scanner.value()
        if not isinstance(name, str) or name in seen:
            raise NotStrictJson("A name stands twice in one JSON object.")
        seen.add(name)
        scanner.take(":")
        if name == listed and scanner.next_sign() == "[":
            for _ in scanner.items("[", "]"):
                yield name, scanner.value()
        else:
            yield name, scanner.value()
    if scanner.next_sign():
        raise NotStrictJson("Something follows after its end.")


class _Scanner:
    """A place in a text, and as much of the text as is needed to go on."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer, self._at = "", 0

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Stop before each item of an array or object; whoever iterates takes it."""
        self.take(opening)
        if self.next_sign() == closing:
            return self.take(closing)
        while True:
            yield
            if self.next_sign() == closing:
                return self.take(closing)
            self.take(",")

    def next_sign(self) -> str:
        """The next sign that is not space; nothing at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in _SPACE:
                    return self._buffer[self._at]
                self._at += 1
            if not self._read_more():
                return ""

    def take(self, sign: str) -> None:
        if self.next_sign() != sign:
            raise NotStrictJson(BROKEN)
        self._at += 1

    def value(self) -> Any:
        """Take any JSON value."""
        self.next_sign()
        while True:
            found, end = self._decode()
            # A number at the end of what was read may go on in what was not.
            if end >= len(self._buffer) and self._read_more():
                continue
            if end > len(self._buffer):
                raise NotStrictJson(BROKEN)
            self._at = end
            return found

    def _decode(self) -> tuple[Any, int]:
        """The value here and where it ends; beyond the buffer if it is not all there."""
        try:
            return DECODER.raw_decode(self._buffer, self._at)
        except json.JSONDecodeError:
            return None, len(self._buffer) + 1
        except RecursionError:
            raise NotStrictJson("It is nested too deeply.") from None
        except NotStrictJson:
            raise
        except ValueError:
            raise NotStrictJson("A number has too many digits.") from None

    def _read_more(self) -> bool:
        kept = self._buffer[self._at :]
        if len(kept) > LONGEST_VALUE:
            raise NotStrictJson(f"{BROKEN} An entry can have {LONGEST_VALUE:,} characters.")
        more = self._text.read(max(CHUNK, len(kept)))
        self._buffer, self._at = kept + more, 0
        return bool(more)
