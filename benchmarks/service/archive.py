# ruff: noqa: E402 - the number of threads must be set before numpy is imported
"""An archive of 100,000 real articles: is the wire found for its retellings, how fast, against full-text search.

    python benchmarks/service/archive.py [--articles 100000] [--work FOLDER] [--json]

The archive holds the wires of the labelled retellings among Reuters, NewsArticles, BBC and Senate releases. Each
edited, reworded and excerpted retelling is checked; a question counts as answered where the wire, or another version
of it, comes first. Latencies are those of these questions, and those of the first halves of 400 archived articles, most
of which are long and have several matches. The peer is SQLite's FTS5
over the same texts, asked with BM25 for the words of the article: all of them, and the rarest 32.
"""

from __future__ import annotations

from retold._threads import one_thread_a_process

one_thread_a_process()

import argparse
import gc
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

import retold
import retold.archive
from corpora import MissingDataError, data_folder, distractors, retellings_scorer, shuffled
from retold.archive.checking import find_candidates_of
from retold.archive.prints import keyed
from retold.read import read_record

KINDS = ("edited", "reworded", "excerpt", "translated")
WARM = 20  # questions before the clock starts
HALVES = 400
RAREST = 32
ALL_WORDS = 4  # questions of a kind that FTS5 is asked with all words, as each takes seconds


def labelled() -> tuple[dict[str, dict[str, Any]], list[tuple[str, str, str]]]:
    """The labelled articles by id, and for each retelling its kind, its id and that of its wire."""
    scorer = retellings_scorer()
    gold = scorer.load(data_folder() / "retellings")
    with tempfile.TemporaryDirectory() as folder:
        scorer.emit(gold, Path(folder))
        lines = (Path(folder) / "articles.jsonl").read_text("utf-8").splitlines()
    articles = {record["id"]: record for record in map(json.loads, lines)}
    asked = []
    for name, story in gold.items():
        for version in story["versions"]:
            if version["kind"] in KINDS:
                kind = version["kind"]
                asked.append((kind, scorer.opaque(f"{name}.{kind}"), scorer.opaque(f"{name}.wire")))
    return articles, asked


def collection(most: int, wires: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The wires among so many other articles."""
    others = distractors(most)
    shuffled(5).shuffle(others)
    mixed = [*others[: most - len(wires)], *wires]
    shuffled(6).shuffle(mixed)
    return mixed


def timed(questions: list[dict[str, Any]], ask: Callable[[dict[str, Any]], Any]) -> list[float]:
    """Milliseconds for each question."""
    taken = []
    for question in questions:
        begin = time.perf_counter()
        ask(question)
        taken.append(1000 * (time.perf_counter() - begin))
    return taken


def spread(taken: list[float]) -> str:
    return f"{np.percentile(taken, 50):.1f} / {np.percentile(taken, 99):.1f}"


class FullText:
    """BM25 over the same texts, in FTS5."""

    def __init__(self, path: Path, articles: list[dict[str, Any]]) -> None:
        self.path = path
        self._run = sqlite3.connect(path)
        self._run.execute("CREATE VIRTUAL TABLE texts USING fts5 (id UNINDEXED, text)")
        self._run.executemany("INSERT INTO texts VALUES (?, ?)", ((a["id"], a["text"]) for a in articles))
        self._run.execute("CREATE VIRTUAL TABLE held USING fts5vocab (texts, row)")
        self._run.commit()
        self._held = dict(self._run.execute("SELECT term, doc FROM held"))

    def first(self, text: str, rarest: int | None) -> str | None:
        words = {word.strip('.,;:!?"“”‘’()').lower() for word in text.split()}
        known = sorted((word for word in words if word in self._held), key=lambda w: (self._held[w], w))[:rarest]
        question = " OR ".join('"' + word.replace('"', '""') + '"' for word in known)
        asked = "SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 1"
        row = self._run.execute(asked, (question,)).fetchone() if known else None
        return row[0] if row else None


def rows(args: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Any]]:
    articles, asked = labelled()
    wires = [articles[name] for name in sorted({wire for _, _, wire in asked})]
    mixed = collection(args.articles, wires)
    path = folder / "news.retold"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    archive = retold.Archive(path)
    archive.check(wires[0]["text"])  # compiles
    begin = time.perf_counter()
    added = archive.add(mixed)
    yield "articles", added.articles
    yield "added a second, durable", round(added.articles / (time.perf_counter() - begin))
    stats = archive.stats()
    yield "file over text", round(os.path.getsize(path) / stats.text_bytes, 2)
    own = {wire["id"]: wire["text"].strip() for wire in wires}
    others = shuffled(9).sample(mixed, WARM + HALVES)
    halves = [{**other, "text": other["text"][: len(other["text"]) // 2]} for other in others if other["text"].strip()]
    groups = {"retellings": [articles[name] for _, name, _ in asked], "halves of news": halves[WARM:]}
    connection = archive._connect()
    best: dict[str, list[retold.archive.Match]] = {}

    def search(question: dict[str, Any]) -> None:
        find_candidates_of(connection, keyed([question["text"]]), "text")

    def whole(question: dict[str, Any]) -> None:
        best[question["id"]] = matches = archive.check(read_record(question), most=3)
        for match in matches:
            _ = match.comparison

    timed(halves[:WARM], whole)
    gc.collect()
    gc.freeze()  # as the workers of the service do
    compared = {name: timed(questions, whole) for name, questions in groups.items()}
    ours = {name: timed(questions, search) for name, questions in groups.items()}
    found: dict[str, list[bool]] = {}
    missed = []
    for kind, name, wire in asked:
        matches = best[name]
        right = bool(matches) and matches[0].article.text.strip() == own[wire]
        found.setdefault(kind, []).append(right)
        if not right:
            missed.append(f"{kind} {name}: {[(m.entry.id, m.probability, m.kind) for m in matches]}")
    for kind in KINDS:
        yield f"recall at 1, {kind}", round(float(np.mean(found[kind])), 4)
    for name in groups:
        yield f"candidates of {name}, p50 / p99 ms", spread(ours[name])
        yield f"with three comparisons, {name}, p50 / p99 ms", spread(compared[name])
    if not args.no_peer:
        texts = FullText(Path(tempfile.mkstemp(dir=folder, suffix=".fts")[1]), mixed)
        for label, rarest, most in (("all words", None, ALL_WORDS), (f"{RAREST} rarest words", RAREST, None)):
            few = []
            for kind in KINDS:
                own_kind = [(name, wire) for k, name, wire in asked if k == kind][:most]
                few += [articles[name] for name, _ in own_kind]
                hits = [texts.first(articles[name]["text"], rarest) == wire for name, wire in own_kind]
                yield f"FTS5, {label}: recall at 1, {kind}", round(float(np.mean(hits)), 4)
            theirs = timed(few, lambda q, r=rarest: texts.first(q["text"], r))  # type: ignore[misc]
            yield f"FTS5, {label}: p50 / p99 ms", spread(theirs)
            ratio = np.median(ours["retellings"]) / np.median(theirs)
            yield f"our median latency over FTS5's, {label}", round(float(ratio), 3)
        texts.path.unlink()
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--work", type=Path, help="where the archive is made, and left")
    parser.add_argument("--no-peer", action="store_true", help="leave out FTS5")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            place = args.work or Path(folder)
            place.mkdir(exist_ok=True, parents=True)
            figures = {}
            for name, value in rows(args, place):
                figures[name] = value
                if not args.json:
                    print(f"{name:55} {value}", flush=True)
            if args.json:
                print(json.dumps(figures, indent=2))
    except MissingDataError as error:
        print(error)


if __name__ == "__main__":
    main()
