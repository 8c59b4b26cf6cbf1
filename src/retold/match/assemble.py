"""Families as the user sees them: with exact copies, metadata, directions and the likely origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import cast

import numpy as np
from numpy.typing import NDArray

from retold.match.families import Group
from retold.match.origin import Told, direct, find_origin, told
from retold.match.verify import KINDS, Links
from retold.model import Family, FamilyLink, Member, RelationKind

__all__ = ["Pairs", "assemble"]

Ignored = Callable[[Member, Member], bool]


class Pairs:
    """Which two articles stand for a link between texts, where some pairs of articles are not to be linked.

    The words of a link may stand in several articles, exact copies of each other; it can be told of any two that
    are not ignored.
    """

    def __init__(
        self,
        first: NDArray[np.int64],
        copies: NDArray[np.int64],
        members: Mapping[int, Member],
        ignored: Ignored,
    ) -> None:
        self._members, self._ignored = members, ignored
        self._alike: dict[int, list[int]] = {}
        for number in copies.tolist():
            self._alike.setdefault(int(first[number]), [int(first[number])]).append(number)
        self._apart: dict[int, list[int]] = {}

    def __call__(self, a: int, b: int) -> tuple[int, int] | None:
        """The earliest article with the words of a and the earliest with those of b that may be linked, if any may."""
        for x in self.different(a):
            for y in self.different(b):
                if not self._ignored(self._members[x], self._members[y]):
                    return x, y
        return None

    def copies(self, a: int) -> list[int]:
        """The articles with the words of a, the earliest first."""
        return self._alike.get(a, [a])

    def copied(self) -> Iterator[int]:
        """The earliest articles of all that have exact copies, in rising order."""
        return iter(sorted(self._alike))

    def partner(self, x: int, a: int) -> int | None:
        """The earliest article with the words of a with which x may be linked, if any may."""
        own = self._members[x]
        return next((y for y in self.different(a) if y != x and not self._ignored(own, self._members[y])), None)

    def different(self, a: int) -> list[int]:
        """The articles with the words of a, those left out that `ignored` cannot tell from an earlier one."""
        if a not in self._alike:
            return [a]
        if a not in self._apart:
            found: dict[tuple[str, str, str], list[int]] = {}
            for number in self._alike[a]:
                member = self._members[number]
                same = found.setdefault((member.publisher, member.byline, member.lang), [])
                if len(same) < 2:  # one to be linked with the other
                    same.append(number)
            self._apart[a] = sorted(number for same in found.values() for number in same)
        return self._apart[a]


def assemble(
    groups: Sequence[Group],
    links: Links,
    first: NDArray[np.int64],
    copies: NDArray[np.int64],
    members: Mapping[int, Member],
    texts: Mapping[int, str],
    ignored: Ignored,
) -> tuple[Family, ...]:
    """The families of `groups` and of exact copies, the largest first.

    `first` gives for each article the earliest with the same words, `copies` the articles that are not that
    earliest; `members` and `texts` (beginning and end) those of all articles in links or copies. Two articles for
    which `ignored` holds are not linked; it may ask for the publisher, the byline and the language.
    """
    pairs = Pairs(first, copies, members, ignored)
    grouped = {number for group in groups for number in group.articles}
    alone = [Group((number,), ()) for number in pairs.copied() if number not in grouped]
    heard: dict[int, Told] = {}

    def listen(number: int) -> Told:
        if number not in heard:
            heard[number] = told(members[number], texts[number])
        return heard[number]

    def link(a: int, b: int, kind: RelationKind, probability: float, shares: Sequence[float]) -> FamilyLink:
        turn = direct(listen(a), listen(b), shares)
        source, derived = (b, a) if turn < 0 else (a, b)
        ends = (shares[1], shares[0]) if turn < 0 else (shares[0], shares[1])
        return FamilyLink(members[source].id, members[derived].id, kind, probability, turn != 0, *ends)

    def verified(k: int, ends: tuple[int, int]) -> FamilyLink:
        shares = [round(share, 3) for share in links.shares[k].tolist()]
        if ends[0] > ends[1]:
            ends, shares = (ends[1], ends[0]), shares[::-1]
        return link(*ends, cast(RelationKind, KINDS[links.kinds[k]]), round(float(links.probability[k]), 3), shares)

    found = []
    for group in [*groups, *alone]:
        made: list[FamilyLink] = []
        numbers: set[int] = set()
        touching: dict[int, list[int]] = defaultdict(list)
        for k in group.links:
            a, b = links.pairs[k].tolist()
            touching[a].append(k)
            touching[b].append(k)
            if (ends := pairs(a, b)) is not None:
                made.append(verified(k, ends))
                numbers.update(ends)
        for number in group.articles:
            linked = set()
            for copy in pairs.copies(number):
                other = pairs.partner(copy, number)
                if other is not None:
                    if (ends := (min(other, copy), max(other, copy))) not in linked:
                        linked.add(ends)
                        made.append(link(*ends, "copy", 1.0, (1.0, 1.0)))
                        numbers.update(ends)
                elif copy not in numbers:
                    # It may not be linked with its copies, but perhaps with what its words are linked with.
                    for k in touching[number]:
                        a, b = links.pairs[k].tolist()
                        other = pairs.partner(copy, b if a == number else a)
                        if other is not None:
                            made.append(verified(k, (copy, other) if a == number else (other, copy)))
                            numbers.update((copy, other))
        if len(numbers) > 1:
            found.append((sorted(numbers), made))
    found.sort(key=lambda family: (-len(family[0]), family[0]))
    return tuple(_family([members[n] for n in numbers], made) for numbers, made in found)


def _family(members: Sequence[Member], links: list[FamilyLink]) -> Family:
    place = {member.id: k for k, member in enumerate(members)}
    links.sort(key=lambda link: (place[link.source], place[link.derived]))
    name = blake2b("\n".join(sorted(place)).encode(), digest_size=8).hexdigest()
    return Family(name, tuple(members), find_origin(links, place), tuple(links))
