"""The page where it is read: no errors, no sideways scrolling, nothing lost in print, accessible.

The accessibility check needs axe-core: `npm install` in this folder once.
"""

import base64
import sys
from pathlib import Path

import pytest

from .browser import chromium
from .test_page import ALL

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"

_FAULTS = """
axe.run(document, {resultTypes: ["violations"]}).then(result => result.violations.map(
  fault => [fault.id, fault.nodes.slice(0, 3).map(node => node.html + " " + node.failureSummary)]
))
"""

pytestmark = [
    pytest.mark.skipif(chromium() is None, reason="no Chromium or Chrome is installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the debugging pipe is wired for POSIX"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, given in ALL.items():
        (folder / f"{name}.html").write_text(given().to_html(), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in ALL}


@pytest.mark.parametrize("name", ALL)
def test_no_errors_no_requests_and_nothing_runs(browser, pages, name):
    browser.open(pages[name])
    methods = [event["method"] for event in browser.events if "method" in event]
    for unwanted in ("Log.entryAdded", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
        assert unwanted not in methods
    asked = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    assert asked == [pages[name].as_uri()]


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
@pytest.mark.parametrize("name", ALL)
def test_no_sideways_scrolling(browser, pages, name, width):
    browser.open(pages[name], width=width)
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_sides_stand_beside_each_other_on_a_desk_and_below_each_other_on_a_phone(browser, pages):
    places = "['a3', 'b3'].map(id => document.getElementById(id).getBoundingClientRect().top)"
    browser.open(pages["ferry"])
    a, b = browser.run(places)
    assert abs(a - b) < 2
    browser.open(pages["ferry"], width=390)
    a, b = browser.run(places)
    assert b > a + 20


def test_a_change_leads_to_its_words_and_back(browser, pages):
    seen = """(id => {{
        const box = document.getElementById(id).getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
    }})('{}')"""
    for width in (390, 1280):
        browser.open(pages["traced"], width=width)
        assert browser.run(seen.format("change-5-b")) is False
        browser.run("document.documentElement.style.scrollBehavior = 'auto'")
        browser.run("document.querySelector('#change-5 a').click()")
        assert browser.run(seen.format("change-5-b")) is True
        outline = "getComputedStyle(document.querySelector('#change-5-b').parentElement).outlineStyle"
        assert browser.run(outline) == "solid"
        browser.run("document.getElementById('change-5-b').click()")
        assert browser.run(seen.format("change-5")) is True


def test_dark_and_light_differ(browser, pages):
    background = "getComputedStyle(document.body).backgroundColor"
    browser.open(pages["ferry"])
    light = browser.run(background)
    browser.open(pages["ferry"], dark=True)
    assert browser.run(background) != light


def test_print_shows_what_the_screen_folds_away(browser, pages):
    height = "document.getElementById('a11').getBoundingClientRect().height"
    browser.open(pages["ferry"])
    assert browser.run("document.getElementById('a11').checkVisibility({contentVisibilityAuto: true})") is False
    browser.open(pages["ferry"], media="print")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.getElementById('a11').checkVisibility({contentVisibilityAuto: true})") is True
    assert browser.run(height) > 5
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("document.querySelectorAll('details[open]').length") == 0


def test_the_page_prints(browser, pages):
    browser.open(pages["ferry"])
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
