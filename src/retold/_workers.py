"""What all worker processes have in common: how many there are, how they start, and that none outlives its parent."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from retold._threads import one_thread_a_process

if TYPE_CHECKING:  # multiprocessing costs time to import, and most runs need none
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

__all__ = ["Pool", "available_cores", "interrupts_held", "start_worker"]

T = TypeVar("T")


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait, and processes started meanwhile never see it: it must not meet one that is still importing."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # else the first process starts it, which lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker(watched: Connection) -> None:
    """Runs first in a worker: one thread a process for number work, and the watch over the pipe to its parent."""
    import signal

    one_thread_a_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: Connection) -> None:
    try:
        watched.recv_bytes()
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


class Pool:
    """A process pool whose workers end at once when `end` is called or when this process is gone.

    Every worker watches a pipe; its other end is open as long as the pool is wanted.
    """

    def __init__(self, workers: int) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        context = get_context("spawn")
        self._watched, self._held = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(workers, context, start_worker, (self._watched,))
        with interrupts_held():
            self._executor.submit(int)  # starts all workers

    def submit(self, work: Callable[..., T], *arguments: Any) -> Future[T]:
        """What the work will give; where a worker has died, a `BrokenProcessPool`."""
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._executor.submit(work, *arguments)
        except BrokenProcessPool as error:
            future: Future[T] = Future()
            future.set_exception(error)
            return future

    def end(self) -> None:
        """End all workers, whatever they do."""
        self._held.close()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._watched.close()
