"""Links and families made by hand, for the tests of what is done with them."""

from __future__ import annotations

import numpy as np

from retold.match.verify import KINDS, Links
from retold.model import Family, FamilyLink, Member

__all__ = ["family", "links"]


def links(*made):
    """Links from tuples: two numbers, and maybe a probability (else .99), a kind (else reworded), two shares, and the
    share of the runs of five words (else .2)."""
    full = [(*link, *(0.99, "reworded", 0.9, 0.9, 0.2)[len(link) - 2 :]) for link in made]
    full.sort()
    return Links(
        np.array([(a, b) for a, b, *_ in full], np.int64).reshape(-1, 2),
        np.array([link[2] for link in full], np.float32),
        np.array([KINDS.index(link[3]) for link in full], np.uint8),
        np.array([link[4:6] for link in full], np.float32).reshape(-1, 2),
        np.array([link[6] for link in full], np.float32),
    )


def family(name, *made, origin=None, published=(), words=()):
    """A family from links: two ids, and maybe a kind (else reworded) and two shares. Ids in alphabetical order."""
    ids = sorted({x for link in made for x in link[:2]})
    dates, sizes = dict(published), dict(words)
    members = tuple(Member(i, published=dates.get(i, ""), words=sizes.get(i, 100)) for i in ids)
    full = [(*link, *("reworded", 0.9, 0.9)[len(link) - 2 :]) for link in made]
    return Family(name, members, origin, tuple(FamilyLink(*link[:3], 0.9, False, *link[3:]) for link in full))
