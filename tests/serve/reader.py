"""Somebody who reads the pages in a real browser: goes to addresses, clicks, types, presses keys."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from report.browser import Browser

__all__ = ["Reader"]

_KEYS = {"Tab": 9, "Enter": 13, "Space": 32}


class Reader(Browser):
    """A browser with one page at a service."""

    def look(self, *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True) -> None:
        """How the next pages are looked at."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media="", features=[scheme])
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)

    def go(self, address: str) -> None:
        """Open an address and wait until it is there."""
        self.events.clear()
        said = self.call("Page.navigate", url=address)
        assert not said.get("errorText"), said
        self.wait()

    def wait(self) -> None:
        """Wait until a page has been loaded."""
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive())

    def click(self, selector: str, *, loads: bool = True) -> None:
        """Click with the mouse on the middle of the first element that a selector names."""
        self.run(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center', behavior: 'instant'}})")
        box = f"(b => [b.left + b.width / 2, b.top + b.height / 2])(document.querySelector({selector!r})" + (
            ".getClientRects()[0])"
        )
        x, y = self.run(box)
        self.events.clear()
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        if loads:
            self.wait()

    def type(self, text: str) -> None:
        """Write into what has the focus."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, *, loads: bool = False) -> None:
        """Press a key of the keyboard."""
        self.events.clear()
        about: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key]}
        if key == "Enter":
            about["text"] = "\r"
        if key == "Space":
            about |= {"key": " ", "text": " "}
        self.call("Input.dispatchKeyEvent", type="keyDown", **about)
        about.pop("text", None)
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)
        if loads:
            self.wait()

    def shot(self, path: Path, *, height: int = 0) -> None:
        """A picture of the page, from its top, as high as it is or as is asked."""
        full = self.run("document.documentElement.scrollHeight")
        width = self.run("document.documentElement.clientWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": min(full, height or full), "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))
