"""Compare many pairs of articles, on all cores, in the order they are given.

A line is a JSON object `{"pair": …, "a": …, "b": …}`. `a` and `b` are whole articles (objects with at least
"text") or paths, which count from `folder`. A pair that cannot be compared is reported and skipped.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from retold._workers import Pool, available_cores
from retold.errors import RetoldError, SettingsError

if TYPE_CHECKING:  # worker processes cost time to import, and most runs need none
    from concurrent.futures import Future

    from retold.model import Comparison

__all__ = ["OnBad", "compare_pairs"]

T = TypeVar("T")
OnBad = Callable[[int, str], None]
_Job = tuple[int, str, Callable[[Any], Any] | None, str, bool]
_Answer = tuple[Any, str | None]
_Answers = Generator[tuple[int, _Answer], None, None]

# Below this many pairs, starting worker processes takes longer than comparing in this one.
_FEW = 20
# Pairs handed out per worker ahead of the one whose result is due.
_LOOK_AHEAD = 8


def compare_pairs(
    lines: Iterable[str],
    *,
    folder: str | Path = ".",
    render: Callable[[Comparison], T] | None = None,
    workers: int | None = None,
    on_bad: OnBad | None = None,
    changes: bool = True,
) -> Iterator[T]:
    """Yield each pair's comparison in the order of `lines`, or what `render` makes of it.

    `render` runs where the comparison is made, so with worker processes it must be a function of a module
    (or a `functools.partial` of one); rendering there keeps this process light. `workers` is the number of
    processes, by default one a core; 1, or fewer than 20 pairs, compares in this process. `on_bad` is called
    with the line number, from 1, and one sentence for every pair that had to be skipped; blank lines do not
    count as pairs. Without `changes`, what changed, who is credited and which came first are not looked for.
    Ending the iteration early, with Ctrl-C too, ends the workers at once. In a script, call it under
    `if __name__ == "__main__":`, as workers import the script anew.
    """
    if workers is not None and workers < 1:
        raise SettingsError(f"The number of workers must be 1 or more, not {workers}.")
    return _results(lines, str(folder), render, workers or available_cores(), on_bad or _ignore, changes)


def _results(
    lines: Iterable[str],
    folder: str,
    render: Callable[[Comparison], T] | None,
    workers: int,
    on_bad: OnBad,
    changes: bool,
) -> Iterator[T]:
    jobs: Iterator[_Job] = (
        (number, line, render, folder, changes) for number, line in enumerate(lines, 1) if line.strip()
    )
    first = list(islice(jobs, _FEW))
    alone = workers == 1 or len(first) < _FEW
    answers = _here(chain(first, jobs)) if alone else _on_workers(chain(first, jobs), workers)
    try:
        for number, (result, reason) in answers:
            if reason is None:
                yield cast(T, result)
            else:
                on_bad(number, reason)
    finally:
        answers.close()


def _compare(job: _Job) -> _Answer:
    """The rendered comparison of one line and None, or else None and the reason why there is none."""
    _, line, render, folder, changes = job
    try:
        pair = _parse(line)
        from retold.pipeline import compare

        name = pair.get("pair")
        comparison = compare(
            _source(pair, "a", folder),
            _source(pair, "b", folder),
            pair=None if name is None else str(name),
            changes=changes,
        )
        return (render(comparison) if render else comparison), None
    except RetoldError as error:
        return None, str(error)
    except Exception as error:  # one pair that nobody foresaw must not cost the others
        return None, f"{type(error).__name__}: {error}"


def _parse(line: str) -> dict[str, Any]:
    try:
        pair = json.loads(line.removeprefix("\ufeff"))
    except ValueError as error:
        raise RetoldError(f"The line is not JSON ({error}).") from error
    if not isinstance(pair, dict):
        raise RetoldError('The line is not a JSON object with "a" and "b".')
    return pair


def _source(pair: dict[str, Any], side: str, folder: str) -> Any:
    """One side as `compare` takes it: the article object itself, or a path from `folder`, or a URL."""
    source = pair.get(side)
    if isinstance(source, dict):
        return source
    if not isinstance(source, str) or not source.strip():
        raise RetoldError(f'"{side}" must be an article object or a path.')
    if source.startswith(("http://", "https://")):
        return source
    return Path(folder) / source


def _here(jobs: Iterator[_Job]) -> _Answers:
    for job in jobs:
        yield job[0], _compare(job)


def _on_workers(jobs: Iterator[_Job], workers: int) -> _Answers:
    """The answers in order. Where a worker dies, what was under way is tried again, each pair alone."""
    from concurrent.futures.process import BrokenProcessPool

    pending: deque[tuple[_Job, Future[_Answer]]] = deque()
    pool = Pool(workers)
    try:
        while True:
            for job in islice(jobs, workers * _LOOK_AHEAD - len(pending)):
                pending.append((job, pool.submit(_compare, job)))
            if not pending:
                break
            job, future = pending.popleft()
            try:
                answer = future.result()
            except BrokenProcessPool:
                suspects = [job, *(job for job, _ in pending)]
                pending.clear()
                pool.end()
                yield from _one_by_one(suspects)
                pool = Pool(workers)
            else:
                yield job[0], answer
    finally:
        pool.end()


def _one_by_one(jobs: Iterable[_Job]) -> _Answers:
    """The answers from one worker that has one job at a time, so that its death can be laid to that job."""
    from concurrent.futures.process import BrokenProcessPool

    pool = Pool(1)
    try:
        for job in jobs:
            try:
                answer = pool.submit(_compare, job).result()
            except BrokenProcessPool:
                answer = None, "The process that compared this pair died."
                pool.end()
                pool = Pool(1)
            yield job[0], answer
    finally:
        pool.end()


def _ignore(number: int, reason: str) -> None:
    """Skip a bad pair without a word."""
