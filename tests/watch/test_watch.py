"""Rounds of a watch over a real server, against a real archive."""

import gzip
import json
from datetime import UTC, datetime

import feedparser
import pytest

from retold.errors import ArchiveError, ReadError, SettingsError, WriteError
from retold.watch import AtomFile, JsonLines
from retold.watch.state import State

from .conftest import BY_ID, PAIRS, page_of, rss


def put(site, *numbers):
    """Pages that retell archived articles; their addresses."""
    for number in numbers:
        site.answers[f"/page/{number}"] = page_of(BY_ID[PAIRS[number][1]])
    return [f"{site.url}/page/{number}" for number in numbers]


def findings(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def matched(record):
    return [match["article"]["id"] for match in record["matches"]]


def test_a_retelling_in_a_feed_is_found_once(site, quick, tmp_path):
    site.answers["/rss"] = rss(*put(site, 0, 1))
    out = tmp_path / "found.jsonl"
    tally = quick(f"{site.url}/rss", outputs=[JsonLines(out)])
    assert (tally.listed, tally.checked, tally.findings) == (2, 2, 2)
    found = {record["page"]["url"]: record for record in findings(out)}
    for number in (0, 1):
        record = found[f"{site.url}/page/{number}"]
        assert matched(record) == [PAIRS[number][0]]
        assert record["schema"] == "retold.finding/1"
        assert record["feed"] == f"{site.url}/rss"
        assert record["found"] == "2033-05-18T03:33:20Z"
        assert 0.5 <= record["matches"][0]["probability"] <= 1
        assert record["matches"][0]["licensed"] is False
    assert quick(f"{site.url}/rss", outputs=[JsonLines(out)]).checked == 0
    assert len(findings(out)) == 2
    assert site.paths().count("/page/0") == site.paths().count("/page/1") == 1
    assert site.paths().count("/rss") == 2


def test_a_page_without_a_retelling_is_no_finding(site, quick):
    site.answers["/p"] = page_of({"title": "Pretzel", "text": "The jury praised the crust.\n\nBaker Odo Finkel wept."})
    site.answers["/rss"] = rss(f"{site.url}/p")
    tally = quick(f"{site.url}/rss")
    assert (tally.checked, tally.findings) == (1, 0)


def test_probability_and_licence(site, quick, tmp_path):
    from retold.archive import Licensed

    site.answers["/rss"] = rss(*put(site, 0))
    assert quick(f"{site.url}/rss", probability=1.0, state=tmp_path / "one").findings == 0
    out = tmp_path / "found.jsonl"
    quick(f"{site.url}/rss", licensed=Licensed(frozenset({"0.0.1"})), outputs=[JsonLines(out)])
    assert findings(out)[0]["matches"][0]["licensed"] is True


def test_add_puts_pages_into_the_archive_and_a_page_is_no_retelling_of_itself(site, quick, archive, tmp_path):
    site.answers["/rss"] = rss(*put(site, 0))
    before = archive.stats().articles
    quick(f"{site.url}/rss", add=True)
    assert archive.stats().articles == before + 1
    out = tmp_path / "found.jsonl"
    quick(f"{site.url}/rss", add=True, state=tmp_path / "other", outputs=[JsonLines(out)])
    assert archive.stats().versions == before + 1
    assert matched(findings(out)[0]) == [PAIRS[0][0]]


def test_atom_feed(site, quick):
    (link,) = put(site, 2)
    site.answers["/atom"] = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><id>x</id><updated>2033-05-18T00:00:00Z</updated>'
        f'<entry><id>1</id><title>T</title><link rel="alternate" href="{link}"/></entry></feed>'
    )
    assert quick(f"{site.url}/atom").findings == 1


@pytest.mark.parametrize("packed", [False, True])
def test_news_sitemap(site, quick, clock, packed):
    fresh, old = put(site, 0, 1)
    day = datetime.fromtimestamp(clock.now - 3600, UTC).isoformat()
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="urn:i">'
        f"<url><loc>{fresh}</loc><image:image><image:loc>{site.url}/x.jpg</image:loc></image:image>"
        f"<news:news><news:publication_date>{day}</news:publication_date></news:news></url>"
        f"<url><loc>{old}</loc><lastmod>2020-01-01</lastmod></url></urlset>"
    )
    body = gzip.compress(text.encode()) if packed else text
    site.answers["/news.xml"] = (200, body, {"Content-Type": "application/gzip" if packed else "text/xml"})
    assert quick(f"{site.url}/news.xml").findings == 1
    assert site.paths() == ["/news.xml", "/page/0"]


def index(*links):
    parts = "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in links)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'


def urls(*links):
    return "<urlset>" + "".join(f"<url><loc>{link}</loc></url>" for link in links) + "</urlset>"


def test_sitemap_index_and_what_has_not_changed(site, quick, clock):
    one, two, three = put(site, 0, 1, 2)
    site.answers["/index.xml"] = (200, index(f"{site.url}/a.xml", f"{site.url}/b.xml"), {"ETag": '"i"'})
    site.answers["/a.xml"] = [(200, urls(one), {"ETag": '"a"'})]
    site.answers["/b.xml"] = [(200, urls(two), {}), (200, urls(two, three), {})]
    assert quick(f"{site.url}/index.xml").findings == 2
    site.asked.clear()
    clock.now += 400
    assert quick(f"{site.url}/index.xml").findings == 1
    assert sorted(site.paths()) == ["/a.xml", "/b.xml", "/index.xml", "/page/2"]
    sent = {path: headers.get("If-None-Match") for path, headers in site.asked}
    assert (sent["/index.xml"], sent["/a.xml"], sent["/b.xml"]) == ('"i"', '"a"', None)


def test_indexes_are_followed_two_deep(site, quick):
    for depth in range(4):
        site.answers[f"/{depth}.xml"] = index(f"{site.url}/{depth + 1}.xml")
    quick(f"{site.url}/0.xml")
    assert site.paths() == ["/0.xml", "/1.xml", "/2.xml"]
    assert "inside 2 others" in quick.said[-1]


def test_a_feed_that_has_not_changed_is_not_sent_again(site, quick, clock):
    site.answers["/rss"] = (200, rss(), {"ETag": '"v1"', "Last-Modified": "Mon, 01 Jan 2029 00:00:00 GMT"})
    for _ in range(3):
        quick(f"{site.url}/rss")
    first, *others = (headers for path, headers in site.asked if path == "/rss")
    assert "If-None-Match" not in first
    assert [h["If-None-Match"] for h in others] == ['"v1"'] * 2
    assert [h["If-Modified-Since"] for h in others] == ["Mon, 01 Jan 2029 00:00:00 GMT"] * 2


def test_a_page_that_failed_is_tried_again_later(site, quick, clock):
    (link,) = put(site, 0)
    good = site.answers["/page/0"]
    site.answers["/page/0"] = [(500, "", {}), good]
    site.answers["/rss"] = rss(link)
    assert quick(f"{site.url}/rss").findings == 0
    assert any("answered 500" in sentence for sentence in quick.said)
    assert quick(f"{site.url}/rss").findings == 0
    assert site.paths().count("/page/0") == 1
    clock.now += 61
    assert quick(f"{site.url}/rss").findings == 1


def test_a_page_is_given_up_after_five_tries(site, quick, clock):
    site.answers["/rss"] = rss(f"{site.url}/gone")
    failed = 0
    for _ in range(8):
        failed += quick(f"{site.url}/rss").failed
        clock.now += 86_400
    assert (site.paths().count("/gone"), failed) == (5, 1)


def test_retry_after_is_honoured_for_the_whole_host(site, quick, clock):
    links = put(site, 0, 1)
    for number in (0, 1):
        site.answers[f"/page/{number}"] = [(429, "", {"Retry-After": "900"}), site.answers[f"/page/{number}"]]
    site.answers["/rss"] = rss(*links)
    quick(f"{site.url}/rss")
    assert len([path for path in site.paths() if path.startswith("/page")]) == 1
    clock.now += 899
    quick(f"{site.url}/rss")
    assert len([path for path in site.paths() if path.startswith("/page")]) == 1
    clock.now += 2
    quick(f"{site.url}/rss")
    assert len([path for path in site.paths() if path.startswith("/page")]) == 3


def test_a_feed_that_fails_rests_longer_each_time(site, quick, clock, tmp_path):
    site.answers["/rss"] = (503, "", {"Retry-After": "1000"})
    with pytest.raises(ReadError, match="answered 503"):
        quick(f"{site.url}/rss", every=300)
    with_state = State(tmp_path / "state")
    assert with_state.feed(f"{site.url}/rss").due == clock.now + 1000
    with_state.close()
    clock.now += 100
    with pytest.raises(ReadError, match="could not be read before, and is left alone for another 15 minutes"):
        quick(f"{site.url}/rss", every=300)
    clock.now += 899
    with pytest.raises(ReadError, match="for another 1 minute"):
        quick(f"{site.url}/rss", every=300)
    assert len(site.paths()) == 1
    clock.now += 2
    site.answers["/rss"] = rss(*put(site, 0))
    assert quick(f"{site.url}/rss", every=300).findings == 1


def test_one_broken_feed_does_not_stop_the_others(site, quick):
    site.answers["/bad"] = "<html><body>No feed</body></html>"
    site.answers["/rss"] = rss(*put(site, 0))
    assert quick(f"{site.url}/bad", f"{site.url}/rss").findings == 1
    assert any("is a web page, not a feed" in sentence for sentence in quick.said)


def test_a_round_in_which_no_feed_was_read_ends_with_that(site, quick, clock):
    site.answers["/page"] = "<html><body>No feed</body></html>"
    with pytest.raises(ReadError, match=r"^No feed could be read: http.* is a web page, not a feed or a sitemap"):
        quick(f"{site.url}/page")
    with pytest.raises(ReadError, match=r"^Not one of 2 feeds could be read; the first: http.*/none answered 404"):
        quick(f"{site.url}/none", "http://127.0.0.1:9/rss")
    site.answers["/rss"] = (200, rss(), {"ETag": '"v1"'})
    for _ in range(2):
        quick(f"{site.url}/rss", f"{site.url}/gone")
    site.answers["/rss"] = (304, "", {"ETag": '"v1"'})
    assert quick(f"{site.url}/rss").listed == 0


def test_what_was_found_is_reported_also_where_no_feed_was_read(site, quick, clock, tmp_path):
    (link,) = put(site, 0)
    site.answers["/page/0"] = [(500, "", {}), site.answers["/page/0"]]
    site.answers["/rss"] = [rss(link), (404, "", {})]
    quick(f"{site.url}/rss")
    clock.now += 61
    out = tmp_path / "found.jsonl"
    with pytest.raises(ReadError, match="No feed could be read"):
        quick(f"{site.url}/rss", outputs=[JsonLines(out)])
    assert len(findings(out)) == 1


def test_robots_are_obeyed(site, quick):
    site.answers["/robots.txt"] = "User-agent: *\nDisallow: /page/0\n"
    site.answers["/rss"] = rss(*put(site, 0, 1))
    assert quick(f"{site.url}/rss").findings == 1
    assert "/page/0" not in site.paths()
    assert any("robots.txt" in sentence for sentence in quick.said)


def test_a_feed_elsewhere_leads_to_no_private_network(site, quick):
    """The feed at one port of this machine lists a page at another: not its own host, and not on the public web."""
    port = site.url.rpartition(":")[2]
    inside = f"http://localhost:{port}/page/0"
    put(site, 0, 1)
    site.answers["/rss"] = rss(inside, f"{site.url}/page/1", f"http://127.0.0.1:{int(port) + 1}/")
    assert quick(f"{site.url}/rss").findings == 1
    assert site.paths() == ["/rss", "/page/1"]
    refused = "has no address on the public web, and links into private networks are not followed."
    assert f"{inside} {refused}" in quick.said
    assert not any("robots.txt" in sentence for sentence in quick.said)


def test_what_one_feed_may_not_lead_to_is_fetched_for_another(site, quick):
    site.answers["/rss"] = rss(*put(site, 0))
    elsewhere = f"http://localhost:{site.url.rpartition(':')[2]}/rss"
    assert quick(elsewhere).findings == 0
    assert site.paths() == ["/rss"]
    assert quick(elsewhere, f"{site.url}/rss").findings == 1


def test_a_redirect_from_a_feed_elsewhere_leads_to_no_private_network(site, quick):
    """Not even by way of a page that is allowed: here there is none, as nothing of this machine is public."""
    site.answers["/to"] = (302, "", {"Location": "/page/0"})
    put(site, 0)
    site.answers["/rss"] = rss(f"{site.url}/to")
    assert quick(f"http://localhost:{site.url.rpartition(':')[2]}/rss").findings == 0
    assert site.paths() == ["/rss"]


def test_a_retelling_that_names_the_original_as_its_canonical_page_is_a_finding(site, quick, archive, tmp_path):
    first, second = PAIRS[0]
    archive.add([{**BY_ID[first], "url": "https://agency.example/original"}])
    page = page_of(BY_ID[second]).replace("<head>", '<head><link rel="canonical" href="https://agency.example/original">')
    site.answers["/page"] = page
    site.answers["/rss"] = rss(f"{site.url}/page")
    out = tmp_path / "found.jsonl"
    assert quick(f"{site.url}/rss", outputs=[JsonLines(out)], add=True).findings == 1
    assert findings(out)[0]["page"]["url"] == f"{site.url}/page"
    assert len(archive.versions(first)) == 1


def test_a_page_behind_two_addresses_is_one_page(site, quick, tmp_path):
    (link,) = put(site, 0)
    for name in ("/a", "/b"):
        site.answers[name] = (302, "", {"Location": "/page/0"})
    site.answers["/rss"] = rss(f"{site.url}/a", f"{site.url}/b", f"{link}?utm_source=rss#top", link)
    assert quick(f"{site.url}/rss").findings == 1
    assert quick(f"{site.url}/rss").findings == 0


def test_pages_without_an_article_and_of_other_kinds(site, quick):
    site.answers["/film"] = "<html><body><video></video></body></html>"
    site.answers["/picture"] = (200, b"\x89PNG", {"Content-Type": "image/png"})
    site.answers["/rss"] = rss(f"{site.url}/film", f"{site.url}/picture", *put(site, 0))
    assert quick(f"{site.url}/rss").findings == 1
    assert site.paths().count("/film") == 1
    assert f"There is no article on {site.url}/film." in quick.said


def test_an_odd_text_does_not_end_the_watch(site, quick):
    class Odd:
        def check(self, article, licensed=None):
            raise ZeroDivisionError

        def add(self, articles):
            raise AssertionError

    site.answers["/rss"] = rss(*put(site, 0, 1))
    assert quick(f"{site.url}/rss", archive=Odd()).checked == 0
    assert any("could not be checked" in sentence for sentence in quick.said)


def test_an_archive_that_is_busy_is_asked_again(site, quick, archive, clock):
    class Busy:
        def check(self, article, licensed=None):
            raise ArchiveError("It is being written.")

        def add(self, articles):
            raise AssertionError

    site.answers["/rss"] = rss(*put(site, 0))
    with pytest.raises(ArchiveError):
        quick(f"{site.url}/rss", archive=Busy())
    assert quick(f"{site.url}/rss").findings == 1
    assert site.paths().count("/page/0") == 1


class EndError(Exception):
    """Ends a watch that would go on for ever."""


def test_rounds_follow_each_other(site, quick, clock):
    """Without `once`: a feed is asked every interval, a page that failed in between."""
    (link,) = put(site, 0)
    site.answers["/page/0"] = [(500, "", {}), site.answers["/page/0"]]
    site.answers["/rss"] = rss(link)
    asked = []

    def sleep(seconds):
        asked.append((round(clock.now - 2_000_000_000), list(site.paths())))
        clock.now += seconds
        if clock.now > 2_000_000_000 + 650:
            raise EndError

    clock.sleep = sleep
    with pytest.raises(EndError):
        quick(f"{site.url}/rss", once=False, every=300)
    assert site.paths() == ["/rss", "/page/0", "/page/0", "/rss", "/rss"]
    assert next(when for when, paths in asked if len(paths) == 3) == 60
    assert quick.said[-1] == "1 page checked, 1 finding."


def test_two_watches_cannot_share_a_state(site, quick, tmp_path):
    held = State(tmp_path / "state")
    with pytest.raises(SettingsError, match="Another watch"):
        quick(f"{site.url}/rss")
    held.close()


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be one" * 40, None])
def test_a_state_that_is_none(site, quick, tmp_path, content):
    if content is None:
        import sqlite3

        base = sqlite3.connect(tmp_path / "state")
        base.execute("CREATE TABLE other (a)")
        base.close()
    else:
        (tmp_path / "state").write_bytes(content)
    with pytest.raises(SettingsError, match="not the state of a watch"):
        quick(f"{site.url}/rss")


def test_no_password_in_addresses(quick):
    with pytest.raises(SettingsError, match="password") as caught:
        quick("https://me:word@paper.example/rss")
    assert "word@" not in str(caught.value)


@pytest.mark.parametrize("feed", ["ftp://paper.example/rss", "news.xml", "https://"])
def test_what_is_no_feed_address(quick, feed):
    with pytest.raises(SettingsError, match="http or https"):
        quick(feed)


def test_a_file_that_cannot_be_written_loses_nothing(site, quick, tmp_path):
    site.answers["/rss"] = rss(*put(site, 0))
    out = tmp_path / "folder" / "found.jsonl"
    with pytest.raises(WriteError, match=r"found\.jsonl"):
        quick(f"{site.url}/rss", outputs=[JsonLines(out)])
    out.parent.mkdir()
    quick(f"{site.url}/rss", outputs=[JsonLines(out)])
    assert len(findings(out)) == 1


def test_the_atom_file_is_a_feed(site, quick, tmp_path):
    out = tmp_path / "found.xml"
    site.answers["/rss"] = [rss(), rss(*put(site, 0, 1))]
    quick(f"{site.url}/rss", outputs=[AtomFile(out)])
    empty = feedparser.parse(str(out))
    assert (empty.version, empty.bozo, empty.entries) == ("atom10", False, [])
    quick(f"{site.url}/rss", outputs=[AtomFile(out)])
    feed = feedparser.parse(str(out))
    assert (feed.bozo, feed.feed.id, len(feed.entries)) == (False, empty.feed.id, 2)
    entry = next(entry for entry in feed.entries if entry.link == f"{site.url}/page/0")
    assert entry.id.startswith("urn:uuid:")
    assert entry.published == "2033-05-18T03:33:20Z"
    assert entry.tags[0].term in {"copy", "edited", "reworded", "excerpt"}
