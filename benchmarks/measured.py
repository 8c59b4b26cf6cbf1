"""Runs a command and says how long it took and how much memory it and its children held at most."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Run", "run"]

_EVERY = 0.2  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a command: seconds from start to end, megabytes at most, its exit status, the end of its errors."""

    seconds: float
    megabytes: float
    status: int
    errors: str


def run(command: list[str], environment: dict[str, str] | None = None) -> Run:
    """Runs a command to its end; its standard output is dropped.

    Memory is looked at five times a second: the sum over the process and its descendants, where pages that several
    of them share count once in all (Linux; elsewhere 0).
    """
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
        ended, peak = threading.Event(), [0.0]

        def watch() -> None:
            while not ended.wait(_EVERY):
                peak[0] = max(peak[0], sum(map(_megabytes, _descendants(process.pid))))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            status = process.wait()
            seconds = time.perf_counter() - started
        finally:
            ended.set()
            if process.poll() is None:
                process.terminate()
        watcher.join()
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip()
    return Run(seconds, round(peak[0], 1), status, said[-800:])


def _descendants(pid: int) -> list[int]:
    """A process and all that it has started and they have, as far as they still run."""
    found = [pid]
    for at in found:
        for task in Path(f"/proc/{at}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _megabytes(pid: int) -> float:
    """The memory of a process, in which a page shared by n processes counts for 1/n."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
