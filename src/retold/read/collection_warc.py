"""Web archives: the HTML responses in a WARC file, and the HTTP messages that they are."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from retold.errors import ReadError
from retold.read.collection_open import TOO_LARGE, ByteStream, open_bytes
from retold.read.collection_pages import DIED, article_rows
from retold.read.collection_records import Rows
from retold.read.collection_workers import Job
from retold.read.sources import MAX_FILE_BYTES

__all__ = ["read_warc", "response_rows"]

# Headers of HTTP messages are a few kilobytes; what goes on longer is none.
_HEAD = 100_000
# An archive is read anew from its beginning up to each damaged place, so many times at most.
_ATTEMPTS = 20
_STATUS = re.compile(rb"HTTP/[0-9.]+ +([0-9]{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")


def read_warc(path: str, compression: str, skip: int = 0) -> Iterator[Rows | Job[Rows]]:
    """A job for each HTML response with status 200; records are numbered among the responses of any kind.

    The id and the url of an article are the address that was asked for. The time of the crawl is not taken for a
    time of publication. Where the archive is damaged, one bad record stands for what cannot be read, and reading goes
    on at the next record that can be found.
    """
    number = begin = 0
    silent = False  # whether the damage has been reported
    for attempt in range(_ATTEMPTS + 1):
        with open_bytes(path, compression) as stream:
            archive = _Archive(stream)
            try:
                begin += archive.start_at(begin)
                good = begin  # where the last record began
                for record in _responses(archive):
                    good, silent = begin + record.stream_pos, False
                    part = _page(record, number + 1, stream.position)  # finds a cut, with those passed over too
                    number += 1
                    if part is not None and number > skip:
                        yield part
                if archive.error is not None:
                    raise archive.error
                return
            except ReadError as error:
                yield Rows(bad=[(number + 1, str(archive.error or error))], position=stream.position)
                return
            except (OSError, ValueError) as error:
                what = str(error).strip().rstrip(".")
                if not silent:
                    number += 1
                    last = " and what follows is not read" if attempt == _ATTEMPTS else ""
                    yield Rows(bad=[(number, f"The archive is damaged here{last} ({what}).")], position=stream.position)
                silent = True
                begin = good + 1


def _responses(archive: _Archive) -> Iterator[Any]:
    """The responses of an archive, as fastwarc gives them."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    return iter(ArchiveIterator(cast(BinaryIO, archive), record_types=WarcRecordType.response, parse_http=False))


def _page(record: Any, number: int, position: int) -> Rows | Job[Rows] | None:
    """The job that reads the page of a response, or why there is none; None where it is no page."""
    size = record.content_length
    block = record.reader.read(min(size, _HEAD))
    if _html_head(block) is None:
        return None
    if size > MAX_FILE_BYTES:
        return Rows(bad=[(number, TOO_LARGE)], position=position)
    if size > len(block):
        block += record.reader.read(size - len(block))
    if len(block) < size:
        raise ReadError("The archive is cut off: its last record is not whole.")
    address = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    died = Rows(bad=[(number, DIED)], position=position)
    return Job(response_rows, (block, address, number, position), died, len(block))


class _Archive:
    """The archive as fastwarc wants it: a file that does not fail but end, as an error in it would stop the process."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._given = 0
        self.error: ReadError | None = None

    def start_at(self, offset: int) -> int:
        """Pass over `offset` bytes, and from there to the next record; how many bytes that were beyond `offset`."""
        while offset > 0 and (passed := self.read(min(offset, 1 << 20))):
            offset -= len(passed)
        if not self._given:
            return 0
        beyond, held = 0, b"\n"
        while (at := held.find(b"\nWARC/1.")) < 0:
            more = self.read(1 << 20)
            if not more:
                return beyond
            beyond += max(0, len(held) - 7)
            held = held[-7:] + more
        self._stream.unread(held[at + 1 :])
        self._given = 0
        return beyond + at

    def read(self, size: int = 1 << 16) -> bytes:
        """The next bytes, none where the file ends or is damaged."""
        try:
            data = self._stream.read(size if size > 0 else 1 << 16)
        except ReadError as error:
            self.error = error
            return b""
        self._given += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were given out."""
        return self._given


def response_rows(block: bytes, address: str, number: int, position: int) -> Rows:
    """The article in an HTTP response with an HTML page, as it came over the wire."""
    head = _html_head(block)
    assert head is not None
    headers, start = head
    try:
        body = _decoded(block[start:], headers)
    except Exception as error:  # one page that nobody foresaw must not cost the others
        return Rows(bad=[(number, f"The page cannot be unpacked: {str(error).rstrip('.')}.")], position=position)
    charset = _CHARSET.search(headers.get("content-type", ""))
    return article_rows(
        body, address or "The page", number, position, url=address, charset=charset.group(1) if charset else ""
    )


def _html_head(block: bytes) -> tuple[dict[str, str], int] | None:
    """The headers of a successful response with an HTML page and where its body begins, None for anything else."""
    status = _STATUS.match(block)
    end = _HEAD_END.search(block, 0, _HEAD)
    if status is None or end is None or status.group(1) != b"200":
        return None
    headers: dict[str, str] = {}
    for line in block[: end.start()].decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return (headers, end.end()) if kind in _HTML else None


def _decoded(body: bytes, headers: dict[str, str]) -> bytes:
    """The page itself. Archives often hold it unpacked under the headers it came with; then it is left as it is."""
    from fastwarc import stream_io

    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")):
        encoding = encoding.strip()
        if encoding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
            body = _inflated(body, 31)
        elif encoding == "deflate" and not body.lstrip().startswith(b"<"):
            body = _inflated(body, 15 if body[:1] == b"\x78" else -15)
        elif encoding == "br" and not body.lstrip().startswith(b"<"):
            body = _unpacked(body, stream_io.BrotliReader)
        elif encoding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
            body = _unpacked(body, stream_io.ZstdReader)
    return body


def _unchunked(body: bytes) -> bytes:
    """A body without the marks of its chunks; as it is where it has none, and up to where they are broken."""
    parts, at = [], 0
    while (mark := _CHUNK.match(body, at)) and (size := int(mark.group(1), 16)):
        parts.append(body[mark.end() : mark.end() + size])
        at = mark.end() + size
    return b"".join(parts) if parts else body


def _inflated(body: bytes, window: int) -> bytes:
    """What zlib unpacks, to a little more than an article may be; what there is of a body that is cut off."""
    return zlib.decompressobj(window).decompress(body, MAX_FILE_BYTES + 1)


def _unpacked(body: bytes, reader: Any) -> bytes:
    """What a reader of fastwarc unpacks, to a little more than an article may be."""
    try:
        return bytes(reader(io.BytesIO(body)).read(MAX_FILE_BYTES + 1))
    except OSError as error:
        raise ValueError(str(error)) from error
