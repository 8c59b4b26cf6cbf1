"""Trains the passage model (src/retold/align/passage_model.json) from candidates with known truth.

    python benchmarks/accuracy/train_passages.py [--sample N] [--corpus FOLDER] [--out FILE]

Needs scikit-learn. Candidates come from the training two thirds of the PAN 2013 corpus (pan13.py) and from
the labelled retellings: independent reports of one event and reports in one template are not reuse however
alike they are, which a plagiarism corpus does not teach.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pan13 import KINDS, Case, corpus_folder, load_pairs, read_text

from corpora import data_folder, load_scorer
from retold.align.evidence import Pair, index_pair
from retold.align.passages import LIKELY, Candidate, condensed_candidates, ordinary_candidates
from retold.align.verify import CONDENSED_FEATURES, FEATURES, Model, with_products
from retold.fingerprint.words import Words, find_words

OUT = Path(__file__).resolve().parents[2] / "src" / "retold" / "align" / "passage_model.json"
# A candidate that agrees with a true passage by an F1 of characters above the first counts as reuse, below
# the second as none; those between teach nothing.
REUSE, NO_REUSE = 0.5, 0.15
# One base of the retellings weighs as many pairs as this: 16 bases stand against hundreds of PAN pairs.
RETELLING_WEIGHT = 4.0
# Inverse strength of the ridge penalty; of 1, .1 and .02 the best in five-fold cross-validation by document.
SOFTNESS = 0.1
# Condensed retellings are one in twenty of the candidates for it. With this weight to each, as many are missed
# as are taken for one wrongly.
CONDENSED_WEIGHT = 2.0

Row = tuple[list[float], bool, float]


@dataclass
class Sample:
    """One pair of texts with its true passages, its candidates, and the weight it has in training."""

    a: Words
    b: Words
    pair: Pair
    cases: list[Case]
    weight: float
    ordinary: list[Candidate]


def agreement(found: Case, cases: list[Case], scorer) -> float:
    """The best F1 of characters of a candidate with any true passage."""
    best = 0.0
    for case in cases:
        if all(scorer.overlaps(found[i], case[i]) for i in (0, 1)):
            recall, precision = scorer.share(case, [found]), scorer.share(found, [case])
            best = max(best, 2 * recall * precision / (recall + precision))
    return best


def characters(candidate, a: Words, b: Words) -> Case:
    box = candidate.box
    return (a.starts[box.a0], a.ends[box.a1 - 1]), (b.starts[box.b0], b.ends[box.b1 - 1])


def sample_of(text: str, other: str, cases: list[Case], weight: float) -> Sample:
    a, b = find_words(text), find_words(other)
    pair = index_pair(a, b, text, other)
    return Sample(a, b, pair, cases, weight, ordinary_candidates(pair))


def ordinary_rows(samples: list[Sample], scorer) -> list[Row]:
    rows = []
    for s in samples:
        for candidate in s.ordinary:
            f1 = agreement(characters(candidate, s.a, s.b), s.cases, scorer)
            if f1 > REUSE or f1 < NO_REUSE:
                rows.append((candidate.measured, f1 > REUSE, s.weight))
    return rows


def condensed_rows(samples: list[Sample], model: Model, scorer) -> list[Row]:
    rows = []
    for s in samples:
        sure = [c for c in s.ordinary if model.probability(c.measured) >= LIKELY]
        best = max((agreement(characters(c, s.a, s.b), s.cases, scorer) for c in sure), default=0.0)
        for candidate in condensed_candidates(s.pair, [c.box for c in sure]):
            f1 = agreement(characters(candidate, s.a, s.b), s.cases, scorer)
            # A retelling is condensed only where no ordinary passage fits the truth better.
            condensed = f1 > max(REUSE, best)
            rows.append((candidate.measured, condensed, s.weight * (CONDENSED_WEIGHT if condensed else 1)))
    return rows


def pan_samples(corpus: Path, sample: int) -> list[Sample]:
    samples = []
    pairs = [p for p in load_pairs(corpus) if not p.held_out]
    drawn = random.Random(7)
    for kind in KINDS:
        group = [p for p in pairs if p.kind == kind]
        some = drawn.sample(group, min(sample, len(group)))
        if kind == "05":
            some = [p for p in group if p.cases] + [p for p in some if not p.cases]
        for pair in some:
            texts = read_text(corpus / "susp" / pair.suspicious), read_text(corpus / "src" / pair.source)
            samples.append(sample_of(*texts, list(pair.cases), 1.0))
    return samples


def retelling_cases(wire: list[str], version: dict) -> tuple[str, str, list[Case]]:
    """The text of a version, that of its wire, and the stretches of the version that come from the wire."""
    starts, length = [], 0
    for sentence in wire:
        starts.append((length, length + len(sentence)))
        length += len(sentence) + 1
    parts, cases, length = [], [], 0
    run: list[list[int]] | None = None
    for sentence in version["sentences"]:
        parts.append(sentence["text"])
        end = length + len(sentence["text"])
        origins = [i for i in sentence["from"] if 0 <= i < len(starts)]
        if origins:
            hull = [starts[min(origins)][0], starts[max(origins)][1]]
            if run is None:
                run = [[length, end], hull]
                cases.append(run)
            else:
                run[0][1] = end
                run[1] = [min(run[1][0], hull[0]), max(run[1][1], hull[1])]
        else:
            run = None
        length = end + 1
    return "\n".join(parts), "\n".join(wire), [(tuple(x), tuple(y)) for x, y in cases]


def retelling_samples() -> list[Sample]:
    samples = []
    for path in sorted((data_folder() / "retellings").glob("b*.json")):
        base = json.loads(path.read_text(encoding="utf-8"))
        for version in base["versions"]:
            if version["lang"] == "en":
                text, wire, cases = retelling_cases(base["wire"]["sentences"], version)
                samples.append(sample_of(text, wire, cases, RETELLING_WEIGHT))
    return samples


def train(rows: list[Row], features: tuple[str, ...]) -> dict[str, Any]:
    x = np.array([r[0] for r in rows])
    y = np.array([r[1] for r in rows])
    scaler = StandardScaler().fit(x)
    terms = with_products(scaler.transform(x))
    model = LogisticRegression(C=SOFTNESS, max_iter=5000)
    model.fit(terms, y, sample_weight=[r[2] for r in rows])
    chance = model.predict_proba(terms)[:, 1]
    print(
        f"{len(rows)} candidates, {y.sum()} reuse; accepted: {(chance[y] > 0.5).mean():.3f} of reuse, "
        f"{(chance[~y] > 0.5).mean():.4f} of the rest"
    )
    return {
        "features": list(features),
        "mean": [round(float(v), 5) for v in scaler.mean_],
        "scale": [round(float(v), 5) for v in scaler.scale_],
        "intercept": round(float(model.intercept_[0]), 5),
        "coefficients": [round(float(c), 5) for c in model.coef_[0]],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=300, help="pairs a kind")
    parser.add_argument("--corpus", help="folder of the unpacked corpus")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    scorer = load_scorer("plagdet")
    with corpus_folder(args.corpus) as corpus:
        samples = pan_samples(corpus, args.sample) + retelling_samples()
    passage = train(ordinary_rows(samples, scorer), FEATURES)
    # Whether a retelling is condensed depends on which ordinary passages are sure.
    sure = Model(passage["mean"], passage["scale"], passage["intercept"], passage["coefficients"])
    data = {
        "about": "the logistic models of align/verify.py",
        "made_by": f"benchmarks/accuracy/train_passages.py --sample {args.sample}",
        "passage": passage,
        "condensed": train(condensed_rows(samples, sure, scorer), CONDENSED_FEATURES),
    }
    args.out.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
