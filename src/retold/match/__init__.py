"""Match: which articles of a collection tell the same report.

The way through: `candidates` (with `postings`) finds the pairs that share anchor pairs of rare words; `verify` compares
them in two looks (`overlap`, `likeness`) and lets `model` decide; `search` does both for a whole collection; `families`
groups what is linked, without chaining; `origin` says what was made from what; `assemble` puts it together. `store`
keeps what has been read on the way.
"""

from __future__ import annotations

from retold.match.assemble import assemble
from retold.match.candidates import find_candidates, rank_articles
from retold.match.families import Group, group_articles
from retold.match.search import search, sort_links
from retold.match.store import Store
from retold.match.verify import Links, verify

__all__ = [
    "Group",
    "Links",
    "Store",
    "assemble",
    "find_candidates",
    "group_articles",
    "rank_articles",
    "search",
    "sort_links",
    "verify",
]
