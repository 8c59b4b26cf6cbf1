"""The largest families on the page, each folded under its title, with its articles."""

from __future__ import annotations

import re
from datetime import datetime

from retold.report.families_largest import FamilyView, MemberView
from retold.report.families_page_charts import counted, day_words
from retold.report.families_publishers import UNKNOWN
from retold.report.families_summary import Summary
from retold.report.markup import escaped, hidden, lang_attribute
from retold.report.verdict import KIND_NAMES, percent

__all__ = ["families_section"]

_UNFOLDED = 3
_SIGNS = {"from": "←", "to": "→", "with": "↔"}


def families_section(summary: Summary) -> str:
    """The section with the largest families; empty where there are none."""
    if not summary.largest:
        return ""
    shown, rest = len(summary.largest), summary.families - len(summary.largest)
    which = (
        f"The {shown} largest of {summary.families:,}; the other formats hold all of them."
        if rest
        else ("The only one." if shown == 1 else f"All {shown}, the largest first.")
    )
    families = "".join(_family(number, view) for number, view in enumerate(summary.largest, 1))
    return (
        '<section class="families" id="families" aria-labelledby="families-title" tabindex="-1">'
        f'<h2 id="families-title">{"The largest families" if rest else "The families"}</h2><p class="said">{which} '
        "Articles stand in the order of their dates, a likely origin first. The sign before a number says from which"
        " article (←) one is likely made, which one is likely made from it (→), or with which it shares its text"
        " though it is not known which came first (↔); the percentage is the probability that the two share a text."
        f"</p><ol>{families}</ol></section>"
    )


def _family(number: int, view: FamilyView) -> str:
    title = escaped(view.title) if view.title else "Without a title"
    facts = [counted(view.size, "article", "articles")]
    if view.first:
        facts.append(f"first seen {day_words(view.first)}")
    if view.origin is not None and view.members[0].publisher != UNKNOWN:
        facts.append(f"likely origin <bdi>{escaped(view.members[0].publisher)}</bdi>")
    elif view.origin is None:
        facts.append("origin not known")
    members = "".join(map(_member, view.members))
    more = f'<p class="quiet">And {counted(view.more, "other article", "other articles")}.</p>' if view.more else ""
    lang = lang_attribute(view.lang) if view.title else ""
    return (
        f'<li><details{" open" if number <= _UNFOLDED else ""}><summary><span class="rank">{number}</span>'
        f'<h3{lang} dir="auto">{title}</h3><span class="facts">{" · ".join(facts)}</span></summary>'
        f'<ol class="members">{members}</ol>{more}</details></li>'
    )


def _member(view: MemberView) -> str:
    said = escaped(view.title) if view.title else "without a title"
    title = f'<bdi{lang_attribute(view.lang) if view.title else ""}>{said}</bdi>'
    if re.match(r"https?://", view.url, re.IGNORECASE):
        title = f'<a href="{escaped(view.url)}" rel="noreferrer nofollow noopener">{title}</a>'
    publisher = "publisher unknown" if view.publisher == UNKNOWN else f"<bdi>{escaped(view.publisher)}</bdi>"
    return (
        f'<li><span class="tie">{_tie(view)}</span><span class="number">{view.number}</span>'
        f'<span class="title">{title}</span><span class="source">{publisher}{_published(view)}</span></li>'
    )


def _tie(view: MemberView) -> str:
    """How the article is tied in: "Origin", "Reworded ← 1", with words for who cannot see the sign."""
    if view.kind is None or view.probability is None:
        return "<b>Likely origin</b>" if view.tie == "origin" else "No link"
    words = {
        "from": " from number ",
        "to": ", the source of number ",
        "with": ", not known which came first, with number ",
    }[view.tie]
    other = str(view.other) if view.other else "another"
    if not view.other:
        words = words.removesuffix("number ")
    # An estimate is never certain, however it was rounded.
    sure = percent(min(max(view.probability, 1e-6), 1 - 1e-6))
    return (
        f'<b class="kind k-{view.kind}">{KIND_NAMES[view.kind]}</b> <span aria-hidden="true">{_SIGNS[view.tie]} </span>'
        f"{hidden(words)}{other} <small>{sure}{hidden(' likely to share a text')}</small>"
    )


def _published(view: MemberView) -> str:
    """The date in words with the hour where there is one; else what the source gives, as it is."""
    if not view.published:
        return " · no date"
    if view.day is None:
        return f" · <bdi>{escaped(view.published)}</bdi>"
    text = view.published.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return f" · {day_words(view.day)}"
    hour = f", {moment:%H:%M}" if re.search(r"\dT?[ T]\d", text) else ""
    return f' · <time datetime="{view.day.isoformat()}">{day_words(view.day)}{hour}</time>'
