"""Where findings go: the terminal, a file of JSON Lines, an Atom feed. Each is confirmed in the state once it is done.

A finding that was given to an output and not confirmed, since the watch was ended in between, is given to it again;
the file of JSON Lines is looked at first, so that no line stands in it twice.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import Any, Protocol

from retold.errors import WriteError
from retold.watch.atom import MOST_ENTRIES, atom_feed
from retold.watch.finding import finding_text
from retold.watch.state import Due, State

__all__ = ["AtomFile", "JsonLines", "Output", "Screen"]

# How much of the end of a file is searched for findings that were written and not confirmed: thousands of them.
_TAIL = 4_000_000


class Output(Protocol):
    """Somewhere findings go. `name` is what the state calls it."""

    name: str

    def deliver(self, state: State, now: float) -> list[str]:
        """Give the output what is due and confirm it; what went wrong, in sentences."""

    def next_time(self, state: State) -> float | None:
        """When it is next to be given something, if there need not be anything new for that."""


class _Plain:
    """An output that is tried again whenever there is something else to do."""

    def next_time(self, state: State) -> float | None:
        """Never by itself."""
        return None


class Screen(_Plain):
    """Standard output: a few lines for people, or with `as_json` a line for programs."""

    name = "screen"

    def __init__(self, as_json: bool = False) -> None:
        self._as_json = as_json

    def deliver(self, state: State, now: float) -> list[str]:
        """Print what is due."""
        for due in state.due(self.name, now):
            print(_line(due).decode("utf-8").rstrip() if self._as_json else finding_text(due.record) + "\n")
            sys.stdout.flush()
            state.confirm(self.name, [due.number])
        return []


class JsonLines(_Plain):
    """A file to which every finding is appended as one line, which is on the disk before it is confirmed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"jsonl:{path.absolute()}"
        self._looked = False

    def deliver(self, state: State, now: float) -> list[str]:
        """Append what is due."""
        waiting = state.due(self.name, now)
        try:
            if not self._looked:
                written = self._look(waiting)
                state.confirm(self.name, [due.number for due in waiting if due.id in written])
                waiting = [due for due in waiting if due.id not in written]
                self._looked = True
            for due in waiting:
                with self.path.open("ab") as file:
                    start = file.tell() if self.path.is_file() else None
                    try:
                        file.write(_line(due))
                        file.flush()
                        _to_disk(file.fileno())
                    except OSError:
                        if start is not None:  # half a line on a full disk would be in the way of the next
                            os.truncate(self.path, start)
                        raise
                state.confirm(self.name, [due.number])
        except OSError as error:
            return [f"Cannot write {self.path}: {error.strerror or error}."]
        return []

    def _look(self, waiting: list[Due]) -> set[str]:
        """The ids that the end of the file holds. Half a line there, left by a kill or a power cut, is mended."""
        if not self.path.is_file():
            return set()
        with self.path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            lines = file.read().split(b"\n")
            rest = lines.pop()
            if rest and any(_line(due).startswith(rest) for due in waiting):
                file.truncate(size - len(rest))
            elif rest:
                file.write(b"\n")  # the end of a line that somebody else wrote
        return {str(record.get("id")) for line in (*lines, rest) if isinstance(record := _parsed(line), dict)}


class AtomFile(_Plain):
    """A file with the latest findings as an Atom feed, always whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"atom:{path.absolute()}"

    def deliver(self, state: State, now: float) -> list[str]:
        """Write the feed if there is something new for it, or if it does not exist."""
        from retold.cli.output import open_output

        waiting = state.due(self.name, now)
        if not waiting and self.path.exists():
            return []
        try:
            with open_output(self.path) as file:
                file.write(atom_feed(state.latest(MOST_ENTRIES), state.id, now))
                file.flush()
                _to_disk(file.fileno())
        except WriteError as error:
            return [str(error)]
        state.confirm(self.name, [due.number for due in waiting])
        return []


def _line(due: Due) -> bytes:
    return json.dumps(due.record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _to_disk(handle: int) -> None:
    """Wait until what was written is on the disk; pipes and devices have none."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
