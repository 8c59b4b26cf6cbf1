"""Work for many hosts at once, and for each of them one thing after another."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["by_host"]

_T = TypeVar("_T")
_R = TypeVar("_R")

# Threads mostly wait: for servers, and for the pause between two pages of one host.
_THREADS = 16
# Results that wait for whoever takes them, so that no more is fetched than can be checked.
_WAITING = 32
_PATIENCE = 0.2


def by_host(
    items: Iterable[_T],
    host: Callable[[_T], str],
    work: Callable[[_T], _R],
    enough: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[_T, _R]]:
    """Each item with what `work` made of it, as they come; items of one host in their order, one at a time.

    Once `enough` says so, nothing more is begun. An error in `work` is raised here, and ends all.
    """
    groups: dict[str, list[_T]] = {}
    for item in items:
        groups.setdefault(host(item), []).append(item)
    waiting: queue.SimpleQueue[list[_T]] = queue.SimpleQueue()
    for group in groups.values():
        waiting.put(group)
    done: queue.Queue[tuple[_T, _R] | BaseException | None] = queue.Queue(_WAITING)
    stop = threading.Event()

    def put(result: tuple[_T, _R] | BaseException | None) -> None:
        while not stop.is_set():
            try:
                done.put(result, timeout=_PATIENCE)
                return
            except queue.Full:
                continue

    def run() -> None:
        try:
            while True:
                for item in waiting.get_nowait():
                    if stop.is_set() or enough():
                        break
                    put((item, work(item)))
        except queue.Empty:
            put(None)
        except BaseException as error:  # it belongs to whoever waits for the results
            put(error)

    threads = min(_THREADS, len(groups))
    for _ in range(threads):
        threading.Thread(target=run, name="retold-watch", daemon=True).start()
    try:
        while threads:
            result = done.get()
            if result is None:
                threads -= 1
            elif isinstance(result, BaseException):
                raise result
            else:
                yield result
    finally:
        stop.set()  # threads that wait for a server are left to themselves; they keep nothing any more
