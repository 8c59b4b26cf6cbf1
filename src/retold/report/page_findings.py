"""The parts of the page that say what was found: changes, credit, direction."""

from __future__ import annotations

from retold.model import Article, Change, ChangedWords, Comparison, Credit
from retold.report.checks import broken_spots, checks, checks_words
from retold.report.findings import (
    KIND_HEADINGS,
    Group,
    Side,
    between,
    credit_words,
    direction_words,
    grouped_changes,
    knows_source,
    reference,
    retelling_order,
)
from retold.report.markup import element, escaped, hidden, lang_attribute
from retold.report.whole import whole_sentences

__all__ = ["changes_section", "origin_section"]


def changes_section(comparison: Comparison) -> str:
    """The changes by kind, those that only look different folded away; empty where they were not looked for."""
    if comparison.changes is None or not comparison.relation.derived:
        return ""
    title = "What the retelling changed" if knows_source(comparison) else "What differs between the two"
    body = "".join(_group(comparison, group) for group in grouped_changes(comparison, substantive=True))
    body = body or '<p class="quiet">No change of what is said was found in the aligned sentences.</p>'
    innocent = _innocent(comparison, grouped_changes(comparison, substantive=False))
    whole = "".join(
        f"<p>{escaped(words)}: {', '.join(map(_sentence_link, places))}{escaped(more)}.</p>"
        for words, places, more in whole_sentences(comparison)
    )
    looked = element("p", escaped(checks_words(comparison, checks(comparison))))
    return (
        f'<section class="changes" aria-labelledby="changes"><h2 id="changes">{title}</h2>'
        f"{body}{_broken(comparison)}{innocent}"
        f'<div class="looked">{whole}{looked}</div></section>'
    )


def origin_section(comparison: Comparison) -> str:
    """Who is credited and which text is made from which, beside each other; empty where neither was looked for."""
    parts = []
    if comparison.credit is not None:
        parts.append(_credit(comparison))
    if comparison.direction is not None:
        parts.append(_direction(comparison))
    return f'<div class="origin">{"".join(parts)}</div>' if parts else ""


def _group(comparison: Comparison, group: Group) -> str:
    items = "".join(_change(comparison, number, change) for number, change in group.changes)
    heading = f'{KIND_HEADINGS[group.kind]} <span class="count">{len(group.changes)}</span>'
    return f'<h3>{heading}</h3><ol role="list">{items}</ol>'


def _innocent(comparison: Comparison, groups: list[Group]) -> str:
    count = sum(len(group.changes) for group in groups)
    if not count:
        return ""
    items = "".join(_change(comparison, number, change) for group in groups for number, change in group.changes)
    words = "difference that only looks" if count == 1 else "differences that only look"
    return f'<details><summary>{count} {words} different</summary><ol role="list">{items}</ol></details>'


def _broken(comparison: Comparison) -> str:
    """Spots that machine rewording leaves, with the sentence where each stands."""
    spots = broken_spots(comparison)
    if not spots:
        return ""
    items = []
    for side, words, why in spots:
        where = _sentence_link(f"{side.upper()}{words.sentence + 1}")
        said = _said(comparison, side, words)
        items.append(
            f'<li><p class="where">{where}</p><p class="both">{said}</p><p class="why">{escaped(why)}</p></li>'
        )
    heading = f'Broken spots <span class="count">{len(spots)}</span>'
    note = '<p class="quiet">A sign of machine rewording, not a proof of it.</p>'
    return f'<h3>{heading}</h3>{note}<ol role="list">{"".join(items)}</ol>'


def _sentence_link(name: str) -> str:
    """A link to a sentence by its number in the texts, "A7"."""
    return f'<a class="{name[0].lower()}" href="#{name.lower()}">{name}</a>'


def _change(comparison: Comparison, number: int, change: Change) -> str:
    sides = reference(comparison, change)
    sign, became = between(comparison), " became " if knows_source(comparison) else " beside "
    links = sign.join(_place(number, change, side, words) for side, words in sides if words is not None)
    arrow = f'<span class="to" aria-hidden="true">{sign}</span>{hidden(became)}'
    said = arrow.join(_said(comparison, side, words) for side, words in sides)
    return (
        f'<li id="change-{number}"><p class="where"><b>{number}</b> {links}</p>'
        f'<p class="both">{said}</p><p class="why">{escaped(change.why)}</p></li>'
    )


def _place(number: int, change: Change, side: Side, words: ChangedWords) -> str:
    """A link to the marked words; where they are not marked, to their sentence."""
    name = f"{side.upper()}{words.sentence + 1}"
    target = f"change-{number}-{side}" if change.substantive else name.lower()
    return f'<a class="{side}" href="#{target}">{name}</a>'


def _said(comparison: Comparison, side: Side, words: ChangedWords | None) -> str:
    if words is None:
        return f'<span class="none">nothing in {side.upper()}</span>'
    article: Article = getattr(comparison, side)
    return f'<q class="{side}"{lang_attribute(article.lang)} dir="auto">{escaped(words.text)}</q>'


def _credit(comparison: Comparison) -> str:
    said = credit_words(comparison)
    sides = "".join(_credited(comparison, side) for side in retelling_order(comparison))
    return (
        '<section class="credit" aria-labelledby="credit"><h2 id="credit">Who is credited</h2>'
        f'<p class="answer">{escaped(said[:1].upper() + said[1:])}.</p>{sides}</section>'
    )


def _credited(comparison: Comparison, side: Side) -> str:
    assert comparison.credit is not None
    credit: Credit = getattr(comparison.credit, side)
    article: Article = getattr(comparison, side)
    name = f'<span class="tag {side}">{side.upper()}</span>'
    if not credit.agencies:
        return f'<p class="names">{name} names no agency or outlet as the source of its text.</p>'
    shown = "".join(
        f'<li><blockquote{lang_attribute(article.lang)} dir="auto">{escaped(words)}</blockquote></li>'
        for words in credit.evidence
    )
    names = escaped(", ".join(credit.agencies))
    return f'<p class="names">{name} names <b>{names}</b>:</p>{f"<ul>{shown}</ul>" if shown else ""}'


def _direction(comparison: Comparison) -> str:
    direction = comparison.direction
    assert direction is not None
    clues = "".join(element("li", escaped(clue)) for clue in direction.evidence)
    if clues and direction.source:
        source, other = (side.upper() for side in retelling_order(comparison))
        clues = f'<p class="names">Clues, where “it” is {source} and “the other” is {other}:</p><ul>{clues}</ul>'
    elif clues:
        clues = f"<ul>{clues}</ul>"
    return (
        '<section class="direction" aria-labelledby="direction"><h2 id="direction">Which is made from which</h2>'
        f'<p class="answer">{escaped(direction_words(comparison))}</p>{clues}</section>'
    )
