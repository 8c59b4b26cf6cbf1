"""Watching feeds: what is new is fetched, checked against an archive, and reported."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retold.archive.licensed import Licensed
from retold.archive.naming import address
from retold.errors import ArchiveError, FetchError, ReadError, RetoldError, SettingsError, WriteError
from retold.model import Article
from retold.read.fetch import Fetched
from retold.read.fetch_politeness import Politeness
from retold.watch.feeds import check_feedparser
from retold.watch.finding import Checker, finding_record
from retold.watch.hosts import by_host
from retold.watch.listing import Entry, Listing, read_listing, web_address
from retold.watch.outputs import Output
from retold.watch.pages import Later, Web, host_of, same_host
from retold.watch.state import Body, Feed, Listed, Page, State

__all__ = ["EVERY", "LEAST_PROBABILITY", "MOST_TRIES", "Tally", "watch"]

EVERY = 300.0
LEAST_PROBABILITY = 0.5
MOST_TRIES = 5
# The first of the waits after a page could not be had; each is five times the one before: a minute to two hours.
_PAGE_WAIT, _PAGE_FACTOR = 60.0, 5.0
# A feed that cannot be had is asked for at twice the interval, then four times, up to this.
_LONGEST_FEED_WAIT = 6 * 3600.0
# Sitemaps of whole sites go back to their beginnings, where news sitemaps hold two days. Beyond a week nothing is news.
_SITEMAP_DAYS = 7.0
_DAY = 86_400.0
# An index of sitemaps may list 50,000 of them; those of newsrooms have a handful that change.
_MOST_SITEMAPS = 100
# How many indexes may lead to a sitemap.
_DEEPEST_INDEX = 2
# Waiting is done in pieces, so that a machine that slept notices what is due.
_LONGEST_NAP = 30.0


@dataclass(slots=True)
class Tally:
    """What a watch did: pages that were listed anew, that were checked, that could not be had; and its findings."""

    listed: int = 0
    checked: int = 0
    failed: int = 0
    findings: int = 0


def watch(
    feeds: Sequence[str],
    archive: Checker,
    *,
    state: Path,
    outputs: Sequence[Output] = (),
    add: bool = False,
    probability: float = LEAST_PROBABILITY,
    licensed: Licensed | None = None,
    every: float = EVERY,
    once: bool = False,
    tell: Callable[[str], None] = lambda sentence: None,
    politeness: Politeness | None = None,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> Tally:
    """Read feeds every `every` seconds, check the pages that are new against `archive`, and report retellings.

    Findings of at least `probability` are kept in the file `state` and given to the `outputs`. `add` also adds each
    page to the archive, after it was checked. `licensed` says which outlets may run the copy. Without `once` this goes
    on until it is interrupted, which may be done at any moment: the next call with the same `state` goes on from there.
    `tell` is given a sentence now and then. With `once`, a ReadError at the end says that not one feed could be read.
    """
    addresses = [web_address(feed, "") for feed in feeds]
    for feed, found in zip(feeds, addresses, strict=True):
        if not found and "@" in feed:
            raise SettingsError("Feeds with a user name or a password in their address are not watched.")
        if not found:
            raise SettingsError(f"A feed is an http or https address, not {feed}.")
    if not addresses:
        raise SettingsError("There is no feed to watch.")
    check_feedparser()
    kept = State(state)
    try:
        web = Web(politeness, sleep)
        watcher = _Watcher(tuple(dict.fromkeys(addresses)), archive, kept, outputs, web, tell, clock)
        watcher.add, watcher.probability, watcher.licensed = add, probability, licensed
        watcher.every, watcher.once = every, once
        while True:
            watcher.round()
            if once:
                watcher.close_round()
                return watcher.tally
            while (left := watcher.next_time() - clock()) > 0:
                sleep(min(left, _LONGEST_NAP))
    finally:
        kept.close()


class _Watcher:
    """The rounds of one watch. All but the fetching is done in the thread that calls."""

    add = False
    probability = LEAST_PROBABILITY
    licensed: Licensed | None = None
    every = EVERY
    once = False

    def __init__(
        self,
        feeds: Sequence[str],
        archive: Checker,
        state: State,
        outputs: Sequence[Output],
        web: Web,
        tell: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self._feeds, self._archive, self._state, self._outputs = feeds, archive, state, outputs
        self._web, self._tell, self._clock = web, tell, clock
        self._problems: list[str] = []
        # Of the feeds that the user named: whether one was read or has not changed, and why the others were not.
        self._read_one = False
        self._unread: dict[str, str] = {}
        self.tally = Tally()

    def round(self) -> None:
        """Do everything that is due: outputs, feeds, then pages."""
        began = self._clock()
        before = replace(self.tally)
        self._deliver()
        feeds = [self._state.feed(url)._replace(root=url) for url in self._feeds]
        # A single round asks every feed, but for those that could not be had and are to be left alone.
        asked = [feed for feed in feeds if feed.due <= began or (self.once and not feed.failures)]
        self._unread = {feed.url: _resting(feed, began) for feed in feeds if feed not in asked}
        self._read_feeds(asked, 0)
        pages = self._state.open_pages(self._feeds, began)
        # Unless it is the only one, a round ends in time for the next, which looks for what is newer.
        enough = (lambda: False) if self.once else _after(self._clock, self._clock() + self.every)
        for page, problem in by_host(pages, lambda page: host_of(page.url), self._fetch, enough):
            if problem is None:
                self._process(page)
            else:
                self._failed(page, problem)
            self._deliver()
        if self.tally != before:
            checked, findings = self.tally.checked - before.checked, self.tally.findings - before.findings
            self._tell(f"{_count(checked, 'page')} checked, {_count(findings, 'finding')}.")

    def next_time(self) -> float:
        """When there is next something to do."""
        times = [self._state.feed(url).due for url in self._feeds]
        times += [time for time in (self._state.next_page(self._feeds),) if time is not None]
        for output in self._outputs:
            time = output.next_time(self._state)
            times += [time] if time is not None else []
        return min(times)

    def close_round(self) -> None:
        """After the only round: raise what nobody would see otherwise, of outputs, and where no feed could be read."""
        for output in self._outputs:
            for problem in output.deliver(self._state, self._clock()):
                raise WriteError(problem)
        if not self._read_one:
            reason = self._unread[self._feeds[0]]
            number = len(self._feeds)
            first = "No feed could be read" if number == 1 else f"Not one of {number:,} feeds could be read; the first"
            raise ReadError(f"{first}: {reason}")

    def _deliver(self) -> None:
        for output in self._outputs:
            for problem in output.deliver(self._state, self._clock()):
                if problem not in self._problems:  # a full disk is said once, not at every page
                    self._tell(problem)
                    self._problems = [*self._problems[-20:], problem]

    # Feeds

    def _read_feeds(self, feeds: list[Feed], depth: int) -> None:
        """Ask for feeds and sitemaps, and then for the sitemaps that they list."""
        inside: list[Feed] = []
        for feed, got in by_host(feeds, lambda feed: host_of(feed.url), self._ask):
            try:
                if isinstance(got, RetoldError):
                    raise got
                inside += self._keep_feed(feed, got, depth)
                self._read_one = self._read_one or depth == 0
            except ReadError as error:
                self._unread.setdefault(feed.url, str(error))
                self._feed_failed(feed, error)
        if inside:
            self._read_feeds(inside, depth + 1)

    def _ask(self, feed: Feed) -> Fetched | RetoldError:
        try:
            return self._web.feed(feed, same_host(_root(feed), feed.url))
        except RetoldError as error:
            return error

    def _keep_feed(self, feed: Feed, got: Fetched, depth: int) -> list[Feed]:
        """Keep what a feed lists; the sitemaps in it that are to be read."""
        now = self._clock()
        listing = Listing() if got.status == 304 else read_listing(got.data, got.url, got.kind, got.charset)
        root = _root(feed)
        pages = [
            Listed(entry.url, entry.dated, same_host(root, entry.url))
            for entry in listing.pages
            if not listing.sitemap or not _old(entry, now)
        ]
        sitemaps = None
        if got.status != 304:
            recent = sorted((e for e in listing.sitemaps if not _old(e, now)), key=lambda e: -(e.dated or now))
            sitemaps = [Feed(entry.url, "", entry.dated) for entry in recent[:_MOST_SITEMAPS]]
            if sitemaps and depth >= _DEEPEST_INDEX:
                raise ReadError(f"{feed.url} is an index of sitemaps inside {depth} others, and was not followed.")
        kept = feed._replace(
            etag=got.etag or (feed.etag if got.status == 304 else ""),
            modified=got.modified or (feed.modified if got.status == 304 else ""),
            due=now + max(self.every, got.retry_after or 0.0),
            failures=0,
        )
        new = self._state.keep_feed(kept, pages, now, sitemaps)
        self.tally.listed += new
        if new:
            self._tell(f"{feed.url} lists {_count(new, 'new page')}.")
        return [
            sitemap
            for sitemap in self._state.sitemaps(feed.root, feed.url)
            if not (_old(Entry(sitemap.url, sitemap.dated), now) or (sitemap.failures and sitemap.due > now))
        ]

    def _feed_failed(self, feed: Feed, error: ReadError) -> None:
        now = self._clock()
        asked = (error.retry_after if isinstance(error, FetchError) else None) or 0.0
        if isinstance(error, Later):  # nothing was sent
            self._state.keep_feed(feed._replace(due=now + asked), (), now)
            return
        wait = min(self.every * 2.0 ** min(feed.failures + 1, 20), _LONGEST_FEED_WAIT)
        self._state.keep_feed(feed._replace(due=now + max(asked, wait), failures=feed.failures + 1), (), now)
        self._tell(str(error))

    # Pages

    def _fetch(self, page: Page) -> FetchError | None:
        """Fetch a page, in a thread of its own, and keep it at once, so that it is not fetched again."""
        if page.status != "new" or self._state.status(page.address) != "new":
            return None
        try:
            got = self._web.page(page)
        except FetchError as error:
            return error
        self._state.keep_body(page, Body(got.data, got.charset, got.kind, got.url))
        return None

    def _failed(self, page: Page, error: Exception) -> None:
        """Keep that something could not be done for a page, and when to try again."""
        now = self._clock()
        asked = (error.retry_after if isinstance(error, FetchError) else None) or 0.0
        if isinstance(error, Later):
            self._state.delay_page(page, now + asked)
        elif page.tries + 1 >= MOST_TRIES:
            self._state.finish(page, str(error), "failed")
            self.tally.failed += 1
            self._tell(f"{error} It was tried {MOST_TRIES} times.")
        else:
            self._state.postpone_page(page, now + max(asked, _PAGE_WAIT * _PAGE_FACTOR**page.tries), str(error))
            self._tell(str(error))

    def _process(self, page: Page) -> None:
        """Check a page that was fetched, keep the finding, then add the page to the archive."""
        status = self._state.status(page.address)
        body = self._state.body(page.address) if status in ("fetched", "checked") else None
        if body is None:  # meanwhile it turned out to be the same as another one
            return
        try:
            article = _read(body)
        except ReadError as error:
            self._state.finish(page, str(error))
            self._tell(str(error))
            return
        try:
            if status == "fetched" and not self._check(page, body, article):
                return
            if self.add:
                self._archive.add([article])
        except ArchiveError as error:  # it is busy, or the disk is full: nothing is wrong with the page
            if self.once:
                raise
            self._state.delay_page(page, self._clock() + self.every)
            self._tell(str(error))
            return
        except (WriteError, OSError):
            raise
        except Exception as error:  # one odd text must not end the watch on all others
            self._failed(page, ReadError(f"{page.url} could not be checked: {error!r}."))
            return
        self._state.finish(page)

    def _check(self, page: Page, body: Body, article: Article) -> bool:
        """Check an article and keep the finding; False where another address has led to the same page before."""
        final = address(body.url) or page.address
        if final != page.address and self._state.status(final) in ("fetched", "checked", "done"):
            self._state.finish(page, f"the same page as {final}")
            return False
        own = {page.address, final, address(article.url)}
        matches = [
            match
            for match in self._archive.check(article, licensed=self.licensed)
            if match.probability >= self.probability and address(match.article.url) not in own
        ]
        now = self._clock()
        finding = finding_record(page.feed, article, matches, now) if matches else None
        new = self._state.keep_checked(page, final, finding, [output.name for output in self._outputs], now)
        self.tally.checked += 1
        self.tally.findings += new
        if new:
            self._deliver()
        return True


def _read(body: Body) -> Article:
    """The article on a page. Its address is where it was found, unless it declares another on the same host."""
    from retold.read import read_bytes

    try:
        article = read_bytes(body.data, body.url, id=body.url, charset=body.charset, kind=body.kind, url=body.url)
    except ReadError:
        raise
    except Exception as error:  # whatever a broken page makes of the parsers, the other pages go on
        raise ReadError(f"{body.url} could not be read as an article.") from error
    if article.url and address(article.url).partition("/")[0] == address(body.url).partition("/")[0]:
        return article
    # A retelling may declare that the original is elsewhere. That is credit, and not where this page is.
    return replace(article, url=body.url)


def _root(feed: Feed) -> str:
    """The address that the user gave."""
    return feed.root.partition("\n")[0]


def _resting(feed: Feed, now: float) -> str:
    """Why a feed is not asked now, in a sentence."""
    minutes = max(1, round((feed.due - now) / 60))
    return f"{feed.url} could not be read before, and is left alone for another {_count(minutes, 'minute')}."


def _after(clock: Callable[[], float], end: float) -> Callable[[], bool]:
    return lambda: clock() >= end


def _old(entry: Entry, now: float) -> bool:
    return entry.dated is not None and entry.dated < now - _SITEMAP_DAYS * _DAY


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
