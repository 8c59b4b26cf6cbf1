"""What a service is started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retold.archive.licensed import Licensed

__all__ = ["MAX_BODY_BYTES", "MAX_CHARACTERS", "RATE", "SECONDS", "Settings"]

# The longest articles of the news have some 60,000 characters (a magazine's report of 10,000 words); three times that
# leaves room for a special issue, and what is longer is a book, not an article.
MAX_CHARACTERS = 200_000
# Two texts of that length in UTF-8, of which few letters take more than three bytes, with room for JSON's escapes.
MAX_BODY_BYTES = 2_000_000
# A page takes a second or less; what takes twenty is made to take long.
SECONDS = 20.0
# A person who checks one article a second has stopped reading.
RATE = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What a service is started with; `retold serve` has an option for each, docs/serve.md explains them.

    `token` is what callers must name, or empty where everybody on this machine may ask. `licensed` says which outlets
    may run the copy. `prepare` runs in each worker when it starts, which only tests need.
    """

    archive: Path
    host: str = "127.0.0.1"
    port: int = 8787
    token: str = ""
    allow_hosts: tuple[str, ...] = ()
    proxy: str = ""
    writable: bool = False
    workers: int = 2
    waiting: int = 64
    seconds: float = SECONDS
    rate: int = RATE
    max_characters: int = MAX_CHARACTERS
    max_body_bytes: int = MAX_BODY_BYTES
    licensed: Licensed | None = None
    prepare: Callable[[], None] | None = None
