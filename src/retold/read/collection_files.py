"""Which files a collection is made of: files, folders and globs to a sorted list of sources."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from retold.errors import ReadError

__all__ = ["Compression", "Kind", "Source", "find_sources", "kind_by_ending"]

Kind = Literal["text", "page", "json", "lines", "csv", "tsv", "parquet", "warc"]
Compression = Literal["", "gz", "xz", "zst", "bz2"]

_KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
}
_COMPRESSIONS: dict[str, Compression] = {".gz": "gz", ".xz": "xz", ".zst": "zst", ".bz2": "bz2"}
_MAGIC: tuple[tuple[bytes, Compression], ...] = (
    (b"\x1f\x8b", "gz"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"BZh", "bz2"),
)
# How much of a file with an unknown ending is looked at: the first line of a JSON Lines file fits in it.
_SNIFFED = 1_000_000
_OBJECT = re.compile(rb"\s*\{\s*[\"}]")
_LIST = re.compile(rb"\s*\[\s*[\{\]]")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a collection.

    `name` is its path relative to the path that was given, with forward slashes; ids are made of it. `size` is in
    bytes on disk. `path` is as the user gave it, with what was found below.
    """

    path: str
    name: str
    kind: Kind
    compression: Compression
    size: int


def find_sources(
    paths: Sequence[str | Path], *, on_left_out: Callable[[str], None] | None = None
) -> tuple[Source, ...]:
    """The files that `paths` (files, folders, globs) stand for, in the order of their absolute paths.

    Folders are read with all that is below; no file comes twice, by symbolic links either. In folders and globs,
    hidden files and folders are skipped, and files of unknown kinds, broken links and folders that may not be opened
    are left out: `on_left_out` is called with the path of each. A file given by name is always taken, by its content
    where its ending says nothing. A path that does not exist, and a collection without any file, is a `ReadError`.
    """
    found: dict[str, Source] = {}
    seen: set[str] = set()
    report = on_left_out or _ignore
    for path in paths:
        for real, source in _expand(str(path), seen, report):
            found.setdefault(real, source)
    if not found:
        where = ", ".join(str(path) for path in paths) or "the empty list of paths"
        raise ReadError(f"There is nothing to read in {where}.")
    return tuple(found[real] for real in sorted(found, key=lambda real: real.split(os.sep)))


_Found = Iterator[tuple[str, Source]]


def _expand(path: str, seen: set[str], report: Callable[[str], None]) -> _Found:
    """The files of one path as given, each with its real path."""
    try:
        if os.path.isdir(path):
            yield from _walk(path, "", seen, report)
        elif os.path.exists(path):
            yield os.path.realpath(path), _named(path)
        elif glob.has_magic(path):
            yield from _match(path, seen, report)
        else:
            raise ReadError(f"No such file or folder: {path}")
    except ValueError as error:  # a null byte in the path
        raise ReadError(f"No such file or folder: {path!r}") from error


def _match(pattern: str, seen: set[str], report: Callable[[str], None]) -> _Found:
    """The files that match a glob; `**` stands for any depth of folders and follows no links."""
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    base = Path(*parts[:fixed])
    hidden = [i for i, part in enumerate(parts[fixed:]) if part.startswith(".")]
    try:
        matches = sorted(base.glob(str(Path(*parts[fixed:]))))
    except (OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"The pattern {pattern} cannot be followed: {error}.") from error
    any_match = False
    for match in matches:
        name = match.relative_to(base).as_posix()
        if not hidden and any(part.startswith(".") and part != "." for part in name.split("/")):
            continue
        any_match = True
        if match.is_dir():
            yield from _walk(str(match), "" if name == "." else name + "/", seen, report)
        else:
            yield from _listed(str(match), name, os.path.realpath(match), report)
    if not any_match:
        raise ReadError(f"No file matches {pattern}.")


def _walk(top: str, prefix: str, seen: set[str], report: Callable[[str], None]) -> _Found:
    """The files of kinds that can be read in a folder and below, each folder once however it is reached."""
    folders = [(top, prefix, os.path.realpath(top))]
    while folders:
        folder, prefix, real = folders.pop()
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            report(folder)
            continue
        below = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            target = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name)
            if entry.is_dir():
                below.append((entry.path, f"{prefix}{entry.name}/", target))
            else:
                yield from _listed(entry.path, prefix + entry.name, target, report)
        folders.extend(reversed(below))


def _listed(path: str, name: str, real: str, report: Callable[[str], None]) -> _Found:
    """A file found in a folder or by a glob, if its ending says that it can be read."""
    told = kind_by_ending(name)
    try:
        if told is not None and os.path.isfile(path):
            yield real, Source(path, name, *told, os.path.getsize(path))
            return
    except OSError:
        pass
    report(path)


def _named(path: str) -> Source:
    """The source for a file that was given by name."""
    try:
        size = os.path.getsize(path)
        kind, compression = kind_by_ending(path) or _by_content(path)
    except PermissionError as error:
        raise ReadError(f"No permission to read {path}.") from error
    except OSError as error:
        raise ReadError(f"{path} could not be read: {error.strerror or error}.") from error
    return Source(path, os.path.basename(path), kind, compression, size)


def kind_by_ending(name: str) -> tuple[Kind, Compression] | None:
    """The kind and the compression that the ending of a file's name says, None where it says neither."""
    stem, ending = os.path.splitext(name.lower())
    compression = _COMPRESSIONS.get(ending, "")
    if compression:
        ending = os.path.splitext(stem)[1]
    kind = _KINDS.get(ending)
    return None if kind is None or (compression and kind == "parquet") else (kind, compression)


def _by_content(path: str) -> tuple[Kind, Compression]:
    """The kind and the compression that the beginning of a file shows; text where it shows nothing else."""
    from retold.read.collection_open import open_bytes

    with open(path, "rb") as file:
        head = file.read(8)
    compression: Compression = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    try:
        with open_bytes(path, compression) as stream:
            head = stream.read(_SNIFFED)
    except ReadError:
        return "text", ""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PAR1") and not compression:
        return "parquet", ""
    if head.startswith(b"WARC/"):
        return "warc", compression
    if _LIST.match(head) or _OBJECT.match(head):
        return "json", compression
    return "text", compression


def _ignore(path: str) -> None:
    """Leave out a file without a word."""
