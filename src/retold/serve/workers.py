"""Worker processes that texts of strangers can slow down or kill without harm to anybody else.

Each worker has a pipe of its own and does one job at a time. One that is over its time is killed and another one takes
its place; one that died is replaced too. Workers watch a pipe to this process and end when it is gone, even by kill -9.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from retold._workers import interrupts_held, start_worker
from retold.errors import RetoldError
from retold.serve.errors import BusyError, TookTooLongError

__all__ = ["Workers"]

_log = logging.getLogger("retold.serve")
# The first worker compiles for half a minute where nothing is cached yet.
_START_SECONDS = 180.0
# So long a worker that cannot be started waits before it is tried again, and at most.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_DIED = "The process that worked on this died; try again."
_UNFORESEEN = "This text could not be worked on; the reason stands in the server's log."


class _UntakenError(Exception):
    """A worker died before it took the job: of something else, so another one may have it."""


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, archive: Path, watched: Connection, prepare: Callable[[], None] | None) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        arguments = (theirs, watched, str(archive), prepare)
        self.process = context.Process(target=_work, args=arguments, name="retold-worker", daemon=True)
        with interrupts_held():
            self.process.start()
        theirs.close()

    def ready(self) -> None:
        """Wait until it has opened the archive; raises what went wrong."""
        if not self.pipe.poll(_START_SECONDS):
            raise TimeoutError("a worker took too long to start")
        said = self.pipe.recv()
        if isinstance(said, Exception):
            raise said

    def end(self) -> None:
        """Kill it, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class _Idle:
    """The workers that are free. Who waits longest gets the next one; None wakes everybody, for good."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: deque[_Worker] = deque()
        self._waiting: deque[queue.SimpleQueue[_Worker | None]] = deque()
        self._ended = False

    def put(self, worker: _Worker | None) -> None:
        with self._lock:
            if worker is None:
                self._ended = True
                while self._waiting:
                    self._waiting.popleft().put(None)
            elif self._waiting:
                self._waiting.popleft().put(worker)
            else:
                self._free.append(worker)

    def get(self, timeout: float) -> _Worker | None:
        """A worker, or None where all is ended; raises `queue.Empty` where none was free in time."""
        with self._lock:
            if self._ended:
                return None
            if self._free:
                return self._free.popleft()
            place: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
            self._waiting.append(place)
        try:
            return place.get(timeout=timeout)
        except queue.Empty:
            with self._lock:
                if place in self._waiting:
                    self._waiting.remove(place)
                    raise
            return place.get_nowait()  # it came in the last moment

    def waiting(self) -> int:
        with self._lock:
            return len(self._waiting)


class Workers:
    """Some workers over one archive, and the callers that wait for one."""

    def __init__(
        self, archive: Path, *, number: int, waiting: int, seconds: float, prepare: Callable[[], None] | None = None
    ) -> None:
        self._archive, self._number, self._seconds, self._prepare = archive, number, seconds, prepare
        self._idle = _Idle()
        self._places = threading.BoundedSemaphore(number + waiting)
        self._watched, self._held = get_context("spawn").Pipe(duplex=False)
        self._lock = threading.Lock()
        self._all: set[_Worker] = set()
        self._ended = threading.Event()

    def start(self) -> None:
        """Start all workers and wait until each is ready; raises what the first one says that is not."""
        started: list[_Worker] = []
        try:
            for _ in range(self._number):
                started.append(self._new())
                if len(started) == 1:
                    started[0].ready()  # compiles what the others then find compiled
                else:
                    self._idle_when_ready(started[-1])
        except BaseException:
            self.end()
            raise
        self._idle.put(started[0])

    def pids(self) -> list[int]:
        """The processes that are there now."""
        with self._lock:
            return [worker.process.pid for worker in self._all if worker.process.pid is not None]

    def waiting(self) -> int:
        """How many callers wait for a worker now."""
        return self._idle.waiting()

    def run(self, job: str, *arguments: Any, seconds: float | None = None) -> tuple[list[Any], bool]:
        """What a job yields, and whether it was done in time.

        Raises what the job raised, `TookTooLongError` where it yielded nothing in time, and `BusyError` where no worker
        was free in time, so many others wait already, or the worker died.
        """
        limit = seconds or self._seconds
        if not self._places.acquire(blocking=False):
            raise BusyError("Too many texts are waiting to be looked at; try again in a few seconds.", after=limit / 4)
        try:
            for _ in range(self._number + 1):
                try:
                    return self._ask(self._free(limit), job, arguments, limit)
                except _UntakenError:
                    continue
            raise BusyError(_DIED, after=1, code="worker-died")
        finally:
            self._places.release()

    def _free(self, limit: float) -> _Worker:
        """A worker that is free, within so many seconds."""
        deadline = time.monotonic() + limit
        while True:
            try:
                worker = self._idle.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                message = "No worker was free in time; try again in a few seconds."
                raise BusyError(message, after=limit / 4) from None
            if worker is None:
                raise BusyError("The service is being stopped.")
            if worker.process.is_alive():
                return worker
            self._replace(worker)  # it died while it had nothing to do

    def _ask(self, worker: _Worker, job: str, arguments: tuple[Any, ...], limit: float) -> tuple[list[Any], bool]:
        deadline = time.monotonic() + limit
        answers: list[Any] = []
        taken = whole = False
        try:
            worker.pipe.send((job, arguments))
            while worker.pipe.poll(max(0.0, deadline - time.monotonic())):
                kind, value = worker.pipe.recv()
                if kind == "done":
                    whole = True
                    break
                if kind == "taken":
                    taken = True
                    continue
                if kind == "unforeseen":
                    _log.error("A worker failed at %s: %s", job, value)
                    value = BusyError(_UNFORESEEN, status=422, code="not-read")
                answers.append(value)
        except (EOFError, OSError):
            if not taken:
                raise _UntakenError from None
            _log.warning("A worker died at the job %s.", job)
            raise BusyError(_DIED, after=1, code="worker-died") from None
        finally:
            if whole:
                self._idle.put(worker)
            else:
                self._replace(worker)
        if answers and isinstance(answers[-1], RetoldError):
            raise answers[-1]
        if not whole and not answers:
            raise TookTooLongError(f"This took longer than the {limit:g} seconds that are allowed, and was ended.")
        return answers, whole

    def _new(self) -> _Worker:
        with self._lock:
            if self._ended.is_set():
                raise BusyError("The service is being stopped.")
            worker = _Worker(self._archive, self._watched, self._prepare)
            self._all.add(worker)
        return worker

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._all.discard(worker)
        self._idle_when_ready(None)

    def _idle_when_ready(self, worker: _Worker | None) -> None:
        """Have a worker take jobs once it is ready, a new one where none is given; another one where it fails."""
        threading.Thread(target=self._until_ready, args=(worker,), name="retold-starts-worker", daemon=True).start()

    def _until_ready(self, worker: _Worker | None) -> None:
        pause = _FIRST_PAUSE
        while not self._ended.is_set():
            try:
                worker = worker or self._new()
                worker.ready()
            except (OSError, EOFError, RetoldError) as error:
                if self._ended.is_set():
                    return
                _log.warning("A worker could not be started: %s", str(error) or type(error).__name__)
                if worker is not None:
                    worker.end()
                    with self._lock:
                        self._all.discard(worker)
                    worker = None
                self._ended.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._idle.put(worker)
                return

    def end(self) -> None:
        """End all workers at once; callers that wait are told."""
        self._ended.set()
        self._idle.put(None)
        with self._lock:
            gone, self._all = self._all, set()
        for worker in gone:
            worker.process.kill()
        for worker in gone:
            worker.process.join()
        self._held.close()
        self._watched.close()


def _work(pipe: Connection, watched: Connection, path: str, prepare: Callable[[], None] | None) -> None:
    """What a worker process does: open the archive, then one job after the other until the pipe closes."""
    start_worker(watched)
    import gc
    import traceback

    from retold.archive import Archive
    from retold.serve.jobs import run, warm_up

    try:
        archive = Archive(path, create=False)
        warm_up(archive)
        if prepare is not None:
            prepare()
        # What is loaded by now stays. Looked through for what nobody holds, it costs some job a tenth of a second more.
        gc.collect()
        gc.freeze()
    except Exception as error:
        said = error if isinstance(error, RetoldError) else RetoldError(f"{type(error).__name__}: {error}")
        pipe.send(said)
        return
    pipe.send("ready")
    while True:
        try:
            job, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(("taken", None))
        try:
            for answer in run(archive, job, arguments):
                pipe.send(("answer", answer))
        except Exception as error:  # one text that nobody foresaw must not cost the others
            # Where it happened, but not what the error says: that may quote the text.
            frames = traceback.extract_tb(error.__traceback__)[-3:]
            places = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
            pipe.send(("unforeseen", f"{type(error).__name__} at {places}"))
        pipe.send(("done", None))
