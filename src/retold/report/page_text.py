"""The parts of the page that hold the articles' own words: passages, aligned rows, what was left out."""

from __future__ import annotations

from retold.model import Article, Comparison, Passage, Span
from retold.report.differences import LinkDifferences, Piece, link_differences
from retold.report.findings import Side
from retold.report.markup import LEAST_SHARED, element, escaped, lang_attribute, marked
from retold.report.page_marks import Marks, find_marks, marked_sentence
from retold.report.rows import Row, aligned_rows, left_out, row_label

__all__ = ["left_out_section", "passages_section", "text_section"]

# From this many characters on either side, a text is long: its passages are worth a list of their own, …
_LONG = 12_000
# … and a run of unmatched sentences longer than this is folded away.
_FOLDED_RUN = 8
_EXCERPT = 400
_SIDES: tuple[Side, Side] = ("a", "b")

_SIGNS = {"verbatim": "=", "edited": "~", "reworded": "≈", "translated": "⇌", "dropped": "−", "added": "+"}
_LEGEND = {
    "verbatim": "word for word",
    "edited": "edited",
    "reworded": "reworded",
    "translated": "translated",
    "dropped": "dropped: only in A",
    "added": "added: only in B",
}


def text_section(comparison: Comparison) -> str:
    """The legend and the aligned rows, an item of a list each."""
    rows = aligned_rows(comparison)
    if not rows:
        return '<p class="quiet">There are no sentences to show side by side.</p>'
    heads = "".join(
        f'<p><span class="tag {name.lower()}">{name}</span> <bdi>{escaped(_short_name(article))}</bdi></p>'
        for name, article in (("A", comparison.a), ("B", comparison.b))
    )
    marks = find_marks(comparison)
    body = "".join(_row(comparison, row, marks) for row in rows)
    return (
        f'<ul class="legend" role="list" aria-label="Legend">{_legend(rows, bool(marks))}</ul>'
        f'<div class="heads" aria-hidden="true">{heads}</div><ol class="rows" role="list">{body}</ol>'
    )


def left_out_section(comparison: Comparison) -> str:
    """Page furniture and headlines inside the text: shown, but apart, since they were not compared."""
    rest, marks = left_out(comparison), find_marks(comparison)
    both: tuple[tuple[Side, Article], ...] = (("a", comparison.a), ("b", comparison.b))
    sections = []
    for at, title, name in (
        (0, "Left out of the comparison (page furniture)", "furniture"),
        (1, "Left out of the comparison (headlines and other lines)", "others"),
    ):
        count = sum(len(rest[side][at]) for side in rest)
        if not count:
            continue
        sides = "".join(
            f"<div><h3>{side.upper()}</h3>{_plain_list(article, side, rest[side][at], marks)}</div>"
            for side, article in both
        )
        sections.append(
            f'<section class="apart" aria-labelledby="{name}"><h2 id="{name}">{title}</h2>'
            f"<details><summary>Show {count} {'sentence' if count == 1 else 'sentences'}</summary>"
            f'<div class="pair">{sides}</div></details></section>'
        )
    return "".join(sections)


def passages_section(comparison: Comparison) -> str:
    """The reused passages of long texts with where they stand; empty for short texts."""
    passages = comparison.alignment.passages
    if not passages or max(len(comparison.a.text), len(comparison.b.text)) < _LONG:
        return ""
    items = "".join(_passage(comparison, number, passage) for number, passage in enumerate(passages, 1))
    return (
        '<section class="passages" aria-labelledby="passages">'
        '<h2 id="passages">Passages that both texts have</h2>'
        f'<ol role="list">{items}</ol></section>'
    )


def _legend(rows: list[Row], changes: bool) -> str:
    """What the signs mean, for those that occur."""
    kinds = {row.kind for row in rows}
    items = [f"{_sign(_SIGNS[kind])} {words}" for kind, words in _LEGEND.items() if kind in kinds]
    if any(row.moved for row in rows):
        items.append(f"{_sign('⇄')} moved to another place")
    if kinds & {"edited", "reworded"}:
        items += [marked("words only in A", "a"), marked("words only in B", "b")]
    if changes:
        items.append('<mark class="change">words of a change <span class="ref">kind, number</span></mark>')
    return "".join(element("li", item) for item in items)


def _short_name(article: Article) -> str:
    return article.publisher or article.headline or article.id


def _row(comparison: Comparison, row: Row, marks: Marks) -> str:
    classes = f"row {row.kind}{' moved' if row.moved else ''}"
    identity = f"row-a{row.a[0] + 1}" if row.a else f"row-b{row.b[0] + 1}"
    if row.kind == "elsewhere":
        assert row.link is not None
        shown_at = f"row-a{row.link.a[0] + 1}"
        here, there = _numbers("B", row.b), _numbers("A", row.link.a)
        return (
            f'<li class="{classes}" id="{identity}"><p class="label"><b>{_sign("⇄")} Moved</b></p>'
            f'<div class="side a"></div><div class="side b"><p class="quiet">{here} stands here in B;'
            f' it is shown <a href="#{shown_at}">beside {there}</a>.</p></div></li>'
        )
    found = link_differences(comparison, row.link) if row.link and row.kind in ("edited", "reworded") else None
    anew = found is not None and found.shared < LEAST_SHARED
    sides = "".join(_side(comparison, row, side, None if anew else found, marks) for side in _SIDES)
    return f'<li class="{classes}" id="{identity}">{_label(row, anew)}{sides}</li>'


def _label(row: Row, anew: bool) -> str:
    name, _, more = row_label(row).partition(" (")
    words = f"<b>{_sign(_SIGNS[row.kind])} {escaped(name)}</b>"
    if more:
        words += f" <i>{escaped(more.replace(')', ''))}</i>"
    if anew:
        words += " <i>in nearly all words</i>"
    if row.moved:
        words += f' <i>{_sign("⇄")} <a href="#row-b{row.b[0] + 1}">its place in B</a></i>'
    return f'<p class="label">{words}</p>'


def _sign(sign: str) -> str:
    return f'<span class="sign" aria-hidden="true">{sign}</span>'


def _side(comparison: Comparison, row: Row, side: Side, found: LinkDifferences | None, marks: Marks) -> str:
    indexes = row.a if side == "a" else row.b
    name, other = ("A", "B") if side == "a" else ("B", "A")
    if not indexes:
        return f'<div class="side {side}"><p class="quiet">No counterpart in {name}.</p></div>'
    article: Article = getattr(comparison, side)
    pieces = getattr(found, side) if found else {}
    said = "".join(_sentence(article, side, i, pieces.get(i), marks) for i in indexes)
    if len(indexes) > _FOLDED_RUN and row.kind in ("dropped", "added"):
        summary = f"Show {len(indexes)} sentences that are not in {other}"
        said = f"<details><summary>{summary}</summary>{said}</details>"
    return f'<div class="side {side}"{lang_attribute(article.lang)}>{said}</div>'


def _sentence(article: Article, side: Side, index: int, pieces: tuple[Piece, ...] | None, marks: Marks) -> str:
    sentence = article.sentences[index]
    pieces = pieces or (Piece(sentence.start, sentence.end, False),)
    words = marked_sentence(article.text, sentence.start, sentence.end, side, pieces, marks, index)
    identity = f"{side}{index + 1}"
    number = f'<a class="n" href="#{identity}"><bdi>{identity.upper()}</bdi></a>'
    return f'<p class="s" id="{identity}" dir="auto">{number}{words}</p>'


def _plain_list(article: Article, side: Side, indexes: list[int], marks: Marks) -> str:
    if not indexes:
        return '<p class="quiet">None.</p>'
    items = "".join(f"<li>{_sentence(article, side, i, None, marks)}</li>" for i in indexes)
    return f'<ul class="outside" role="list"{lang_attribute(article.lang)}>{items}</ul>'


def _passage(comparison: Comparison, number: int, passage: Passage) -> str:
    sides = "".join(
        f'<div><blockquote{lang_attribute(article.lang)} dir="auto">'
        f"{_excerpt(article.text, span)}</blockquote>"
        f'<p class="where">{name}, characters {span.start:,} to {span.end:,}'
        f"{_first_sentence(article, name, span)}</p></div>"
        for name, article, span in (("A", comparison.a, passage.a), ("B", comparison.b, passage.b))
    )
    return (
        f'<li id="passage-{number}"><h3>Passage {number}, similarity {passage.score:.2f}</h3>'
        f'<div class="pair">{sides}</div></li>'
    )


def _excerpt(text: str, span: Span) -> str:
    words = text[span.start : span.end]
    if len(words) <= _EXCERPT:
        return escaped(words)
    left = len(words) - _EXCERPT
    return escaped(words[:_EXCERPT]) + f'… <span class="quiet" lang="en">({left:,} more characters)</span>'


def _first_sentence(article: Article, name: str, span: Span) -> str:
    """A link to the sentence in which a passage starts."""
    for i, sentence in enumerate(article.sentences):
        if sentence.end > span.start:
            return f', from <a href="#{name.lower()}{i + 1}">{name}{i + 1}</a>'
    return ""


def _numbers(name: str, indexes: tuple[int, ...]) -> str:
    return ", ".join(f"{name}{i + 1}" for i in indexes)
