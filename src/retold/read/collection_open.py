"""Opening the files of a collection: decompression, encodings, lines within limits; never a whole file in memory."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from retold.errors import ReadError
from retold.read.sources import MAX_FILE_BYTES

__all__ = ["TOO_LARGE", "ByteStream", "blocks_of", "clean", "decode_line", "lines_of", "open_bytes"]

# Bytes read at a time. Blocks of 1 MB stay in the processor's cache while their lines are parsed: a quarter
# faster than 4 MB.
_BLOCK = 1 << 20
# Where zstd data are cut off, what pyarrow read in the same step is lost; a step costs a microsecond.
_ZSTD_STEP = 1 << 12
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of the characters beyond ASCII, this share may be broken in a text that is taken for UTF-8 all the same.
_BROKEN_SHARE = 20
# Where fewer bytes than one in so many are beyond ASCII, a text that is not UTF-8 is in a Latin alphabet.
_LATIN_SHARE = 12
# Why a line is left out that could be no article.
TOO_LARGE = f"The record is larger than {MAX_FILE_BYTES // 1_000_000} MB, too large for one article."


class ByteStream:
    """The decompressed bytes of a file. `position` is how many bytes of the file on disk were taken so far.

    What cannot be read, in the middle of the file too, is a `ReadError` of one plain sentence; all that was read
    before it has been given out.
    """

    def __init__(self, path: str, compression: str = "") -> None:
        self._name = os.path.basename(path)
        self._failed: ReadError | None = None
        self._again = b""
        self._step = _ZSTD_STEP if compression == "zst" else _BLOCK
        try:
            self._raw = open(path, "rb")  # noqa: SIM115
            self._stream = _decompressed(self._raw, compression)
            # read1 gives what was unpacked before an error, where read would lose it
            self._read = getattr(self._stream, "read1", self._stream.read) if compression else self._stream.read
        except FileNotFoundError as error:
            raise ReadError(f"No such file: {path}") from error
        except PermissionError as error:
            raise ReadError(f"No permission to read {path}.") from error
        except OSError as error:
            raise ReadError(f"{path} could not be read: {error.strerror or error}.") from error

    @property
    def position(self) -> int:
        """Bytes of the file on disk taken so far."""
        return self._raw.tell()

    def read(self, size: int) -> bytes:
        """The next bytes, `size` of them unless the file ends first; none at its end."""
        parts: list[bytes] = []
        if self._again:
            parts, self._again = [self._again[:size]], self._again[size:]
        left = size - sum(map(len, parts))
        while left > 0:
            try:
                part = self._some(min(left, self._step))
            except ReadError:
                if parts:
                    break  # raised again by the next call
                raise
            if not part:
                break
            parts.append(part)
            left -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def unread(self, data: bytes) -> None:
        """Give `data`, which was read last, once more."""
        self._again = data + self._again

    def _some(self, size: int) -> bytes:
        """At least one byte and at most `size`, none at the end."""
        if self._failed is not None:
            raise self._failed
        try:
            return bytes(self._read(size))
        except EOFError:
            self._failed = ReadError(f"{self._name} is cut off: the compressed data end too early.")
        except MemoryError:
            raise
        except Exception as error:  # zlib, lzma, bz2 and pyarrow have a kind of error each
            what = str(error).strip().rstrip(".")
            self._failed = ReadError(
                f"{self._name} is cut off: the compressed data end too early."
                if "truncated" in what.lower()
                else f"{self._name} is damaged: {what}."
            )
        raise self._failed

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        self._raw.close()

    def __enter__(self) -> ByteStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_bytes(path: str, compression: str = "") -> ByteStream:
    """Open a file for reading its decompressed bytes; a `ReadError` where that is not possible."""
    return ByteStream(path, compression)


def _decompressed(raw: Any, compression: str) -> Any:
    """A file object with the decompressed bytes of `raw`."""
    if compression == "gz":
        import gzip

        return gzip.GzipFile(fileobj=raw, mode="rb")
    if compression == "xz":
        import lzma

        return lzma.LZMAFile(raw)
    if compression == "bz2":
        import bz2

        return bz2.BZ2File(raw)
    if compression == "zst":
        import pyarrow  # type: ignore[import-untyped]

        return pyarrow.CompressedInputStream(pyarrow.PythonFile(raw, mode="r"), "zstd")
    return raw


def lines_of(stream: ByteStream) -> Iterator[list[bytes | None]]:
    """The lines of a file, those of a block at a time, without their newlines; None for a line over the limit.

    Files in UTF-16 or UTF-32 that say so at their beginning come out as UTF-8, byte order marks are left out.
    Where the file is damaged, the whole lines before that come first, then the `ReadError`.
    """
    rest: list[bytes | None] = []
    held = 0  # bytes in `rest`
    for block in blocks_of(stream):
        lines: list[bytes | None] = [*block.split(b"\n")]
        last = lines.pop()
        if lines:
            lines[0] = _joined([*rest, lines[0]])
            yield lines
            rest, held = [], 0
        if last:
            held += len(last)
            rest = [*rest, last] if held <= MAX_FILE_BYTES else [None]
    if rest:
        yield [_joined(rest)]


def _joined(parts: list[bytes | None]) -> bytes | None:
    """One line from its parts; None where it is too large."""
    if len(parts) == 1 and (parts[0] is None or len(parts[0]) <= MAX_FILE_BYTES):
        return parts[0]
    known = [part for part in parts if part is not None]
    return None if len(known) < len(parts) or sum(map(len, known)) > MAX_FILE_BYTES else b"".join(known)


def blocks_of(stream: ByteStream) -> Iterator[bytes]:
    """The bytes of a file in UTF-8, block by block, without a byte order mark."""
    first = stream.read(_BLOCK).removeprefix(codecs.BOM_UTF8)
    wide = next((encoding for bom, encoding in _WIDE if first.startswith(bom)), None)
    decoder = codecs.getincrementaldecoder(wide)("replace") if wide else None
    block = first
    while block:
        yield decoder.decode(block).encode("utf-8", "replace") if decoder else block
        block = stream.read(_BLOCK)


def decode_line(line: bytes) -> str | None:
    """The text of a line: UTF-8, if need be with broken characters replaced, or else windows-1252 where that fits.

    None where neither fits. Lines are many, so nothing is guessed here at length.
    """
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        loose = line.decode("utf-8", "replace")
    beyond = len(line) - len(line.decode("ascii", "ignore"))
    broken = loose.count("\ufffd")
    if broken * _BROKEN_SHARE <= sum(character > "\x7f" for character in loose):
        return loose
    return line.decode("cp1252", "replace") if beyond * _LATIN_SHARE <= len(line) else None


def clean(text: str) -> str:
    """`text` with surrogates joined to the characters they stand for, and replaced where they stand alone.

    >>> clean("A lone \\ud800 here.") == "A lone \\ufffd here."
    True
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
