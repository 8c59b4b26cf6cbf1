"""What feeds and sitemaps list, and what hostile ones do: nothing."""

import gzip
import time
import tracemalloc

import pytest

from retold.errors import ReadError, SettingsError
from retold.watch.feeds import check_feedparser
from retold.watch.listing import MAX_FEED_BYTES, MAX_LISTING_BYTES, read_listing, web_address

pytest.importorskip("feedparser")

BASE = "https://paper.example/news/feed.xml"


def links(text, **more):
    data = text.encode() if isinstance(text, str) else text
    return [entry.url for entry in read_listing(data, BASE, **more).pages]


def item(inside):
    return f'<rss version="2.0"><channel><item>{inside}</item></channel></rss>'


BOMB = "".join(f'<!ENTITY {"bcdefghij"[i]} "{("&" + "abcdefghi"[i] + ";") * 10}">' for i in range(9))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">{BOMB}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
FEED = "<rss version='2.0'><channel><item><link>https://p.example/&j;</link></item></channel></rss>"
SITEMAP = "<urlset><url><loc>https://p.example/&j;</loc></url></urlset>"


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE])
@pytest.mark.parametrize("document", [FEED, SITEMAP])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(declared, document, encoding):
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(ReadError, match="declares entities"):
        read_listing((declared + document).encode(encoding), BASE)
    assert time.monotonic() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"<!doctype html><html><body>Hello</body></html>", "is a web page"),
        (b"Just words, and no feed.", "not a feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "not a feed"),
        (b"{}", "not a feed"),
        (b"\x1f\x8bbroken", "compressed data that is broken"),
        (gzip.compress(b"\0" * (MAX_LISTING_BYTES + 100)), "larger than 50 MB"),
        (b"<rss version='2.0'><channel>" + b"<item/>" * (MAX_FEED_BYTES // 7), "larger than 5 MB"),
        (b"<urlset>" + b"<a>" * 1000, "nested too deeply"),
        (b"<urlset><url><loc>https://p.example/1</url>", "broken sitemap"),
        (b"<?xml version='1.0' encoding='klingon'?><urlset></urlset>", "broken sitemap"),
    ],
)
def test_what_is_no_feed(data, reason):
    with pytest.raises(ReadError, match=reason):
        read_listing(data, BASE)


def test_a_page_that_names_its_feed():
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>'
    with pytest.raises(ReadError, match=r"it names this feed: https://paper\.example/rss\.xml"):
        read_listing(page.encode(), BASE)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "data:text/html,x", "http://", "", "  ",
        "https://user:word@p.example/", "http://[::1", "http://p.example:99999/", f"https://p.example/{'x' * 3000}",
    ],
)  # fmt: skip
def test_links_that_are_not_followed(link):
    assert links(item(f"<link>{link}</link>")) == []
    assert links(f"<urlset><url><loc>{link}</loc></url></urlset>") == []


def test_entries_without_links_are_passed_over():
    assert links(item("<title>Nothing</title>")) == []
    assert links(item("<guid isPermaLink='false'>17</guid>")) == []
    assert links(item("<guid>https://p.example/1</guid>")) == ["https://p.example/1"]


def test_links_are_made_whole_and_come_once():
    several = "<link>/a#x</link></item><item><link>b</link></item><item><link>https://paper.example/a</link>"
    assert links(item(several)) == ["https://paper.example/a", "https://paper.example/news/b"]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_encodings(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + item("<title>Fährmann</title><link>https://p.example/ä</link>")
    assert links(text.encode(encoding)) == ["https://p.example/ä"]
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + SITEMAP.replace("&j;", "ä")
    assert links(text.encode(encoding)) == ["https://p.example/ä"]


def test_a_feed_in_another_encoding_than_it_says():
    text = '<?xml version="1.0" encoding="utf-8"?>' + item("<title>Fährmann</title><link>https://p.example/1</link>")
    assert links(text.encode("latin-1")) == ["https://p.example/1"]


def test_a_feed_that_is_not_well_formed_still_lists():
    assert links(item("<title>A & B <b></title><link>https://p.example/1</link>")) == ["https://p.example/1"]


def test_rss_1_and_feedburner():
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        '<item rdf:about="x"><link>https://burner.example/~r/1</link>'
        "<feedburner:origLink>https://p.example/1</feedburner:origLink></item></rdf:RDF>"
    )
    assert links(rdf) == ["https://p.example/1"]


def test_dates():
    (entry,) = read_listing(
        item("<link>https://p.example/1</link><pubDate>Wed, 18 May 2033 03:33:20 GMT</pubDate>").encode(), BASE
    ).pages
    assert entry.dated == 2_000_000_000
    for written, dated in (
        ("2033-05-18T05:33:20+02:00", 2_000_000_000),
        ("2033-05-18T03:33:20Z", 2_000_000_000),
        ("2033-05-18", 1_999_987_200),
        ("yesterday", None),
        ("", None),
    ):
        text = f"<urlset><url><loc>https://p.example/1</loc><lastmod>{written}</lastmod></url></urlset>"
        assert read_listing(text.encode(), BASE).pages[0].dated == dated


def test_a_sitemap_with_bare_ampersands():
    text = "<urlset><url><loc>https://p.example/?a=1&b=2&amp;c=3</loc></url></urlset>"
    assert links(text) == ["https://p.example/?a=1&b=2&c=3"]


def test_a_sitemap_lists_50_000_addresses_at_most():
    text = "<urlset>" + "".join(f"<url><loc>https://p.example/{i}</loc></url>" for i in range(50_010)) + "</urlset>"
    assert len(links(text)) == 50_000


def test_an_index_lists_sitemaps():
    found = read_listing(b"<s:sitemapindex><s:sitemap><s:loc>/a.xml.gz</s:loc></s:sitemap></s:sitemapindex>", BASE)
    assert [entry.url for entry in found.sitemaps] == ["https://paper.example/a.xml.gz"]
    assert found.pages == ()


def test_web_address_keeps_what_matters():
    assert web_address("https://p.example/a?b=1&utm_source=x#y", "") == "https://p.example/a?b=1&utm_source=x"


def test_without_feedparser_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "feedparser", None)
    with pytest.raises(SettingsError, match=r"pip install 'retold\[watch\]'"):
        check_feedparser()
