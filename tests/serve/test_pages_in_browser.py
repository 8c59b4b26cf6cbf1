"""The pages where they are read: a real server, a real browser, real clicks; accessible, and safe from strangers.

The accessibility check needs axe-core: `npm install` in tests/report once.
"""

from __future__ import annotations

import base64
import sys
import time
from pathlib import Path

import httpx
import pytest

pytest.importorskip("jinja2")

from report.browser import chromium
from report.test_page_in_browser import AXE
from retold.serve.pages_words import article_path

from .hooks import slow_down
from .newsroom import ARTICLES, HOSTILE, REWORDED, UNKNOWN
from .newsserver import NewsServer
from .reader import Reader

_FAULTS = """
axe.run(document, {resultTypes: ["violations"]}).then(result => result.violations.filter(
  fault => ["serious", "critical"].includes(fault.impact)
).map(fault => [fault.id, fault.nodes.slice(0, 3).map(node => node.html + " " + node.failureSummary)]))
"""
_CHECKED = REWORDED.replace("Hoteliers", "Innkeepers").replace("Visitors must", "Guests must")

pytestmark = [
    pytest.mark.skipif(chromium() is None, reason="no Chromium or Chrome is installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the debugging pipe is wired for POSIX"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = NewsServer(tmp_path_factory.mktemp("news"), ARTICLES, workers=2, prepare=slow_down)
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser(server):
    browser = Reader(chromium())
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def pages(client):
    """An address of every kind of page."""

    def sent(form, data):
        place = client.post(form, data=data).headers["location"]
        while place.startswith("/work/"):
            place = client.get(place).headers["location"]
        return place

    check = sent("/check", {"text": _CHECKED, "published": "2031-05-14"})
    families = client.get("/families.json").json()["families"]
    return {
        "home": "/",
        "check": check,
        "match": f"{check}/2",
        "nothing": sent("/check", {"text": UNKNOWN}),
        "compare": "/compare",
        "comparison": sent("/compare", {"a_name": "mpa-0512@1", "b_name": "mpa-0512@2"}),
        "families": "/families",
        "family": f"/families/{families[0]['family']}",
        "publishers": "/publishers",
        "publisher": "/publishers/Meridian%20Press%20Agency",
        "hostile publisher": "/publishers/%3Cb%20onmouseover%3Dalert%282%29%3EVessimar%3C%2Fb%3E%20Echo",
        "articles": "/articles",
        "article": "/articles/mpa-0512",
        "earlier version": "/articles/mpa-0512%401",
        "right to left": "/articles/rtl-1",
        "hostile article": article_path(HOSTILE["id"]),
        "search": "/search?q=lighthouse",
        "search for nothing": "/search?q=zeppelin",
        "about": "/about",
        "missing": "/articles/nobody-has-this",
    }


NAMES = (
    "home", "check", "match", "nothing", "compare", "comparison", "families", "family", "publishers", "publisher",
    "hostile publisher", "articles", "article", "earlier version", "right to left", "hostile article", "search",
    "search for nothing", "about", "missing",
)  # fmt: skip


def text_of(browser):
    return browser.run("document.querySelector('main').innerText")


def path_of(browser):
    return browser.run("location.pathname")


def fill(browser, selector, text):
    browser.run(f"document.querySelector({selector!r}).focus()")
    browser.type(text)


def settled(browser, then):
    """Wait while the page of unfinished work looks again by itself."""
    for _ in range(60):
        if path_of(browser).startswith(then):
            return
        browser.events.clear()
        browser.wait()
    raise AssertionError(f"stayed at {path_of(browser)}")


def test_from_a_text_to_its_match_to_the_comparison(server, browser):
    browser.look()
    browser.go(server.address + "/")
    browser.click("#text", loads=False)
    browser.type(_CHECKED)
    browser.click("form.big button")
    settled(browser, "/checks/")
    said = text_of(browser)
    assert "Daily Mirador" in said
    assert "Dropped: Meridian Press Agency is no longer named" in said
    assert "2 quotations altered" in said
    assert "probability 9" in said
    address = path_of(browser)
    browser.click("#match-2 .actions a")
    assert path_of(browser) == f"{address}/2"
    assert "Reworded from a Meridian Press Agency report" in text_of(browser)
    assert browser.run("document.querySelectorAll('.rows .row').length") > 5
    browser.click(".pages a")
    assert path_of(browser) == address
    browser.go(server.address + address)
    assert "Daily Mirador" in text_of(browser)


def test_a_match_with_an_earlier_version_is_compared_with_that_version(client, pages):
    check = client.get(f"{pages['check']}.json").json()
    places = [k for k, match in enumerate(check["matches"], 1) if match["article"]["id"] == "mpa-0512"]
    assert places
    version = check["matches"][places[0] - 1]["article"]["version"]
    page = client.get(f"{pages['check']}/{places[0]}").text
    assert ("Dana Holt" in page) == (version == 2)


def test_a_new_version_leaves_the_checks_that_show_the_one_before(tmp_path):
    server = NewsServer(tmp_path, ARTICLES[:1], workers=1, writable=True)
    try:
        with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
            check = client.post("/api/check", json={"text": _CHECKED}).json()
            assert len(check["matches"]) == 1
            time.sleep(1.1)  # so that the two versions have two times
            update = ARTICLES[5]
            added = client.post("/api/articles", json=update).json()
            assert added["added"]["versions"] == 1
            page = client.get(f"/checks/{check['id']}")
            assert page.status_code == 200
            assert "Dana Holt" not in client.get(f"/checks/{check['id']}/1").text
            gone = client.delete("/api/articles/mpa-0512@1")
            assert gone.status_code == 200
            assert client.get(f"/checks/{check['id']}").status_code == 404
    finally:
        server.close()


def test_nothing_found_is_said_plainly(server, browser, pages):
    browser.look()
    browser.go(server.address + pages["nothing"])
    said = text_of(browser)
    assert "Nothing was found" in said
    assert "It does not mean that the text is original" in said


def test_keyboard_alone_checks_a_text(server, browser):
    browser.look()
    browser.go(server.address + "/")
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "main"
    browser.press("Tab")
    assert browser.run("document.activeElement.id") == "text"
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert browser.run(outline) == "solid"
    browser.type(_CHECKED)
    for _ in range(12):
        browser.press("Tab")
        if browser.run("document.activeElement.tagName") == "BUTTON":
            break
    browser.press("Enter", loads=True)
    settled(browser, "/checks/")
    for _ in range(40):
        browser.press("Tab")
        if browser.run("document.activeElement.innerText").startswith("See the comparison"):
            break
    browser.press("Enter", loads=True)
    assert path_of(browser).startswith("/checks/")
    assert "sentence by sentence" in text_of(browser)


def test_without_scripts_a_long_check_leads_to_its_answer(server, browser):
    browser.look(scripts=False)
    try:
        browser.go(server.address + "/")
        browser.run("document.querySelector('#text').focus()")
        browser.type(f"NAP 4 {_CHECKED}")
        browser.click("form.big button")
        assert path_of(browser).startswith("/work/")
        assert "Looking for it in the archive" in text_of(browser)
        settled(browser, "/checks/")
        assert "Meridian Press Agency is no longer named" in text_of(browser)
    finally:
        browser.look()


def test_with_scripts_a_long_check_leads_to_its_answer(server, browser):
    browser.look()
    browser.go(server.address + "/")
    fill(browser, "#text", f"NAP 4 {_CHECKED}")
    browser.click("form.big button")
    assert path_of(browser).startswith("/work/")
    browser.run("for (let timer = 0; timer < 1000; timer++) clearTimeout(timer)")
    assert "This page goes on by itself" in text_of(browser)
    if AXE.exists():
        browser.run(AXE.read_text("utf-8") + "; 0")
        assert browser.run(_FAULTS) == []
    browser.click("main p > a")
    settled(browser, "/checks/")


def test_what_fails_is_said_in_the_form_or_on_a_page(server, browser):
    browser.look()
    browser.go(server.address + "/")
    browser.click("form.big button")
    assert "There is neither a text nor an address" in text_of(browser)
    fill(browser, "#url", "http://127.0.0.1:1/inside")
    browser.click("form.big button")
    assert path_of(browser) == "/check"
    assert "could not be checked" in text_of(browser)
    assert browser.run("document.querySelector('#url').value") == "http://127.0.0.1:1/inside"


def test_a_family_tells_who_told_it_when_and_leads_to_each_comparison(server, browser, pages):
    browser.look()
    browser.go(server.address + pages["family"])
    for _ in range(20):
        if not browser.run("document.querySelector('[data-work]') !== null"):
            break
        browser.events.clear()
        browser.wait()
    rows = browser.run("[...document.querySelectorAll('table tbody tr')].map(row => row.innerText)")
    assert len(rows) == 6
    assert "Meridian Press Agency" in rows[0]
    assert browser.run("document.querySelectorAll('.timeline .dot').length") == 6
    reworded = "[...document.querySelectorAll('.tree li > div')].find(e => e.innerText.includes('Daily Mirador'))"
    said = browser.run(f"{reworded}.innerText")
    assert "Reworded from number 1" in said
    assert "Meridian Press Agency is no longer named" in said
    assert "2 quotations altered" in said
    browser.run(f"{reworded}.querySelector('a[href*=comparisons]').id = 'wanted'")
    browser.click("#wanted")
    assert path_of(browser).startswith("/comparisons/")
    assert "is no longer named" in text_of(browser)


def test_an_article_tells_its_history(server, browser):
    browser.look()
    browser.go(f"{server.address}/articles/mpa-0512")
    for _ in range(20):
        if not browser.run("document.querySelector('[data-work]') !== null"):
            break
        browser.events.clear()
        browser.wait()
    assert "One text has 23, the other 27." in text_of(browser)
    assert "it is likely made from this one" in text_of(browser)
    browser.go(f"{server.address}/articles/mpa-0512%401")
    assert "Norra Posten" in text_of(browser)


def test_search_finds_by_words_and_phrases(server, browser):
    browser.look()
    browser.go(server.address + "/about")
    fill(browser, "#search", '"Anton Velde"')
    browser.press("Enter", loads=True)
    assert path_of(browser) == "/search"
    assert browser.run("document.querySelectorAll('.list > li').length") >= 4
    browser.click(".list a")
    assert path_of(browser).startswith("/articles/")


def test_publishers_are_sorted_by_links(server, browser):
    browser.look()
    browser.go(server.address + "/publishers")
    names = "[...document.querySelectorAll('#publishers tbody th')].map(e => e.innerText)"
    browser.run("document.querySelector('#publishers thead a').id = 'wanted'")
    browser.click("#wanted")
    shown = browser.run(names)
    assert shown == sorted(shown, key=str.casefold)
    assert len(shown) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_no_sideways_scrolling_on_a_phone(server, browser, pages, name):
    for width in (320, 390):
        browser.look(width=width)
        browser.go(server.address + pages[name])
        browser.run("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
        assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_stranger_runs_and_nothing_comes_from_elsewhere(server, browser, pages, name):
    browser.look()
    browser.go(server.address + pages[name])
    methods = [event["method"] for event in browser.events if "method" in event]
    assert "Page.javascriptDialogOpening" not in methods
    assert "Runtime.exceptionThrown" not in methods
    logged = [e["params"]["entry"]["text"] for e in browser.events if e.get("method") == "Log.entryAdded"]
    assert [text for text in logged if name != "missing" or "404" not in text] == []
    asked = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith((server.address, "data:"))] == []
    assert browser.run("typeof window.hurt") == "undefined"
    found = browser.run("document.querySelectorAll('[onmouseover], [onload], [onerror], main script, main img').length")
    assert found == 0
    assert browser.run("[...document.links].filter(a => !/^https?:$/.test(a.protocol)).length") == 0
    outside = "[...document.links].filter(a => a.host !== location.host)"
    assert browser.run(f"{outside}.every(a => a.rel.includes('noreferrer') && a.rel.includes('nofollow'))")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm install in tests/report)")
def test_axe_finds_nothing_serious(server, browser, pages, name, dark):
    browser.look(dark=dark, width=390 if dark else 1280)
    browser.go(server.address + pages[name])
    browser.run("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    browser.run(AXE.read_text("utf-8") + "; 0")
    assert browser.run(_FAULTS) == []


def test_dark_and_light_differ(server, browser):
    background = "getComputedStyle(document.body).backgroundColor"
    shown = []
    for dark in (False, True):
        browser.look(dark=dark)
        browser.go(server.address + "/")
        shown.append(browser.run(background))
    assert shown[0] != shown[1]


@pytest.mark.parametrize("name", ["check", "family"])
def test_pages_print(server, browser, pages, name):
    browser.look()
    browser.go(server.address + pages[name])
    data = browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    assert base64.b64decode(data).startswith(b"%PDF")


def test_a_file_is_checked(server, browser, tmp_path: Path):
    browser.look()
    file = tmp_path / "story.txt"
    file.write_text(_CHECKED, "utf-8")
    browser.go(server.address + "/")
    place = browser.call("DOM.getDocument")["root"]["nodeId"]
    node = browser.call("DOM.querySelector", nodeId=place, selector="#file")["nodeId"]
    browser.call("DOM.setFileInputFiles", files=[str(file)], nodeId=node)
    browser.click("form.big button")
    settled(browser, "/checks/")
    assert "Meridian Press Agency is no longer named" in text_of(browser)


def test_two_archived_articles_are_compared(server, browser):
    browser.look()
    browser.go(f"{server.address}/compare?a_name=mpa-0512")
    assert browser.run("document.querySelector('#a-name').value") == "mpa-0512"
    fill(browser, "#b-name", "mirror-9")
    browser.click("form.big button")
    settled(browser, "/comparisons/")
    assert "Reworded from a Meridian Press Agency report" in text_of(browser)


def test_the_token_is_named_in_a_form(browser, tmp_path):
    server = NewsServer(tmp_path, ARTICLES[:1], workers=1, token="a-token-of-the-tests-0123456789")
    try:
        browser.look()
        browser.go(f"{server.address}/articles/mpa-0512")
        assert path_of(browser) == "/login"
        assert "Who is asking?" in text_of(browser)
        if AXE.exists():
            browser.run(AXE.read_text("utf-8") + "; 0")
            assert browser.run(_FAULTS) == []
        fill(browser, "#token", "something else")
        browser.press("Enter", loads=True)
        assert "That was not the token." in text_of(browser)
        browser.go(f"{server.address}/articles/mpa-0512")
        fill(browser, "#token", "a-token-of-the-tests-0123456789")
        browser.press("Enter", loads=True)
        assert path_of(browser) == "/articles/mpa-0512"
    finally:
        server.close()
