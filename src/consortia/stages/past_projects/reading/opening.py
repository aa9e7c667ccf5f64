"""Files opened with care: what they are by their first bytes, how they are written, and how much they unpack to."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from consortia.stages.past_projects.reading.values import UnreadableFileError

# All lists of a programme period together stay far below; a file that unpacks to more was made to fill a disk.
LARGEST_UNPACKED: Final = 4 * 1024**3
# Text packs ten times smaller, tables of empty columns forty times. Only beyond some size does it matter.
LARGEST_RATIO: Final = 400
RATIO_COUNTS_FROM: Final = 64 * 1024**2
_CHUNK: Final = 1024 * 1024
_GZIP, _ZIP, _OLD_SPREADSHEET = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE: Final = 4096
_DENSE: Final = 0.2
_NO_LETTER = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


class Unpacked(io.RawIOBase):
    """The bytes of a file, unpacked where it is packed, and never more than is sane.

    A packed file that ends too early gives what could be unpacked; `broken` then says why there is no more.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._packed = file.read(2) == _GZIP
        self.broken = ""
        self._unpacked = 0
        self._open()

    def readable(self) -> bool:
        """Say that one may read here."""
        return True

    def rewind(self) -> None:
        """Begin again."""
        self.broken, self._unpacked = "", 0
        self._open()

    def readinto(self, buffer: object) -> int:
        """Read the next bytes; refuse a file that unpacks to more than it may."""
        room = memoryview(buffer)  # type: ignore[arg-type]  # the signature of the base class names no type
        try:
            found = self._bytes.read(len(room))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self.broken = _why_broken(error)
            return 0
        self._unpacked += len(found)
        self._refuse_too_much()
        room[: len(found)] = found
        return len(found)

    def _open(self) -> None:
        self._file.seek(0)
        self._bytes: BinaryIO = gzip.GzipFile(fileobj=self._file, mode="rb") if self._packed else self._file  # type: ignore[assignment]  # it reads like one

    def _refuse_too_much(self) -> None:
        if self._unpacked > LARGEST_UNPACKED:
            raise UnreadableFileError("the file", f"more than {LARGEST_UNPACKED:,} bytes", "less; import it in parts")
        if self._packed and self._unpacked > RATIO_COUNTS_FROM:
            ratio = self._unpacked / max(1, self._file.tell())
            if ratio > LARGEST_RATIO:
                raise UnreadableFileError(
                    "the file", f"that it unpacks to {ratio:,.0f} times its size", f"at most {LARGEST_RATIO} times"
                )


def _why_broken(error: Exception) -> str:
    return "the end of the packed file before its last byte" if isinstance(error, EOFError) else f"damage ({error})"


@dataclass(slots=True, kw_only=True)
class Opened:
    """An open file with what its first bytes say it is."""

    name: str
    form: str
    unpacked: Unpacked
    path: BinaryIO


@contextmanager
def opened(source: Path | BinaryIO, name: str) -> Iterator[Opened]:
    """Open a file; raises UnreadableFileError where there is none."""
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                yield _looked_at(file, name)
        except OSError as error:
            found = "nothing" if isinstance(error, FileNotFoundError) else (error.strerror or str(error))
            raise UnreadableFileError("the file", found, "a file that can be read") from error
    else:
        yield _looked_at(source, name)


def _looked_at(file: BinaryIO, name: str) -> Opened:
    unpacked = Unpacked(file)
    first = unpacked.read(_SAMPLE) or b""
    if not first:
        raise UnreadableFileError("the file", unpacked.broken or "no byte", "a list of projects")
    unpacked.rewind()
    if first.startswith((_ZIP, _OLD_SPREADSHEET)):
        form = "spreadsheet"
    else:
        begins = _decoded_start(first).lstrip()[:1]
        form = "JSON" if begins in {"[", "{"} else "CSV"
    return Opened(name=name, form=form, unpacked=unpacked, path=file)


def _decoded_start(first: bytes) -> str:
    encoding = _by_mark_or_zeros(first) or "utf-8"
    return first.decode(encoding, "ignore")


def encoding_of(unpacked: Unpacked) -> str:
    """Return the encoding a file is written in: by its mark, else UTF-8 where its letters say so, else Windows-1252.

    The whole file is looked at. Where a few bytes of a UTF-8 file are damaged it stays UTF-8, and only the rows with
    them are left out; where hardly any letter beyond ASCII is UTF-8, none was meant to be.
    """
    unpacked.rewind()
    first = unpacked.read(_SAMPLE) or b""
    if marked := _by_mark_or_zeros(first):
        unpacked.rewind()
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    strange = beyond = 0
    chunk = first
    while chunk:
        text = decoder.decode(chunk)
        if not text.isascii():
            found = len(_NO_LETTER.findall(text))
            strange += found
            beyond += len(_BEYOND_ASCII.findall(text)) - found
        chunk = unpacked.read(_CHUNK) or b""
    unpacked.rewind()
    return "utf-8" if strange <= beyond else "cp1252"


def _by_mark_or_zeros(first: bytes) -> str:
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    even, odd = first[0::2].count(0), first[1::2].count(0)
    half = max(1, len(first) // 2)
    if odd > half * _DENSE and even < odd / 10:
        return "utf-16-le"
    if even > half * _DENSE and odd < even / 10:
        return "utf-16-be"
    return ""


def text_of_file(unpacked: Unpacked, encoding: str) -> io.TextIOWrapper:
    """Return the text of a file; bytes that are no letters stay recognisable, so that their row can be named."""
    unpacked.rewind()
    return io.TextIOWrapper(io.BufferedReader(unpacked, _CHUNK), encoding, errors="surrogateescape", newline="")
