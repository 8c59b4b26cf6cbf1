"""What a check found, and what an archive holds, as JSON-ready data and as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from retold._version import __version__
from retold.archive.naming import bare_slug
from retold.model import FIELDS, Article, Comparison, RelationKind
from retold.report.findings import change_counts, named, sure_percent
from retold.report.record import comparison_record
from retold.report.terminal_findings import clean

if TYPE_CHECKING:
    from retold.archive import Entry, Match

__all__ = ["SCHEMA", "check_record", "entry_record", "match_record", "print_check", "print_entries", "print_entry"]

SCHEMA = "retold.check/1"

_INDENT = 4
_SHOWN = 160  # characters of a stretch that is shown
_STRETCHES = 3
# What the checked article is to the archived one; as the kind has no direction, neither have these words.
_KINDS: dict[RelationKind, str] = {
    "copy": "copy: the same text",
    "edited": "edited: the same text with changes",
    "reworded": "reworded: the same report in other words",
    "translated": "translated: the same report in another language",
    "excerpt": "excerpt: a part of one stands in the other",
}
_STATES = {"replaced": "replaced", "withdrawn": "withdrawn by its publisher"}


def check_record(article: Article, matches: Iterable[Match], settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a check found, schema `retold.check/1`, with the whole comparison of every match."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "settings": dict(settings),
        "article": {
            **{name: article.headline if name == "title" else getattr(article, name) for name in FIELDS},
            "notes": list(article.notes),
        },
        "matches": [match_record(match) for match in matches],
    }


def match_record(match: Match) -> dict[str, Any]:
    """One match; `comparison` is null where the archive keeps no texts, and `spans` has the stretches then."""
    return {
        "article": entry_record(match.entry),
        "latest": match.latest,
        "probability": float(match.probability),
        "kind": match.kind,
        "shares": [float(share) for share in match.shares],
        "licensed": bool(match.licensed),
        "spans": [{"checked": asdict(checked), "archived": asdict(archived)} for checked, archived in match.spans],
        "comparison": None if match.compare is None else comparison_record(match.comparison),
    }


def entry_record(entry: Entry) -> dict[str, Any]:
    """An entry of the archive, its name first."""
    return {"name": entry.name, **asdict(entry)}


def print_check(article: Article, matches: Sequence[Match], console: Console) -> None:
    """What a check found, a block a match, the best first."""
    title = clean(article.headline or article.id or "The text")
    count = len(matches)
    if not count:
        console.print(Text.assemble((title, "bold"), ": nothing in the archive tells the same report."))
        return
    said = "1 article of the archive tells" if count == 1 else f"{count} articles of the archive tell"
    console.print(Text.assemble((title, "bold"), f": {said} the same report."))
    for number, match in enumerate(matches, 1):
        console.print()
        _print_match(number, article, match, console)


def _print_match(number: int, article: Article, match: Match, console: Console) -> None:
    entry = match.entry
    title = match.article.headline or ("" if match.compare is None else match.comparison.a.headline)
    _head(Text(f"{number:>2}  {clean(title or '(no headline)')}", style="bold"), console)
    facts = " · ".join(filter(None, (entry.publisher, entry.published, _version(match))))
    _line(facts, console, "dim")
    if entry.url:
        _line(entry.url, console, "dim")
    _line(f"{_KINDS.get(match.kind, match.kind)}; probability {sure_percent(match.probability)}", console, "bold")
    here, there = match.shares
    _line(f"{here:.0%} of the checked article is shared, {there:.0%} of the archived one", console)
    if match.compare is not None:
        comparison = match.comparison
        credit = _credit(comparison)
        if credit:
            _line(f"Credit: {credit}", console)
        counts = change_counts(comparison) if comparison.relation.derived else []
        _line(f"Changes: {', '.join(counts) if counts else 'none of what is said'}", console)
    elif match.spans:
        _print_stretches(article, match, console)
    if match.licensed:
        _line("Licensed: the outlet of the checked article may run this copy", console)


def _print_stretches(article: Article, match: Match, console: Console) -> None:
    starts = sorted({(here.start, here.end) for here, _ in match.spans})
    noun = "sentence shares" if len(starts) == 1 else "sentences share"
    _line(f"{len(starts)} {noun} rare words with it; the archive keeps no texts:", console)
    for start, end in starts[:_STRETCHES]:
        words = clean(article.text[start:end])
        _line(f"  “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”", console, "dim")


def _version(match: Match) -> str:
    """The name of the version that was found, and what came of it."""
    entry = match.entry
    said = entry.id
    if match.latest > 1:
        said += f", version {entry.version}"
        if match.latest > entry.version:
            said += f" (the latest is version {match.latest})"
    return said + (", withdrawn by its publisher" if entry.state == "withdrawn" else "")


def _credit(comparison: Comparison) -> str:
    """What became of the credit, in words of the archived and the checked article; empty where neither has one."""
    credit = comparison.credit
    if credit is None:
        return ""
    archived, checked = credit.a.agencies, credit.b.agencies
    if not archived and not checked:
        return ""
    if not checked:
        return f"{named(archived)}, not named in the checked article"
    if not archived:
        return f"the checked article names {named(checked)}, the archived one no agency"
    if set(archived) & set(checked):
        return f"both name {named(tuple(name for name in archived if name in checked))}"
    return f"{named(archived)}; the checked article names {named(checked)}"


def _words(entry: Entry) -> str:
    return f"{entry.words:,} {'word' if entry.words == 1 else 'words'}"


def _head(text: Text, console: Console) -> None:
    """What a block begins with; where it is longer than a line, it goes on with an indent."""
    _wrap(text, console, "")


def _line(text: str, console: Console, style: str = "") -> None:
    _wrap(Text(clean(text), style=style), console, " " * _INDENT)


def _wrap(text: Text, console: Console, begin: str) -> None:
    """A text in lines with an indent, the first of which begins otherwise."""
    for line in text.wrap(console, max(1, console.width - _INDENT)):
        line.rstrip()
        console.print(Text(begin) + line)
        begin = " " * _INDENT


def print_entries(
    entries: Iterable[Entry], console: Console, snippets: Mapping[int, str] | None = None
) -> None:
    """Entries, two lines each; `snippets` are shown below, by the number of the entry."""
    for entry in entries:
        _head(Text.assemble((clean(entry.name), "bold"), f"  {clean(entry.title or '(no headline)')}"), console)
        facts = [entry.publisher, entry.published, entry.lang, _words(entry), f"added {entry.added}"]
        if entry.versions > 1:
            facts.append(f"version {entry.version} of {entry.versions}")
        facts.append(_STATES.get(entry.state, ""))
        _line(" · ".join(filter(None, facts)), console, "dim")
        if snippets and snippets.get(entry.number):
            _line(snippets[entry.number].strip(), console)


def print_entry(
    entry: Entry, versions: Sequence[Entry], copies: Sequence[Mapping[str, str]], text: str | None, console: Console
) -> None:
    """An article with its fields, its versions, where else its text was seen, and the text, if it is kept."""
    console.print(Text(clean(entry.title or "(no headline)"), style="bold"))
    for label in ("name", "state", "publisher", "byline", "published", "lang", "url", "slug", "words", "added"):
        value = str(getattr(entry, label))
        if label == "slug":
            value = bare_slug(value, entry.url, entry.publisher)
        if value:
            console.print(Text.assemble((f"{label:12}", "dim"), clean(value)), soft_wrap=True)
    if len(versions) > 1:
        console.print()
        console.print(Text("Versions", style="bold"))
        for version in versions:
            facts = (version.published, _words(version), f"added {version.added}", version.state)
            _line(f"{version.name}  {' · '.join(filter(None, facts))}", console)
    if copies:
        console.print()
        console.print(Text("The same text elsewhere", style="bold"))
        for copy in copies:
            facts = (copy["publisher"], copy["published"], copy["url"], f"seen {copy['seen']}")
            _line(" · ".join(filter(None, facts)), console)
    console.print()
    if text is None:
        console.print("The archive keeps no texts.")
        return
    for paragraph in text.splitlines():
        console.print(Text(clean(paragraph)))
