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
from pathlib import Path

import numpy as np
from pan13 import KINDS, Case, corpus_folder, data_folder, load_pairs, load_scorer, read_text
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from retold.align.evidence import index_pair
from retold.align.passages import candidates
from retold.align.verify import CONDENSED_FEATURES, FEATURES
from retold.fingerprint.words import Words, find_words

OUT = Path(__file__).resolve().parents[2] / "src" / "retold" / "align" / "passage_model.json"
# A candidate that agrees with a true passage by an F1 of characters above the first counts as reuse, below
# the second as none; those between teach nothing.
REUSE, NO_REUSE = 0.5, 0.15
# One base of the retellings weighs as many pairs as this: 16 bases stand against hundreds of PAN pairs.
RETELLING_WEIGHT = 4.0

Row = tuple[bool, list[float], bool, float]


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


def rows_of(text: str, other: str, cases: list[Case], weight: float, scorer) -> list[Row]:
    """What there is to learn from the candidates of one pair of texts."""
    a, b = find_words(text), find_words(other)
    found = candidates(index_pair(a, b, text, other))
    agrees = [agreement(characters(c, a, b), cases, scorer) for c in found]
    best = max((f for c, f in zip(found, agrees, strict=True) if not c.condensed), default=0.0)
    rows = []
    for candidate, f1 in zip(found, agrees, strict=True):
        # A condensed retelling is one only where no ordinary passage fits the truth better.
        reuse = f1 > REUSE and not (candidate.condensed and best > f1)
        if reuse or f1 < NO_REUSE or candidate.condensed:
            rows.append((candidate.condensed, candidate.measured, reuse, weight))
    return rows


def pan_rows(corpus: Path, sample: int, scorer) -> list[Row]:
    rows = []
    pairs = [p for p in load_pairs(corpus) if not p.held_out]
    drawn = random.Random(7)
    for kind in KINDS:
        group = [p for p in pairs if p.kind == kind]
        some = drawn.sample(group, min(sample, len(group)))
        if kind == "05":
            some = [p for p in group if p.cases] + [p for p in some if not p.cases]
        for pair in some:
            texts = read_text(corpus / "susp" / pair.suspicious), read_text(corpus / "src" / pair.source)
            rows += rows_of(*texts, list(pair.cases), 1.0, scorer)
    return rows


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


def retelling_rows(scorer) -> list[Row]:
    rows = []
    for path in sorted((data_folder() / "retellings").glob("b*.json")):
        base = json.loads(path.read_text(encoding="utf-8"))
        for version in base["versions"]:
            if version["lang"] != "en":
                continue
            text, wire, cases = retelling_cases(base["wire"]["sentences"], version)
            rows += rows_of(text, wire, cases, RETELLING_WEIGHT, scorer)
    return rows


def train(rows: list[Row], features: tuple[str, ...]) -> dict[str, object]:
    x = np.array([r[1] for r in rows])
    y = np.array([r[2] for r in rows])
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(scaler.transform(x), y, sample_weight=[r[3] for r in rows])
    coefficients = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - np.dot(coefficients, scaler.mean_))
    chance = model.predict_proba(scaler.transform(x))[:, 1]
    print(f"{len(rows)} candidates, {y.sum()} reuse; accepted: {(chance[y] > 0.5).mean():.3f} of reuse, "
          f"{(chance[~y] > 0.5).mean():.4f} of the rest")  # fmt: skip
    return {
        "features": list(features),
        "intercept": round(intercept, 5),
        "coefficients": [round(float(c), 5) for c in coefficients],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=300, help="pairs a kind")
    parser.add_argument("--corpus", help="folder of the unpacked corpus")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    with corpus_folder(args.corpus) as corpus:
        scorer = load_scorer()
        rows = pan_rows(corpus, args.sample, scorer) + retelling_rows(scorer)
    model: dict[str, object] = {
        "about": "logistic models of align/verify.py",
        "made_by": f"benchmarks/accuracy/train_passages.py --sample {args.sample}",
        "passage": train([r for r in rows if not r[0]], FEATURES),
        "condensed": train([r for r in rows if r[0]], CONDENSED_FEATURES),
    }
    args.out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
