"""How many quotations of news articles retold finds with exact ends, and for how many it names the right speaker.

Runs over PolNeAR (`polnear.tar.xz`), US news in which annotators marked every attribution with its source, cue and
content. Gold quotations are the stretches between quotation marks inside a content span, found here by a rule of
their own (opening mark to closing mark within a paragraph); the speaker is the attribution's source. Where an article
is annotated twice, the first annotator's file counts. A speaker is right where the span found overlaps the source, or
where both end in the same word (the last name, mostly). The data root is RETOLD_DATA (default `../shared/data` beside
the repository); without the set, nothing is measured.

    python benchmarks/accuracy/quotations.py [--part dev] [--json] [--wrong N]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import data_folder
from retold.changes.quotations import Quotation, find_quotations
from retold.model import Article
from retold.read import read_text

_MARK = re.compile(r"[\"“”]|''|’’|(?<!\w)['‘](?=\w)|(?<=\S)['’](?!\w)|\n+")
_WORD = re.compile(r"\w+")


class Gold(NamedTuple):
    """A quotation in quotation marks: (start, end) without the marks, and the spans of its source, if it has one."""

    start: int
    end: int
    source: list[tuple[int, int]]


def attributions(annotation: str) -> Iterator[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """The (content, source) spans of each attribution of a standoff file."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for line in annotation.splitlines():
        parts = line.split("\t")
        if line.startswith("T") and len(parts) > 1:
            places = parts[1].split(" ", 1)[1]
            spans[parts[0]] = [(int(p.split()[0]), int(p.split()[1])) for p in places.split(";")]
    for line in annotation.splitlines():
        if line.startswith("E"):
            roles: dict[str, list[tuple[int, int]]] = {"Content": [], "Source": []}
            for role in line.split("\t")[1].split():
                name, _, key = role.partition(":")
                name = name.rstrip("0123456789")
                if name in roles:
                    roles[name] += spans.get(key, [])
            if roles["Content"]:
                yield roles["Content"], roles["Source"]


def marked_stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between quotation marks that begin in `text[start:end]`, which is widened to marks right beside it.

    Where the span was marked only up to the first sentence of a quotation, the stretch goes on to its closing mark.
    """
    if start and text[start - 1] in tuple("\"“‘'"):
        start -= 1
    if text[end : end + 1] in tuple("\"”’'"):
        end += 1
    opened = single = -1
    for match in _MARK.finditer(text, start, end):
        mark = match[0]
        if mark[0] == "\n":
            if opened >= 0:
                yield opened, match.start()
            opened = single = -1
        elif mark in ('"', "“", "”", "''", "’’"):
            if opened >= 0 and mark != "“":
                yield opened, match.start()
                opened = -1
            elif opened < 0 and mark != "”":
                opened = match.end()
            single = -1
        elif opened < 0:
            if mark in "‘'" and single < 0 and text[match.end() : match.end() + 1].isalnum():
                single = match.end()
            elif mark in "’'" and single >= 0 and text[match.start() - 1] != "s":
                yield single, match.start()
                single = -1
    if opened >= 0:
        close = re.compile(r"[\"”]|''|’’|\n|$").search(text, end)
        yield opened, close.start() if close else end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def gold_quotations(text: str, annotation: str) -> list[Gold]:
    """All quotations in quotation marks of an annotated article."""
    found: dict[tuple[int, int], Gold] = {}
    for contents, source in attributions(annotation):
        for start, end in contents:
            for stretch in marked_stretches(text, start, end):
                low, high = _stripped(text, *stretch)
                if low < high and _WORD.search(text, low, high):
                    found.setdefault((low, high), Gold(low, high, source))
    return sorted(found.values())


def articles(archive: Path, part: str) -> Iterator[tuple[str, str, str]]:
    """(name, text, annotation) of each article of a part of the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive, "r:xz") as packed:
            packed.extractall(folder, filter="data")
        seen = set()
        root = next(Path(folder).glob(f"**/data/{part}"))
        texts = {path.stem: path for path in (root / "text").iterdir()}
        for path in sorted((root / "attributions").glob("*.ann")):
            name = path.stem.rpartition("_")[0]
            if name in seen:
                continue
            seen.add(name)
            source = texts.get(path.stem) or texts[name]
            yield name, source.read_bytes().decode("utf-8"), path.read_text("utf-8")


def speaker_right(article: Article, quotation: Quotation, gold: Gold) -> bool:
    """Whether the speaker found is the source that was annotated."""
    if quotation.speaker is None:
        return False
    if any(quotation.speaker.start < end and start < quotation.speaker.end for start, end in gold.source):
        return True
    last = _WORD.findall(quotation.speaker_text.lower().removesuffix("'s").removesuffix("’s"))
    sources = [_WORD.findall(article.text[start:end].lower().removesuffix("’s")) for start, end in gold.source]
    return bool(last) and any(words and words[-1] == last[-1] for words in sources)


def measure(archive: Path, part: str, wrong: int) -> dict[str, Any]:
    """Shares of quotations found with exact ends and of those with the right speaker; prints `wrong` failures."""
    total = exact = with_source = right = count = 0
    seconds = 0.0
    missed: list[str] = []
    misled: list[str] = []
    for name, text, annotation in articles(archive, part):
        gold = gold_quotations(text, annotation)
        article = read_text(text, lang="en")
        count += 1
        if article.text != text:
            print(f"{name}: reading changed the text", file=sys.stderr)
            continue
        began = time.perf_counter()
        found = find_quotations(article)
        seconds += time.perf_counter() - began
        places = {(q.inner_start, q.inner_end): q for q in found}
        for g in gold:
            total += 1
            quotation = places.get((g.start, g.end))
            exact += quotation is not None
            if quotation is None:
                quotation = next((q for q in found if q.start < g.end and g.start < q.end), None)
                missed.append(f"{name}\n   gold  {text[g.start : g.end]!r}\n   found {quotation and quotation.text!r}")
            if g.source:
                with_source += 1
                good = quotation is not None and speaker_right(article, quotation, g)
                right += good
                if not good:
                    who = " … ".join(text[s:e] for s, e in g.source)
                    around = text[max(0, g.start - 200) : g.end + 120]
                    got = quotation and (quotation.speaker_text, quotation.how)
                    misled.append(f"{name}\n   gold {who!r} found {got!r}\n   {around!r}")
    if wrong:
        for title, cases in (("not found exactly", missed), ("another speaker", misled)):
            step = max(1, len(cases) // wrong)
            print(f"== {title}: {len(cases)}", *cases[::step][:wrong], sep="\n")
    return {
        "part": part,
        "articles": count,
        "quotations": total,
        "found_exactly": exact / max(1, total),
        "with_source": with_source,
        "speaker_right": right / max(1, with_source),
        "milliseconds_an_article": 1000 * seconds / max(1, count),
    }


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--part", default="dev", choices=("dev", "train"), help="rules are made on train")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show N failures of each sort")
    options = parser.parse_args()
    archive = data_folder() / "polnear.tar.xz"
    if not archive.exists():
        print("quotations skipped: polnear.tar.xz is not in the data folder (set RETOLD_DATA)")
        return 0
    figures = measure(archive, options.part, options.wrong)
    if options.json:
        print(json.dumps({"quotations": figures}))
        return 0
    print(
        f"PolNeAR {figures['part']}: {figures['found_exactly']:.4f} of {figures['quotations']} quotations found "
        f"exactly, speaker right {figures['speaker_right']:.4f} of {figures['with_source']}"
    )
    print(f"{figures['milliseconds_an_article']:.2f} ms an article")
    return 0


if __name__ == "__main__":
    sys.exit(main())
