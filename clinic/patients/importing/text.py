"""The lines of a file, whatever its encoding and however long they are."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, NamedTuple

from clinic.patients.importing.rules import UnreadableFile

CHUNK_BYTES = 64 * 1024
LONGEST_LINE = 4_000_000  # characters; a bundle of a long life is one line of NDJSON
NOT_UTF_8 = "This file is not UTF-8; it was read as Latin-1. Check names with accents."
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Line(NamedTuple):
    """A line with its end. `text` is None for one that is too long to be read."""

    number: int
    text: str | None


@dataclass(frozen=True)
class TextFile:
    """A file that can be read more than once: first to learn how it is written, then to take it in."""

    file: IO[bytes]
    encoding: str
    encoding_note: str | None
    bytes: int

    @contextmanager
    def open(self) -> Iterator[io.TextIOWrapper]:
        """Read it from its beginning, line ends as they are."""
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, errors="replace", newline="")
        try:
            yield text
        finally:
            if not text.closed:  # as it is where a reading was given up, and both are swept away in any order
                text.detach()

    def lines(self) -> Iterator[Line]:
        with self.open() as text:
            number = 0
            while line := text.readline(LONGEST_LINE):
                number += 1
                is_whole = len(line) < LONGEST_LINE or line.endswith(("\n", "\r"))
                yield Line(number, line if is_whole else None)
                while not is_whole and (line := text.readline(LONGEST_LINE)):
                    is_whole = line.endswith(("\n", "\r"))

    def position(self) -> int:
        """About how many bytes have been read."""
        return min(self.file.tell(), self.bytes)


def read_text(file: IO[bytes]) -> TextFile:
    """Learn a file's size and encoding. Raises UnreadableFile for one that holds no text."""
    head = file.read(CHUNK_BYTES)
    if not head.strip():
        raise UnreadableFile("The file is empty.")
    if head.startswith(b"PK\x03\x04"):
        raise UnreadableFile("This is a workbook or an archive. Save the sheet as CSV (UTF-8) and send that.")
    encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    note = None
    if encoding is None:
        encoding = "utf-8" if _is_utf_8(file) else "cp1252"
        note = None if encoding == "utf-8" else NOT_UTF_8
    return TextFile(file, encoding, note, file.seek(0, io.SEEK_END))


def _is_utf_8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
