"""Links between archived articles, and the families that they hold together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retold.archive.candidates import find_near
from retold.archive.prints import joined, keyed
from retold.archive.rows import select_in
from retold.archive.schema import reading, writing
from retold.finding import MOST_DAYS, ends_of, families_of
from retold.match.candidates import LEAST
from retold.match.verify import KINDS, Links, verify
from retold.model import Family, Member

__all__ = ["families_in", "link_articles", "links_of_article"]

_CHUNK = 200  # articles whose links are confirmed together
# From this share of the archive on, all articles are compared with each other at once, as `retold find` does: of 97,592
# articles that takes as long as looking one by one for the links of a tenth.
_MANY = 0.1
_FEW = 1000  # articles that are looked up one by one in any case


def link_articles(
    connection: sqlite3.Connection, path: Path, tell: Callable[[float], None], *, in_steps: bool = False
) -> int:
    """Look for links of the articles that were not linked yet; how many articles that were.

    A pair is looked at once, when the later of the two is linked. Where many were not linked, all are compared at once,
    unless it shall go `in_steps` that are confirmed one by one.
    """
    with reading(path):
        total, whole = connection.execute("SELECT coalesce(sum(linked = 0), 0), count(*) FROM articles").fetchone()
    if not in_steps and total > max(_FEW, _MANY * whole):
        from retold.archive.linking_all import find_links

        with reading(path):
            unlinked, links, numbers = find_links(connection, tell)
        _write(connection, path, unlinked, _rows(links, numbers))
        return int(total)
    done = 0
    while True:
        with reading(path):
            rows = connection.execute(
                "SELECT number, text FROM articles WHERE linked = 0 ORDER BY number LIMIT ?", (_CHUNK,)
            ).fetchall()
            if not rows:
                return done
            found = _links_of([(number, text) for number, text in rows if text is not None], connection)
        _write(connection, path, [number for number, _ in rows], found)
        done += len(rows)
        tell(done / max(total, done))


def _write(
    connection: sqlite3.Connection, path: Path, numbers: Iterable[int], found: Iterable[tuple[Any, ...]]
) -> None:
    """Put links into the archive, of articles that nobody removed in the meantime, and note who is linked."""
    there = "EXISTS (SELECT 1 FROM articles WHERE number = {})"
    put = f"INSERT OR REPLACE INTO links SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE {there.format('?1')}"
    with writing(connection, path):
        connection.executemany(f"{put} AND {there.format('?2')}", found)
        connection.executemany("UPDATE articles SET linked = 1 WHERE number = ?", ((n,) for n in numbers))


def _links_of(rows: list[tuple[int, str]], connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """The links of some articles to those before them, as rows of the table of links."""
    if not rows:
        return []
    own = keyed([text for _, text in rows])
    place = {number: k for k, (number, _) in enumerate(rows)}
    pairs: list[tuple[int, int]] = []
    points = []
    for k, (number, _) in enumerate(rows):
        near, worth = find_near(connection, own.keys[k], archived=True)
        before = (near < number) & (worth[:, 0] >= LEAST)
        pairs += [(number, other) for other in near[before].tolist()]
        points.append(worth[before])
    if not pairs:
        return []
    others = sorted({other for _, other in pairs} - set(place))
    asked = "SELECT number, text FROM articles WHERE number IN ({})"
    texts: dict[int, str] = dict(select_in(connection, asked, others))
    place |= {other: len(rows) + k for k, other in enumerate(others)}
    theirs = keyed([texts[other] for other in others]).prints
    placed = np.array([(place[a], place[b]) for a, b in pairs], np.int64)
    links = verify(*joined(own.prints, theirs), placed, np.concatenate(points))
    names = {k: number for number, k in place.items()}
    return _rows(links, [names[k] for k in range(len(names))])


def _rows(links: Links, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    """Links as rows of the table of links, the earlier article first; `numbers` are those of the articles."""
    rows = []
    for k, (first, second) in enumerate(links.pairs.tolist()):
        ends = [(numbers[first], links.shares[k, 0]), (numbers[second], links.shares[k, 1])]
        (one, share), (other, other_share) = sorted(ends)
        rows.append((
            one, other, KINDS[links.kinds[k]], round(float(links.probability[k]), 6),
            round(float(share), 4), round(float(other_share), 4), round(float(links.fragments[k]), 4),
        ))  # fmt: skip
    return rows


def families_in(connection: sqlite3.Connection, most_days: int = MOST_DAYS) -> tuple[Family, ...]:
    """The families of the archive, the largest first: of the latest version of each article, and of exact copies."""
    # The latest version of the article of each version.
    asked = "SELECT a.number, b.number FROM articles AS a JOIN articles AS b ON b.id = a.id WHERE b.version = "
    latest = "(SELECT max(version) FROM articles WHERE id = a.id)"
    story: dict[int, int] = dict(connection.execute(asked + latest).fetchall())
    rejected = _rejected(connection)
    best: dict[tuple[int, int], tuple[Any, ...]] = {}
    asked = "SELECT first, second, kind, probability, first_share, second_share, fragments FROM links"
    for first, second, *rest in connection.execute(asked):
        a, b = story[first], story[second]
        if a == b or (first, second) in rejected:
            continue
        if a > b:
            a, b, rest = b, a, [rest[0], rest[1], rest[3], rest[2], rest[4]]
        if (a, b) not in best or rest[1] > best[a, b][1]:
            best[a, b] = tuple(rest)
    pairs = sorted(best)
    links = Links(
        np.array(pairs, np.int64).reshape(-1, 2),
        np.array([best[pair][1] for pair in pairs], np.float32),
        np.array([KINDS.index(best[pair][0]) for pair in pairs], np.uint8),
        np.array([best[pair][2:4] for pair in pairs], np.float32).reshape(-1, 2),
        np.array([best[pair][4] for pair in pairs], np.float32),
    )
    members: dict[int, Member] = {}
    texts: dict[int, str] = {}
    asked = "SELECT article, url, publisher, published FROM copies ORDER BY article, published, url"
    copies = [(story[article], *rest) for article, *rest in connection.execute(asked)]
    wanted = {number for pair in pairs for number in pair} | {number for number, *_ in copies}
    asked = "SELECT number, id, title, byline, publisher, published, lang, url, words, text FROM articles"
    for row in select_in(connection, f"{asked} WHERE number IN ({{}})", sorted(wanted)):
        members[row[0]] = Member(*row[1:9])
        texts[row[0]] = ends_of(row[9] or "")
    after = max(story, default=0) + 1
    first = np.arange(after + len(copies), dtype=np.int64)
    for place, (number, url, publisher, published) in enumerate(copies, after):
        known = members[number]
        name = url or f"{known.id} ({publisher})"
        members[place] = Member(name, known.title, "", publisher, published, known.lang, url, known.words)
        texts[place] = texts[number]
        first[place] = number
    return families_of(links, first, np.arange(after, after + len(copies)), members, texts, (), most_days)


def _rejected(connection: sqlite3.Connection) -> set[tuple[int, int]]:
    """The linked pairs that somebody rejected."""
    asked = (
        "SELECT l.first, l.second FROM rejected AS r JOIN articles AS a ON a.id = r.id JOIN articles AS b "
        "ON r.other = lower(hex(b.digest)) OR (b.address <> '' AND r.other = b.address) "
        "JOIN links AS l ON (l.first = a.number AND l.second = b.number) "
        "OR (l.first = b.number AND l.second = a.number)"
    )
    if connection.execute("SELECT 1 FROM rejected LIMIT 1").fetchone() is None:
        return set()
    return set(connection.execute(asked).fetchall())


def links_of_article(connection: sqlite3.Connection, id: str) -> list[dict[str, Any]]:
    """The links of all versions of an article to others: the other's id and version, kind, probability, shares."""
    asked = (
        "SELECT a.version, b.id, b.version, b.title, b.publisher, b.published, l.kind, l.probability, {} "
        "FROM articles AS a JOIN links AS l ON l.{} = a.number JOIN articles AS b ON b.number = l.{} "
        "WHERE a.id = ? AND b.id <> a.id"
    )
    found = []
    for shares, own, other in (
        ("l.first_share, l.second_share", "first", "second"),
        ("l.second_share, l.first_share", "second", "first"),
    ):
        for row in connection.execute(asked.format(shares, own, other), (id,)):
            names = ("version", "id", "other_version", "title", "publisher", "published", "kind", "probability")
            found.append(dict(zip(names, row, strict=False)) | {"share": row[8], "other_share": row[9]})
    found.sort(key=lambda link: (-link["probability"], link["id"], link["other_version"]))
    return found
