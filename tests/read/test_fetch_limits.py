"""The limits of fetching, and what servers say besides the page: versions, waits, feeds."""

import email.utils
import gzip
import time
import zlib

import pytest

from retold.errors import FetchError
from retold.read.fetch import fetch
from retold.read.fetch_unpack import unpack

LINES = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n"


def refused(message, *arguments, **options):
    """The error of a fetch, which came with `message`."""
    with pytest.raises(FetchError, match=message) as caught:
        fetch(*arguments, **options)
    assert str(caught.value).count(". ") == 0
    return caught.value


@pytest.mark.parametrize("public_only", [False, True])
def test_slow_headers(web, public_only, monkeypatch):
    monkeypatch.setattr("retold.read.fetch_address._is_allowed", lambda address: True)
    web.pause = 0.02
    web.answers["/"] = [LINES[at : at + 1] for at in range(len(LINES))]
    began = time.monotonic()
    refused(r"did not answer within 0\.1 seconds", f"{web.url}/", timeout=0.1, public_only=public_only)
    assert time.monotonic() - began < 0.5


def test_slow_body(web):
    web.pause = 0.02
    web.answers["/"] = [LINES + b"\r\n", *[b"."] * 100]
    began = time.monotonic()
    refused(r"did not answer in full within 0\.1 seconds", f"{web.url}/", timeout=0.1)
    assert time.monotonic() - began < 0.5


def test_slow_redirects_share_the_time(web):
    web.pause = 0.05
    for number in range(5):
        web.answers[f"/{number}"] = [b"HTTP/1.1 302 F", f"ound\r\nLocation: /{number + 1}\r\n\r\n".encode()]
    refused(r"did not answer within 0\.12 seconds", f"{web.url}/0", timeout=0.12)
    assert len(web.requests) < 4


def test_slow_look_up(monkeypatch):
    monkeypatch.setattr("retold.read.fetch_address._look_up", lambda host, port: time.sleep(0.3) or [])
    began = time.monotonic()
    refused(r"did not answer within 0\.05 seconds", "http://norland.example/", timeout=0.05, public_only=True)
    assert time.monotonic() - began < 0.25


def test_endless_redirect(web):
    web.move("/", "/")
    refused("redirects more than 5 times", f"{web.url}/")
    assert len(web.requests) == 6


def test_huge_headers(web):
    web.answers["/"] = [LINES + b"X-A: " + b"a" * 3_000_000]
    refused("could not be fetched", f"{web.url}/")
    web.answers["/"] = [LINES + b"X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 20_000]
    refused("could not be fetched", f"{web.url}/")
    web.say("/", status="200 " + "O" * 5_000)
    assert fetch(f"{web.url}/").status == 200
    web.say("/", status="404 " + "O" * 5_000)
    assert len(str(refused("answered 404", f"{web.url}/"))) < 1_000


def test_long_addresses_are_cut_in_messages(web):
    assert len(str(refused("could not be fetched", "http://127.0.0.1:9/" + "a" * 50_000))) < 1_000
    assert len(str(refused("is not a valid address", "http://127.0.0.1:9/" + "a" * 90_000))) < 1_000


def test_junk_instead_of_an_answer(web):
    web.answers["/"] = [b"SSH-2.0-OpenSSH_9.2\r\n"]
    refused("could not be fetched", f"{web.url}/")
    web.answers["/"] = []
    refused("could not be fetched", f"{web.url}/")


@pytest.mark.parametrize(
    "target",
    [
        *("http://", "http:///x", "http://[", "http://[::1", "http://[::1]:x/", "//\xe4\xb6.example/", "http://a b/"),
        *("http://a\tb/", "http://xn--/", "http://xn--a/", "http:x", "mailto:a@b", "http://%00/", "http://a:b:c/"),
        *("http://..../", "http://" + "a" * 300, "http://256.1.1.1/", "http://[v1.a]/", "data:text/html,a", "?"),
    ],
)
def test_odd_redirects(web, target):
    web.answers["/"] = web.answers["/?"] = [f"HTTP/1.1 302 Found\r\nLocation: {target}\r\n\r\n".encode("latin-1")]
    refused(".", f"{web.url}/", public_only=False)


def test_size_as_sent(web):
    web.answers["/"] = [b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 20_001]
    refused("larger than 20000 bytes", f"{web.url}/", limit=20_000)
    assert len(fetch(f"{web.url}/", limit=20_001).data) == 20_001


def test_bombs(web):
    zeros = b"\0" * 3_000_000
    deflated = zlib.compress(zeros)
    once = gzip.compress(zeros)
    for coding, data in {
        "gzip": once,
        "x-gzip": once,
        "deflate": deflated,
        "gzip, gzip": gzip.compress(once),
        "deflate, gzip": gzip.compress(deflated),
    }.items():
        web.say("/", data, Content_Encoding=coding)
        refused("larger than 2 MB", f"{web.url}/", limit=2_000_000)
        assert fetch(f"{web.url}/", limit=3_000_000).data == zeros
    web.say("/", gzip.compress(gzip.compress(once)), Content_Encoding="gzip, gzip, gzip")
    refused("compressed data that is broken", f"{web.url}/")
    web.say("/", once, Content_Type="application/gzip")
    refused("larger than 2 MB", f"{web.url}/", limit=2_000_000, accept="feed")


def test_unpack():
    text = b"The river rose. " * 9_000
    packed = gzip.compress(text)
    raw = zlib.compressobj(wbits=-15)
    assert unpack(raw.compress(text) + raw.flush(), "deflate", 200_000) == text
    assert unpack(packed + gzip.compress(b"It fell."), " GZIP ,identity", 200_000) == text + b"It fell."
    assert unpack(packed + b"\0" * 512, "gzip", 200_000) == text
    assert unpack(b"", "gzip", 10) == b""
    assert len(unpack(packed, "gzip", 1_000)) == 1_001
    assert text.startswith(unpack(packed[:-200], "gzip", 200_000, whole=False))
    for data, coding in ((packed[:-9], "gzip"), (packed, "br"), (b"\x1f\x8b", "gzip"), (text, "deflate")):
        with pytest.raises(zlib.error):
            unpack(data, coding, 200_000)


def test_many_empty_members_end_soon():
    began = time.monotonic()
    with pytest.raises(zlib.error, match="too many members"):
        unpack(gzip.compress(b"") * 400_000, "gzip", 10_000_000)
    assert time.monotonic() - began < 1


def test_what_has_not_changed(web):
    day = "Mon, 06 Jan 2031 10:00:00 GMT"
    web.say("/", b"hello", ETag='W/"ä1"', Last_Modified=day)
    got = fetch(f"{web.url}/")
    assert (got.status, got.etag, got.modified) == (200, 'W/"ä1"', day)
    assert "if-none-match" not in web.requests[0].lower()
    web.move("/old", "/", "301 Moved")
    web.say("/", status="304 Not Modified", ETag='"2"')
    again = fetch(f"{web.url}/old", etag=got.etag, modified=got.modified)
    assert (again.data, again.status, again.etag, again.url) == (b"", 304, '"2"', f"{web.url}/")
    asked = web.requests[-1].encode("latin-1").decode()
    assert 'If-None-Match: W/"ä1"\r\n' in asked
    assert f"If-Modified-Since: {day}\r\n" in asked
    assert refused("answered 304", f"{web.url}/").status == 304
    refused("could not be fetched", f"{web.url}/", etag='"a"\r\nX-Evil: 1')
    assert "X-Evil" not in "".join(web.requests)


def test_asked_to_wait(web):
    web.say("/", status="429 Too Many Requests", Retry_After="120")
    error = refused("answered 429 Too Many Requests", f"{web.url}/")
    assert (error.status, error.retry_after) == (429, 120)
    web.say("/", status="503 Busy", Retry_After=email.utils.formatdate(time.time() + 60, usegmt=True))
    assert 55 <= refused("answered 503", f"{web.url}/").retry_after <= 61
    for value, seconds in (("9" * 4_000, 86_400), ("Sat, 01 Jan 2000 00:00:00 GMT", 0), ("soon", None), ("-1", None)):
        web.say("/", status="503 Busy", Retry_After=value)
        assert refused("answered 503", f"{web.url}/").retry_after == seconds
    error = refused("could not be fetched", "http://127.0.0.1:9/")
    assert (error.status, error.retry_after) == (0, None)


@pytest.mark.parametrize(
    "kind", ["application/rss+xml", "application/atom+xml;charset=utf-8", "application/xml", "text/xml"]
)
def test_feeds(web, kind):
    web.say("/", b"<rss/>", Content_Type=kind)
    assert fetch(f"{web.url}/", accept="feed").kind == kind.split(";")[0]
    assert "application/atom+xml" in web.requests[0]


def test_packed_sitemaps(web):
    packed = gzip.compress(b"<urlset/>")
    for kind in ("application/gzip", "application/x-gzip", "application/octet-stream", "text/xml"):
        web.say("/", packed, Content_Type=kind)
        assert fetch(f"{web.url}/", accept="feed").data == b"<urlset/>"
        web.say("/", gzip.compress(packed), Content_Type=kind, Content_Encoding="gzip")
        assert fetch(f"{web.url}/", accept="feed").data == b"<urlset/>"
    web.say("/", packed, Content_Type="application/gzip")
    refused("of type application/gzip, not a page, text or JSON", f"{web.url}/")
    web.say("/", packed[:-9], Content_Type="application/gzip")
    refused("compressed data that is broken", f"{web.url}/", accept="feed")
    web.say("/", b"MZ", Content_Type="application/octet-stream")
    refused("of type application/octet-stream, not a feed, sitemap or page", f"{web.url}/", accept="feed")
