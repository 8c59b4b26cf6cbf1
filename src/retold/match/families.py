"""Families: which of the linked articles tell the same report, without chaining.

Transitive closure is not enough: A is like B and B like C, and soon everything is one family. Here a family grows from
a core. Links of whole articles, the surest first, join cores; two groups are joined only when two links agree, and one
unsure link attaches an article as a leaf, to which nothing else is attached. Links by a part of an article (excerpts,
stories woven together) never join cores: the article becomes a member of each family of which it retells a part.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from retold.match.verify import KINDS, Links

__all__ = ["SOLID", "Group", "group_articles"]

# A link of at least this probability may on its own attach an article to a small core as a full member; of a larger
# core it must be linked to two articles, else it becomes a leaf: sure links chain too.
SOLID, _SMALL = 0.9, 2
_PART = KINDS.index("excerpt")
# Articles that overlap in part join a family when they are linked to so many of its core, or to half of it.
_AGREEING = 2
_MOSTLY = 0.5  # share of an article that comes from the one at the centre of a family, to be at home there


@dataclass(frozen=True, slots=True)
class Group:
    """A family by numbers: its articles in rising order, and indexes of the links between them."""

    articles: tuple[int, ...]
    links: tuple[int, ...]


def group_articles(links: Links) -> list[Group]:
    """The families that verified links hold together, the largest first, then by their first article.

    An article may be in several; every article with a link is in at least one, and so is every link. None lies
    inside another.
    """
    pairs = [(int(a), int(b)) for a, b in links.pairs]
    whole = [k for k in range(len(pairs)) if links.kinds[k] != _PART]
    whole.sort(key=lambda k: (-float(links.probability[k]), pairs[k]))
    cores, leaves = _cores(pairs, whole, [float(p) for p in links.probability])
    members: dict[int, set[int]] = defaultdict(set)
    for article, core in (cores | leaves).items():
        members[core].add(article)
    core_size: dict[int, int] = defaultdict(int)
    for core in cores.values():
        core_size[core] += 1
    families = {core: set(own) for core, own in members.items()}

    # Articles that share a part with a family's core.
    at_home = cores | leaves
    parts: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, (a, b) in enumerate(pairs):
        for x, y in ((a, b), (b, a)):
            home = at_home.get(y)
            if home is not None and x not in members[home] and y in cores:
                parts[x, home].append(k)
    for (x, home), own in sorted(parts.items()):
        if len(own) >= _AGREEING or 2 * len(own) >= core_size[home]:
            families[home].add(x)
    held: dict[int, set[int]] = defaultdict(set)
    for core, family in families.items():
        for article in family:
            held[article].add(core)
    open_links = [k for k, (a, b) in enumerate(pairs) if not held[a] & held[b]]
    groups = [family for family in families.values() if len(family) > 1] + _stars(links, pairs, open_links)
    return _with_links(pairs, _without_nested(groups))


def _cores(
    pairs: list[tuple[int, int]], order: list[int], probability: list[float]
) -> tuple[dict[int, int], dict[int, int]]:
    """The core of each article in one, and the core to which each leaf is attached."""
    root: dict[int, int] = {}
    size: dict[int, int] = {}
    waiting: dict[int, dict[int, list[int]]] = {}  # links between two cores that do not join them yet

    def find(x: int) -> int:
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    def join(x: int, y: int) -> None:
        if size[x] < size[y]:
            x, y = y, x
        root[y] = x
        size[x] += size[y]
        for other, own in waiting.pop(y).items():
            del waiting[other][y]
            if other == x:
                continue
            waiting[x].setdefault(other, []).extend(own)
            waiting[other][x] = waiting[x][other]
            if _agree(pairs, waiting[x][other], min(size[x], size[other])):
                queue.append((x, other))

    queue: list[tuple[int, int]] = []
    for k in order:
        for article in pairs[k]:
            if article not in root:
                root[article], size[article], waiting[article] = article, 1, {}
        x, y = find(pairs[k][0]), find(pairs[k][1])
        if x == y:
            continue
        together = sorted((size[x], size[y]))
        if together[0] == 1 and (together[1] == 1 or (together[1] <= _SMALL and probability[k] >= SOLID)):
            join(x, y)
        else:
            own = waiting[x].setdefault(y, [])
            own.append(k)
            waiting[y][x] = own
            if _agree(pairs, own, together[0]):
                join(x, y)
        while queue:
            x, y = (find(z) for z in queue.pop())
            if x != y:
                join(x, y)
    cores = {article: find(article) for article in root if size[find(article)] > 1}
    leaves: dict[int, int] = {}
    for k in order:
        for x, y in (pairs[k], pairs[k][::-1]):
            if x not in cores and x not in leaves and y in cores:
                leaves[x] = cores[y]
    return cores, leaves


def _agree(pairs: list[tuple[int, int]], own: list[int], smaller: int) -> bool:
    """Whether links between two cores hold them together: two, and not all at one article of each."""
    if len(own) < 2:
        return False
    firsts, seconds = {pairs[k][0] for k in own}, {pairs[k][1] for k in own}
    ends = firsts | seconds
    shared = set.intersection(*({*pairs[k]} for k in own))
    return smaller == 1 or not shared or len(ends) > smaller + 1


def _stars(links: Links, pairs: list[tuple[int, int]], open_links: list[int]) -> list[set[int]]:
    """Families of the links that are in no family yet: an article with those linked to it, the most linked first.

    Those of which less than half is linked to the article at the centre, and nothing to the others around it, need not
    tell the same part: each makes a family of two with it.
    """
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for k in open_links:
        a, b = pairs[k]
        near[a][b] = float(links.shares[k][1])
        near[b][a] = float(links.shares[k][0])
    linked = set(pairs)
    stars = []
    for centre in sorted(near, key=lambda x: (-len(near[x]), x)):
        around = near.pop(centre)
        mostly = {other for other, share in around.items() if share >= _MOSTLY}
        mostly |= {x for x in around if any((min(x, y), max(x, y)) in linked for y in mostly)}
        if mostly:
            stars.append({centre, *mostly})
        stars += [{centre, other} for other in sorted(around) if other not in mostly]
        for other in around:
            near[other].pop(centre, None)
    return stars


def _without_nested(groups: list[set[int]]) -> list[set[int]]:
    """The groups without those whose articles are all in another, for what they hold is told there."""
    holding: dict[int, set[int]] = defaultdict(set)
    kept = []
    for number in sorted(range(len(groups)), key=lambda k: (-len(groups[k]), k)):
        group = groups[number]
        if not set.intersection(*(holding[article] for article in group)):
            kept.append(group)
            for article in group:
                holding[article].add(number)
    return kept


def _with_links(pairs: list[tuple[int, int]], groups: list[set[int]]) -> list[Group]:
    """The groups in their order, each with the links inside it."""
    inside: dict[int, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for article in group:
            inside[article].add(number)
    links: list[list[int]] = [[] for _ in groups]
    for k, (a, b) in enumerate(pairs):
        for number in inside[a] & inside[b]:
            links[number].append(k)
    found = [Group(tuple(sorted(group)), tuple(own)) for group, own in zip(groups, links, strict=True)]
    return sorted(found, key=lambda group: (-len(group.articles), group.articles))
