"""What the benchmarks of the service have in common: an archive of invented articles, and a server over it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from generator import lot_of
from retold.archive import Archive

__all__ = ["fill", "invented", "memory", "processes", "served"]

_START_SECONDS = 240.0


def invented(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Invented articles of some 350 words, one in ten of them told again in some way."""
    lines, _ = lot_of(0, count, seed)
    return [json.loads(line) for line in lines.splitlines()]


def fill(path: Path, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Make an archive of invented articles; which ones."""
    articles = invented(count, seed)
    archive = Archive(path)
    archive.add(articles)
    archive.link()  # as in an archive that has been in use for a while
    archive.close()
    return articles


@contextmanager
def served(archive: Path, *options: str, log: Path | None = None) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A real `retold serve` in a process of its own: its address, and the process. It is ended in the end."""
    command = [sys.executable, "-m", "retold", "serve", "--archive", str(archive), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+", said)
        if not found:
            process.wait(10)
            raise SystemExit(f"The service did not start: {said}{process.stderr.read()}")
        yield found[0].rstrip("/"), process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def processes(pid: int) -> list[int]:
    """A process and all that it started, and what those started."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*"):
            try:
                found += [int(child) for child in (task / "children").read_text().split()]
            except OSError:
                continue  # it ended in between
    return found


def memory(pid: int) -> int:
    """The resident bytes of a process and all below it; what several of them share counts in each."""
    total = 0
    for one in processes(pid):
        try:
            status = Path(f"/proc/{one}/status").read_text()
        except OSError:
            continue
        found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)
        total += 1024 * int(found[1]) if found else 0
    return total
