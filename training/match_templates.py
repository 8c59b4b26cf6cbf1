"""What tells a template that is filled twice from a report that is told twice: examples of both."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from match_made import made_families
from numpy.typing import NDArray

import corpora
from retold.fingerprint.prints import Prints, fingerprint
from retold.match.candidates import find_candidates, rank_articles
from retold.match.model import with_common
from retold.match.overlap import OVERLAPS, measure_pairs

__all__ = ["ANSWERS", "COPIED", "MONTH", "candidates_of", "day", "templates"]

# The full comparison takes templates (grants, results, weather) for rewordings. Days tell: what is told again more than
# a month later is another event in the same words, unless it is a copy.
MONTH, COPIED = 31, 0.9
# Pairs that tell what a template is: linked at least so much, keys as common as `_COMMON` in retold.match.verify,
# retold elsewhere within so many days. LANGS are those of WMT21's English versions.
LIKE, FROM_COMMON, DAYS, LANGS = 0.4, 0.3, 3, ("ru", "ja", "is")
COPIED_WHOLE = 0.97  # as `_COPIED` in retold.match.verify
# Answers about templates, each of the same weight.
ANSWERS = (("senate", False), ("senate", True), ("wmt", True), ("made", False), ("made", True))
Array = NDArray[Any]


def day(article: Mapping[str, str]) -> float:
    """The day of an article as a number; not a number where it has none."""
    try:
        return datetime.fromisoformat((article.get("published") or article.get("date") or "")[:10]).toordinal()
    except ValueError:
        return float("nan")


def templates() -> tuple[Array, Array, Array, Array]:
    """Pairs that share common keys, whether one event is told by both, their corpus and a group each.

    Senate releases that look derived tell it by their days: a senator's own text more than a month later is about
    another event, another senator's within three days is about the same one. All English versions of one story of
    WMT21 tell the same, and so do news with small edits; news of which names and numbers are others do not.
    """
    releases = corpora.senate()[30_000:]
    documents: dict[str, int] = {}
    versions = [(documents.setdefault(name, len(documents)), a) for name, a in corpora.wmt_english(frozenset(LANGS))]
    made, stories, forms = made_families()
    texts = [str(a["text"]) for a in releases] + [str(a["text"]) for _, a in versions] + made
    rest = [-1] * len(made)
    days = np.array([day(a) for a in releases] + [float("nan")] * (len(versions) + len(made)))
    by = [str(a["id"]).split("/")[0] for a in releases]
    offices = {name: number for number, name in enumerate(sorted(set(by)))}
    publisher = np.array([offices[name] for name in by] + [-1] * len(versions) + rest)
    story = np.array([-1] * len(releases) + [number for number, _ in versions] + rest)
    edited = np.array([-1] * (len(texts) - len(made)) + stories)
    form = np.array([-1] * (len(texts) - len(made)) + forms)
    prints = fingerprint(pa.array(texts, pa.large_string()))
    pairs, points = candidates_of(prints)
    overlaps = np.zeros((len(pairs), len(OVERLAPS)), np.float32)
    order = np.argsort(pairs[:, 0], kind="stable")
    pairs, points = pairs[order], points[order]
    measure_pairs(prints.words, prints.word_bounds, pairs, overlaps)
    x = with_common(overlaps, points)

    def alike(group: Array) -> Array:
        return (group[pairs[:, 0]] >= 0) & (group[pairs[:, 0]] == group[pairs[:, 1]])

    fragments = overlaps[:, OVERLAPS.index("less_fragments")]
    like = (overlaps[:, OVERLAPS.index("less_linked")] > LIKE) & (x[:, -1] >= FROM_COMMON) & (fragments < COPIED_WHOLE)
    apart = np.abs(days[pairs[:, 0]] - days[pairs[:, 1]])
    yes = alike(story) | alike(edited) | (~alike(publisher) & (apart <= DAYS))
    no = alike(form) | (alike(publisher) & (apart > MONTH) & (fragments < COPIED))
    chosen = np.flatnonzero(like & (yes | no))
    first = pairs[chosen, 0]
    corpus = np.where(story[first] >= 0, "wmt", np.where(publisher[first] >= 0, "senate", "made"))
    group = np.where(story[first] >= 0, story[first] + 1000, np.where(publisher[first] >= 0, publisher[first], 0))
    group += np.where(corpus == "made", 10_000 + np.maximum(edited[first], form[first]), 0)
    return x[chosen], yes[chosen], corpus, group


def candidates_of(prints: Prints) -> tuple[Array, Array]:
    """The candidates among some articles, by their numbers, and what their keys are worth."""
    ranks, _, by_rank = rank_articles(prints.hashes)
    with tempfile.TemporaryDirectory() as folder:
        found = list(find_candidates(iter([(prints.keys, prints.key_bounds)]), ranks, Path(folder)))
    packed, points = np.concatenate([f for f, _ in found]), np.concatenate([p for _, p in found])
    pairs = np.column_stack([packed >> np.uint64(32), packed & np.uint64(2**32 - 1)]).astype(np.int64)
    return by_rank[pairs], points
