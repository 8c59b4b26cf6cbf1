"""A small newsroom for the tests that watch: a real web server on this machine, an archive, and a quick watch."""

import contextlib
import threading
import time
import xml.sax.saxutils as xml
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("feedparser")

from newsroom import collection
from retold.archive import Archive
from retold.read.fetch_politeness import Politeness
from retold.watch import watch

RECORDS, FAMILIES = collection(12)
BY_ID = {record["id"]: record for record in RECORDS}
# One article of each story goes into the archive; another that retells it stands on a page.
PAIRS = [tuple(sorted(family)[:2]) for family in FAMILIES if len(family) > 1]


def page_of(record):
    """An article as a web page."""
    paragraphs = "".join(f"<p>{xml.escape(part)}</p>" for part in record["text"].split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><head><title>{xml.escape(record.get("title") or "News")}</title></head>'
        f"<body><article><h1>{xml.escape(record.get('title') or 'News')}</h1>{paragraphs}</article></body></html>"
    )


def rss(*links):
    """An RSS feed that lists these links."""
    items = "".join(f"<item><title>Item</title><link>{xml.escape(link)}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'


class Site:
    """What the server answers by path: a text, bytes, or (status, text, headers), or a list of such, in turn."""

    def __init__(self):
        self.answers = {"/robots.txt": (404, "", {})}
        self.asked = []
        self.posted = []
        self.slow = {}
        self.url = ""

    def paths(self):
        """What was asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def answer(self, path):
        given = self.answers.get(path, (404, "", {}))
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        status, body, headers = given if isinstance(given, tuple) else (200, given, {})
        return status, body.encode() if isinstance(body, str) else body, headers


@pytest.fixture
def site():
    """A running web server."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            made.asked.append((self.path, dict(self.headers)))
            time.sleep(made.slow.get(self.path, 0))
            status, body, headers = made.answer(self.path)
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.reply(status, body, headers)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer, headers = made.answer(self.path)
            made.posted.append((status, dict(self.headers), body))
            self.reply(status, answer, headers)

        def reply(self, status, body, headers):
            self.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *arguments):
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{httpd.server_address[1]}"
    yield made
    httpd.shutdown()


@pytest.fixture
def archive(tmp_path):
    """An archive with one article of each story that has two."""
    with Archive(tmp_path / "news.retold") as opened:
        opened.add([BY_ID[first] for first, _ in PAIRS])
        yield opened


class Clock:
    """A clock that goes on when somebody sleeps."""

    def __init__(self, now=2_000_000_000.0):
        self.now = now

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    """A clock that tests can set."""
    return Clock()


@pytest.fixture
def quick(archive, clock, tmp_path):
    """One round of a watch without pauses; `said` holds what it told."""

    def run(*feeds, outputs=(), **more):
        run.said = []
        more = {"once": True, "archive": archive, "state": tmp_path / "state", **more}
        politeness = Politeness(pause=0, patience=5, clock=clock, sleep=clock.sleep)
        return watch(
            feeds, outputs=outputs, tell=run.said.append, politeness=politeness, clock=clock, sleep=clock.sleep, **more
        )

    return run
