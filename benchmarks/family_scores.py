"""What the benchmarks of families share: running `retold find`, reading families, scoring pairs of articles.

A family here is what one line of `retold.family/1` holds, or of a peer's clusters brought into the same form. Two
articles are a found pair when some family holds both; an article may stand in several families.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpora import opaque, planted_copies, shuffled
from measured import Run, run

__all__ = [
    "KINDS",
    "Families",
    "Figures",
    "containment",
    "find_command",
    "planted_records",
    "read_families",
    "run_find",
    "score_planted",
    "score_stories",
    "share",
    "table",
    "write_records",
]

Figures = dict[str, Any]
KINDS = ("exact", "light", "cut", "rw10", "rw25", "rw40", "spin", "excerpt")  # of planted copies
GRAM = 5  # words
MOST_PAIRS = 1_000_000  # found pairs that are looked at one by one; of more, a sample is
SAMPLED = 20_000
CONTAINED = 0.10  # a found pair that shares this much of the smaller set of word 5-grams counts as right
_WORD = re.compile(r"\w+")


def write_records(records: Iterable[dict[str, Any]], path: Path) -> Path:
    """The records as JSON lines."""
    with path.open("w", encoding="utf-8") as lines:
        for record in records:
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def find_command(path: Path, out: Path) -> list[str]:
    """The command that finds the families of a file."""
    return [sys.executable, "-m", "retold", "find", str(path), "--format", "jsonl", "-o", str(out)]


def run_find(path: Path, out: Path, environment: dict[str, str] | None = None) -> Run:
    """Runs `retold find` on a file as a command of its own; ends the benchmark where it fails."""
    done = run(find_command(path, out), environment)
    if done.status or not out.exists():
        raise SystemExit(f"retold find ended with {done.status}: {done.errors}")
    return done


def read_families(path: Path) -> list[dict[str, Any]]:
    """The families of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Families:
    """Families with a look-up from an article to those that hold it."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.holding: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            for name in dict.fromkeys(row["articles"]):
                self.holding[name].append(at)

    def beside(self, name: str) -> set[str]:
        """The articles that share a family with this one."""
        found = {other for at in self.holding.get(name, ()) for other in self.rows[at]["articles"]}
        found.discard(name)
        return found

    def largest(self, name: str) -> int | None:
        """The largest family that holds an article, the first of several as large; None where none does."""
        return max(self.holding.get(name, ()), key=lambda at: (len(self.rows[at]["articles"]), -at), default=None)

    def most_pairs(self) -> int:
        """How many pairs are found, those in several families counted for each."""
        return sum(len(row["articles"]) * (len(row["articles"]) - 1) // 2 for row in self.rows)

    def some_pairs(self, count: int) -> list[tuple[str, str]]:
        """Found pairs drawn at random, always the same."""
        chance, weights = shuffled(43), [len(row["articles"]) * (len(row["articles"]) - 1) for row in self.rows]
        chosen = chance.choices(self.rows, weights, k=count)
        drawn = (sorted(chance.sample(row["articles"], 2)) for row in chosen)
        return [(first, second) for first, second in drawn]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All found pairs, each once."""
        for name in sorted(self.holding):
            for other in sorted(self.beside(name)):
                if name < other:
                    yield name, other

    def linked(self) -> set[tuple[str, str]]:
        """The pairs that a link joins directly."""
        found = set()
        for row in self.rows:
            for link in row.get("links", ()):
                first, second = sorted((link["source"], link["derived"]))
                found.add((first, second))
        return found


def score_stories(stories: dict[str, str], families: Families) -> Figures:
    """Found pairs against the true ones, where only the articles in `stories` (article to story) have a truth.

    Precision is over the found pairs with at least one such article; a pair with an article outside is wrong. The
    adjusted Rand index is over these articles and those outside that share a family with one of them, each of which
    is a story of its own; an article in several families counts in the largest.
    """
    size = Counter(stories.values())
    true = sum(count * (count - 1) // 2 for count in size.values())
    right = wrong = outside = 0
    strangers: set[str] = set()
    for name, story in stories.items():
        for other in families.beside(name):
            if other not in stories:
                outside += 1
                strangers.add(other)
            elif stories[other] == story:
                right += 1
            else:
                wrong += 1
    right, wrong = right // 2, wrong // 2 + outside
    truth = {**stories, **{name: f"outside {name}" for name in strangers}}
    placed = {name: families.largest(name) for name in truth}
    said = {name: f"alone {name}" if at is None else str(at) for name, at in placed.items()}
    return {
        "articles": len(stories),
        "true pairs": true,
        "pairs recall": share(right, true),
        "pairs precision": share(right, right + wrong),
        "wrong pairs": wrong,
        "wrong pairs with an article from outside": outside,
        "ARI": adjusted_rand(truth, said),
    }


def adjusted_rand(truth: dict[str, str], said: dict[str, str]) -> float:
    """The adjusted Rand index of two groupings of the same names."""

    def pairs(counts: Iterable[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    both = pairs(Counter((truth[name], said[name]) for name in truth).values())
    first, second = pairs(Counter(truth.values()).values()), pairs(Counter(said[name] for name in truth).values())
    total = pairs([len(truth)])
    if not total:
        return 1.0
    expected = first * second / total
    highest = (first + second) / 2
    return round((both - expected) / (highest - expected), 4) if highest != expected else 1.0


def share(part: int, whole: int) -> float:
    """A share, 1 of nothing."""
    return round(part / whole, 4) if whole else 1.0


def planted_records() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The articles of planted-copies without what names their kind, and the gold (source, copy, kind) by their ids."""
    articles, gold = planted_copies()
    records = [
        {"id": opaque(row["id"]), **{key: value for key, value in row.items() if key not in ("id", "kind")}}
        for row in articles.values()
    ]
    return records, [{**row, "source": opaque(row["source"]), "copy": opaque(row["copy"])} for row in gold]


def grams(text: str) -> set[int]:
    """The word 5-grams of a text; of a shorter text, all its words as one."""
    words = _WORD.findall(text.lower())
    return {hash(tuple(words[at : at + GRAM])) for at in range(max(1, len(words) - GRAM + 1))}


def containment(first: set[int], second: set[int]) -> float:
    """The share of the smaller set that is in the other."""
    return len(first & second) / max(1, min(len(first), len(second)))


def score_planted(
    records: list[dict[str, str]], gold: list[dict[str, str]], families: Families
) -> tuple[Figures, list[tuple[str, str]]]:
    """Recall by kind and precision on planted-copies, and the found pairs that do not count as right.

    A planted copy is found when a family holds it with its source. A found pair is right when it is in the gold or
    when the texts share a tenth of the smaller one's word 5-grams. Of more than a million found pairs, as a tool that
    chains groups together makes them, precision is that of 20,000 drawn at random.
    """
    found, total = Counter[str](), Counter[str]()
    for row in gold:
        total[row["kind"]] += 1
        found[row["kind"]] += row["source"] in families.beside(row["copy"])
    texts = {row["id"]: row["text"] for row in records}
    known = {frozenset((row["source"], row["copy"])) for row in gold}
    held: dict[str, set[int]] = {}

    def right(first: str, second: str) -> bool:
        if frozenset((first, second)) in known:
            return True
        for name in (first, second):
            if name not in held:
                held[name] = grams(texts[name])
        return containment(held[first], held[second]) >= CONTAINED

    many = families.most_pairs() > MOST_PAIRS
    together = families.some_pairs(SAMPLED) if many else list(families.pairs())
    pairs, linked = families.most_pairs() if many else len(together), families.linked()
    wrong = [pair for pair in together if not right(*pair)]
    unlike = sum(not right(*pair) for pair in linked)
    return {
        **{f"recall {kind}": share(found[kind], total[kind]) for kind in KINDS},
        "families": len(families.rows),
        "found pairs": pairs,
        "found pairs beyond the gold": pairs - sum(found.values()),
        "found pairs not right": round(pairs * len(wrong) / len(together)) if together else 0,
        "precision": share(len(together) - len(wrong), len(together)),
        "linked pairs": len(linked),
        "precision of linked pairs": share(len(linked) - unlike, len(linked)),
    }, wrong


def table(rows: list[Figures]) -> str:
    """Rows of the same keys as aligned columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([str(row.get(name, "")) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)
