"""Turn runs of units into links between sentences: what was moved, dropped, added, and how far each was changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from retold.align.backbone_chain import heaviest_chain
from retold.align.side import Side
from retold.model import Link, LinkKind

__all__ = ["MOVED", "Group", "how_changed", "join_leftovers", "to_links"]

# Calibrated with the constants in order.py: out of order, a pair must be similar in itself.
MOVED = 0.42  # both units were left out
_JOINS = 0.5  # one unit was left out, the other is linked: a merge or split of sentences that stand apart
_MOST_JOINED = 3  # units on a side of one link, as in order.py
# Share of words kept in order from which a sentence counts as edited rather than reworded. Light edits in the
# labelled retellings keep .8 in the mean, rewordings .35; two translations of one sentence about .55.
_EDITED = 0.62
_MIXER = 0x9E3779B97F4A7C15  # an odd number that spreads sums of hashes (Knuth's multiplicative hashing)
_SAME_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


@dataclass(slots=True)
class Group:
    """Units of a and of b that tell the same, with their similarity."""

    a: list[int]
    b: list[int]
    score: float


def join_leftovers(
    groups: list[Group], candidates: list[tuple[float, int, int]], score_of: Callable[[Group], float]
) -> None:
    """Link units that no group holds yet to their closest counterparts, out of order too; changes `groups`.

    `candidates` are pairs that may be linked: similarity, unit of a, unit of b. `score_of` tells the similarity
    of the two sides of a group; it is asked for those that became wider.
    """
    group_of_a = {i: group for group in groups for i in group.a}
    group_of_b = {j: group for group in groups for j in group.b}
    widened: dict[int, Group] = {}
    for score, i, j in sorted(candidates, key=lambda pair: -pair[0]):
        if score < MOVED:
            break
        of_a, of_b = group_of_a.get(i), group_of_b.get(j)
        if of_a is None and of_b is None:
            group = Group([i], [j], score)
            groups.append(group)
            group_of_a[i] = group_of_b[j] = group
        elif score < _JOINS:
            continue
        elif of_a is None and of_b is not None and len(of_b.a) < _MOST_JOINED:
            of_b.a.append(i)
            group_of_a[i] = widened[id(of_b)] = of_b
        elif of_b is None and of_a is not None and len(of_a.b) < _MOST_JOINED:
            of_a.b.append(j)
            group_of_b[j] = widened[id(of_a)] = of_a
    for group in widened.values():
        group.a.sort()
        group.b.sort()
        group.score = score_of(group)


def to_links(a: Side, b: Side, groups: list[Group]) -> tuple[Link, ...]:
    """All links in the order of a, dropped sentences among them, added ones after what they follow in b."""
    groups = sorted(groups, key=lambda group: min(group.a))
    in_place = _in_place(a, b, groups)
    placed: list[tuple[tuple[float, float], Link]] = []
    follows: dict[int, float] = {}  # unit of b -> place in the order of a of the group it belongs to
    for group, settled in zip(groups, in_place, strict=True):
        group.a.sort()
        group.b.sort()
        for j in group.b:
            follows[j] = min(group.a) if settled else follows.get(j, -1)
        link = Link(
            tuple(a.units[i] for i in group.a),
            tuple(b.units[j] for j in group.b),
            how_changed(a, b, group),
            not settled,
            round(group.score, 4),
        )
        placed.append(((min(group.a), 0.0), link))
    linked_a = {i for group in groups for i in group.a}
    linked_b = {j for group in groups for j in group.b}
    placed += [((i, 0.0), Link((a.units[i],), (), "dropped")) for i in range(len(a)) if i not in linked_a]
    place = -1.0
    for j in range(len(b)):
        if j in linked_b:
            place = max(place, follows[j])
        else:
            placed.append(((place, 1.0 + j), Link((), (b.units[j],), "added")))
    return tuple(link for _, link in sorted(placed, key=lambda entry: entry[0]))


def _in_place(a: Side, b: Side, groups: list[Group]) -> list[bool]:
    """Which groups keep the order of both articles; the others were moved.

    As many groups as possible keep it; of several ways those in which most words stay. What is then still a tie
    is settled by a number made from the words, so that the same links are moved when a and b change places.
    """
    if all(min(x.b) < min(y.b) for x, y in pairwise(groups)):
        return [True] * len(groups)
    weights = []
    for group in groups:
        sides = [(a, unit) for unit in group.a] + [(b, unit) for unit in group.b]
        spans = [(side, *side.bounds[unit]) for side, unit in sides]
        words = sum(last - first for _, first, last in spans)
        mixed = sum(int(side.words.keys[first:last].sum()) for side, first, last in spans)
        weights.append((((1 << 32) + words) << 64) + mixed * _MIXER % (1 << 44))
    chosen = set(heaviest_chain([(min(group.a), min(group.b)) for group in groups], weights))
    return [at in chosen for at in range(len(groups))]


def how_changed(a: Side, b: Side, group: Group) -> LinkKind:
    """How far the words of a group were changed."""
    forms_a, forms_b = _forms(a, group.a), _forms(b, group.b)
    if forms_a == forms_b and _plain(a, group.a) == _plain(b, group.b):
        return "verbatim"
    if Indel.normalized_similarity(forms_a, forms_b) >= _EDITED:
        return "edited"  # whatever languages were declared
    return "reworded" if a.lang == b.lang else "translated"


def _plain(side: Side, units: list[int]) -> str:
    """The sentences' text with spaces and the shapes of quotation marks and dashes evened out."""
    return " ".join(" ".join(side.text(unit).split()) for unit in units).translate(_SAME_MARKS)


def _forms(side: Side, units: list[int]) -> list[str]:
    """The words of the units, in order."""
    return [form for unit in units for form in side.words.forms[slice(*side.bounds[unit])]]
