"""How fast `retold find` finds families, beside the deduplication tools of today on the same documents.

    pip install -e '.[bench]'
    python benchmarks/speed/families.py [planted|wmt|senate|fingerprints …] [--tools NAME …] [--python PATH] [--json]

Every tool runs whole, as a process of its own: start, reading JSON lines, signatures, matching, verification where
it has any, groups, writing. retold runs twice, first with an empty cache of compiled kernels ("retold, cold"), then
with a full one ("retold"). Peers run at the defaults of their own documentation (benchmarks/peers.py), under the
interpreter that `--python` names: text-dedup wants an old urllib3 and so is not in the extra `bench`; install it
with the others into an environment of its own. A peer that is not installed there is said to be so. `--repeat`
takes the best of several runs.

- planted: planted-copies, with recall by kind and precision as in benchmarks/accuracy/families.py;
- wmt: the English versions of WMT21 among Reuters-21578, NewsArticles and BBC, with recall and precision of pairs;
- senate: the Senate releases, which have no truth;
- fingerprints: fingerprinting alone against a bare pass that splits the same bytes into words and hashes them.

A tool sees all cores. Memory is the most that a process and its children held. semhash wants its model from the
network: `--semhash-model FOLDER` gives it another in the form of Model2Vec. passim, the one peer that sees heavy
rewording, needs Spark and is not run: 14 to 131 documents a second is what it reached on planted-copies, on a
machine of the same kind. The data folder is RETOLD_DATA (default ../shared/data beside the repository).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numba
import numpy as np
import pyarrow as pa

from corpora import MissingDataError, distractors, planted_copies, senate, shuffled, wmt_english
from family_scores import (
    Families,
    Figures,
    find_command,
    planted_records,
    read_families,
    score_planted,
    score_stories,
    table,
    write_records,
)
from measured import Run, run
from peers import NO_MODEL, NOT_INSTALLED, TOOLS

PEERS = Path(__file__).resolve().parents[1] / "peers.py"
LANGUAGES = frozenset(("is", "ja", "ru"))  # of the WMT21 documents whose English versions are looked for
PASSIM = (14, 131)  # documents a second, cited
PASSES = 5  # of fingerprinting, of which the best counts


def wmt_records() -> list[dict[str, Any]]:
    """In a fixed random order, all with the same three fields: text-dedup reads no others."""
    records = [article for _, article in wmt_english(LANGUAGES)] + distractors(0)
    shuffled(42).shuffle(records)
    return [{"id": row["id"], "title": row.get("title", ""), "text": row["text"]} for row in records]


def score_wmt(families: Families) -> Figures:
    figures = score_stories({article["id"]: story for story, article in wmt_english(LANGUAGES)}, families)
    return {name: figures[name] for name in ("pairs recall", "pairs precision", "ARI")}


def score_copies(families: Families) -> Figures:
    figures, _ = score_planted(*planted_records(), families)
    return {name: value for name, value in figures.items() if name == "precision" or name.startswith("recall")}


def score_senate(families: Families) -> Figures:
    sizes = [len(row["articles"]) for row in families.rows]
    return {"families": len(sizes), "largest": max(sizes, default=0), "pairs": families.most_pairs()}


Part = tuple[Callable[[], list[dict[str, Any]]], Callable[[Families], Figures]]
PARTS: dict[str, Part] = {
    "planted": (lambda: list(planted_records()[0]), score_copies),
    "wmt": (wmt_records, score_wmt),
    "senate": (lambda: list(senate()), score_senate),
}


def best_run(command: list[str], repeat: int, environment: dict[str, str] | None = None) -> Run:
    """The fastest of several runs; a run that fails is not repeated."""
    runs = [run(command, environment)]
    while len(runs) < repeat and not runs[-1].status:
        runs.append(run(command, environment))
    return min(runs, key=lambda one: (-one.status, one.seconds)) if not runs[-1].status else runs[-1]


def by_tool(tool: str, articles: Path, count: int, args: argparse.Namespace, cache: Path) -> tuple[Figures, Path]:
    """The speed of one tool on a file, and the file of what it found."""
    out = articles.with_suffix(f".{tool.replace(', ', '-')}.found")
    environment = None
    if tool.startswith("retold"):
        command = find_command(articles, out)
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    else:
        command = [args.python, str(PEERS), tool, str(articles), str(out)]
        command += ["--model", args.semhash_model] if args.semhash_model else []
    done = best_run(command, 1 if tool == "retold, cold" else args.repeat, environment)
    if done.status == NOT_INSTALLED:
        return {"not measured": "not installed"}, out
    if done.status == NO_MODEL:
        return {"not measured": "its model is not there (--semhash-model)"}, out
    if done.status:
        print(f"{tool}: {done.errors}", file=sys.stderr)
        return {"not measured": f"failed with {done.status}"}, out
    return {
        "seconds": round(done.seconds, 2),
        "documents a second": round(count / done.seconds, 1),
        "MB": round(done.megabytes),
    }, out


def found_by(tool: str, path: Path) -> Families:
    rows = read_families(path)
    return Families(rows if tool.startswith("retold") else [{"articles": group} for group in rows])


def measure(name: str, args: argparse.Namespace, work: Path) -> dict[str, Figures]:
    """All tools on one set of documents."""
    make, score = PARTS[name]
    records = make()
    articles = write_records(records, work / f"{name}.jsonl")
    results: dict[str, Figures] = {}
    tools = [tool for tool in ("retold, cold", "retold", *TOOLS) if tool.split(",")[0] in args.tools]
    for tool in tools:
        figures, out = by_tool(tool, articles, len(records), args, work / "kernels")
        if "seconds" in figures:
            figures |= score(found_by(tool, out))
        results[tool] = figures
    speeds = {tool: figures["documents a second"] for tool, figures in results.items() if "seconds" in figures}
    own = speeds.get("retold")
    peers = {tool: speed for tool, speed in speeds.items() if not tool.startswith("retold")}
    if own:
        for tool, speed in peers.items():
            results[tool]["retold's speed over its"] = round(own / speed, 3)
        results["retold"]["speed over passim's, cited"] = f"{own / PASSIM[1]:.0f} to {own / PASSIM[0]:.0f}"
        if peers:
            results["retold"]["speed over the fastest peer's"] = round(own / max(peers.values()), 3)
    return results


@numba.njit(cache=True)
def bare_pass(data: np.ndarray, offsets: np.ndarray, out: np.ndarray) -> None:
    """Splits documents into runs of letters and digits and hashes each: the least that any fingerprint must do."""
    for at in range(len(offsets) - 1):
        total, value, inside = np.uint64(0), np.uint64(14695981039346656037), False
        for place in range(offsets[at], offsets[at + 1]):
            byte = data[place]
            if byte >= 128 or 97 <= byte <= 122 or 65 <= byte <= 90 or 48 <= byte <= 57:
                if 65 <= byte <= 90:
                    byte += 32
                value = (value ^ np.uint64(byte)) * np.uint64(1099511628211)
                inside = True
            elif inside:
                total ^= value
                value, inside = np.uint64(14695981039346656037), False
        out[at] = total ^ value if inside else total


def fingerprint_pass() -> Callable[[pa.Array], Any]:
    """What fingerprints many texts at once, on one thread."""
    from retold.fingerprint.prints import fingerprint

    return fingerprint


def fingerprints(args: argparse.Namespace, work: Path) -> dict[str, Figures]:
    """Fingerprinting alone against the bare pass, texts of planted-copies in memory, kernels compiled."""
    texts = [row["text"] for row in planted_copies()[0].values()]
    encoded = [text.encode() for text in texts]
    offsets = np.concatenate(([0], np.cumsum([len(text) for text in encoded]))).astype(np.int64)
    data, out = np.frombuffer(b"".join(encoded), np.uint8), np.empty(len(texts), np.uint64)

    def best(once: Callable[[], Any]) -> float:
        taken = []
        for _ in range(PASSES + 1):  # the first one compiles
            started = time.perf_counter()
            once()
            taken.append(time.perf_counter() - started)
        return min(taken[1:])

    def figures(seconds: float) -> Figures:
        speed = {"documents a second": round(len(texts) / seconds), "MB a second": round(len(data) / seconds / 1e6, 1)}
        return {"seconds": round(seconds, 4), **speed}

    bare = best(lambda: bare_pass(data, offsets, out))
    results = {"bare pass": figures(bare)}
    own = fingerprint_pass()
    column = pa.array(texts, pa.large_string())
    taken = best(lambda: own(column))
    results["fingerprinting"] = {**figures(taken), "time over the bare pass": round(taken / bare, 2)}
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help="planted, wmt, senate, fingerprints")
    parser.add_argument("--tools", nargs="+", choices=["retold", *TOOLS], default=["retold", *TOOLS], metavar="NAME")
    parser.add_argument("--python", default=sys.executable, metavar="PATH", help="the interpreter that has the peers")
    parser.add_argument("--semhash-model", metavar="FOLDER", help="a Model2Vec model for semhash")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs of a tool, the best of which counts")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    if unknown := set(args.parts) - {*PARTS, "fingerprints"}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    results: dict[str, dict[str, Figures]] = {}
    for name in args.parts or [*PARTS, "fingerprints"]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                one = fingerprints(args, Path(folder)) if name == "fingerprints" else measure(name, args, Path(folder))
            except MissingDataError as missing:
                print(missing, file=sys.stderr)
                continue
        results[name] = one
        if not args.json:
            print(name, table([{"tool": tool, **figures} for tool, figures in one.items()]), "", sep="\n", flush=True)
    if args.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
