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


def check_output(path: Path | None) -> None:
    """Raise the `WriteError` that writing to `path` would end in, as far as it can be known before the work."""
    if path is None or str(path) == "-":
        return
    if path.is_dir():
        raise WriteError(f"{path} is a folder, not a file.")
    if path.exists() and not path.is_file():
        return
    path = Path(os.path.realpath(path))
    if not path.parent.is_dir():
        raise WriteError(f"Cannot write {path}: {os.strerror(errno.ENOENT)}.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise WriteError(f"Cannot write {path}: {os.strerror(errno.EACCES)}.")


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
    if path.is_dir():
        raise WriteError(f"{path} is a folder, not a file.")
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
