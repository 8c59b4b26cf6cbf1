"""Makes the pictures of the README: pages of `retold serve` over the invented articles of the tests.

Run: python benchmarks/service/screenshots.py [FOLDER]. It needs Chromium, and what the tests need; the pictures go to
docs/images unless another folder is named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from report.browser import chromium  # noqa: E402
from serve.newsroom import ARTICLES, REWORDED  # noqa: E402
from serve.newsserver import NewsServer  # noqa: E402
from serve.reader import Reader  # noqa: E402

__all__ = ["main"]

_LARGEST = 200_000  # bytes
_WIDTH = 1200
# The text that is checked: nobody has archived it yet.
_TEXT = REWORDED.replace("Visitors must stay away", "Visitors have to stay away").replace("Ships will", "Vessels will")


def main(folder: Path) -> None:
    """Make all pictures."""
    program = chromium()
    assert program, "no Chromium or Chrome is installed"
    # The rewording is not archived here: its check shall find the report that it retells.
    archived = [article for article in ARTICLES if article["id"] != "mirror-9"]
    with tempfile.TemporaryDirectory() as place:
        server = NewsServer(Path(place), archived, workers=1)
        whole = NewsServer(Path(tempfile.mkdtemp(dir=place)), ARTICLES, workers=1)
        browser = Reader(program)
        try:
            form = {"text": _TEXT, "title": "Danger on the stairs", "publisher": "Daily Mirador"}
            form["published"] = "2031-05-13"
            with httpx.Client(timeout=60, follow_redirects=True, trust_env=False) as client:
                check = client.post(f"{server.address}/check", data=form).url
                families = client.get(f"{whole.address}/families.json").json()["families"]
                family = f"{whole.address}/families/{families[0]['family']}"
                while client.get(f"{family}.json").json()["unfinished"]:
                    pass
            browser.look(width=_WIDTH)
            for name, address, height in (
                ("check", str(check), 900),
                ("comparison", f"{check}/1", 1000),
                ("family", family, 1250),
            ):
                browser.go(address)
                path = folder / f"{name}.png"
                browser.shot(path, height=height)
                size = path.stat().st_size
                print(f"{path}: {size:,} bytes")
                assert size < _LARGEST, f"{path} is larger than {_LARGEST:,} bytes"
        finally:
            browser.close()
            server.close()
            whole.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
