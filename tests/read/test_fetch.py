"""Fetching pages from a real server on this machine."""

import pytest

from retold._version import __version__
from retold.errors import FetchError
from retold.read import read
from retold.read.fetch import fetch


def test_page(server, seen):
    article = read(f"{server}/page")
    assert article.id == f"{server}/page"
    assert article.title == "Barge closes bridge"
    assert article.url == "https://norland.example/bridge"
    assert article.text.startswith("The old bridge over the Varn")
    assert seen[-1]["User-Agent"].startswith(f"retold/{__version__} (open-source news comparison")


def test_redirect(server):
    assert fetch(f"{server}/moved").url == f"{server}/page"


def test_json_article(server):
    article = read(f"{server}/json")
    assert (article.id, article.text, article.url) == ("j1", "The river rose. It fell.", f"{server}/json")


def test_declared_charset(server):
    article = read(f"{server}/latin", id="mine")
    assert article.text == "Ein Fährmann schläft. Niemand weckt ihn auf."
    assert (article.id, article.lang) == ("mine", "de")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing", "answered 404"),
        ("/round", "redirects more than 5 times"),
        ("/to-file", "Only http and https"),
        ("/picture", "of type image/png, not a page, text or JSON"),
        ("/broken-gzip", "compressed data that is broken"),
    ],
)
def test_what_is_refused(server, path, message):
    with pytest.raises(FetchError, match=message):
        fetch(server + path)


@pytest.mark.parametrize("path", ["/large", "/bomb"])
def test_too_large(server, path):
    with pytest.raises(FetchError, match="larger than 20000 bytes"):
        fetch(server + path, limit=20_000)


def test_bomb_stops_at_the_default_limit(server):
    with pytest.raises(FetchError, match="larger than 10 MB"):
        fetch(f"{server}/bomb")


def test_slow_answer(server):
    with pytest.raises(FetchError, match=r"did not answer within 0\.3 seconds"):
        fetch(f"{server}/slow", timeout=0.3)


def test_dripping_answer(server):
    with pytest.raises(FetchError, match=r"did not answer in full within 0\.5 seconds"):
        fetch(f"{server}/drip", timeout=0.5)


def test_nobody_there():
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch("http://127.0.0.1:9/")


@pytest.mark.parametrize("url", ["ftp://norland.example/a", "file:///etc/hostname", "gopher://norland.example"])
def test_other_schemes(url):
    with pytest.raises(FetchError, match="Only http and https"):
        read(url)
