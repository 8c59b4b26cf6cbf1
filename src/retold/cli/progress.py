"""Progress bars, on standard error and only where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["progress", "say_compiling", "steps"]


def say_compiling() -> None:
    """Say that it takes a while, where somebody watches and the first run on this machine has to compile."""
    if not sys.stderr.isatty():
        return
    from retold.fingerprint.tokens import scan

    if not any(Path(scan.stats.cache_path or ".").glob("*.nbi")):
        print("Compiling for this machine; that takes up to a minute, once.", file=sys.stderr)


@contextmanager
def progress(pairs: Path, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A function to call with the number of pairs done; it draws a bar unless quiet or not on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Comparing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=_pairs_in(pairs))
        yield lambda done: bar.update(task, completed=done)


def _pairs_in(pairs: Path) -> int | None:
    """How many lines with something on them a file has; None for standard input, which is read only once."""
    if not pairs.is_file():
        return None
    with pairs.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


@contextmanager
def steps(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """A function to call with the name of a step and the share of it that is done; it draws a bar for each step."""
    if quiet or not sys.stderr.isatty():
        yield lambda step, done: None
        return
    say_compiling()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(step: str, done: float) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=1.0)
            bar.update(tasks[step], completed=done)

        yield tell
