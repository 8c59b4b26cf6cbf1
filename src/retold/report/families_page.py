"""What was found in a collection as one self-contained HTML page: no requests, no scripts, strangers' words escaped.

The look is that of the comparison page, whose style sheet it shares.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from string import Template

from retold._version import __version__
from retold.model import Families
from retold.report.families_page_charts import counted, kind_bars, kinds_words, size_bars, time_bars
from retold.report.families_page_list import families_section
from retold.report.families_page_tables import publishers_section
from retold.report.families_summary import SCHEMA, Summary, summarize
from retold.report.markup import element, escaped
from retold.report.record import dump_json
from retold.report.verdict import CAVEATS, percent

__all__ = ["families_page"]

_CAVEATS = (
    *CAVEATS,
    "A collection is not the world: the text may come from an article that is not in it.",
)


def families_page(families: Families) -> str:
    """The whole page as a string of HTML, to be written as UTF-8."""
    summary = summarize(families)
    style = _resource("page.css") + _resource("families_page.css")
    lead = counted(summary.families, "family of retold reports", "families of retold reports")
    data = dump_json(summary.to_dict(), separators=(",", ":"), default=str).encode()
    settings = json.dumps(dict(summary.settings), default=str)
    said = {
        "policy": _policy(style),
        "version": escaped(__version__),
        "title": escaped(f"{_first(lead)} – retold"),
        "style": style,
        "read": escaped(counted(summary.articles, "article", "articles")),
        "data": f"data:application/json;base64,{base64.b64encode(data).decode('ascii')}",
        "skip": '<a class="skip" href="#families">Skip to the families</a>' if summary.largest else "",
        "lead": escaped(_first(lead)),
        "lede": escaped(_lede(summary)),
        "evidence": _evidence(summary),
        "key": _key_figures(summary),
        "kinds": _kinds(summary),
        "publishers": publishers_section(summary),
        "time": _time(summary),
        "families": families_section(summary),
        "caveats": "".join(element("li", escaped(caveat)) for caveat in _CAVEATS),
        "settings": escaped(f"Settings: {settings}." if summary.settings else "Standard settings."),
        "schema": escaped(SCHEMA),
    }
    return Template(_resource("families_page.html")).substitute(said)


def _resource(name: str) -> str:
    return files("retold.report").joinpath(name).read_text("utf-8")


def _policy(style: str) -> str:
    """Only this very style sheet, named by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lede(summary: Summary) -> str:
    """What was found, in two sentences."""
    if not summary.families:
        return "No two articles here tell the same report, as far as their words show."
    share = f" ({percent(summary.members / summary.articles)})" if summary.articles >= summary.members > 0 else ""
    read = counted(summary.articles, "article", "articles")
    said = f"{summary.members:,} of {read}{share} tell a report that another one here tells too."
    if summary.between.links:
        top = max(summary.publishers, key=lambda row: row.retold)
        said += f" The publisher that others retell most is {top.name}."
    return said


def _evidence(summary: Summary) -> str:
    """How much was left unread, and how far the direction is known."""
    said = []
    if summary.skipped:
        said.append(f"{counted(summary.skipped, 'record was', 'records were')} skipped.")
    if summary.families:
        said.append(
            f"A likely origin is known of {summary.origins:,} of {counted(summary.families, 'family', 'families')};"
            f" of {summary.directed:,} of {counted(summary.links, 'pair', 'pairs')} of articles it is known which one"
            " is made from which."
        )
    return escaped(" ".join(said))


def _key_figures(summary: Summary) -> str:
    largest = max((view.size for view in summary.largest), default=0)
    tiles = [
        ("Articles read", f"{summary.articles:,}"),
        ("Families found", f"{summary.families:,}"),
        ("Articles in families", f"{summary.members:,}"),
        ("Publishers in the pairs", f"{summary.sources:,}"),
        ("Pairs that share a text", f"{summary.links:,}"),
        ("Articles in the largest family", f"{largest:,}"),
    ]
    return "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in tiles)


def _kinds(summary: Summary) -> str:
    if not summary.links:
        return ""
    words = kinds_words(summary.kinds)
    return (
        '<section class="kinds" aria-labelledby="kinds"><h2 id="kinds">How they are retold</h2>'
        f'<p class="said">{counted(summary.links, "pair of articles was", "pairs of articles were")} compared and'
        f" found to share a text: {words}. A family of many articles has many pairs.</p>"
        f'<div class="charts"><div>{kind_bars(summary)}</div><div><h3>How large the families are</h3>'
        f"{size_bars(summary)}</div></div></section>"
    )


def _time(summary: Summary) -> str:
    if not summary.families:
        return ""
    return (
        '<section class="over-time" aria-labelledby="time"><h2 id="time">When they were first seen</h2>'
        f"{time_bars(summary.time)}</section>"
    )
