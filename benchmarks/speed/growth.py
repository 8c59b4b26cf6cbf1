"""How the time and memory of `retold find` grow with the number of articles.

    python benchmarks/speed/growth.py [--sizes N …] [--work FOLDER] [--json]

For each size (default 10,000, 30,000, 100,000, 300,000 and 1,000,000) the fictional articles of
benchmarks/generator.py are written and `retold find` is run on them as a command, after one run on 1,000 articles
that compiles its kernels. Printed are the seconds of the whole process, documents a second, the most memory that it
and its children held, the share of versions found in a family with what they come from (all, and by kind), the
share of found pairs that are true (two members of one generated family), and the exponent e of seconds = a · N^e,
fitted over all sizes by least squares of the logarithms.

Inputs take 2.1 GB for a million articles; they are made in the folder `--work` (default: a temporary one), used
again when they are there, and deleted from a temporary folder after each size. `--families FILE --sizes N` scores a
file of families and runs nothing.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from family_scores import Families, Figures, read_families, run_find, share, table
from generator import KINDS, generate

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
FIRST = 1_000  # articles of the run that compiles


def score(gold: Path, families: Families) -> Figures:
    """Recall of the versions by kind, and precision of pairs.

    A host of an excerpt tells its own story too, so that its own pair counts as true; two members of a family are a
    true pair when both come from the same first telling.
    """
    found, total = Counter[str](), Counter[str]()
    story: dict[str, str] = {}
    for line in gold.read_text("utf-8").splitlines():
        row = json.loads(line)
        total[row["kind"]] += 1
        story[row["copy"]] = story[row["source"]] = row["source"]
        found[row["kind"]] += any(
            row["source"] in families.rows[at]["articles"] for at in families.holding.get(row["copy"], ())
        )
    right = pairs = 0
    for row in families.rows:  # a pair in two families counts twice; a few do, where an excerpt joins two stories
        size = len(row["articles"])
        pairs += size * (size - 1) // 2
        held = Counter(story[name] for name in row["articles"] if name in story)
        right += sum(count * (count - 1) // 2 for count in held.values())
    return {
        "recall": share(found.total(), total.total()),
        **{f"recall {kind}": share(found[kind], total[kind]) for kind in KINDS},
        "precision": share(right, pairs),
        "families": len(families.rows),
    }


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the logarithms of seconds over those of sizes."""
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    x, y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    slope: float = sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)
    return round(slope, 3)


def measure(size: int, work: Path, made: Path | None) -> Figures:
    """One size: makes the articles, finds the families (unless they are given) and scores them."""
    articles, gold = work / f"generated-{size}.jsonl", work / f"generated-{size}.gold.jsonl"
    if not (articles.exists() and gold.exists()):
        generate(size, articles, gold)
    figures: Figures = {"articles": size}
    out = made or work / f"generated-{size}.families.jsonl"
    if not made:
        done = run_find(articles, out)
        figures["seconds"] = round(done.seconds, 2)
        figures["documents a second"] = round(size / done.seconds, 1)
        figures["MB"] = round(done.megabytes)
    return {**figures, **score(gold, Families(read_families(out)))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N", help="numbers of articles")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep articles and families here")
    parser.add_argument("--families", type=Path, metavar="FILE", help="score these families of the one size")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    if args.families and len(args.sizes) > 1:
        parser.error("--families is of one size: name it with --sizes")
    rows: list[Figures] = []
    with tempfile.TemporaryDirectory() as temporary:
        work = args.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if not args.families:
            measure(FIRST, work, None)
        for size in sorted(set(args.sizes)):
            rows.append(measure(size, work, args.families))
            if not args.json:
                print(json.dumps(rows[-1]), flush=True)
            if not args.work:
                for path in work.glob("generated-*"):
                    path.unlink()
    report: Figures = {str(row["articles"]): row for row in rows}
    if len(rows) > 1 and not args.families:
        report["exponent"] = exponent([(row["articles"], row["seconds"]) for row in rows])
    if args.json:
        print(json.dumps(report))
    else:
        print(table(rows), f"exponent: {report.get('exponent', 'needs two sizes')}", sep="\n")


if __name__ == "__main__":
    main()
