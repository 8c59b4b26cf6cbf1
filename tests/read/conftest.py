"""A small web server on this machine for the tests that fetch."""

import contextlib
import gzip
import socket
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


class Web:
    """A server that sends exactly the bytes it is told to, on 127.0.0.1 or another address of this machine.

    `answers` maps a path to the pieces of an answer, between which it waits `pause` seconds, and `requests` holds
    what it was asked, as it came.
    """

    def __init__(self, host="127.0.0.1", pause=0.0):
        self.answers, self.requests, self.pause, self.connections = {}, [], pause, 0
        self.socket = socket.create_server((host, 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        with connection, contextlib.suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(65_536)
            self.requests.append(request.decode("latin-1"))
            for piece in self.answers[request.split(b" ")[1].decode()]:
                connection.sendall(piece)
                time.sleep(self.pause)

    def say(self, path, body=b"", status="200 OK", **headers):
        """Answer `path` with one whole answer; underscores in the names of headers stand for hyphens."""
        fields = {"Content_Type": "text/plain", "Content_Length": len(body), **headers}
        lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
        self.answers[path] = ["\r\n".join([*lines, "", ""]).encode() + body]

    def move(self, path, target, status="302 Found"):
        """Redirect `path` to `target`."""
        self.say(path, status=status, Location=target)


@pytest.fixture
def web():
    """A server of raw answers."""
    made = Web()
    yield made
    made.socket.close()


@pytest.fixture
def page():
    """An HTML page with one article."""
    return PAGE


@pytest.fixture
def seen():
    """The request headers that the server has seen."""
    return Handler.seen
