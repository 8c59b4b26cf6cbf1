# ruff: noqa: E402 - the number of threads must be set before numpy is imported
"""Train the model that decides about candidates, src/retold/match/model.npz, on the development data.

    pip install -e '.[training]'
    python training/match.py            # ten minutes on two cores
    python training/match.py --keep     # what `retold.compare` said is kept in out/ and used again

Three sources of examples. The labelled pairs of training/relation_pairs.py; lookalikes made by changing most names and
numbers of articles (match_made.py); and candidates that the finder meets in news archives and press releases, drawn
evenly over how much they overlap, for which the full comparison is the teacher where it is sure. What tells a template
that is filled twice from a report that is told twice is learned from days and from made families (match_templates.py).
What is worth a second look is learned against all candidates as they come. Prints figures from
cross-validation in which all pairs of one story stay together, then fits on everything.
"""

from __future__ import annotations

from retold._threads import one_thread_a_process

one_thread_a_process()

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "training"), str(ROOT / "benchmarks")]

from match_made import NAME, lookalike
from match_templates import ANSWERS, COPIED, MONTH, candidates_of, day, templates
from relation_pairs import labelled_pairs

import corpora
from retold import compare
from retold.fingerprint.prints import Prints, fingerprint
from retold.fingerprint.tables import load_tables
from retold.match.likeness import LIKENESSES, measure_likeness
from retold.match.model import MODEL, PLAIN, with_points
from retold.match.overlap import OVERLAPS, measure_pairs
from retold.match.vectors import stem_vectors

DERIVED = {"copy", "edited", "reworded", "translated", "excerpt", "derived"}
CACHE = Path("out/match-teacher.jsonl")
WEEK = 7  # days between which and a month nothing is believed of what looks alike
LEAST_KEYS = 3  # labelled pairs with fewer never become candidates
SURE = 0.2  # the teacher is believed below this probability and above one minus it
A_CELL = 150  # pairs drawn from each corpus and tenth of overlap
ACROSS = ("numbers_agree", "facts_shared", "rare_shared", "numbers_replaced")
ACROSS_SECOND = (
    "soft_less_linked", "soft_similarity", "soft_facts_agree", "path_more_linked", "path_less_linked", "path_told",
    "path_facts_agree", "path_replaced", "path_numbers_replaced", "path_diagonal",
)  # fmt: skip
LOOKALIKES = 2_500
NATURAL = 30_000  # candidates as they come, against which a second look is learned
# Rewordings by people and models are few among the examples and what the second look is for.
WEIGHT_OF_RETELLINGS, WEIGHT_OF_REWORDINGS, WEIGHT_OF_NATURAL = 20.0, 60.0, 0.2
Array = NDArray[Any]


def teach(texts: tuple[str, str]) -> tuple[str, float]:
    """What the full comparison says of two texts."""
    relation = compare({"id": "a", "text": texts[0]}, {"id": "b", "text": texts[1]}, changes=False).relation
    return relation.kind, relation.probability


def measured(prints: Prints, pairs: Array, points: Array) -> tuple[Array, Array]:
    """Both looks at some pairs, in their order; the second is zero in languages without vectors."""
    order = np.argsort(pairs[:, 0], kind="stable")
    overlaps = np.zeros((len(pairs), len(OVERLAPS)), np.float32)
    in_order = np.zeros_like(overlaps)
    measure_pairs(prints.words, prints.word_bounds, pairs[order], in_order)
    overlaps[order] = in_order
    likeness = np.zeros((len(pairs), len(LIKENESSES)), np.float32)
    langs = prints.langs[pairs]
    for spoken in np.unique(langs, axis=0).tolist():
        vectors = [stem_vectors(load_tables().codes[lang] or "en") for lang in spoken]
        own = np.flatnonzero((langs == spoken).all(axis=1))
        if vectors[0] is not None and vectors[1] is not None:
            found = np.zeros((len(own), len(LIKENESSES)), np.float32)
            measure_likeness(prints.words, prints.word_bounds, pairs[own], *vectors[0], *vectors[1], found)
            likeness[own] = found
    return with_points(overlaps, points), likeness


def alone(shared: Array) -> Array:
    """What so many shared keys are worth where nobody else has them: each counts twice, and two articles have it."""
    return np.column_stack([2 * shared, shared])


def labelled() -> dict[str, Array]:
    """The labelled pairs that share keys: measures, likeness, label, corpus, group, whether across languages."""
    chosen = list(labelled_pairs())
    texts: dict[str, int] = {}
    pairs = np.array([[texts.setdefault(str(x["text"]), len(texts)) for x in (p.a, p.b)] for p in chosen])
    prints = fingerprint(pa.array(list(texts)))
    keys = [np.unique(prints.keys[a:b]) for a, b in zip(prints.key_bounds, prints.key_bounds[1:], strict=False)]
    shared = np.array([len(np.intersect1d(keys[a], keys[b], assume_unique=True)) for a, b in pairs])
    measures, likeness = measured(prints, pairs, alone(shared))
    langs = prints.langs[pairs]
    return {
        "measures": measures,
        "likeness": likeness,
        "shared": shared,
        "label": np.array([p.label for p in chosen]),
        "corpus": np.array([p.corpus for p in chosen]),
        "group": np.array([f"{p.corpus}/{p.group}" for p in chosen]),
        "across": langs[:, 0] != langs[:, 1],
    }


def lookalikes(texts: Sequence[str], corpus: Array) -> dict[str, Array]:
    """Articles and lookalikes made of them: measures of both looks, the corpus and a group each."""
    chance = random.Random(7)
    chosen = [k for k in chance.sample(range(len(texts)), 6_000) if 60 < len(texts[k].split()) < 1500][:LOOKALIKES]
    names = sorted({name for k in chosen for name in NAME.findall(texts[k])})
    made = [text for k in chosen for text in (texts[k], lookalike(texts[k], names, chance))]
    prints = fingerprint(pa.array(made))
    pairs = np.arange(len(made)).reshape(-1, 2)
    keys = [np.unique(prints.keys[a:b]) for a, b in zip(prints.key_bounds, prints.key_bounds[1:], strict=False)]
    shared = np.array([len(np.intersect1d(keys[a], keys[b], assume_unique=True)) for a, b in pairs])
    measures, likeness = measured(prints, pairs, alone(shared))
    own = shared >= LEAST_KEYS
    return {
        "measures": measures[own],
        "likeness": likeness[own],
        "corpus": np.array([f"l-{corpus[k]}" for k in chosen])[own],
        "group": np.array([f"l{k}" for k in chosen])[own],
    }


def archive() -> tuple[list[str], Array, Array]:
    """The texts of news archives and press releases, the corpus of each, and its day."""
    planted, _ = corpora.planted_copies()
    parts = {
        "reuters": corpora.reuters(),
        "news": corpora.news_articles(),
        "bbc": corpora.bbc(),
        "senate": corpora.senate()[30_000:],
        "planted": [article for name, article in planted.items() if name.startswith("b")],
    }
    texts = [str(article["text"]) for part in parts.values() for article in part]
    days = np.array([day(article) for part in parts.values() for article in part])
    return texts, np.repeat(list(parts), [len(part) for part in parts.values()]), days


def natural(keep: bool) -> dict[str, Any]:
    """Candidates of the archives as they come, and for some of them what the teacher says (-1 for the others)."""
    texts, corpus, days = archive()
    made = lookalikes(texts, corpus)
    prints = fingerprint(pa.array(texts, pa.large_string()))
    pairs, points = candidates_of(prints)
    chance = np.random.default_rng(4)
    some = chance.choice(len(pairs), min(len(pairs), 300_000), replace=False)
    pairs, points = pairs[some], points[some]
    overlaps = np.zeros((len(pairs), len(OVERLAPS)), np.float32)
    order = np.argsort(pairs[:, 0], kind="stable")
    pairs, points = pairs[order], points[order]
    measure_pairs(prints.words, prints.word_bounds, pairs, overlaps)
    source, tenth = corpus[pairs[:, 0]], np.minimum(9, overlaps[:, 0] * overlaps[:, 2] * 12).astype(int)
    drawn = []
    for name in np.unique(source).tolist():
        for step in range(10):
            own = np.flatnonzero((source == name) & (tenth == step))
            drawn += chance.choice(own, min(len(own), A_CELL * (3 if name == "senate" else 1)), replace=False).tolist()
    drawn = sorted(drawn)
    others = chance.choice(len(pairs), NATURAL, replace=False)
    taught = [json.loads(line) for line in CACHE.read_text("utf-8").splitlines()] if keep and CACHE.exists() else []
    if len(taught) != len(drawn):
        print(f"the teacher compares {len(drawn):,} pairs")
        with ProcessPoolExecutor(2) as pool:
            taught = list(pool.map(teach, [(texts[a], texts[b]) for a, b in pairs[drawn]], chunksize=32))
        CACHE.parent.mkdir(exist_ok=True)
        CACHE.write_text("".join(json.dumps(t) + "\n" for t in taught), "utf-8")
    measures, likeness = measured(prints, pairs[drawn], points[drawn])
    said = np.array([probability for _, probability in taught])
    apart = np.abs(days[pairs[drawn, 0]] - days[pairs[drawn, 1]])
    copied = overlaps[drawn, OVERLAPS.index("less_fragments")] > COPIED
    said[(apart > MONTH) & ~copied] = 0.0
    said[(apart > WEEK) & (apart <= MONTH) & (said > 0.5)] = 0.5
    return {
        "measures": measures,
        "likeness": likeness,
        "kind": np.array([kind for kind, _ in taught]),
        "taught": said,
        "corpus": np.array([f"t-{name}" for name in source[drawn]]),
        "group": np.array([f"t{k}" for k in drawn]),
        "made": made,
        "as_they_come": with_points(overlaps[others], points[others]),
    }


def translations() -> tuple[Array, Array, Array]:
    """Candidates across languages of WMT21 and the retellings: measures, whether derived, group."""
    records: list[tuple[str, str]] = []
    for document in corpora.wmt_documents():
        for version in document["versions"]:
            if version["kind"] == "source" or version["lang"] == "en":
                records.append((document["id"], corpora.wmt_article(document, version)[0]["text"]))
    for pair in labelled_pairs():
        if pair.corpus == "retellings":
            records += [(str(pair.group), str(pair.a["text"])), (str(pair.group), str(pair.b["text"]))]
    records += [(f"n{k}", str(a["text"])) for k, a in enumerate(corpora.news_articles())]
    prints = fingerprint(pa.array([text for _, text in records]))
    pairs, points = candidates_of(prints)
    langs = prints.langs[pairs]
    across = (langs[:, 0] != langs[:, 1]) & (langs > 0).all(axis=1)
    both = np.column_stack(measured(prints, pairs[across], points[across]))
    groups = np.array([group for group, _ in records])[pairs[across]]
    seen = both[:, PLAIN + 1 :].any(axis=1)
    return both[seen], (groups[:, 0] == groups[:, 1])[seen], groups[seen, 0]


def translated_lookalikes() -> tuple[Array, Array]:
    """WMT21 articles and lookalikes of their English versions: measures, group."""
    chance = random.Random(8)
    made, groups = [], []
    english = [
        [corpora.wmt_article(d, v)[0]["text"] for v in d["versions"] if v["lang"] == "en"][:3]
        for d in corpora.wmt_documents()
    ]
    names = sorted({name for texts in english for text in texts for name in NAME.findall(text)})
    for document, texts in zip(corpora.wmt_documents(), english, strict=True):
        foreign = [corpora.wmt_article(document, v)[0]["text"] for v in document["versions"] if v["lang"] != "en"][:3]
        for x in foreign:
            for y in texts:
                made += [x, lookalike(y, names, chance)]
                groups.append(document["id"])
    prints = fingerprint(pa.array(made))
    pairs = np.arange(len(made)).reshape(-1, 2)
    keys = [np.unique(prints.keys[a:b]) for a, b in zip(prints.key_bounds, prints.key_bounds[1:], strict=False)]
    shared = np.array([len(np.intersect1d(keys[a], keys[b], assume_unique=True)) for a, b in pairs])
    both = np.column_stack(measured(prints, pairs, alone(shared)))
    own = (shared >= LEAST_KEYS) & both[:, PLAIN + 1 :].any(axis=1)
    return both[own], np.array(groups)[own]


class Fit:
    """A logistic regression, with products or without, as `retold.match.model.Regression` reads it."""

    def __init__(self, columns: Sequence[int], products: bool, penalty: float) -> None:
        self.columns, self.even = list(columns), StandardScaler()
        self.products = PolynomialFeatures(2, include_bias=False) if products else None
        self.regression = LogisticRegression(C=penalty, max_iter=4000)

    def _inputs(self, even: Array) -> Array:
        return even if self.products is None else self.products.fit_transform(even)

    def fit(self, x: Array, y: Array, weight: Array | None) -> Fit:
        self.regression.fit(self._inputs(self.even.fit_transform(x[:, self.columns])), y, sample_weight=weight)
        return self

    def chance(self, x: Array) -> Array:
        return np.asarray(self.regression.predict_proba(self._inputs(self.even.transform(x[:, self.columns])))[:, 1])

    def arrays(self, name: str) -> dict[str, Array]:
        weights = np.concatenate([self.regression.intercept_, self.regression.coef_[0]]).astype(np.float32)
        return {
            f"{name}_columns": np.array(self.columns),
            f"{name}_mean": self.even.mean_.astype(np.float32),
            f"{name}_deviation": self.even.scale_.astype(np.float32),
            f"{name}_weights": weights,
        }


def cross_validated(make: Callable[[], Fit], x: Array, y: Array, groups: Array, weight: Array | None) -> Array:
    """The probability that each row gets from a fit without its group."""
    chance = np.zeros(len(y))
    for train, test in GroupKFold(5, shuffle=True, random_state=20).split(x, y, groups):
        own = None if weight is None else weight[train]
        chance[test] = make().fit(x[train], y[train], own).chance(x[test])
    return chance


def report(name: str, cells: Array, y: Array, chance: Array) -> None:
    """Print how often cross-validation was right, by corpus and answer."""
    right = (chance > 0.5) == y
    likelihood = -np.log(np.clip(np.where(y, chance, 1 - chance), 1e-6, 1)).mean()
    print(f"\n{name}: {right.mean():.4f} right of {len(y):,}, log loss {likelihood:.4f}")
    for corpus, answer in sorted(set(zip(cells.tolist(), y.tolist(), strict=True))):
        own = (cells == corpus) & (y == answer)
        print(f"  {corpus:12} {answer!s:6} {right[own].sum():6} of {own.sum():6}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="use what the full comparison said in an earlier run")
    known, archived = labelled(), natural(parser.parse_args().keep)
    model: dict[str, Array] = {}

    # Derived, by the first look and by both.
    fit_for = (known["shared"] >= LEAST_KEYS) & ~known["across"] & (known["label"] != "translated")
    sure = np.abs(archived["taught"] - 0.5) > 0.5 - SURE
    made = archived["made"]
    first = np.vstack([known["measures"][fit_for], archived["measures"][sure], made["measures"]])
    second = np.vstack([known["likeness"][fit_for], archived["likeness"][sure], made["likeness"]])
    both = np.column_stack([first, second])
    answer = np.isin(known["label"][fit_for], list(DERIVED))
    answer = np.concatenate([answer, archived["taught"][sure] > 0.5, np.zeros(len(made["group"]), bool)])
    cells = np.concatenate([known["corpus"][fit_for], archived["corpus"][sure], made["corpus"]])
    groups = np.concatenate([known["group"][fit_for], archived["group"][sure], made["group"]])
    counts = Counter(zip(cells.tolist(), answer.tolist(), strict=True))
    weight = np.array([np.sqrt(1 / counts[cell]) for cell in zip(cells.tolist(), answer.tolist(), strict=True)])
    weight *= len(weight) / weight.sum()
    for name, x, penalty in (("plain", first, 0.3), ("derived", both, 0.1)):

        def make(width: int = x.shape[1], penalty: float = penalty) -> Fit:
            return Fit(range(width), True, penalty)

        report(name, cells, answer, cross_validated(make, x, answer, groups, weight))
        model |= make().fit(x, answer, weight).arrays(name)

    # Worth a second look: what is derived, against all candidates as they come.
    positive = fit_for & np.isin(known["label"], list(DERIVED))
    x = np.vstack([known["measures"][positive], archived["as_they_come"]])
    y = np.arange(len(x)) < positive.sum()
    by_label = np.where(known["label"][positive] == "reworded", WEIGHT_OF_REWORDINGS, WEIGHT_OF_RETELLINGS)
    of_retellings = np.where(known["corpus"][positive] == "retellings", by_label, 1.0)
    weight = np.concatenate([of_retellings, np.full(len(archived["as_they_come"]), WEIGHT_OF_NATURAL)])
    groups = np.concatenate([known["group"][positive], [f"n{k}" for k in range(len(archived["as_they_come"]))]])

    def gate() -> Fit:
        return Fit(range(PLAIN + 1), True, 0.3)

    chance = cross_validated(gate, x, y, groups, weight)
    model |= gate().fit(x, y, weight).arrays("worth")
    print("\nworth: bar, share of the archives' candidates above it, labelled pairs lost")
    retold = np.concatenate([known["corpus"][positive] == "retellings", np.zeros((~y).sum(), bool)])
    for bar in (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7):
        above = chance >= bar
        print(f"  {bar:.2f} {above[~y].mean():.4f} {(~above & y).sum():4}, of retellings {(~above & retold).sum():3}")

    # Across languages.
    x, y, groups = translations()
    others, other_groups = translated_lookalikes()
    cells = np.concatenate([np.full(len(y), "wmt"), np.full(len(others), "lookalike")])
    x, y = np.vstack([x, others]), np.concatenate([y, np.zeros(len(others), bool)])
    groups = np.concatenate([groups, other_groups])

    def across() -> Fit:
        second = [PLAIN + 1 + LIKENESSES.index(n) for n in ACROSS_SECOND]
        return Fit([*(OVERLAPS.index(n) for n in ACROSS), PLAIN, *second], False, 0.3)

    weight = np.where(y, 1.0, y.sum() / (~y).sum())
    report("translated", cells, y, cross_validated(across, x, y, groups, weight))
    model |= across().fit(x, y, weight).arrays("translated")

    # The kind of what is derived.
    x = np.vstack([known["measures"][positive], archived["measures"][sure & (archived["taught"] > 0.5)]])
    labels = np.concatenate([known["label"][positive], archived["kind"][sure & (archived["taught"] > 0.5)]])
    groups = np.concatenate([known["group"][positive], archived["group"][sure & (archived["taught"] > 0.5)]])
    cells = np.concatenate([known["corpus"][positive], archived["corpus"][sure & (archived["taught"] > 0.5)]])
    for name, yes, no in (
        ("excerpt", {"excerpt"}, {"copy", "edited", "reworded"}),
        ("edited", {"copy", "edited"}, {"reworded"}),
    ):
        own = np.isin(labels, [*yes, *no])
        y = np.isin(labels[own], list(yes))

        def kind() -> Fit:
            return Fit(range(PLAIN), True, 0.05)

        report(name, cells[own], y, cross_validated(kind, x[own], y, groups[own], None))
        model |= kind().fit(x[own], y, None).arrays(name)
    # One event, or one template?
    x, y, cells, groups = templates()

    def template() -> Fit:
        return Fit(range(x.shape[1]), True, 0.05)

    weight = np.zeros(len(y))
    for cell, answer in ANSWERS:
        own = (cells == cell) & (y == answer)
        weight[own] = 1 / own.sum()
    weight *= len(y) / weight.sum()
    report("template", cells, y, cross_validated(template, x, y, groups, weight))
    model |= template().fit(x, y, weight).arrays("template")
    np.savez(MODEL, made_by="python training/match.py", **model)


if __name__ == "__main__":
    main()
