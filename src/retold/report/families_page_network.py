"""The picture of who retells whom: publishers on a circle, ribbons from the source to the one that retells.

Every label stands level, in a row of its own beside its half of the circle, so that none can cover another.
A second, smaller drawing with numbers alone is for phones; the table below it has the names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from retold.report.families_publishers import Tie
from retold.report.families_summary import PublisherRow, Summary
from retold.report.markup import escaped

__all__ = ["around_the_circle", "network_picture"]

_ON_PHONES = 16
_WIDEST_LABEL = 30
# In the units of the drawing, which are pixels on a desk: the width of the circle for a few publishers, the
# height of a row, the least radius of a publisher and what is added for the strongest, half of the width that
# is added for the strongest ribbon, and the room for the names on either side.
_LEAST_CIRCLE, _ROW, _LEAST_RADIUS, _MORE_RADIUS, _RIBBON = 240.0, 40.0, 12.0, 6.0, 8.0
_LABEL_ROOM = 260.0
_ONE_FIXED_IN = 6  # more sources than these rarely matter, and spread out their ribbons can be told apart
_MOST_SWAPS = 40  # rounds of the search for a good order; it has always come to rest well before

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Node:
    number: int
    row: PublisherRow
    at: Point
    radius: float
    left: bool


def network_picture(summary: Summary) -> str:
    """The picture for a desk and the one for a phone, of which the style sheet shows one; empty without ties."""
    if not summary.drawn:
        return ""
    numbered = list(enumerate(summary.publishers, 1))
    desk = _drawing(numbered, summary.drawn, labels=True)
    phone = _drawing(numbered[:_ON_PHONES], summary.drawn, labels=False)
    few = len(numbered) > _ON_PHONES
    weak = ""
    if summary.drawn_more:
        ribbons = "weaker ribbon is" if summary.drawn_more == 1 else "weaker ribbons are"
        weak = f" {summary.drawn_more:,} {ribbons} not drawn."
    less = f' <span class="narrow">Here the first {_ON_PHONES} publishers of the table.</span>' if few else ""
    return (
        f'<figure class="net">{desk}{phone}<figcaption>A ribbon is broad at the source and pointed at the publisher'
        " that retells it; the more pairs of articles, the broader. A ribbon with a dashed edge is mostly reworded,"
        f" a dotted line has no known direction.{weak} The table below says the same in"
        f" words, with the numbers as here.{less}</figcaption></figure>"
    )


def around_the_circle(count: int, ties: Sequence[tuple[int, int, float]]) -> list[int]:
    """An order of things around a circle: the thing at each place. The first things are the most important.

    One in six, from the first on, is spread evenly over the circle. Of the others, two change places as long as
    that makes the sum of strength times distance smaller; `ties` are (thing, thing, strength). The same ties
    always give the same order.
    """
    beside: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for a, b, strength in ties:
        if a != b:
            beside[a].append((b, strength))
            beside[b].append((a, strength))
    fixed = max(1, count // _ONE_FIXED_IN)
    places = [round(i * count / fixed) for i in range(fixed)]
    place = places + [at for at in range(count) if at not in places]

    def cost(thing: int, at: int, other: int) -> float:
        """What the ties of a thing cost at a place, without that to the one it may change places with."""
        total = 0.0
        for neighbour, strength in beside[thing]:
            if neighbour != other:
                gap = abs(at - place[neighbour])
                total += strength * min(gap, count - gap)
        return total

    for _ in range(_MOST_SWAPS):
        swapped = False
        for a in range(fixed, count):
            for b in range(a + 1, count):
                now = cost(a, place[a], b) + cost(b, place[b], a)
                if cost(a, place[b], b) + cost(b, place[a], a) < now - 1e-9:
                    place[a], place[b] = place[b], place[a]
                    swapped = True
        if not swapped:
            break
    return sorted(range(count), key=place.__getitem__)


def _drawing(numbered: list[tuple[int, PublisherRow]], drawn: Sequence[Tie], *, labels: bool) -> str:
    index = {row.name: i for i, (_, row) in enumerate(numbered)}
    ties = [tie for tie in drawn if tie.source in index and tie.derived in index]
    order = around_the_circle(
        len(numbered), [(index[tie.source], index[tie.derived], sqrt(tie.links)) for tie in ties]
    )
    rows = (len(numbered) + 1) // 2
    half = max(rows * _ROW, _LEAST_CIRCLE) / 2
    middle = (half + (_LABEL_ROOM if labels else 30.0), half + 10)
    nodes = _nodes([numbered[i] for i in order], rows, half, middle)
    most = max((tie.links for tie in ties), default=1)
    ribbons = "".join(_ribbon(tie, nodes[tie.source], nodes[tie.derived], middle, most) for tie in reversed(ties))
    marks = "".join(_mark(node, labels) for node in nodes.values())
    edge = max(abs(node.at[1] - middle[1]) + node.radius for node in nodes.values()) + 4
    width, height = 2 * middle[0], 2 * edge
    look = "desk" if labels else "phone"
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 {middle[1] - edge:.0f} {width:.0f} {height:.0f}"'
    return (
        f'<svg class="{look}" {size} role="img"'
        ' aria-label="Network of publishers; the table below says the same in words">'
        f"{ribbons}{marks}</svg>"
    )


def _nodes(ordered: list[tuple[int, PublisherRow]], rows: int, half: float, middle: Point) -> dict[str, _Node]:
    """The publishers by name, down the right half of the circle and up the left one, level with each other."""
    most = max(_links(row) for _, row in ordered)
    step = 2 * half / rows
    nodes = {}
    for place, (number, row) in enumerate(ordered):
        left = place >= rows
        level = rows - 1 - (place - rows) if left else place
        y = (level + 0.5) * step - half
        x = sqrt(half * half - y * y) * (-1 if left else 1)
        radius = _LEAST_RADIUS + _MORE_RADIUS * sqrt(_links(row) / most)
        nodes[row.name] = _Node(number, row, (middle[0] + x, middle[1] + y), radius, left)
    return nodes


def _links(row: PublisherRow) -> int:
    return row.retold + row.retells + row.unclear


def _ribbon(tie: Tie, source: _Node, derived: _Node, middle: Point, most: int) -> str:
    (x0, y0), (x2, y2) = source.at, derived.at
    length = hypot(x2 - x0, y2 - y0) or 1.0
    across = (-(y2 - y0) / length, (x2 - x0) / length)
    # Bent towards the middle, the more the nearer the two are; a little to one side, so that the way back,
    # which has its other side there, can be told from the way there.
    pull = 0.7
    x1 = middle[0] + ((x0 + x2) / 2 - middle[0]) * (1 - pull) + across[0] * 12
    y1 = middle[1] + ((y0 + y2) / 2 - middle[1]) * (1 - pull) + across[1] * 12
    half = 1.2 + _RIBBON * sqrt(tie.links / most)
    ends = f"p{source.number} p{derived.number}"
    said = _said(tie)
    if not tie.directed:
        return (
            f'<path class="e open {ends}" stroke-width="{half:.1f}"'
            f' d="M{x0:.1f} {y0:.1f}Q{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f}">{said}</path>'
        )
    back = hypot(x1 - x2, y1 - y2) or 1.0
    tip = derived.radius + 2
    x2, y2 = x2 + (x1 - x2) / back * tip, y2 + (y1 - y2) / back * tip
    out = hypot(x1 - x0, y1 - y0) or 1.0
    side = (-(y1 - y0) / out * half, (x1 - x0) / out * half)
    bend = (across[0] * half * 0.7, across[1] * half * 0.7)
    look = "e reworded" if tie.reworded_share > 0.5 else "e"
    return (
        f'<path class="{look} {ends}" d="M{x0 + side[0]:.1f} {y0 + side[1]:.1f}'
        f"Q{x1 + bend[0]:.1f} {y1 + bend[1]:.1f} {x2:.1f} {y2:.1f}"
        f"Q{x1 - bend[0]:.1f} {y1 - bend[1]:.1f} {x0 - side[0]:.1f} {y0 - side[1]:.1f}Z"
        f'">{said}</path>'
    )


def _said(tie: Tie) -> str:
    """What shows where the mouse rests on a ribbon."""
    arrow = "→" if tie.directed else "↔"
    pairs = "pair" if tie.links == 1 else "pairs"
    return f"<title>{escaped(f'{tie.source} {arrow} {tie.derived}: {tie.links:,} {pairs}')}</title>"


def _mark(node: _Node, label: bool) -> str:
    (x, y), radius = node.at, node.radius
    name = ""
    if label:
        at, anchor = (x - radius - 7, "end") if node.left else (x + radius + 7, "start")
        place = f'x="{at:.1f}" y="{y + 5:.1f}" text-anchor="{anchor}"'
        name = f'<text class="name" {place}>{escaped(_label(node.row.name))}</text>'
    return (
        f'<g class="node p{node.number}"><title>{escaped(node.row.name)}</title>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{node.number}</text>{name}</g>'
    )


def _label(name: str) -> str:
    """The name, cut where it would leave its room; letters of double width count twice."""
    width = 0
    for place, letter in enumerate(name):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > _WIDEST_LABEL:
            return name[: place - 1].rstrip() + "…"
    return name
