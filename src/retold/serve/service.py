"""What the service knows and does, as JSON-ready data; the API and the pages share it.

Texts of strangers are looked at in worker processes (`workers`, `jobs`). Questions to the archive alone are answered
here, by a few threads of their own, as each thread that asks has its own connection to the file.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import asdict
from functools import partial
from typing import Any, TypeVar

from retold.archive import Archive
from retold.errors import ArchiveError, RetoldError
from retold.model import Families, Family
from retold.report.check import entry_record
from retold.serve.errors import BusyError, InvalidError, NotFoundError, TookTooLongError, explained, text_too_long
from retold.serve.families import family_summary, publishers_record
from retold.serve.jobs import version_name
from retold.serve.saved import Saved
from retold.serve.settings import Settings
from retold.serve.workers import Workers

__all__ = ["Service"]

T = TypeVar("T")
_log = logging.getLogger("retold.serve")
_READERS = 4  # threads that ask the archive; each holds a connection with its cache
_FETCHES = 8  # pages that are fetched at one time
_FETCH_SECONDS = 10.0
# Articles that came since are linked in the background, for so long at a time, by a worker that others then may have.
# Who waits for a worker goes before it, but a service that is never at rest links now and then all the same.
_LINK_SECONDS, _LINK_PAUSE, _LINK_PATIENCE = 2.0, 1.0, 30.0
# Finding families anew may take this share of the time: where they take a second, they are up to five seconds old.
_FAMILIES_SHARE = 0.2
_FORGET_SECONDS = 60.0  # so often at most, all saved checks are looked through for articles that were removed
_FIELD_LENGTHS = {
    "id": 1000, "title": 2000, "byline": 1000, "publisher": 500, "published": 100, "lang": 20, "url": 2000
}  # fmt: skip
_LONGEST_QUESTION = 500  # characters


class Service:
    """An archive, the workers that look at texts, and what was checked before. Start it, and close it.

    All methods may be called from any thread; those that check or compare wait for a worker. They raise `RetoldError`s
    alone, mostly a `RefusedError`, which says with which status and code the answer goes out.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.archive = Archive(settings.archive, create=False)
        self._saved = Saved(settings.archive.with_name(f"{settings.archive.name}.checks"))
        self._workers = Workers(
            settings.archive,
            number=settings.workers,
            waiting=settings.waiting,
            seconds=settings.seconds,
            prepare=settings.prepare,
        )
        self._started = self._closed = False
        self._readers = ThreadPoolExecutor(_READERS, "retold-reader")
        self._slow_reader = ThreadPoolExecutor(1, "retold-families")  # whoever waits for families holds up nobody else
        self._fetches = threading.BoundedSemaphore(_FETCHES)
        self._families: tuple[Any, tuple[Family, ...]] | None = None
        self._families_due = 0.0
        self._to_link, self._linker = threading.Event(), threading.Thread(target=self._link, daemon=True)
        self._forgot: tuple[Any, float] = (None, 0.0)

    def start(self) -> None:
        """Start the workers, and wait until the first can work. Once is enough."""
        if not self._started:
            self._workers.start()
            self._started = True
            self._ask(self._forget_removed)
            self._to_link.set()
            self._linker.start()

    def close(self) -> None:
        """End the workers and close the files. Once is enough."""
        if self._closed:
            return
        self._closed = True
        self._to_link.set()
        self._workers.end()
        for readers in (self._readers, self._slow_reader):
            readers.shutdown(wait=True, cancel_futures=True)
        self._saved.close()
        self.archive.close()

    def worker_pids(self) -> list[int]:
        """The worker processes that are there now."""
        return self._workers.pids()

    # Checking and comparing

    def check(
        self,
        *,
        text: str = "",
        url: str = "",
        title: str = "",
        publisher: str = "",
        published: str = "",
        most: int = 5,
        data: bytes | None = None,
        name: str = "",
    ) -> dict[str, Any]:
        """The archived articles that an article retells, or that retell it, with the evidence; saved under its "id".

        The article is a `text`, or else the `data` of a file that was sent under a `name`, or else the page at `url`,
        which is fetched from the public web alone. With a text, `url` says where it stands. `most` is from 1 to 20.
        Where time runs out after the matches were found, the comparisons that are missing are null.
        """
        began = time.monotonic()
        if not 1 <= most <= 20:
            raise InvalidError(f"At most 1 to 20 matches can be asked for, not {most}.")
        stated = {"url": url, "title": title, "publisher": publisher, "published": published}
        given = self._given({"text": text, **stated}, data, name)
        (found, *comparisons), whole = self._workers.run("check", given, most, self.settings.licensed)
        for place, comparison in comparisons:
            found["matches"][place]["comparison"] = comparison
        record = {"article": found["article"], "matches": found["matches"], "complete": whole}
        id = self._save("check", {"record": record, "private": [found["private"]]}, found["involved"])
        return {"id": id, **record, "took_ms": _milliseconds(began)}

    def saved_check(self, id: str) -> dict[str, Any]:
        """What a check found, by its id; `saved` is when it was made."""
        kept, at = self._get("check", id)
        return {"id": id, "saved": at, **kept["record"]}

    def delete_check(self, id: str) -> None:
        """Delete a saved check for good."""
        self._saved.delete("check", id)

    def check_html(self, id: str, number: int) -> str:
        """The report on match `number` (from 0) of a saved check, as a page; `a` is the archived article."""
        kept, _ = self._get("check", id)
        matches = kept["record"]["matches"]
        if not 0 <= number < len(matches):
            raise NotFoundError(f"This check has no match number {number}.")
        archived = matches[number]["article"]
        return self._page({"archived": f"{archived['id']}@{archived['version']}"}, kept["private"][0])

    def compare(self, a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
        """How one of two articles is made from the other; saved under its "id".

        Each is an article with "text" (and title, publisher, …), a page with "url" alone, an archived article with
        {"id": name} alone, or a file with "data" (bytes) and "name".
        """
        began = time.monotonic()
        sides = [self._side(side) for side in (a, b)]
        (found,), _ = self._workers.run("compare", *sides)
        kept = {"record": {"comparison": found["comparison"]}, "private": found["private"]}
        id = self._save("comparison", kept, found["involved"])
        return {"id": id, "comparison": found["comparison"], "took_ms": _milliseconds(began)}

    def saved_comparison(self, id: str) -> dict[str, Any]:
        """A comparison that was made, by its id; `saved` is when."""
        kept, at = self._get("comparison", id)
        return {"id": id, "saved": at, **kept["record"]}

    def delete_comparison(self, id: str) -> None:
        """Delete a saved comparison for good."""
        self._saved.delete("comparison", id)

    def comparison_html(self, id: str) -> str:
        """The report on a saved comparison, as a self-contained page."""
        kept, _ = self._get("comparison", id)
        return self._page(*kept["private"])

    def _page(self, a: Mapping[str, Any], b: Mapping[str, Any]) -> str:
        (page,), _ = self._workers.run("page", a, b)
        return str(page)

    def _side(self, side: Mapping[str, Any]) -> dict[str, Any]:
        name = side.get("id", "")
        if name and not (side.get("text") or side.get("url") or side.get("data")):
            self._ask(partial(self._entry, name))
            return {"archived": name}
        fields = {field: side.get(field, "") for field in ("text", *_FIELD_LENGTHS)}
        return self._given(fields, side.get("data"), side.get("name", ""))

    def _given(self, fields: dict[str, str], data: bytes | None = None, name: str = "") -> dict[str, Any]:
        """What a worker is told of an article; a page is fetched before."""
        longest = self.settings.max_characters
        for field, limit in _FIELD_LENGTHS.items():
            if len(fields.get(field, "")) > limit:
                raise InvalidError(f"The {field} is longer than {limit:,} characters.")
        if len(fields["text"]) > longest:
            raise text_too_long(fields["text"], longest)
        text = fields.pop("text")
        if text.strip():
            return {**fields, "text": text}
        if data is not None:
            return {**fields, "data": data, "name": name or "The file", "longest": longest}
        if not fields["url"].strip():
            raise InvalidError("There is neither a text nor an address to look at.", code="no-article")
        return {**fields, **self._fetched(fields["url"].strip()), "longest": longest}

    def _fetched(self, url: str) -> dict[str, Any]:
        from retold.read.fetch import fetch

        if not self._fetches.acquire(timeout=_FETCH_SECONDS):
            raise BusyError("Too many pages are being fetched; try again in a few seconds.")
        try:
            got = fetch(url, public_only=True, timeout=min(_FETCH_SECONDS, self.settings.seconds))
        finally:
            self._fetches.release()
        named = {"charset": got.charset, "kind": got.kind}
        return {"data": got.data, "name": url, "found": got.url, "url": "", **named}

    # What was saved

    def _save(self, kind: str, record: dict[str, Any], involved: list[list[str]]) -> str:
        id = self._saved.save(kind, record, involved)
        state, then = self._forgot
        if time.monotonic() - then > _FORGET_SECONDS and self.state() != state:
            self._readers.submit(self._forget_removed)
        return id

    def _get(self, kind: str, id: str) -> tuple[dict[str, Any], str]:
        """What was saved, unless an archived article that it shows has been removed since."""
        kept = self._saved.get(kind, id)
        involved = self._saved.involved(id)
        if not self._ask(lambda: all(self._is_there(*pair) for pair in involved)):
            self._saved.delete(kind, id)
            raise NotFoundError(f"This {kind} was deleted, as an article that it showed was removed.")
        return kept

    def _forget_removed(self) -> None:
        self._forgot = (self.state(), time.monotonic())
        self._saved.forget(self._is_there)

    def _is_there(self, name: str, added: str) -> bool:
        try:
            return self.archive.entry(name).added == added
        except ArchiveError as error:
            if error.__cause__ is not None:  # the file could not be read, which says nothing of the article
                raise
            return False

    # The archive

    def state(self) -> tuple[int, ...]:
        """What is another thing whenever the archive has changed."""
        return self.archive.state()

    def articles(self, after: int = 0, most: int = 50, publisher: str = "") -> dict[str, Any]:
        """Latest versions in the order in which they were added; "next" is the `after` of the next page, or null."""
        entries = self._ask(partial(self.archive.entries, publisher=publisher, after=after, most=most + 1))
        following = entries[most - 1].number if len(entries) > most else None
        return {"articles": [entry_record(entry) for entry in entries[:most]], "next": following}

    def article(self, name: str) -> dict[str, Any]:
        """An archived article: its entry, text, versions, copies, and the articles that are linked with it."""

        def found() -> dict[str, Any]:
            entry = self._entry(name)
            return {
                "article": entry_record(entry),
                "text": self.archive.get(version_name(entry)).text,
                "versions": [entry_record(version) for version in self.archive.versions(entry.id)],
                "copies": self.archive.copies(version_name(entry)),
                "links": list(self.archive.links_of(entry.id)),
            }

        return self._ask(found)

    def _entry(self, name: str) -> Any:
        try:
            return self.archive.entry(name)
        except ArchiveError as error:
            if error.__cause__ is not None:
                raise
            raise NotFoundError(f"There is no article {name[:300]} in the archive.") from error

    def search(self, words: str, most: int = 20) -> dict[str, Any]:
        """The archived articles with all words, the best first, with what stands around a hit."""
        if self.archive.store != "text":
            raise InvalidError("This archive keeps no texts, so they cannot be searched.", code="no-texts")
        if len(words) > _LONGEST_QUESTION:
            raise InvalidError(f"At most {_LONGEST_QUESTION} characters can be searched.")
        found = self._ask(partial(self.archive.search, words, most=most))
        return {"results": [{"article": entry_record(entry), "snippet": snippet} for entry, snippet in found]}

    def families(self, after: int = 0, most: int = 50) -> dict[str, Any]:
        """Families of the archive, the largest first, from place `after` on; "next" is the next place, or null."""
        found = self._ask(self._found_families, self._slow_reader)
        following = after + most if after + most < len(found) else None
        shown = [family_summary(family) for family in found[after : after + most]]
        return {"families": shown, "total": len(found), "next": following}

    def family(self, id: str) -> dict[str, Any]:
        """A family by its id, as `retold.family/1`."""
        for family in self._ask(self._found_families, self._slow_reader):
            if family.id == id:
                return family.to_dict()
        raise NotFoundError(f"There is no family {id[:300]} in the archive.")

    def families_of(self, id: str) -> list[dict[str, Any]]:
        """The families that an archived article is a member of, each as `retold.family/1`."""
        found = self._ask(self._found_families, self._slow_reader)
        return [family.to_dict() for family in found if id in family.articles]

    def publishers(self) -> dict[str, Any]:
        """The publishers in families, and who retells whom how often."""
        families = self._ask(self._found_families, self._slow_reader)
        return publishers_record(Families(families, sum(len(family.members) for family in families)))

    def look(self) -> None:
        """Find out whether the archive answers; raises what is wrong."""
        self._ask(partial(self.archive.entries, most=1))

    def stats(self) -> dict[str, Any]:
        """How much the archive holds."""
        return {**asdict(self._ask(self.archive.stats)), "writable": self.settings.writable}

    def _found_families(self) -> tuple[Family, ...]:
        """The families, made anew when the archive has changed."""
        state, now = self.state(), time.monotonic()
        if self._families is None or (self._families[0] != state and now >= self._families_due):
            self._families = (state, self.archive.families())
            took = time.monotonic() - now
            self._families_due = now + took / _FAMILIES_SHARE
            self._to_link.set()  # others may have added articles
        return self._families[1]

    def _link(self) -> None:
        """Link what was added, whenever there may be something; runs in a thread of its own until the end."""
        while not self._closed:
            self._to_link.wait()
            self._to_link.clear()
            more = not self._closed
            while more and not self._closed:
                due = time.monotonic() + _LINK_PATIENCE
                while self._workers.waiting() and not self._closed and time.monotonic() < due:
                    time.sleep(_LINK_PAUSE)
                try:
                    (more,), _ = self._workers.run("link", _LINK_SECONDS)
                except TookTooLongError:
                    _log.warning("Linking articles took too long; it goes on when more are added.")
                    more = False
                except BusyError as error:
                    more = error.code == "busy"  # everybody else goes first
                except RetoldError as error:  # an archive that can only be read, for one
                    _log.warning("Articles cannot be linked: %s", error)
                    more = False
                time.sleep(_LINK_PAUSE if more else 0)

    # Writing

    def add(self, article: Mapping[str, Any]) -> dict[str, Any]:
        """Add an article: what became of it, and its entry."""
        self._must_be_writable()
        fields = {field: str(article.get(field) or "") for field in ("text", "slug", *_FIELD_LENGTHS)}
        if not fields["text"].strip():
            raise InvalidError("There is no text to add.", code="no-article")
        self._given(dict(fields))
        (answer,), _ = self._workers.run("add", fields)
        self._to_link.set()
        return dict(answer)

    def remove(self, name: str, reason: str = "") -> dict[str, Any]:
        """Remove an article with all its versions, or the one version that is named, and every check that shows it."""
        self._must_be_writable()

        def removed() -> dict[str, Any]:
            self._entry(name)
            gone = self.archive.remove(name, reason=reason)
            self._forget_removed()
            return {"removed": [entry_record(entry) for entry in gone]}

        return self._ask(removed)

    def _must_be_writable(self) -> None:
        if not self.settings.writable:
            message = "This service was started without --writable, so the archive cannot be changed."
            raise InvalidError(message, status=403, code="not-writable")

    def _ask(self, question: Callable[[], T], readers: ThreadPoolExecutor | None = None) -> T:
        """The answer of one of the threads that ask the archive."""
        limit = self.settings.seconds
        try:
            return (readers or self._readers).submit(question).result(limit)
        except FutureTimeoutError:
            raise BusyError("The archive did not answer in time; try again in a few seconds.") from None
        except RuntimeError as error:
            if self._closed:
                raise BusyError("The service is being stopped.") from error
            raise
        except ArchiveError as error:
            raise explained(error) from error


def _milliseconds(began: float) -> int:
    return round(1000 * (time.monotonic() - began))
