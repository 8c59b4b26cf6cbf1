# ruff: noqa: E402 - the number of threads must be set before numpy is imported
"""Train the relation model, src/retold/relate/model.json, on the development data.

    pip install -e '.[training]'
    python training/relation.py            # a quarter of an hour on two cores
    python training/relation.py --keep     # measures are kept in out/ and used again next time

Logistic regressions over the measures of `retold.relate.measures`, fitted with a ridge penalty. Each corpus
has the same say, however many pairs it gives. Prints figures from five-fold cross-validation in which all
pairs of one story stay together, then fits on everything.
"""

from __future__ import annotations

from retold._threads import one_thread_a_process

one_thread_a_process()

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).parent))

from relation_pairs import LabelledPair, labelled_pairs

from retold._version import __version__
from retold.align import align_sides, prepare
from retold.read import read_record
from retold.relate.measures import measure
from retold.relate.relation import MODEL, inputs

DERIVED = {"copy", "edited", "reworded", "translated", "excerpt", "derived"}
PENALTY = 3.0  # inverse strength of the ridge, as scikit-learn counts it; best likelihood in cross-validation
CACHE = Path("out/relation-measures.jsonl")
Row = dict[str, object]


def row(pair: LabelledPair) -> Row:
    """The measures of one pair with its label, as JSON-ready data."""
    a, b = prepare(read_record(pair.a)), prepare(read_record(pair.b))
    measures = measure(a, b, align_sides(a, b))
    return {
        "corpus": pair.corpus,
        "group": pair.group,
        "label": pair.label,
        "ids": [str(pair.a.get("id")), str(pair.b.get("id"))],
        "measures": measures,
    }


def rows(keep: bool) -> list[Row]:
    """All training rows, from the file of an earlier run if asked."""
    if keep and CACHE.exists():
        return [json.loads(line) for line in CACHE.read_text("utf-8").splitlines()]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(row, list(labelled_pairs()), chunksize=16))
    CACHE.parent.mkdir(exist_ok=True)
    CACHE.write_text("".join(json.dumps(r) + "\n" for r in found), "utf-8")
    return found


def decision(name: str, label: str) -> bool | None:
    """The answer that a label gives to a decision, None where it gives none."""
    if name == "derived":
        return label in DERIVED
    if name == "excerpt":
        return None if label not in DERIVED - {"derived"} else label == "excerpt"
    if name == "edited":
        return {"copy": True, "edited": True, "reworded": False}.get(label)
    return {"same-event": True, "unrelated": False}.get(label)


# What each decision may look at: little for those with few examples.
LOOKS_AT = {
    "derived": None,
    "excerpt": ("more_linked", "less_linked", "more_passages", "less_passages"),
    "edited": ("replaced", "touched", "kept_order", "verbatim"),
    "same-event": ("rare_shared", "pairs_shared", "facts_agree", "more_linked"),
}


def fit(x: NDArray[np.float64], y: NDArray[np.bool_], weight: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=PENALTY, max_iter=5000).fit(x, y, sample_weight=weight)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="use the measures of an earlier run")
    args = parser.parse_args()
    data = rows(args.keep)
    model = {}
    for name, looks_at in LOOKS_AT.items():
        chosen = [(r, y) for r in data if (y := decision(name, str(r["label"]))) is not None]
        values = [inputs(r["measures"]) for r, _ in chosen]  # type: ignore[arg-type]
        names = list(looks_at or values[0])
        x = np.array([[v[n] for n in names] for v in values])
        y = np.array([label for _, label in chosen])
        cells = [(str(r["corpus"]), bool(label)) for r, label in chosen]
        weight = np.array([len(cells) / len(set(cells)) / cells.count(cell) for cell in cells])
        groups = np.array([f"{r['corpus']}/{r['group']}" for r, _ in chosen])
        chance = np.zeros(len(y))
        for train, test in GroupKFold(5, shuffle=True, random_state=20).split(x, y, groups):
            chance[test] = fit(x[train], y[train], weight[train]).predict_proba(x[test])[:, 1]
        report(name, cells, y, chance, [r for r, _ in chosen])
        final = fit(x, y, weight)
        weights = {n: round(float(w), 3) for n, w in zip(names, final.coef_[0], strict=True)}
        model[name] = {"intercept": round(float(final.intercept_[0]), 3), "weights": weights}
    made = {"made_by": "python training/relation.py", "version": __version__, "decisions": model}
    MODEL.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


def report(
    name: str, cells: list[tuple[str, bool]], y: NDArray[np.bool_], chance: NDArray[np.float64], data: list[Row]
) -> None:
    """Print how often cross-validation was right, by corpus and answer, and the worst mistakes."""
    right = (chance > 0.5) == y
    print(f"\n{name}: {right.mean():.4f} right of {len(y)}")
    for cell in sorted(set(cells)):
        own = np.array([c == cell for c in cells])
        print(f"  {cell[0]:12} {cell[1]!s:6} {right[own].sum():5} of {own.sum():5}")
    edges = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0)
    print("  said          pairs  mean said  observed")
    for low, high in pairwise(edges):
        own = (chance > low) & (chance <= high)
        if own.any():
            print(f"  {low:.2f} to {high:.2f} {own.sum():7} {chance[own].mean():10.3f} {y[own].mean():9.3f}")
    for at in np.argsort(-np.abs(chance - y))[:8]:
        print("   ", round(float(chance[at]), 3), bool(y[at]), data[at]["corpus"], data[at]["ids"], data[at]["label"])


if __name__ == "__main__":
    main()
