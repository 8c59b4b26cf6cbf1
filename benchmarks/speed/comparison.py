# ruff: noqa: E402 - the number of threads must be set before numpy is imported
"""How fast retold compares, beside the tools of today on the same pairs in the same run, on one core.

    pip install -e '.[bench]'
    python benchmarks/speed/comparison.py [--pairs N] [--json]

Pairs of 400 to 600 words from planted-copies: edited, reworded, spun, cut, and unrelated ones, in equal parts,
read beforehand (retold's articles hold their sentences; the peers get the texts). Each tool compares all pairs
once to warm up and three times to be timed, of which the best counts; retold without and with changes, credit
and direction. Then: the same on the labelled retellings, the growth
with the number of pairs, one pair of documents of 100,000 words each (a fiftieth of the sentences replaced),
`retold compare` on two small files in a new process, and `import retold`. The data folder is RETOLD_DATA;
without it only what needs no data is measured.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # one core for all; before numpy is imported

import argparse
import contextlib
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import MissingDataError, data_folder, planted_copies, retellings_scorer, shuffled
from retold import Article
from retold.pipeline import compare_articles
from retold.read import read_record, read_text

KINDS = ("light", "rw10", "rw25", "rw40", "spin", "cut", "unrelated")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "harbour-tunnel"
LONG = 100_000  # words
Figures = dict[str, float | str]


def chosen_pairs(count: int) -> list[tuple[Article, Article]]:
    """Pairs of articles of 400 to 600 words, kinds in turn."""
    articles, gold = planted_copies()
    chance = shuffled(23)
    fitting = {key for key, row in articles.items() if 400 <= len(row["text"].split()) <= 600}
    originals = sorted(key for key in fitting if key.startswith("b"))
    wanted = [g for g in gold if g["source"] in fitting]
    pools = {kind: [(g["source"], g["copy"]) for g in wanted if g["kind"] == kind] for kind in KINDS}
    pools["unrelated"] = [tuple(chance.sample(originals, 2)) for _ in range(count)]  # type: ignore[misc]
    for pool in pools.values():
        chance.shuffle(pool)
    named = [pools[KINDS[at % len(KINDS)]][at // len(KINDS)] for at in range(count)]
    return [(read_record(articles[x]), read_record(articles[y])) for x, y in named]


def by_retold(a: Article, b: Article) -> None:
    compare_articles(a, b, changes=False)


def by_retold_in_full(a: Article, b: Article) -> None:
    compare_articles(a, b)


def by_difflib(a: Article, b: Article) -> None:
    SequenceMatcher(None, a.text.split(), b.text.split(), autojunk=False).get_matching_blocks()


def by_text_matcher(a: Article, b: Article) -> None:
    from text_matcher.matcher import Matcher, Text

    with contextlib.redirect_stdout(io.StringIO()):
        Matcher(Text(a.text, "a", removeStopwords=False), Text(b.text, "b", removeStopwords=False)).match()


def by_alcove_dux(a: Article, b: Article) -> None:
    from alcove_dux import compare_texts

    compare_texts(a.text, b.text)


def seconds_a_pair(tool: Callable[[Article, Article], None], pairs: list[tuple[Article, Article]]) -> tuple[float, int]:
    """Processor seconds a pair once warm, the best of three, and on how many pairs the tool failed."""
    failed = 0
    best = float("inf")
    for turn in range(4):
        started, failed = time.process_time(), 0
        for a, b in pairs:
            try:
                tool(a, b)
            except Exception:  # a peer that crashes on a pair is counted, not mended
                failed += 1
        best = min(best, time.process_time() - started) if turn else best
    return best / len(pairs), failed


def against_peers(count: int) -> Figures:
    pairs = chosen_pairs(count)
    own, _ = seconds_a_pair(by_retold, pairs)
    figures: Figures = {"retold: pairs a second": round(1 / own, 1), "retold: ms a pair": round(own * 1000, 2)}
    in_full, _ = seconds_a_pair(by_retold_in_full, pairs)
    figures["retold with changes, credit, direction: ms a pair"] = round(in_full * 1000, 2)
    figures["retold with changes, credit, direction: time over without"] = round(in_full / own, 2)
    peers = {"difflib": by_difflib, "text-matcher": by_text_matcher, "alcove-dux": by_alcove_dux}
    for name, tool in peers.items():
        few = pairs[: 7 if name == "alcove-dux" else len(pairs)]
        taken, failed = seconds_a_pair(tool, few)
        if failed == len(few):
            figures[f"{name}"] = "not installed, or failed on every pair"
        else:
            figures[f"{name}: ms a pair"] = round(taken * 1000, 2)
            figures[f"{name}: time over retold's"] = round(taken / own, 2)
            figures[f"{name}: failed pairs"] = failed
    once, _ = seconds_a_pair(by_retold, pairs[: count // 4])
    figures["growth: ms a pair of all over a quarter of the pairs"] = round(own / once, 2)
    return figures


def on_retellings() -> Figures:
    """What changes, credit and direction cost on real kinds of retellings: all 96 labelled pairs."""
    scorer = retellings_scorer()
    pairs = []
    for gold in scorer.load(data_folder() / "retellings").values():
        wire = read_record(scorer.wire_article(gold)[0])
        pairs += [(wire, read_record(scorer.version_article(gold, version)[0])) for version in gold["versions"]]
    own, _ = seconds_a_pair(by_retold, pairs)
    in_full, _ = seconds_a_pair(by_retold_in_full, pairs)
    return {
        "labelled retellings: ms a pair without changes, credit, direction": round(own * 1000, 2),
        "labelled retellings: ms a pair with them": round(in_full * 1000, 2),
        "labelled retellings: time with over without": round(in_full / own, 2),
    }


def long_pair() -> Figures:
    """One pair of documents of 100,000 words: generated, every sentence of its own words and names."""
    chance = shuffled(24)
    syllables = [c + v for c in "bcdfghjklmnprstvz" for v in "aeiou"]
    lexicon = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(30_000)]
    common = ["the", "of", "and", "to", "a", "in", "that", "was", "on", "for", "with", "as", "by", "at", "from", "said"]

    def sentence() -> str:
        words = [chance.choice(common) if chance.random() < 0.4 else chance.choice(lexicon) for _ in range(20)]
        return " ".join(words).capitalize() + "."

    sentences = [sentence() for _ in range(LONG // 20)]
    other = [sentence() if chance.random() < 0.02 else s for s in sentences]
    texts = ["\n\n".join(" ".join(s[k : k + 4]) for k in range(0, len(s), 4)) for s in (sentences, other)]
    started = time.process_time()
    articles = [read_text(text, lang="en") for text in texts]
    read = time.process_time()
    compare_articles(*articles)
    return {
        "100,000 words: seconds to read": round(read - started, 2),
        "100,000 words: seconds to compare": round(time.process_time() - read, 2),
        "100,000 words: peak MB of the process": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def start_up() -> Figures:
    """Wall seconds of new processes, the best of five."""

    def best(command: list[str]) -> float:
        taken = []
        for _ in range(5):
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - started)
        return round(min(taken), 3)

    files = [str(EXAMPLES / "wire.json"), str(EXAMPLES / "reworded.html")]
    texts = [str(EXAMPLES / "edited.txt"), str(EXAMPLES / "excerpt.txt")]
    command = [sys.executable, "-m", "retold", "compare"]
    bare = best([sys.executable, "-c", "pass"])
    return {
        "python alone: seconds": bare,
        "import retold: seconds over python alone": round(best([sys.executable, "-c", "import retold"]) - bare, 3),
        "retold compare, two text files: seconds": best([*command, *texts]),
        "retold compare, JSON and HTML: seconds": best([*command, *files]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=84, help="pairs for the comparison with peers (default 84)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    figures: Figures = {**start_up(), **long_pair()}
    try:
        figures = {**against_peers(args.pairs), **on_retellings(), **figures}
    except MissingDataError as missing:
        print(missing, file=sys.stderr)
    print(json.dumps(figures) if args.json else "\n".join(f"{key}: {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
