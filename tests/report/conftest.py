"""The browser in which pages are tested."""

import pytest

from .browser import Browser, chromium


@pytest.fixture(scope="module")
def browser():
    browser = Browser(chromium())
    yield browser
    browser.close()
