"""Train the direction model, src/retold/lineage/model.json, on the development data.

    pip install -e '.[training]'
    python training/direction.py            # a minute or two
    python training/direction.py --dry      # figures only

One logistic regression without a constant over the clues of `retold.lineage.clues`, with a ridge penalty, each pair in
both orders. Pairs come from the labelled retellings (as given and --bare), the planted copies, and WMT21 news with
its translations. Each pair is also shown without its clock, without what surrounds the text, and without both: then no
clue learns to lean on another that happens to be there in all of these data.

Prints figures from cross-validation in which all pairs of a story stay together, then fits on everything.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from corpora import data_folder, planted_copies, retellings_scorer, wmt_article, wmt_documents
from retold._version import __version__
from retold.align import align_sides, prepare
from retold.credit import pair_marks
from retold.lineage.clues import CLUES, clues
from retold.lineage.direction import DERIVED_SURE, MODEL, weigh
from retold.read import read_record
from retold.relate import relate

PAIRS = 200  # as how many pairs a corpus of weight 1 counts, against the ridge
PENALTY = 0.3  # inverse strength of the ridge, as scikit-learn counts it
# What is taken away from a pair to make further pairs of it, by group of clues.
# In the labelled retellings every source is a bare wire report and every retelling a page, as it is not elsewhere: so
# each pair also stands in with what surrounds the text turned round, with this share of its weight.
TURNED = 0.07
WITHOUT: tuple[tuple[str, ...], ...] = ((), ("clock",), ("page",), ("clock", "page"), ("clock", "page", "credit"))
SAY = {"retellings": 1.0, "bare": 1.0, "planted": 0.5, "wmt": 0.7}  # weight of a whole corpus
PLANTED_KINDS = ("light", "cut", "rw10", "rw25", "rw40", "spin", "excerpt")
PLANTED_EACH = 25
WMT_DOCUMENTS = 120


@dataclass(frozen=True, slots=True)
class Row:
    """The clues of one pair, its source as a; `answer` is None where neither is made from the other."""

    corpus: str
    story: str
    kind: str
    derived: bool
    clues: dict[str, float]
    answer: bool | None = True


def row(corpus: str, story: str, kind: str, source: Any, other: Any, answer: bool | None = True) -> Row:
    a, b = prepare(read_record(source)), prepare(read_record(other))
    alignment = align_sides(a, b)
    relation = relate(a, b, alignment)
    found = clues(a, b, alignment, relation, *pair_marks(a.article, b.article))
    sure = relation.derived and relation.probability >= DERIVED_SURE
    return Row(corpus, story, kind, sure, found, answer)


def rows() -> Iterator[Row]:
    """All pairs, the same every time."""
    chance = random.Random(20)
    scorer = retellings_scorer()
    for base, gold in scorer.load(data_folder() / "retellings").items():
        for scorer.BARE in (False, True):
            wire, _ = scorer.wire_article(gold)
            for version in gold["versions"]:
                if version["kind"] in scorer.DERIVED:
                    article, _ = scorer.version_article(gold, version)
                    yield row("bare" if scorer.BARE else "retellings", base, version["kind"], wire, article)
    articles, gold_pairs = planted_copies()
    taken: Counter[str] = Counter()
    for pair in chance.sample(gold_pairs, len(gold_pairs)):
        kind = pair["kind"]
        if kind in PLANTED_KINDS and taken[kind] < PLANTED_EACH:
            taken[kind] += 1
            yield row("planted", pair["source"], kind, articles[pair["source"]], articles[pair["copy"]])
    for document in chance.sample(wmt_documents(), WMT_DOCUMENTS):
        source = next(v for v in document["versions"] if v["kind"] == "source")
        others = [v for v in document["versions"] if v["kind"] != "source"]
        if others:
            target = wmt_article(document, chance.choice(others))[0]
            yield row("wmt", document["id"], "translated", wmt_article(document, source)[0], target)
        for lang in sorted({v["lang"] for v in others}):
            same = [v for v in others if v["lang"] == lang]
            if len(same) > 1:
                x, y = (wmt_article(document, v)[0] for v in chance.sample(same, 2))
                yield row("wmt", document["id"], "two translations", x, y, None)


def fit(data: list[Row]) -> dict[str, float]:
    """The weights of the clues; a clue that comes out pointing backwards is left out, and the rest fitted again.

    Two translations of one source, where neither is made from the other, stand in with both answers: what differs
    between them by chance gets little weight.
    """
    sizes = Counter((r.corpus, r.answer) for r in data)
    x, y, weight = [], [], []
    for r in data:
        share = SAY[r.corpus] / sizes[r.corpus, r.answer] / len(WITHOUT) * PAIRS
        shown = [(without, 1, share) for without in WITHOUT]
        shown += [(without, -1, share * TURNED) for without in WITHOUT if "page" not in without]
        for without, page, say in shown:
            values = [
                0.0 if group in without else r.clues[name] * (page if group == "page" else 1)
                for name, group in CLUES.items()
            ]
            for sign in (1, -1):
                for answer in (sign > 0,) if r.answer else (True, False):
                    x.append([sign * v for v in values])
                    y.append(answer)
                    weight.append(say)
    table, kept = np.array(x), list(range(len(CLUES)))
    while True:
        model = LogisticRegression(C=PENALTY, fit_intercept=False, max_iter=5000)
        model.fit(table[:, kept], np.array(y), sample_weight=np.array(weight))
        found = dict(zip(kept, model.coef_[0], strict=True))
        kept = [k for k in kept if found[k] > 0]
        if len(kept) == len(found):
            return {name: round(float(found.get(k, 0.0)), 3) for k, name in enumerate(CLUES)}


def report(title: str, data: list[Row], answers: list[str], leave_out: tuple[str, ...] = ()) -> None:
    table: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for r, answer in zip(data, answers, strict=True):
        table[r.corpus, r.kind][answer] += 1
        if r.corpus in ("retellings", "bare") and r.kind != "excerpt":
            table[r.corpus, "ALL"][answer] += 1
    print(f"\n{title}")
    for key, counts in sorted(table.items()):
        print(f"  {key[0]:11} {key[1]:17}", dict(counts))


def said(r: Row, weights: dict[str, float], without: tuple[str, ...] = ()) -> str:
    found = {name: 0.0 if CLUES[name] in without else value for name, value in r.clues.items()}
    source = weigh(found, weights).source if r.derived else None
    if r.answer is None:
        return "unsaid" if source is None else "said"
    return "unsaid" if source is None else "right" if source == "a" else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="print the figures, leave the model as it is")
    args = parser.parse_args()
    data = list(rows())
    groups = [f"{'retellings' if r.corpus == 'bare' else r.corpus}/{r.story}" for r in data]
    weights_for: list[dict[str, float]] = [{} for _ in data]
    for train, test in GroupKFold(8, shuffle=True, random_state=20).split(data, groups=groups):
        weights = fit([data[i] for i in train])
        for i in test:
            weights_for[i] = weights
    for without in ((), ("page",), ("clock",), ("clock", "page"), ("clock", "page", "credit")):
        title = f"cross-validated, without {' and '.join(without)}" if without else "cross-validated"
        report(title, data, [said(r, w, without) for r, w in zip(data, weights_for, strict=True)])
    final = fit(data)
    print("\n", final)
    if not args.dry:
        made = {"made_by": "python training/direction.py", "version": __version__, "weights": final}
        MODEL.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
