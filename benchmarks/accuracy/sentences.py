"""How exactly retold finds the sentences of a report, and tells them from the furniture of the page.

Runs over the labelled retellings: every wire and every version is put together as a page would give it, read, and
compared with the labelled sentences and page lines. The data root is RETOLD_DATA (default `../shared/data` beside the
repository); without the set, nothing is measured.

    python benchmarks/accuracy/sentences.py [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import data_folder
from retold.read import read_text

BLANK = "\n\n"


class Page(NamedTuple):
    """A text put together from labelled pieces: sentences of the report and lines of the page, as (start, end)."""

    text: str
    title: str
    lang: str
    sentences: list[tuple[int, int]]
    furniture: list[tuple[int, int]]


def put_together(pieces: list[tuple[str, str, str]], title: str, lang: str) -> Page:
    """A page from pieces of (what stands before it, text, "sentence" or "furniture" or "")."""
    text = ""
    spans: dict[str, list[tuple[int, int]]] = {"sentence": [], "furniture": [], "": []}
    for gap, piece, kind in pieces:
        text += gap if text else ""
        spans[kind].append((len(text), len(text) + len(piece)))
        text += piece
    return Page(text, title, lang, spans["sentence"], spans["furniture"])


def pages(folder: Path) -> Iterator[Page]:
    """Every wire and every version of the set."""
    for path in sorted(folder.glob("b*.json")):
        base: dict[str, Any] = json.loads(path.read_text("utf-8"))
        wire = base["wire"]
        pieces = [("", wire["dateline"], "")] if wire.get("dateline") else []
        pieces += [(" " if i % 2 or not i else BLANK, s, "sentence") for i, s in enumerate(wire["sentences"])]
        pieces += [(BLANK, wire["signoff"], "furniture")] if wire.get("signoff") else []
        yield put_together(pieces, wire["title"], "en")
        for version in base["versions"]:
            pieces = [(BLANK, line, "furniture") for line in version.get("furniture_before", ())]
            pieces += [
                (BLANK if s.get("para") or not i else " ", s["text"], "sentence")
                for i, s in enumerate(version["sentences"])
            ]
            pieces += [(BLANK, line, "furniture") for line in version.get("furniture_after", ())]
            yield put_together(pieces, version["title"], version["lang"])


def measure(folder: Path) -> dict[str, Any]:
    """Shares of sentences found with exact ends, of sentences kept as body, and of page lines marked."""
    total = exact = kept = lines = marked = 0
    seconds = 0.0
    for page in pages(folder):
        began = time.perf_counter()
        article = read_text(page.text, title=page.title, lang=page.lang)
        seconds += time.perf_counter() - began
        ends = {s.end for s in article.sentences}
        for start, end in page.sentences:
            total += 1
            exact += end in ends and not any(start < other < end for other in ends)
            kept += all(s.role == "body" for s in article.sentences if start <= s.start < end)
        for start, end in page.furniture:
            lines += 1
            marked += all(s.role == "furniture" for s in article.sentences if start <= s.start < end)
    return {
        "sentences": total,
        "exact": exact / total,
        "kept": kept / total,
        "furniture_lines": lines,
        "marked": marked / lines,
        "milliseconds_an_article": 1000 * seconds / max(1, sum(1 for _ in pages(folder))),
    }


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    folder = data_folder() / "retellings"
    if not any(folder.glob("b*.json")):
        print("sentences skipped: no retellings (set RETOLD_DATA)")
        return 0
    figures = measure(folder)
    if options.json:
        print(json.dumps({"sentences": figures}))
        return 0
    print(f"sentences exact {figures['exact']:.4f} of {figures['sentences']}, kept as body {figures['kept']:.4f}")
    print(f"furniture marked {figures['marked']:.4f} of {figures['furniture_lines']} lines")
    print(f"{figures['milliseconds_an_article']:.2f} ms an article")
    return 0


if __name__ == "__main__":
    sys.exit(main())
