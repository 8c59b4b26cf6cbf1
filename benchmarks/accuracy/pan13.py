"""Reused passages on the PAN 2013 text-alignment corpus (training part), measured by plagdet.

    python benchmarks/accuracy/pan13.py [--third held-out|training|all] [--sample N] [--workers N] [--json]

Reads pan13-train.tar.xz from the data folder (environment variable RETOLD_DATA, by default ../shared/data
beside the repository) and unpacks it to a temporary folder; `--corpus` names one already unpacked. The
scorer is plagdet.py in the folder `scoring` beside the data folder. `--sample N` takes N pairs of each kind.

The passage model is trained on two thirds of the suspicious documents (train_passages.py); the held-out
third, chosen by the checksum of a document's name, has no part in it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tarfile
import tempfile
import time
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import MissingDataError, data_folder, load_scorer
from retold.align.passages import find_passages
from retold.fingerprint.words import find_words

__all__ = ["Case", "DocumentPair", "corpus_folder", "load_pairs", "read_text"]

Case = tuple[tuple[int, int], tuple[int, int]]
KINDS = {"01": "none", "02": "verbatim", "03": "random", "04": "translation", "05": "summary"}
ARCHIVE = "pan13-train.tar.xz"


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """One pair: its kind (01 to 05), file names, reused passages (suspicious, source) and part of the corpus."""

    kind: str
    suspicious: str
    source: str
    cases: tuple[Case, ...]
    held_out: bool


@contextmanager
def corpus_folder(given: str | None) -> Iterator[Path]:
    """The unpacked corpus: the folder `given`, or a temporary one that lasts as long as the context."""
    if given:
        yield Path(given)
        return
    with tempfile.TemporaryDirectory(prefix="pan13-") as folder:
        with tarfile.open(data_folder() / ARCHIVE) as archive:
            archive.extractall(folder, filter="data")
        yield next(path.parent for path in sorted(Path(folder).rglob("src")) if path.is_dir())


def load_pairs(corpus: Path) -> list[DocumentPair]:
    """Every document pair of the corpus with its true passages."""
    pairs = []
    for folder in sorted(corpus.glob("0?-*")):
        for line in (folder / "pairs").read_text(encoding="utf-8").splitlines():
            suspicious, source = line.split()
            truth = folder / f"{Path(suspicious).stem}-{Path(source).stem}.xml"
            cases = []
            for feature in ET.parse(truth).getroot().iter("feature"):
                if feature.get("name") == "plagiarism":
                    this, that = int(feature.get("this_offset", 0)), int(feature.get("source_offset", 0))
                    this_end = this + int(feature.get("this_length", 0))
                    cases.append(((this, this_end), (that, that + int(feature.get("source_length", 0)))))
            held_out = zlib.crc32(suspicious.encode()) % 3 == 0
            pairs.append(DocumentPair(folder.name[:2], suspicious, source, tuple(cases), held_out))
    return pairs


def read_text(path: Path) -> str:
    """A document as offsets count it: line ends as they are in the file."""
    return path.read_bytes().decode("utf-8")


def detect(job: tuple[Path, DocumentPair]) -> list[Case]:
    """The passages found in one pair."""
    corpus, pair = job
    a_text = read_text(corpus / "susp" / pair.suspicious)
    b_text = read_text(corpus / "src" / pair.source)
    found = find_passages(find_words(a_text), find_words(b_text), a_text, b_text)
    return [((p.a.start, p.a.end), (p.b.start, p.b.end)) for p in found]


def measure(pairs: list[DocumentPair], found: list[list[Case]], scorer: ModuleType) -> dict[str, object]:
    """Plagdet over all pairs and by kind, and the share of pairs without reuse where something was found."""
    report: dict[str, object] = {}
    for kind in ("all", *KINDS):
        chosen = [(p, f) for p, f in zip(pairs, found, strict=True) if kind in ("all", p.kind)]
        truth = {(p.suspicious, p.source): list(p.cases) for p, _ in chosen if p.cases}
        detections = {(p.suspicious, p.source): f for p, f in chosen if f}
        empty = [bool(f) for p, f in chosen if not p.cases]
        row: dict[str, object] = {"pairs": len(chosen)}
        if truth:
            names = ("precision", "recall", "granularity", "plagdet")
            row |= {k: round(v, 5) for k, v in zip(names, scorer.score(truth, detections), strict=True)}
        if empty:
            row |= {"without_reuse": len(empty), "false": sum(empty), "false_share": round(sum(empty) / len(empty), 5)}
        report["overall" if kind == "all" else KINDS[kind]] = row
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--third", choices=["held-out", "training", "all"], default="held-out")
    parser.add_argument("--sample", type=int, default=0, help="pairs a kind (0: all)")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--corpus", help="folder of the unpacked corpus")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.corpus and not (data_folder() / ARCHIVE).is_file():
        print(f"pan13: skipped, {ARCHIVE} is not in {data_folder()} (set RETOLD_DATA)")
        return
    try:
        plagdet = load_scorer("plagdet")
    except MissingDataError as missing:
        print(f"pan13: skipped: {missing}")
        return
    with corpus_folder(args.corpus) as corpus:
        pairs = [p for p in load_pairs(corpus) if args.third == "all" or p.held_out == (args.third == "held-out")]
        if args.sample:
            drawn = random.Random(13)
            by_kind = [[p for p in pairs if p.kind == kind] for kind in KINDS]
            pairs = [p for group in by_kind for p in drawn.sample(group, min(args.sample, len(group)))]
        start = time.perf_counter()
        jobs = [(corpus, pair) for pair in pairs]
        if args.workers > 1:
            with multiprocessing.Pool(args.workers) as pool:
                found = pool.map(detect, jobs, chunksize=16)
        else:
            found = [detect(job) for job in jobs]
        seconds = time.perf_counter() - start
    report = measure(pairs, found, plagdet)
    report["seconds"] = round(seconds, 1)
    report["ms_a_pair"] = round(1000 * seconds * args.workers / max(len(pairs), 1), 1)
    if args.json:
        print(json.dumps(report, indent=1))
        return
    print(f"{'':12}{'pairs':>6} precision  recall  granularity  plagdet   false passages")
    for name, row in report.items():
        if not isinstance(row, dict):
            continue
        line = f"{name:12}{row['pairs']:6}"
        line += (
            f"{row['precision']:10.4f}{row['recall']:8.4f}{row['granularity']:13.4f}{row['plagdet']:9.4f}"
            if "plagdet" in row
            else " " * 40
        )
        if "false" in row:
            line += f"   {row['false']} of {row['without_reuse']} ({100 * row['false_share']:.2f} %)"
        print(line)
    print(f"{report['seconds']} s with {args.workers} workers, {report['ms_a_pair']} ms a pair and worker")


if __name__ == "__main__":
    main()
