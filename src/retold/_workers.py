"""What all worker processes have in common: how many there are, how they start, and that none outlives its parent."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from retold._threads import one_thread_a_process

if TYPE_CHECKING:  # multiprocessing costs time to import, and most runs need none
    from multiprocessing.connection import Connection

__all__ = ["available_cores", "interrupts_held", "start_worker"]


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
