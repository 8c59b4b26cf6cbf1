"""Outlets that may run the copy: their names and hosts, from a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from retold.errors import ReadError

__all__ = ["Licensed", "read_licensed"]


@dataclass(frozen=True, slots=True)
class Licensed:
    """Names of outlets and hosts, in small letters."""

    names: frozenset[str] = frozenset()

    def __call__(self, publisher: str, url: str) -> bool:
        """Whether an article of this publisher, or at this address, is licensed; a host stands for those below it."""
        if publisher.strip().lower() in self.names:
            return True
        try:
            host = (urlsplit(url).hostname or "").rstrip(".")
        except ValueError:
            return False
        parts = host.split(".")
        return any(".".join(parts[k:]) in self.names for k in range(len(parts) - 1))


def read_licensed(path: str | Path) -> Licensed:
    """The outlets in a text file: a name ("Example Post") or a host ("example.org") a line; # begins a comment."""
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise ReadError(f"No such file: {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path} could not be read as text.") from error
    names = (line.partition("#")[0].strip().lower() for line in lines)
    return Licensed(frozenset(name.removeprefix("www.") for name in names if name))
