"""A small drawing of the alignment: the sentences of A above, those of B below, ties between them."""

from __future__ import annotations

from retold.model import Article, Comparison

__all__ = ["sentence_map"]

_WIDTH, _HEIGHT, _BAR, _GAP = 1000.0, 110.0, 14.0, 2.0
_MOST_SENTENCES = 400


def sentence_map(comparison: Comparison) -> str:
    """The drawing as an SVG figure with a caption; empty where it would say nothing or be too fine to see."""
    links = comparison.alignment.links
    if not comparison.alignment.matched or max(len(comparison.a.body), len(comparison.b.body)) > _MOST_SENTENCES:
        return ""
    places = {"a": _places(comparison.a, [i for link in links for i in link.a])}
    places["b"] = _places(comparison.b, [i for link in links for i in link.b])
    shapes = []
    for link in links:
        if link.a and link.b:
            (a0, a1), (b0, b1) = (
                (min(places[s][i][0] for i in run), max(places[s][i][1] for i in run))
                for s, run in (("a", link.a), ("b", link.b))
            )
            look = "tie" + (" same" if link.kind == "verbatim" else "") + (" moved" if link.moved else "")
            top, bottom = _BAR + 3, _HEIGHT - _BAR - 3
            points = f"{a0:.1f},{top} {a1:.1f},{top} {b1:.1f},{bottom} {b0:.1f},{bottom}"
            shapes.append(f'<polygon class="{look}" points="{points}"/>')
    for side, y in (("a", 1.0), ("b", _HEIGHT - _BAR - 1)):
        alone = {i for link in links if not (link.a and link.b) for i in getattr(link, side)}
        for i, (start, end) in places[side].items():
            look = f"{side} alone" if i in alone else side
            shapes.append(f'<rect class="{look}" x="{start:.1f}" y="{y}" width="{end - start:.1f}" height="{_BAR}"/>')
    caption = "Every bar is a sentence, as long as its text; hollow bars have no counterpart." + (
        " A tie with a dashed edge was moved." if any(link.moved for link in links) else ""
    )
    return (
        '<figure class="map"><div class="ends" aria-hidden="true"><span>A</span><span>B</span></div>'
        f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" preserveAspectRatio="none" role="img"'
        ' aria-label="Map of the aligned sentences; the texts below say the same in words">'
        f"{''.join(shapes)}</svg><figcaption>{caption}</figcaption></figure>"
    )


def _places(article: Article, indexes: list[int]) -> dict[int, tuple[float, float]]:
    """Where each sentence's bar starts and ends, in reading order over the full width."""
    order = sorted(set(indexes))
    total = sum(len(article.sentences[i].text) for i in order) or 1
    gap = min(_GAP, _WIDTH / (2 * max(len(order), 1)))
    scale = (_WIDTH - gap * (len(order) - 1)) / total
    places, at = {}, 0.0
    for i in order:
        end = at + len(article.sentences[i].text) * scale
        places[i] = (at, end)
        at = end + gap
    return places
