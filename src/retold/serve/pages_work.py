"""Work that takes longer than a page should: done in threads while the page waits, for some seconds at a time."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retold.errors import RetoldError
from retold.serve.errors import BusyError, NotFoundError, RefusedError, explained

if TYPE_CHECKING:
    from retold.serve.service import Service

__all__ = ["MOST_COMPARED", "Compared", "Work", "Works"]

_log = logging.getLogger("retold.serve")
_MOST_WORKS = 64
_KEPT_SECONDS = 600.0  # after it is done, so that whoever comes back late still finds the answer
MOST_COMPARED = 12  # pairs that a page compares without being asked
_MOST_WAITING = 500  # pairs; what is beyond is asked for again by the page, which goes on looking
_REMEMBERED = 2000  # of a few thousand bytes each, mostly the reasons of changes
_KEPT = ("relation", "direction", "credit", "changes")


@dataclass(eq=False)
class Work:
    """Something that is being done: what, since when, and what came of it, the address of the answer or an error."""

    id: str
    doing: str
    began: float = field(default_factory=time.monotonic)
    ended: threading.Event = field(default_factory=threading.Event)
    place: str = ""
    error: RefusedError | None = None


class Works:
    """What is being done for pages."""

    def __init__(self) -> None:
        self._all: OrderedDict[str, Work] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, doing: str, run: Callable[[], str]) -> Work:
        """Have `run` do it, which returns the address of the answer; its errors are kept for the page."""
        work = Work(secrets.token_hex(10), doing)
        with self._lock:
            now = time.monotonic()
            for id, old in list(self._all.items()):
                if old.ended.is_set() and now - old.began > _KEPT_SECONDS:
                    del self._all[id]
            if sum(not old.ended.is_set() for old in self._all.values()) >= _MOST_WORKS:
                raise BusyError("Too many texts are waiting to be looked at; try again in a few seconds.")
            self._all[work.id] = work

        def done() -> None:
            try:
                work.place = run()
            except RetoldError as error:
                work.error = explained(error)
            except Exception:
                _log.exception("Work for a page failed.")
                message = "This failed; the reason stands in the server's log."
                work.error = RefusedError(message, status=500, code="failed")
            finally:
                work.ended.set()

        threading.Thread(target=done, name="retold-page-work", daemon=True).start()
        return work

    def get(self, id: str) -> Work:
        """The work of this id."""
        with self._lock:
            work = self._all.get(id)
        if work is None:
            raise NotFoundError("There is no work of this id any more; ask for it again.")
        return work


class Compared:
    """Pairs of archived articles that pages show side by side: each compared once, and remembered in short."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()
        self._running: dict[tuple[str, str], Future[None]] = {}
        self._lock = threading.Lock()
        # Half of the workers stay free for those who check a text.
        self._threads = ThreadPoolExecutor(max(1, service.settings.workers // 2), "retold-page-compares")

    def find(self, pairs: Sequence[tuple[str, str]], seconds: float) -> list[dict[str, Any] | None]:
        """What the comparison of each pair of names found, in short: "id", "record" and "error".

        What is not known is compared now; after so many seconds the answer is what there is, with None for the rest.
        """
        self._forget_gone(pairs)
        with self._lock:
            for pair in pairs:
                if pair not in self._known and pair not in self._running and len(self._running) < _MOST_WAITING:
                    self._running[pair] = self._threads.submit(self._compare, pair)
            waited = [self._running[pair] for pair in pairs if pair in self._running]
        wait(waited, seconds)
        with self._lock:
            return [self._known.get(pair) for pair in pairs]

    def _forget_gone(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Forget pairs that failed, or whose comparison is no longer kept, as one of the articles was removed."""
        with self._lock:
            known = [(pair, self._known[pair]["id"]) for pair in pairs if pair in self._known]
        for pair, id in known:
            try:
                if id is not None:
                    self._service.saved_comparison(id)
                    continue
            except NotFoundError:
                pass
            with self._lock:
                self._known.pop(pair, None)

    def _compare(self, pair: tuple[str, str]) -> None:
        said: dict[str, Any] = {"id": None, "record": None, "error": None}
        try:
            answer = self._service.compare({"id": pair[0]}, {"id": pair[1]})
            record = answer["comparison"]
            said |= {"id": answer["id"], "record": {key: record[key] for key in _KEPT if key in record}}
        except RetoldError as error:
            said["error"] = str(explained(error))
        except Exception:
            _log.exception("A comparison for a page failed.")
            said["error"] = "These could not be compared."
        with self._lock:
            self._running.pop(pair, None)
            self._known[pair] = said
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
