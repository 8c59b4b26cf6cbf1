"""Families as the user sees them: with exact copies, metadata, directions and the likely origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from retold.match.families import Group
from retold.match.origin import Told, direct, find_origin, told
from retold.match.verify import KINDS, Links
from retold.model import Family, FamilyLink, Member, RelationKind

__all__ = ["assemble"]


def assemble(
    groups: Sequence[Group],
    links: Links,
    first: NDArray[np.int64],
    copies: NDArray[np.int64],
    members: Mapping[int, Member],
    texts: Mapping[int, str],
    ignored: Callable[[Member, Member], bool],
) -> tuple[Family, ...]:
    """The families of `groups` and of exact copies, the largest first.

    `first` gives for each article the earliest with the same words, `copies` the articles that are not that
    earliest; `members` and `texts` (beginning and end) those of all articles in links or copies. Copies for which
    `ignored` holds are not linked.
    """
    copied: dict[int, list[int]] = defaultdict(list)
    for number in copies.tolist():
        copied[int(first[number])].append(number)
    grouped = {number for group in groups for number in group.articles}
    alone = [Group((number,), ()) for number in sorted(copied) if number not in grouped]
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

    found = []
    for group in [*groups, *alone]:
        made = [
            link(
                *links.pairs[k].tolist(),
                KINDS[links.kinds[k]],
                round(float(links.probability[k]), 3),
                [round(share, 3) for share in links.shares[k].tolist()],
            )
            for k in group.links
        ]
        numbers = set(group.articles)
        for number in group.articles:
            for copy in copied.get(number, ()):
                if not ignored(members[number], members[copy]):
                    made.append(link(number, copy, "copy", 1.0, (1.0, 1.0)))
                    numbers.add(copy)
        if len(numbers) > 1:
            found.append((sorted(numbers), made))
    found.sort(key=lambda family: (-len(family[0]), family[0]))
    return tuple(_family([members[n] for n in numbers], made) for numbers, made in found)


def _family(members: Sequence[Member], links: list[FamilyLink]) -> Family:
    place = {member.id: k for k, member in enumerate(members)}
    links.sort(key=lambda link: (place[link.source], place[link.derived]))
    name = blake2b("\n".join(sorted(place)).encode(), digest_size=8).hexdigest()
    return Family(name, tuple(members), find_origin(links, place), tuple(links))
