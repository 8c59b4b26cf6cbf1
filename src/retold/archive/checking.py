"""Checking one article: which archived ones it retells, or retell it, wholly or in part."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retold.archive.candidates import find_near
from retold.archive.entries import Match
from retold.archive.licensed import Licensed
from retold.archive.prints import Keyed, joined, keyed, spans_of_keys, unpack_spans
from retold.archive.rows import ENTRY, article_of, entry_of, select_in
from retold.finding import MOST_DAYS
from retold.match.days import may_stand
from retold.match.origin import clock
from retold.match.verify import FAINT, KINDS, LEAST, REPUBLISHED, verify
from retold.model import Article, Comparison, Relation, RelationKind, Span
from retold.pipeline import Comparing
from retold.read import read

__all__ = ["Near", "check_article", "find_candidates_of"]

# So many of the best candidates are looked at in full, which decides where the quick look is unsure.
_COMPARED = 3
_SURE = 0.9
_WORTH = 6  # points that a candidate needs which the quick look refused; chance mostly gives four or five
# Without texts: the share of the distinct keys of either side that both have, from which they are taken to share an
# origin, and from which the archived one is taken for a copy.
_KEYS_ALIKE, _KEYS_COPIED = 0.08, 0.8
_PART = 3.0  # times more of one article than of the other is shared where only a part is reused
_CANDIDATE = f"SELECT {ENTRY}, a.spans, a.text FROM articles AS a WHERE a.number = ?"


@dataclass(frozen=True, slots=True)
class Near:
    """A candidate: its number, and what the quick look says; `shares` of the checked article, and of the archived."""

    number: int
    probability: float
    kind: RelationKind
    shares: tuple[float, float]
    fragments: float
    points: int


def find_candidates_of(connection: sqlite3.Connection, own: Keyed, store: str) -> list[Near]:
    """The archived articles that may share an origin with the one whose keys are given, the likeliest first."""
    numbers, points = find_near(connection, own.keys[0])
    if not len(numbers):
        return []
    if store != "text":
        return _by_keys(connection, own, numbers, points)
    asked = "SELECT number, text FROM articles WHERE number IN ({})"
    texts: dict[int, str] = dict(select_in(connection, asked, numbers.tolist()))
    present = np.array([n in texts for n in numbers.tolist()], np.bool_)
    numbers, points = numbers[present], points[present]
    others = keyed([texts[n] for n in numbers.tolist()]).prints
    pairs = np.column_stack([np.zeros(len(numbers), np.int64), np.arange(1, len(numbers) + 1)])
    links = verify(*joined(own.prints, others), pairs, points)
    at = {int(second): k for k, second in enumerate(links.pairs[:, 1].tolist())}
    near = []
    for place, number in enumerate(numbers.tolist(), 1):
        k = at.get(place)
        if k is None:
            near.append(Near(number, 0.0, "unrelated", (0.0, 0.0), 0.0, int(points[place - 1, 0])))
            continue
        shares = (round(float(links.shares[k, 0]), 3), round(float(links.shares[k, 1]), 3))
        probability, kind = round(float(links.probability[k]), 3), KINDS[links.kinds[k]]
        points_of = int(points[place - 1, 0])
        near.append(Near(number, probability, kind, shares, float(links.fragments[k]), points_of))  # type: ignore[arg-type]
    near.sort(key=lambda n: (-n.probability, -n.points, n.number))
    return near


def _by_keys(
    connection: sqlite3.Connection, own: Keyed, numbers: NDArray[np.int64], points: NDArray[np.int32]
) -> list[Near]:
    """The same where the archive keeps no texts: by the share of keys."""
    asked = "SELECT number, spans FROM articles WHERE number IN ({})"
    stored: dict[int, bytes] = dict(select_in(connection, asked, numbers.tolist()))
    near = []
    for number, worth in zip(numbers.tolist(), points[:, 0].tolist(), strict=True):
        if number not in stored:
            continue
        keys, _ = unpack_spans(stored[number])
        shared = len(np.intersect1d(keys, own.keys[0], assume_unique=True))
        ends = (round(shared / max(1, len(own.keys[0])), 3), round(shared / max(1, len(keys)), 3))
        part = max(ends) > _PART * min(ends)
        kind: RelationKind = "copy" if min(ends) >= _KEYS_COPIED else "excerpt" if part else "reworded"
        near.append(Near(number, round(max(ends) / (max(ends) + _KEYS_ALIKE), 3), kind, ends, min(ends), worth))
    near.sort(key=lambda n: (-n.probability, -n.points, n.number))
    return near


def check_article(
    connection: sqlite3.Connection,
    article: Article,
    *,
    store: str,
    most: int,
    most_days: int = MOST_DAYS,
    licensed: Licensed | None = None,
    rejected: Callable[[str], bool] = lambda id: False,
) -> list[Match]:
    """The archived articles that tell the same report as `article`, best first; see `Archive.check`."""
    own = keyed([article.text])
    near = find_candidates_of(connection, own, store)
    may_run = licensed is not None and licensed(article.publisher, article.url)
    found: dict[str, tuple[Near, Match]] = {}
    compared = 0
    for candidate in near:
        row = connection.execute(_CANDIDATE, (candidate.number,)).fetchone()
        entry = entry_of(row)
        if rejected(entry.id):
            continue
        archived = article_of(entry, row[-1] or "")
        full: Callable[[], Comparison] | None = None
        if store == "text":
            full = _later(archived, article)
            open_ = candidate.probability < _SURE and (candidate.probability or candidate.points >= _WORTH)
            if open_ and compared < _COMPARED and candidate.fragments < REPUBLISHED:
                compared += 1
                comparing = _comparing(archived, article)
                candidate = _decided(candidate, comparing.relation)
                full = comparing.comparison
        if not _near_in_time(candidate, article.published, entry.published, most_days):
            continue
        match = Match(archived, entry, entry.versions, candidate.probability, candidate.kind, candidate.shares, may_run)
        match.compare = full
        if store != "text":
            match.spans = _stretches(own, article, row[-2])
        before = found.get(entry.id)
        # Of several versions the one that was most likely used: the likeliest, then the one that shares most.
        if before is None or _order(candidate) > _order(before[0]):
            found[entry.id] = (candidate, match)
    best = sorted(found.values(), key=lambda pair: (_order(pair[0]), -pair[0].number), reverse=True)
    return [match for _, match in best[:most]]


def _order(near: Near) -> float:
    """What comes first: likely articles that account for much of the checked one, and word for word."""
    return near.probability * (1 + near.shares[0] + near.fragments)


def _decided(near: Near, relation: Relation) -> Near:
    """What both looks say together: the full comparison is believed where it finds one made from the other."""
    if not relation.derived:
        return near
    probability = max(near.probability, round(relation.probability, 3))
    shares = near.shares
    if not any(shares):
        shares = (round(relation.figures.get("linked_b", 0.0), 3), round(relation.figures.get("linked_a", 0.0), 3))
    return replace(near, probability=probability, kind=relation.kind, shares=shares)


def _near_in_time(near: Near, first: str, second: str, most_days: int) -> bool:
    """As in retold.match.days, of the dates of two articles."""
    days = [time.toordinal() for time, _ in (clock(first), clock(second)) if time]
    apart = abs(days[0] - days[1]) if len(days) == 2 else None
    if near.probability < FAINT:
        return False
    return may_stand(near.probability >= LEAST, near.fragments >= REPUBLISHED, apart, most_days)


def _comparing(archived: Article, article: Article) -> Comparing:
    return Comparing(read(archived), read(article))


def _later(archived: Article, article: Article) -> Callable[[], Comparison]:
    """The whole comparison, made when it is asked for: only then are the sentences of the archived article told."""
    return lambda: _comparing(archived, article).comparison()


def _stretches(own: Keyed, article: Article, stored: bytes) -> tuple[tuple[Span, Span], ...]:
    """Which sentences of the checked article and of the archived one share keys, in the order of the checked."""
    theirs, there = unpack_spans(stored)
    both, first, second = np.intersect1d(own.keys[0], theirs, assume_unique=True, return_indices=True)
    here = spans_of_keys(article.text, article.lang, own.keys[0])[first]
    ends = np.column_stack([here, there[second]])[(here[:, 1] > 0) & (there[second][:, 1] > 0)]
    found = np.unique(ends, axis=0).tolist() if len(both) else []
    return tuple((Span(a, b), Span(c, d)) for a, b, c, d in found)
