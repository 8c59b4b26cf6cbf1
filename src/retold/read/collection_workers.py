"""Work on worker processes, whose answers come in the order of the jobs, in between what needs no work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from retold._workers import Pool, available_cores

if TYPE_CHECKING:  # worker processes cost time to import, and most collections need none
    from concurrent.futures import Future

__all__ = ["Job", "in_order"]

K = TypeVar("K")
T = TypeVar("T")

# So many jobs are done in this process before worker processes are started, which takes as long.
_FEW = 20
# Jobs handed out per worker ahead of the one whose answer is due, and the bytes that may wait in them.
_LOOK_AHEAD = 8
_AHEAD_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """`work(*arguments)`, which may be called in another process: a function of a module with arguments that pickle.

    `died` is the answer if that process dies of it; `size` is how many bytes the arguments hold.
    """

    work: Callable[..., T]
    arguments: tuple[object, ...]
    died: T
    size: int = 0


def in_order(parts: Iterable[tuple[K, T | Job[T]]], workers: int | None) -> Generator[tuple[K, T], None, None]:
    """Each part under its key, jobs as their answers, in the order of `parts`.

    `workers` is the number of processes, by default one a core. With 1, and for the first 20 jobs, the work is done
    in this process. Where a worker dies, what was under way is tried again, each job alone. Closing the generator
    ends the workers at once. Other errors in a job are raised here.
    """
    count = workers or available_cores()
    pending: deque[tuple[K, T | Job[T], Future[T] | None]] = deque()
    pool: Pool | None = None
    done = held = 0
    try:
        for key, part in parts:
            if not isinstance(part, Job):
                if not pending:
                    yield key, part
                    continue
                pending.append((key, part, None))
            elif pool is None and (count == 1 or done < _FEW):
                done += 1
                yield key, part.work(*part.arguments)
                continue
            else:
                pool = pool or Pool(count)
                held += part.size
                pending.append((key, part, pool.submit(part.work, *part.arguments)))
            while pending and (_ready(pending[0][2]) or len(pending) >= count * _LOOK_AHEAD or held > _AHEAD_BYTES):
                if _broken(pending[0][2]) and pool is not None:
                    pool = _try_again(pending, pool, count)
                key, part, future = pending.popleft()
                held -= part.size if isinstance(part, Job) else 0
                yield key, _answer(part, future)
        while pending:
            if _broken(pending[0][2]) and pool is not None:
                pool = _try_again(pending, pool, count)
            key, part, future = pending.popleft()
            yield key, _answer(part, future)
    finally:
        if pool is not None:
            pool.end()


def _ready(future: Future[T] | None) -> bool:
    """Whether there is no need to wait."""
    return future is None or future.done()


def _broken(future: Future[T] | None) -> bool:
    """Whether the worker has died that had this job, or another one of the same pool; waits for the job's end."""
    from concurrent.futures.process import BrokenProcessPool

    return future is not None and isinstance(future.exception(), BrokenProcessPool)


def _answer(part: T | Job[T], future: Future[T] | None) -> T:
    if isinstance(part, Job):
        assert future is not None
        return future.result()
    return part


def _try_again(pending: deque[tuple[K, T | Job[T], Future[T] | None]], pool: Pool, count: int) -> Pool:
    """Do the jobs that a death of a worker has broken off, one at a time, so that it can be laid to one of them.

    The answers take their places in `pending`; a new pool is given back.
    """
    from concurrent.futures import Future

    pool.end()
    alone = Pool(1)
    try:
        for i, (key, part, future) in enumerate(pending):
            if isinstance(part, Job) and _broken(future):
                again = alone.submit(part.work, *part.arguments)
                if _broken(again):
                    alone.end()
                    alone = Pool(1)
                    again = Future()
                    again.set_result(part.died)
                pending[i] = key, part, again
    finally:
        alone.end()
    return Pool(count)
