"""Where a command writes: the screen, or a file that appears only when it is whole."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from retold.errors import WriteError

__all__ = ["check_output", "open_output", "open_output_bytes"]

_DATABASE = b"SQLite format 3\0"  # what archives begin with, and other databases that nobody wants to lose


def check_output(path: Path | None, *inputs: str | Path | None, database: bool = False) -> None:
    """Raise the `WriteError` that writing to `path` would end in, as far as it can be known before the work.

    `inputs` are files that the work reads, which it must not write to. A database is only written to as a `database`.
    """
    if path is None or str(path) == "-":
        return
    _refuse(path, database)
    if path.exists() and not path.is_file():
        return
    if any(os.path.realpath(given) == os.path.realpath(path) for given in inputs if given is not None):
        raise WriteError(f"{path} is read by this command; write to another file.")
    path = Path(os.path.realpath(path))
    if not path.parent.is_dir():
        raise WriteError(f"Cannot write {path}: {os.strerror(errno.ENOENT)}.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise WriteError(f"Cannot write {path}: {os.strerror(errno.EACCES)}.")


def _refuse(path: Path, database: bool = False) -> None:
    """Raise a `WriteError` for what must not be replaced, whichever command writes: folders and databases."""
    if path.is_dir():
        raise WriteError(f"{path} is a folder, not a file.")
    if path.is_file() and not database:
        with suppress(OSError), path.open("rb") as file:
            if file.read(len(_DATABASE)) == _DATABASE:
                raise WriteError(f"{path} is an archive or another database; write to another file.")


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """A text stream to write to: standard output for None or "-", else the file at `path`.

    The file is written beside its place and moved there at the end, so that an error or Ctrl-C leaves
    what was there before and nothing else. Pipes and devices are written directly.
    """
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    with _place(path) as place, open(place, "w", encoding="utf-8", newline="\n") as file:
        yield file


@contextmanager
def open_output_bytes(path: Path | None) -> Iterator[BinaryIO]:
    """A stream of bytes to write to, as `open_output` is one of text."""
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    with _place(path) as place, open(place, "wb") as file:
        yield file


@contextmanager
def _place(path: Path) -> Iterator[int | Path]:
    """What to open instead of `path`: the handle of a file that takes its place once it has been closed."""
    _refuse(path)
    if path.exists() and not path.is_file():  # before links are followed: those of /dev/stdout lead nowhere
        yield path
        return
    path = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise WriteError(f"Cannot write {path}: {error.strerror}.") from error
    try:
        yield handle
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except OSError as error:
        raise WriteError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _mode(path: Path) -> int:
    """The permissions of the file to replace, or those that a new file would get."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
