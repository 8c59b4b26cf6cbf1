"""A small web server on this machine for the tests that fetch."""

import contextlib
import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Barge closes bridge</title>
<meta property="og:site_name" content="The Norland Courier">
<meta property="og:title" content="Barge closes bridge">
<link rel="canonical" href="https://norland.example/bridge">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Barge closes bridge", "datePublished": "2031-02-09", "creditText": "Norland Press",
"author": {"@type": "Person", "name": "Vera Holt"}, "isBasedOn": "https://np.example/1",
"sourceOrganization": {"@type": "Organization", "name": "Norland Press", "logo": {"url": "x"}}}</script>
</head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Barge closes bridge</h1>
<p>The old bridge over the Varn was closed on Monday
after a barge struck one of its pillars, officials said.</p>
<p>Engineers from Norland expect that the “repair” of the bridge will take until the
spring, and trains run by way of Oddson
instead, a detour that costs passengers an hour in each direction.</p>
<p>Nobody was hurt in the accident, which happened before dawn in thick
fog, the captain of the barge told a court.</p>
</article><footer>Imprint</footer></body></html>"""


class Handler(BaseHTTPRequestHandler):
    """Answers for every case that a test asks for, by path."""

    seen: ClassVar[list[dict[str, str]]] = []

    def do_GET(self):
        Handler.seen.append(dict(self.headers))
        kind, body, status, extra = "text/html; charset=utf-8", PAGE.encode(), 200, {}
        if self.path == "/moved":
            status, extra = 302, {"Location": "/page"}
        elif self.path == "/round":
            status, extra = 302, {"Location": "/round"}
        elif self.path == "/to-file":
            status, extra = 302, {"Location": "file:///etc/hostname"}
        elif self.path == "/missing":
            status = 404
        elif self.path == "/picture":
            kind, body = "image/png", b"\x89PNG"
        elif self.path == "/large":
            kind, body = "text/plain", b"word " * 100_000
        elif self.path == "/bomb":
            kind, body, extra = "text/plain", gzip.compress(b"\0" * 50_000_000), {"Content-Encoding": "gzip"}
        elif self.path == "/broken-gzip":
            body, extra = b"not gzip at all", {"Content-Encoding": "gzip"}
        elif self.path == "/latin":
            kind, body = (
                "text/plain; charset=iso-8859-1",
                "Ein Fährmann schläft. Niemand weckt ihn auf.".encode("cp1252"),
            )
        elif self.path == "/json":
            kind, body = "application/json", b'{"id": "j1", "text": "The river rose. It fell.", "lang": "en"}'
        elif self.path == "/slow":
            time.sleep(1.5)
        elif self.path == "/drip":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            try:
                for _ in range(30):
                    self.wfile.write(b"drop ")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                pass
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in extra.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="session")
def server():
    """The address of a running server."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()


@pytest.fixture
def page():
    """An HTML page with one article."""
    return PAGE


@pytest.fixture
def seen():
    """The request headers that the server has seen."""
    return Handler.seen
