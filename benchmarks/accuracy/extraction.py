"""How well retold's reader finds the body of an article on a web page.

Runs `retold.read` over the pages of the article-extraction set and scores the text by four-word shingles:
precision and recall of the multiset of shingles on every page, averaged over the pages, and their F1.
The data root is RETOLD_DATA (default `../shared/data` beside the repository); without the set,
nothing is measured.

    python benchmarks/accuracy/extraction.py [--json] [--worst N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import data_folder
from retold.errors import ReadError
from retold.read import read

SET = "article-extraction.tar.xz"
SHINGLE = 4
WORD = re.compile(r"\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of runs of four words; a shorter text is one run."""
    words = WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def page_scores(truth: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page."""
    gold, got = shingles(truth), shingles(found)
    shared = (gold & got).total()
    if gold == got:
        return 1.0, 1.0
    return (shared / got.total() if got else 0.0), (shared / gold.total() if gold else 0.0)


def body(page: Path) -> str:
    """The text that retold reads from one page."""
    try:
        return read(page).text
    except ReadError:
        return ""


def measure(folder: Path) -> dict[str, object]:
    """The averages over all pages in `folder`, and the F1 of every page."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    scores = {}
    for name, entry in sorted(truth.items()):
        page = folder / f"{name}.html"
        page.write_bytes(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()))
        scores[name] = page_scores(entry.get("articleBody", ""), body(page))
        page.unlink()
    precision = sum(p for p, _ in scores.values()) / len(scores)
    recall = sum(r for _, r in scores.values()) / len(scores)
    pages = {name: 2 * p * r / (p + r) if p + r else 0.0 for name, (p, r) in scores.items()}
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": f1, "precision": precision, "recall": recall, "pages": pages}


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also list the N worst pages")
    options = parser.parse_args()
    archive = data_folder() / SET
    if not archive.is_file():
        print(f"extraction skipped: no {SET} (set RETOLD_DATA)")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        with tarfile.open(archive) as tar:
            tar.extractall(temporary, filter="data")
        truth = next(Path(temporary).rglob("ground-truth.json"))
        figures = measure(truth.parent)
    pages = figures.pop("pages")
    assert isinstance(pages, dict)
    worst = sorted(pages.items(), key=lambda item: item[1])[: options.worst]
    if options.json:
        print(json.dumps({"extraction": {**figures, "count": len(pages)}, "worst": dict(worst)}))
        return 0
    print(f"extraction body F1 {figures['f1']:.3f}")
    print(f"precision {figures['precision']:.3f}, recall {figures['recall']:.3f}, {len(pages)} pages")
    for name, f1 in worst:
        print(f"  {f1:.3f} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
