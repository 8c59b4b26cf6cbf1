"""A comparison as one self-contained HTML page: it asks for nothing from anywhere and works without scripts.

Titles, bylines, texts and ids come from strangers. Everything goes through `markup.escaped`, and a content
security policy forbids whatever the page itself does not carry.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from string import Template

from retold._version import __version__
from retold.model import Article, Comparison
from retold.report.differences import differences, shared_share
from retold.report.markup import LEAST_SHARED, element, escaped, lang_attribute, marked
from retold.report.page_findings import changes_section, origin_section
from retold.report.page_map import sentence_map
from retold.report.page_text import left_out_section, passages_section, text_section
from retold.report.record import SCHEMA, comparison_record, record_json
from retold.report.verdict import CAVEATS, body_counts, figures, find_verdict, language_name, measured, percent

__all__ = ["comparison_page"]

_SIGNS = {
    "copy": "=",
    "edited": "~",
    "reworded": "≈",
    "translated": "⇌",
    "excerpt": "⊂",
    "same-event": "∥",
    "unrelated": "≠",
}

# Browsers do not print what is folded away. Where the style sheet cannot unfold it, this does.
_SCRIPT = """
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details:not([open])")) {
    folded.open = true;
    addEventListener("afterprint", () => { folded.open = false; }, { once: true });
  }
});
"""


def comparison_page(comparison: Comparison) -> str:
    """The whole page as a string of HTML, to be written as UTF-8."""
    style = _resource("page.css")
    found = find_verdict(comparison)
    lede = "; ".join(found.clauses)
    settings = comparison_record(comparison)["retold"]["settings"]
    record = record_json(comparison).encode()
    said = {
        "policy": _policy(style),
        "version": escaped(__version__),
        "title": escaped(f"{found.lead}: {_name(comparison.a)} / {_name(comparison.b)} – retold"),
        "style": style,
        "script": _SCRIPT,
        "pair": escaped(f", pair {comparison.pair}") if comparison.pair is not None else "",
        "download": escaped(_file_name(comparison)),
        "data": f"data:application/json;base64,{base64.b64encode(record).decode('ascii')}",
        "sign": _SIGNS[comparison.relation.kind],
        "lead": escaped(found.lead),
        "lede": escaped(f"{lede[:1].upper()}{lede[1:]}."),
        "evidence": escaped(found.evidence),
        "names": _names(comparison),
        "changes": changes_section(comparison),
        "origin": origin_section(comparison),
        "key": _key_figures(comparison),
        "map": sentence_map(comparison),
        "figures": _rows([*figures(comparison), *measured(comparison)]),
        "headlines": _headlines(comparison),
        "articles": _cards(comparison),
        "passages": passages_section(comparison),
        "text": text_section(comparison),
        "left_out": left_out_section(comparison),
        "caveats": "".join(element("li", escaped(caveat)) for caveat in CAVEATS),
        "settings": escaped(f"Settings: {json.dumps(settings)}." if settings else "Standard settings."),
        "schema": escaped(SCHEMA),
    }
    return Template(_resource("page.html")).substitute(said)


@cache
def _resource(name: str) -> str:
    return files("retold.report").joinpath(name).read_text("utf-8")


def _policy(style: str) -> str:
    """Only this very style sheet and this very script, named by their hashes."""

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") + "'"

    return (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(_SCRIPT)};"
        " base-uri 'none'; form-action 'none'"
    )


def _name(article: Article) -> str:
    return article.headline or article.id or "without a headline"


def _names(comparison: Comparison) -> str:
    """One line an article, so that A and B mean something from the start."""
    lines = []
    for side, article in (("a", comparison.a), ("b", comparison.b)):
        title = f"<bdi{lang_attribute(article.lang)}>{escaped(_name(article))}</bdi>"
        publisher = f" · <bdi>{escaped(article.publisher)}</bdi>" if article.publisher else ""
        lines.append(f'<p><span class="tag {side}">{side.upper()}</span> {title}{publisher}</p>')
    return "".join(lines)


def _file_name(comparison: Comparison) -> str:
    safe = re.sub(r"[^\w-]+", "-", comparison.pair or "").strip("-")[:60]
    return f"retold-{safe}.json" if safe else "retold-comparison.json"


def _key_figures(comparison: Comparison) -> str:
    """The three figures that carry the verdict, large."""
    (label, value), *sides = figures(comparison)[:3]
    probability, _, answer = value.rpartition(" ")
    tiles = [_tile(label, escaped(probability), escaped(answer.strip("()")))]
    for (label, _), side in zip(sides, ("a", "b"), strict=True):
        told, total = body_counts(comparison, side)
        tiles.append(_tile(label, f"{told} of {total}", percent(told / total) if total else ""))
    return "".join(tiles)


def _tile(label: str, value: str, small: str) -> str:
    return f"<div><dt>{escaped(label)}</dt><dd>{value}{f' <small>{small}</small>' if small else ''}</dd></div>"


def _rows(rows: list[tuple[str, str]]) -> str:
    return "".join(f"<div><dt>{escaped(label)}</dt><dd>{escaped(value)}</dd></div>" for label, value in rows)


def _headlines(comparison: Comparison) -> str:
    """How the headlines compare, in words."""
    if comparison.headline is None:
        both = comparison.a.headline and comparison.b.headline
        return "The headlines were not compared." if both else "There are no two headlines to compare."
    words = {
        "verbatim": "The headlines are word for word the same.",
        "edited": "The headlines differ in places.",
        "reworded": "The headlines say the same in different words.",
        "translated": "The headlines say the same in two languages.",
        "different": "The headlines have little in common.",
    }
    return escaped(f"{words[comparison.headline.kind]} Similarity {comparison.headline.score:.2f}.")


def _cards(comparison: Comparison) -> str:
    """What is known of each article, with the words marked in which the headlines differ."""
    a, b = comparison.a.headline, comparison.b.headline
    titles = [escaped(a), escaped(b)]
    if comparison.headline and comparison.headline.kind in ("edited", "reworded", "verbatim"):
        segments = differences(a, b)
        if shared_share(a, b, segments) >= LEAST_SHARED:
            titles = [
                "".join(marked(a[s.a.start : s.a.end], "a" if s.kind == "a" else None) for s in segments),
                "".join(marked(b[s.b.start : s.b.end], "b" if s.kind == "b" else None) for s in segments),
            ]
    return _card("A", comparison.a, titles[0]) + _card("B", comparison.b, titles[1])


def _card(name: str, article: Article, title: str) -> str:
    lang = lang_attribute(article.lang)
    facts = [article.publisher, article.byline, article.published, language_name(article.lang)]
    heading = f'<h3{lang} dir="auto">{title}</h3>' if title else '<h3 class="none">No headline</h3>'
    source = f"<p>{_link(article.url)}</p>" if article.url else ""
    if article.id and article.id != article.url:
        source += f"<p><bdi>{escaped(article.id)}</bdi></p>"
    notes = "".join(element("li", escaped(note)) for note in article.notes)
    return (
        f'<article class="card {name.lower()}" aria-label="Article {name}"><p class="tag">{name}</p>{heading}'
        f"<p>{' · '.join(f'<bdi>{escaped(fact)}</bdi>' for fact in facts if fact)}</p>{source}"
        f"{f'<ul>{notes}</ul>' if notes else ''}</article>"
    )


def _link(url: str) -> str:
    """A link to the article where the address is one of the web, else the address as text."""
    if re.match(r"https?://", url, re.IGNORECASE):
        return f'<a href="{escaped(url)}" rel="noreferrer nofollow noopener">{escaped(url)}</a>'
    return escaped(url)
