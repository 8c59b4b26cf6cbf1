"""Keeping what was checked exactly as it was read or fetched, with its SHA-256 and what is known of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retold._version import __version__
from retold.archive.entries import now
from retold.errors import WriteError
from retold.model import Article

__all__ = ["SCHEMA", "Taken", "article_in", "keep_evidence", "take"]

SCHEMA = "retold.evidence/1"

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
_SAFE = re.compile(r"[^\w.-]+", re.ASCII)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """The bytes of an article exactly as they were read or fetched.

    `source` is what was asked for: a path, an address, or "-". `url` is the address after redirects, empty for what is
    no address; `kind` and `charset` are what a server said; `at` is when all of it was there, in UTC.
    """

    source: str
    data: bytes
    at: str
    url: str = ""
    kind: str = ""
    charset: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def take(source: str) -> Taken:
    """What is at an address, in a file, or on standard input ("-"); else a `ReadError`."""
    from retold.read.fetch import fetch
    from retold.read.sources import MAX_FILE_BYTES, file_bytes

    if source == "-":
        return Taken(source, sys.stdin.buffer.read(MAX_FILE_BYTES + 1), now())
    if "://" in source:
        got = fetch(source)
        return Taken(source, got.data, now(), got.url, got.kind, got.charset)
    return Taken(source, file_bytes(Path(source)), now())


def article_in(taken: Taken) -> Article:
    """The article in what was taken, as `retold.read_article` reads it from its source."""
    from retold.read.sources import read_bytes

    if taken.source == "-":
        return read_bytes(taken.data, "Standard input", id="stdin")
    if not taken.url:
        return read_bytes(taken.data, Path(taken.source).name)
    article = read_bytes(taken.data, taken.source, charset=taken.charset, kind=taken.kind, url=taken.url)
    return article if article.url else replace(article, url=taken.url)


def keep_evidence(folder: str | Path, taken: Taken, result: Mapping[str, Any]) -> list[Path]:
    """Write to a folder, which is made where there is none: the bytes, what is known of them, and the result.

    The names of the three begin with the time, where the article was found, and the beginning of its SHA-256. None of
    them replaces a file that is there. Returns their paths.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        stem = _free(place, f"{re.sub('[-:]', '', taken.at)}-{_name(taken)}-{taken.sha256[:12]}")
        page, found = f"{stem}{_ending(taken)}", f"{stem}.check.json"
        record = _text(result)
        facts = {
            "schema": SCHEMA,
            "version": __version__,
            "source": taken.source,
            "url": taken.url,
            "at": taken.at,
            "content_type": taken.kind,
            "charset": taken.charset,
            "bytes": len(taken.data),
            "sha256": taken.sha256,
            "file": page,
            "result": found,
            "result_sha256": hashlib.sha256(record).hexdigest(),
        }
        # What names the others comes last: where it stands, they are whole.
        files = {page: taken.data, found: record, f"{stem}.evidence.json": _text(facts)}
        return [_write(place / name, data) for name, data in files.items()]
    except OSError as error:
        raise WriteError(f"The evidence cannot be kept in {place}: {error.strerror or error}.") from error


def _free(place: Path, stem: str) -> str:
    """The beginning of names that no file has yet: the same page may be checked twice in a second."""
    number, name = 1, stem
    while any(place.glob(f"{name}.*")):
        number += 1
        name = f"{stem}-{number}"
    return name


def _write(path: Path, data: bytes) -> Path:
    """Write a new file, so that it is on the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def _name(taken: Taken) -> str:
    """A name for files, made of where the article was found."""
    if taken.source == "-":
        return "stdin"
    found = taken.url.partition("://")[2].partition("?")[0] if taken.url else Path(taken.source).stem
    return _SAFE.sub("_", found).strip("._")[:_LONGEST_NAME] or "article"


def _ending(taken: Taken) -> str:
    if taken.kind:
        return _ENDINGS.get(taken.kind.partition(";")[0].strip().lower(), ".bin")
    suffix = Path(taken.source).suffix
    return suffix if re.fullmatch(r"\.\w{1,8}", suffix, re.ASCII) else ".bin"


def _text(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=2)
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:  # half of a pair of surrogates
        return f"{json.dumps(record, indent=2)}\n".encode()
