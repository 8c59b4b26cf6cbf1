"""The page about a collection where it is read: no errors, no sideways scrolling, accessible, printable."""

import base64
import sys

import pytest

from retold.report.families_page import families_page

from .browser import chromium
from .test_families_page import ALL
from .test_page_in_browser import _FAULTS, AXE

pytestmark = [
    pytest.mark.skipif(chromium() is None, reason="no Chromium or Chrome is installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the debugging pipe is wired for POSIX"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("families")
    for name, given in ALL.items():
        (folder / f"{name}.html").write_text(families_page(given()), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in ALL}


@pytest.mark.parametrize("name", ALL)
def test_no_errors_no_requests_and_nothing_runs(browser, pages, name):
    browser.open(pages[name])
    methods = [event["method"] for event in browser.events if "method" in event]
    for unwanted in ("Log.entryAdded", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
        assert unwanted not in methods
    asked = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    assert asked == [pages[name].as_uri()]


@pytest.mark.parametrize("width", [320, 360, 800, 1280])
@pytest.mark.parametrize("name", ALL)
def test_no_sideways_scrolling(browser, pages, name, width):
    browser.open(pages[name], width=width)
    browser.run("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_one_picture_shows_and_its_words_can_be_read(browser, pages):
    shown = "[...document.querySelectorAll('.net svg')].filter(e => e.checkVisibility()).map(e => e.classList[0])"
    height = "Math.min(...[...document.querySelectorAll('.net .{} text')].map(e => e.getBoundingClientRect().height))"
    for width, look in ((360, "phone"), (1280, "desk")):
        browser.open(pages["many"], width=width)
        assert browser.run(shown) == [look]
        assert browser.run(height.format(look)) > 9


def test_no_label_covers_another(browser, pages):
    browser.open(pages["many"])
    boxes = browser.run(
        "[...document.querySelectorAll('.net .desk text')].map(e => { const b = e.getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom]; })"
    )
    assert len(boxes) == 60
    overlaps = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] + 2 < b[3] and b[1] + 2 < a[3]
    ]
    assert overlaps == []


def test_dark_and_light_differ(browser, pages):
    background = "getComputedStyle(document.body).backgroundColor"
    browser.open(pages["harbour"])
    light = browser.run(background)
    browser.open(pages["harbour"], dark=True)
    assert browser.run(background) != light


def test_the_page_prints_with_what_is_folded_away(browser, pages):
    visible = (
        "[...document.querySelectorAll('.members li')]"
        ".every(e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 5)"
    )
    browser.open(pages["many"])
    assert browser.run(visible) is False
    browser.open(pages["many"], media="print")
    assert browser.run(visible) is True
    data = browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    assert base64.b64decode(data).startswith(b"%PDF")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm install in tests/report)")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ALL)
def test_axe_finds_no_fault(browser, pages, name, dark):
    browser.open(pages[name], dark=dark)
    browser.run("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    browser.run(AXE.read_text("utf-8") + "; 0")
    found = browser.run(_FAULTS)
    assert found == []
